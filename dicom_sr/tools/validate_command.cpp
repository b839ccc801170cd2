#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/tools/commands.h"
#include "dicom_sr/tools/dicom_files.h"
#include "dicom_sr/tools/progress_line.h"
#include "dicom_sr/validation/validator.h"

namespace sonolist::dicom {
namespace {

struct ValidateOptions {
  std::vector<std::string> paths;
  bool as_json = false;
};

struct Outcome {
  Findings findings;
  std::vector<std::string> skipped;  // no DICOM
  std::size_t judged = 0;
};

Outcome judge(const std::vector<std::string>& files) {
  Outcome outcome;
  Validator validator;
  Findings unreadable;
  ProgressLine progress("Reading", files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    progress.show(i);
    if (!looks_like_dicom(files[i])) {
      outcome.skipped.push_back(files[i]);
      continue;
    }
    ++outcome.judged;
    try {
      validator.add(files[i], *read_part10(files[i]));
    } catch (const DicomError& error) {
      unreadable.push_back({files[i], "file", "", error.what()});
    }
  }
  outcome.findings = validator.finish();
  outcome.findings.insert(outcome.findings.end(), unreadable.begin(), unreadable.end());
  return outcome;
}

std::size_t count_objects(const Findings& findings) {
  std::set<std::string> objects;
  for (const Finding& finding : findings) objects.insert(finding.object);
  return objects.size();
}

void print_json(const Outcome& outcome) {
  nlohmann::json document{
      {"judged", outcome.judged}, {"skipped", outcome.skipped}, {"findings", nlohmann::json::array()}};
  for (const Finding& finding : outcome.findings)
    document["findings"].push_back({{"file", finding.object},
                                    {"rule", finding.rule},
                                    {"attribute", finding.attribute},
                                    {"sentence", finding.sentence}});
  std::cout << document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

void print_text(const Outcome& outcome) {
  for (const std::string& file : outcome.skipped) std::cout << file << ": skipped, it is no DICOM file\n";
  std::string file;
  for (const Finding& finding : outcome.findings) {
    if (finding.object != file) std::cout << finding.object << "\n";
    file = finding.object;
    std::cout << "  [" << finding.rule << "] " << finding.attribute << (finding.attribute.empty() ? "" : " ")
              << finding.sentence << "\n";
  }
  std::cout << outcome.judged << " object(s) judged, " << outcome.skipped.size() << " file(s) skipped, "
            << outcome.findings.size() << " finding(s)\n";
}

void validate(const ValidateOptions& options) {
  const Outcome outcome = judge(files_below(options.paths));
  if (options.as_json)
    print_json(outcome);
  else
    print_text(outcome);
  if (outcome.judged == 0) throw DicomError(ErrorClass::kInput, "there is no DICOM file to judge");
  if (!outcome.findings.empty())
    throw DicomError(ErrorClass::kInput,
                     std::to_string(count_objects(outcome.findings)) + " object(s) break the rules, see above");
}

}  // namespace

void add_validate_command(CLI::App& program) {
  auto options = std::make_shared<ValidateOptions>();
  CLI::App* command =
      program.add_subcommand("validate", "Check SEG, SR and images against each other and our own rules");
  command->add_option("paths", options->paths, "DICOM Part 10 files, or folders of them")->required();
  command->add_flag("--json", options->as_json, "Print JSON");
  command->callback([options] { validate(*options); });
}

}  // namespace sonolist::dicom
