#include <iostream>
#include <memory>

#include "model/evaluation/evaluation_folder.h"
#include "model/tools/commands.h"
#include "model/tools/dataset_option.h"
#include "model/tools/measured.h"
#include "model/tools/sample_choice.h"

namespace sonolist::model::tools {
namespace {

struct EvaluateOptions {
  DatasetOption dataset;
  SampleChoice samples;
  std::string package, size = "480x640", out = "evaluation", device = "auto", precision = "float32";
  std::int64_t batch_size = kPicturesAtOnce;
  int threads = 0;
  double mm_per_pixel = 0.0;
};

void evaluate(EvaluateOptions options) {
  if (options.samples.part.empty()) options.samples.part = "test";
  const auto dataset = load_dataset(options.dataset, parse_size(options.size, "--size"));
  const auto samples = choose_samples(options.samples, dataset);
  const auto predictor = Predictor::create(options.package, options.device, options.threads, options.precision);
  auto measured = begin_measuring(predictor->manifest(), dataset, samples, part_name(options.samples));
  auto& evaluation = measured.evaluation;
  evaluation.package.parameters = count_parameters(options.package);
  if (options.mm_per_pixel > 0.0) evaluation.data.mm_per_pixel = options.mm_per_pixel;
  {
    ProgressBar bar("evaluate", static_cast<std::int64_t>(samples.size()));
    measure_next(*predictor, dataset, samples.size(), options.batch_size, bar, measured);
  }
  print_evaluation(evaluation);
  write_evaluation(evaluation, measured.predictions, measured.references, options.out);
#ifndef SONOLIST_WITH_BOOST
  std::cerr << "Built without Boost: the analysis of variance is left out.\n";
#endif
}

}  // namespace

void add_evaluate_command(CLI::App& application) {
  auto options = std::make_shared<EvaluateOptions>();
  auto* command =
      application.add_subcommand("evaluate", "Measures a package against reference masks, post-processing included");
  command->add_option("--package", options->package, "Package folder or .zip")->required();
  add_dataset_options(*command, options->dataset);
  command->add_option("--size", options->size, "HEIGHTxWIDTH at which folders are read and compared");
  add_sample_options(*command, options->samples);
  command->add_option("--mm-per-pixel", options->mm_per_pixel, "Makes distances millimetres; by default pixels")
      ->check(CLI::PositiveNumber);
  command->add_option("--out", options->out, "Folder for evaluation.json, images.csv and the predictions");
  command->add_option("--batch", options->batch_size, "Pictures at a time")->check(CLI::PositiveNumber);
  command->add_option("--device", options->device, "auto, cpu, cuda or cuda:N");
  command->add_option("--precision", options->precision, "auto, float32 or int8 (of a package with int8.json)");
  command->add_option("--threads", options->threads, "CPU threads; 0: all cores, at least 2");
  command->callback([options] { evaluate(*options); });
}

}  // namespace sonolist::model::tools
