#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <random>

#include "model/error.h"
#include "model/evaluation/evaluation.h"
#include "model/evaluation/evaluation_summary.h"
#include "model/evaluation/logit_samples.h"
#include "model/evaluation/temperature.h"
#include "model/package/package.h"
#include "model/package/package_source.h"
#include "model/package/write_file.h"
#include "model/prediction/device_choice.h"
#include "model/prediction/preprocessing.h"
#include "model/tools/commands.h"
#include "model/tools/dataset_option.h"
#include "model/tools/progress_bar.h"
#include "model/tools/sample_choice.h"

namespace sonolist::model::tools {
namespace {

struct CalibrateOptions {
  DatasetOption dataset;
  SampleChoice samples;
  std::string package, fitted_package, out, version, size = "480x640", device = "auto";
  std::int64_t pixels = 500000;
  std::uint64_t seed = 1;
  int threads = 0;
  bool shared = false;
};

LogitSamples collect_samples(SegmentationNetwork& network, const Manifest& manifest, const PackedDataset& dataset,
                             const std::vector<std::int64_t>& samples, const CalibrateOptions& options,
                             const torch::Device& device) {
  const torch::NoGradGuard no_gradient;
  const auto translation = label_translation(dataset, manifest);
  const auto rows = static_cast<int>(dataset.height), cols = static_cast<int>(dataset.width);
  const auto pixels = static_cast<std::size_t>(dataset.height * dataset.width);
  const auto per_picture = std::max<std::int64_t>(1, options.pixels / static_cast<std::int64_t>(samples.size()));
  std::mt19937_64 random(options.seed);
  LogitSamples collected;
  ProgressBar bar("calibrate", static_cast<std::int64_t>(samples.size()));
  std::int64_t done = 0;
  for (const auto sample : samples) {
    const PictureView picture{dataset.pictures.data() + static_cast<std::size_t>(sample) * pixels, rows, cols, 1,
                              static_cast<std::size_t>(cols)};
    const auto logits = network.forward(network_input(picture, manifest.input, device).unsqueeze(0)).squeeze(0);
    add_samples(collected, logits, reference_labels(dataset, sample, translation), rows, cols, manifest.input,
                per_picture, random);
    bar.show(++done);
  }
  return collected;
}

// Class against the rest, by the same pixels that the temperatures were fitted to.
std::vector<ProbabilityHistogram> histograms_of(const LogitSamples& samples, const std::vector<double>& temperatures) {
  const auto channels = static_cast<std::int64_t>(samples.channels);
  const auto logits = torch::from_blob(const_cast<float*>(samples.logits.data()),
                                       {static_cast<std::int64_t>(samples.labels.size()), channels});
  const auto probabilities = torch::softmax(logits / torch::tensor(temperatures, torch::kFloat32), 1).contiguous();
  const auto* probability = probabilities.data_ptr<float>();
  std::vector<ProbabilityHistogram> histograms(static_cast<std::size_t>(channels));
  for (const auto label : samples.labels) {
    for (std::size_t channel = 0; channel < histograms.size(); ++channel, ++probability) {
      histograms[channel].add(*probability, label == channel);
    }
  }
  return histograms;
}

nlohmann::json calibration_record(const LogitSamples& samples, const TemperatureFit& fit, const Manifest& manifest,
                                  const CalibrateOptions& options, std::size_t images) {
  const auto before = histograms_of(samples, std::vector<double>(fit.temperatures.size(), 1.0));
  const auto after = histograms_of(samples, fit.temperatures);
  nlohmann::json record{{"fitted_on", part_name(options.samples)},
                        {"images", images},
                        {"pixels", samples.labels.size()},
                        {"nll_before", fit.loss_before},
                        {"nll_after", fit.loss_after},
                        {"note", options.fitted_package.empty()
                                     ? "on the images that the temperatures were fitted to"
                                     : "on the images that the temperatures were fitted to, of an earlier stage"}};
  std::printf("%-20s %11s %21s %21s\n", "class", "temperature", "ECE p>=.01 before", "after");
  for (std::size_t channel = 0; channel < before.size(); ++channel) {
    const auto name = channel == 0 ? std::string("background") : manifest.classes[channel - 1].name;
    const auto was = calibration_summary(before[channel]), is = calibration_summary(after[channel]);
    std::printf("%-20s %11.4f %21.4f %21.4f\n", name.c_str(), fit.temperatures[channel], was.ece_foreground,
                is.ece_foreground);
    record["classes"][name] = {{"temperature", fit.temperatures[channel]},
                               {"ece_before", was.ece},
                               {"ece_after", is.ece},
                               {"ece_foreground_before", was.ece_foreground},
                               {"ece_foreground_after", is.ece_foreground},
                               {"brier_before", was.brier},
                               {"brier_after", is.brier}};
  }
  std::printf("negative log likelihood %.6f before, %.6f after\n", fit.loss_before, fit.loss_after);
  return record;
}

// The weights byte by byte, so that their hash stays; the manifest last, as it makes the package one.
void copy_package(const std::string& origin, const Manifest& manifest, const std::string& folder) {
  std::filesystem::create_directories(folder);
  const auto document = to_json(manifest);
  parse_manifest(document, folder + "/model.json");
  const auto source = PackageSource::open(origin);
  const auto copy = [&](const std::string& file) { write_file(folder + "/" + file, source->read(file).bytes); };
  copy(manifest.weights_file);
  for (const auto& member : manifest.members) copy(member.weights.file);
  if (source->has(kQuantisationFile)) copy(kQuantisationFile);  // of these weights, whatever the temperatures
  write_file(folder + "/model.json", document.dump(2) + "\n");
}

void check_same_classes(const Manifest& fitted, const Manifest& calibrated, const CalibrateOptions& options) {
  const auto same_name = [](const auto& one, const auto& other) { return one.name == other.name; };
  if (std::equal(fitted.classes.begin(), fitted.classes.end(), calibrated.classes.begin(), calibrated.classes.end(),
                 same_name)) {
    return;
  }
  throw ModelError(options.fitted_package + ": has other classes than " + options.package +
                   "; give an earlier stage of the same network as --fit-to");
}

void calibrate(CalibrateOptions options) {
  if (options.samples.part.empty()) options.samples.part = "validation";
  set_network_threads(options.threads);
  const auto device = choose_device(options.device);
  const auto dataset = load_dataset(options.dataset, parse_size(options.size, "--size"));
  const auto chosen = choose_samples(options.samples, dataset);
  const auto package = load_package(options.package);
  const auto fitted = options.fitted_package.empty() ? package : load_package(options.fitted_package);
  auto manifest = package.manifest;
  check_same_classes(fitted.manifest, manifest, options);
  fitted.network->to(device);
  const auto samples = collect_samples(*fitted.network, fitted.manifest, dataset, chosen, options, device);
  const auto fit = fit_temperatures(samples, options.shared);
  if (!manifest.metrics.is_object()) manifest.metrics = nlohmann::json::object();
  manifest.metrics["calibration"] = calibration_record(samples, fit, manifest, options, chosen.size());
  manifest.temperatures = fit.temperatures;
  if (!options.version.empty()) manifest.version = options.version;
  copy_package(options.package, manifest, options.out);
  std::printf("%s: %s %s, SHA-256 of the weights %s\n", options.out.c_str(), manifest.name.c_str(),
              manifest.version.c_str(), manifest.weights_sha256.c_str());
}

}  // namespace

void add_calibrate_command(CLI::App& application) {
  auto options = std::make_shared<CalibrateOptions>();
  auto* command = application.add_subcommand(
      "calibrate", "Fits a package's temperatures to a VALIDATION part and writes a package that has them");
  command->add_option("--package", options->package, "Package folder or .zip")->required();
  command->add_option("--fit-to", options->fitted_package,
                      "Package that the temperatures are fitted to, where --package was trained on the part itself: an "
                      "earlier stage of it that was not; by default --package");
  add_dataset_options(*command, options->dataset);
  command->add_option("--size", options->size, "HEIGHTxWIDTH at which folders are read");
  add_sample_options(*command, options->samples);
  command->add_option("--out", options->out, "Folder of the new package; the weights are those of the old one")
      ->required();
  command->add_flag("--shared", options->shared,
                    "One temperature for all classes, which changes no mask; by default one per class");
  command->add_option("--pixels", options->pixels, "Pixels to fit to, drawn from all images")
      ->check(CLI::PositiveNumber);
  command->add_option("--seed", options->seed, "Of the draw of pixels");
  command->add_option("--model-version", options->version, "Of the new package; by default the old one's");
  command->add_option("--device", options->device, "auto, cpu, cuda or cuda:N");
  command->add_option("--threads", options->threads, "CPU threads; 0: all cores, at least 2");
  command->callback([options] { calibrate(*options); });
}

}  // namespace sonolist::model::tools
