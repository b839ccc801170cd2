#include <cstdio>
#include <filesystem>
#include <memory>

#include "model/dataset/packed_dataset.h"
#include "model/error.h"
#include "model/evaluation/evaluation_file.h"
#include "model/evaluation/evaluation_folder.h"
#include "model/package/write_file.h"
#include "model/report/evaluation_report.h"
#include "model/report/run_curves.h"
#include "model/tools/commands.h"
#ifdef SONOLIST_WITH_OPENCV
#include "model/report/examples_figure.h"
#endif

namespace sonolist::model::tools {
namespace {

struct ReportOptions {
  std::vector<std::string> evaluations;
  std::string run, out = "report";
};

report::ReportedEvaluation read_reported(const std::string& folder) {
  report::ReportedEvaluation reported{read_evaluation(folder), {}};
#ifdef SONOLIST_WITH_OPENCV
  reported.examples = report::draw_examples(reported.evaluation, read_packed(folder + "/predictions.pack"),
                                            read_packed(folder + "/examples.pack"));
#endif
  return reported;
}

void write_report(const ReportOptions& options) {
  std::vector<report::ReportedEvaluation> evaluations;
  for (const auto& folder : options.evaluations) evaluations.push_back(read_reported(folder));
  std::optional<report::Svg> curves;
  if (!options.run.empty()) {
    curves = report::run_curves(options.run);
    if (!curves) throw ModelError(options.run + ": holds neither losses.csv nor validation.csv with a line in it");
  }
  report::write_document(report::evaluation_report(evaluations, curves), options.out);
  for (std::size_t i = 0; i < evaluations.size(); ++i) {
    const auto prefix = i == 0 ? std::string() : std::to_string(i + 1) + "-";
    write_file(options.out + "/" + prefix + "evaluation.json", to_json(evaluations[i].evaluation).dump(1) + "\n");
  }
  std::printf("%s/report.html, the same as report.md, and the figures and tables beside them\n", options.out.c_str());
}

}  // namespace

void add_report_command(CLI::App& application) {
  auto options = std::make_shared<ReportOptions>();
  auto* command = application.add_subcommand("report", "Makes a report (HTML, Markdown, SVG, CSV) of evaluations");
  command->add_option("--evaluation", options->evaluations, "Folder of 'evaluate'; several are compared with the first")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("--run", options->run, "Folder of the training run, for its curves")
      ->check(CLI::ExistingDirectory);
  command->add_option("--out", options->out, "Folder of the report");
  command->callback([options] { write_report(*options); });
}

}  // namespace sonolist::model::tools
