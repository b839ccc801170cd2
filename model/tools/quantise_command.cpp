#include <torch/torch.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "model/compiled/compile.h"
#include "model/error.h"
#include "model/evaluation/evaluation.h"
#include "model/package/package.h"
#include "model/package/write_file.h"
#include "model/prediction/device_choice.h"
#include "model/prediction/predictor.h"
#include "model/prediction/preprocessing.h"
#include "model/tools/commands.h"
#include "model/tools/dataset_option.h"
#include "model/tools/measured.h"
#include "model/tools/sample_choice.h"

namespace sonolist::model::tools {
namespace {

struct QuantiseOptions {
  DatasetOption dataset;
  SampleChoice samples;
  std::string package, calibration_part = "training", size = "480x640";
  std::int64_t calibration_images = 64;
  double largest_loss = 0.005;
  int threads = 0;
};

PictureView picture_of(const PackedDataset& dataset, std::int64_t sample) {
  const auto pixels = static_cast<std::size_t>(dataset.height * dataset.width);
  return {dataset.pictures.data() + static_cast<std::size_t>(sample) * pixels, static_cast<int>(dataset.height),
          static_cast<int>(dataset.width), 1, static_cast<std::size_t>(dataset.width)};
}

// `count` of them, evenly spread: neighbours of a recording are alike.
std::vector<std::int64_t> spread(const std::vector<std::int64_t>& samples, std::int64_t count) {
  const auto all = static_cast<std::int64_t>(samples.size());
  std::vector<std::int64_t> chosen;
  for (std::int64_t i = 0; i < std::min(count, all); ++i) {
    chosen.push_back(samples[static_cast<std::size_t>(i * all / std::min(count, all))]);
  }
  return chosen;
}

Quantisation calibrate(const QuantiseOptions& options, const PackedDataset& dataset,
                       const std::vector<std::int64_t>& samples) {
  const torch::InferenceMode inference;
  const auto package = load_package(options.package);
  Quantisation result;
  result.weights_sha256 = weights_hashes(package.manifest);
  std::vector<torch::Tensor> inputs;
  inputs.reserve(samples.size());
  for (const auto sample : samples) {
    inputs.push_back(network_input(picture_of(dataset, sample), package.manifest.input, torch::kCPU));
  }
  result.ranges = measure_ranges(package.network, torch::stack(inputs));
  result.calibration_images = static_cast<std::int64_t>(samples.size());
  return result;
}

Evaluation evaluate_in(const std::string& precision, Package package, const QuantiseOptions& options,
                       const PackedDataset& dataset, const std::vector<std::int64_t>& samples) {
  const auto predictor = Predictor::create_from(std::move(package), "cpu", options.threads, precision);
  auto measured = begin_measuring(predictor->manifest(), dataset, samples, part_name(options.samples));
  ProgressBar bar(precision, static_cast<std::int64_t>(samples.size()));
  measure_next(*predictor, dataset, samples.size(), 1, bar, measured);  // alone: its time is a picture's
  return std::move(measured.evaluation);
}

// Images without the structure do not count: there, one pixel more or less turns a Dice of 1 into 0.
double mean_dice_where_held(const Evaluation& evaluation, int structure, std::int64_t& images) {
  double sum = 0.0;
  images = 0;
  for (const auto& image : evaluation.images) {
    const auto& counts = image.structures[static_cast<std::size_t>(structure)].counts;
    if (counts.reference == 0) continue;
    sum += dice(counts, 0.0);
    ++images;
  }
  return images > 0 ? sum / static_cast<double>(images) : 0.0;
}

std::vector<PrecisionLoss> losses_of(const Evaluation& floats, const Evaluation& bytes) {
  std::vector<PrecisionLoss> losses;
  for (int structure = 1; structure < floats.classes(); ++structure) {
    PrecisionLoss loss;
    loss.class_name = floats.package.classes[static_cast<std::size_t>(structure)];
    loss.float_dice = mean_dice_where_held(floats, structure, loss.images);
    loss.int8_dice = mean_dice_where_held(bytes, structure, loss.images);
    if (loss.images > 0) losses.push_back(loss);
  }
  return losses;
}

void print_losses(const std::vector<PrecisionLoss>& losses, const Evaluation& floats, const Evaluation& bytes) {
  std::printf("\n%-20s %6s  %-10s %-10s %s\n", "class", "images", "32 bits", "8 bits", "loss of Dice");
  for (const auto& loss : losses) {
    std::printf("%-20s %6lld  %-10.4f %-10.4f %+.4f\n", loss.class_name.c_str(), static_cast<long long>(loss.images),
                loss.float_dice, loss.int8_dice, loss.loss());
  }
  std::printf("network per image: %.1f ms in 32 bits, %.1f ms in 8 bits\n", floats.times.network_ms,
              bytes.times.network_ms);
}

void quantise(QuantiseOptions options) {
  if (!std::filesystem::is_directory(options.package)) {
    throw ModelError(options.package + ": is no folder; unpack the package first, " + kQuantisationFile +
                     " is written into it");
  }
  if (options.samples.part.empty()) options.samples.part = "validation";
  set_network_threads(options.threads);
  const auto dataset = load_dataset(options.dataset, parse_size(options.size, "--size"));
  auto calibration = options.samples;
  calibration.part = options.calibration_part;
  auto quantisation =
      calibrate(options, dataset, spread(choose_samples(calibration, dataset), options.calibration_images));
  quantisation.calibrated_on = dataset.source + ", part " + options.calibration_part;
  quantisation.measured_on = dataset.source + ", part " + options.samples.part;
  quantisation.largest_loss = options.largest_loss;

  const auto samples = choose_samples(options.samples, dataset);
  auto package = load_package(options.package);
  const auto floats = evaluate_in("float32", load_package(options.package), options, dataset, samples);
  package.quantisation = quantisation;
  const auto bytes = evaluate_in("int8", std::move(package), options, dataset, samples);
  quantisation.losses = losses_of(floats, bytes);
  print_losses(quantisation.losses, floats, bytes);
  for (const auto& loss : quantisation.losses) {
    if (loss.loss() <= options.largest_loss) continue;
    throw ModelError("8 bits cost class " + loss.class_name + " " + std::to_string(loss.loss()) +
                     " of its Dice, more than --largest-loss " + std::to_string(options.largest_loss) +
                     "; nothing was written, the package stays in 32 bits");
  }
  const auto file = options.package + "/" + kQuantisationFile;
  write_file(file, to_json(quantisation).dump(2) + "\n");
  std::printf("%s written\n", file.c_str());
}

}  // namespace

void add_quantise_command(CLI::App& application) {
  auto options = std::make_shared<QuantiseOptions>();
  auto* command = application.add_subcommand(
      "quantise", "Lets a package run in 8 bits on CPUs: measures what that needs and what it costs in Dice");
  command->add_option("--package", options->package, "Package folder; int8.json is written into it")->required();
  add_dataset_options(*command, options->dataset);
  command->add_option("--size", options->size, "HEIGHTxWIDTH at which folders are read and compared");
  add_sample_options(*command, options->samples);
  command->add_option("--calibrate-on", options->calibration_part, "Part of the split that gives the ranges")
      ->check(CLI::IsMember(part_names()));
  command->add_option("--calibration-images", options->calibration_images, "At most so many images of it")
      ->check(CLI::PositiveNumber);
  command
      ->add_option("--largest-loss", options->largest_loss,
                   "Of any class's mean Dice on --part (default: validation); nothing is written beyond it")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--threads", options->threads, "CPU threads; 0: all cores, at least 2");
  command->callback([options] { quantise(*options); });
}

}  // namespace sonolist::model::tools
