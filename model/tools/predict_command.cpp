#include <cstdio>
#include <filesystem>
#include <memory>

#include "model/error.h"
#include "model/pictures/index_png.h"
#include "model/pictures/overlay.h"
#include "model/pictures/picture_file.h"
#include "model/prediction/predictor.h"
#include "model/tools/commands.h"

namespace sonolist::model::tools {
namespace {

namespace fs = std::filesystem;

struct PredictOptions {
  std::string package, pictures, out, device = "auto", precision = "auto";
  int threads = 0;
};

std::vector<OverlayClass> overlay_classes(const Manifest& manifest) {
  std::vector<OverlayClass> classes;
  for (const auto& structure : manifest.classes)
    classes.push_back({structure.index, structure.label, structure.colour_rgb});
  return classes;
}

void print_found(const std::string& name, const Prediction& prediction, const Manifest& manifest) {
  const auto& times = prediction.times;
  std::printf("%s: %.1f ms (network %.1f)\n", name.c_str(), times.preprocess + times.network + times.postprocess,
              times.network);
  for (const auto& structure : manifest.classes) {
    std::int64_t area = 0;
    double probability = 0.0;
    const auto& probabilities = prediction.probabilities[static_cast<std::size_t>(structure.index)];
    for (std::size_t i = 0; i < prediction.labels.size(); ++i) {
      if (prediction.labels[i] != structure.index) continue;
      ++area;
      probability += probabilities[i];
    }
    if (area == 0) {
      std::printf("  %-20s not found\n", structure.name.c_str());
      continue;
    }
    std::printf("  %-20s %8lld pixels (%5.2f %%), mean probability %.3f\n", structure.name.c_str(),
                static_cast<long long>(area),
                100.0 * static_cast<double>(area) / static_cast<double>(prediction.labels.size()),
                probability / static_cast<double>(area));
  }
}

void predict(const PredictOptions& options) {
  const auto paths = list_pictures(options.pictures);
  const auto masks = fs::path(options.out) / "masks", overlays = fs::path(options.out) / "overlays";
  fs::create_directories(masks);
  fs::create_directories(overlays);
  const auto predictor = Predictor::create(options.package, options.device, options.threads, options.precision);
  const auto classes = overlay_classes(predictor->manifest());
  for (const auto& path : paths) {
    const auto grey = read_grey_picture(path);
    const auto predictions = predictor->predict({{grey.data, grey.rows, grey.cols, 1, grey.step}});
    const auto& prediction = predictions.front();
    const auto name = fs::path(path).stem().string() + ".png";
    write_index_png({prediction.rows, prediction.cols, prediction.labels}, (masks / name).string());
    write_picture(draw_overlay(grey, prediction.labels, classes), (overlays / name).string());
    print_found(name, prediction, predictor->manifest());
  }
}

}  // namespace

void add_predict_command(CLI::App& application) {
  auto options = std::make_shared<PredictOptions>();
  auto* command =
      application.add_subcommand("predict", "Applies a package to pictures: masks (class indices) and overlays");
  command->add_option("--package", options->package, "Package folder or .zip")->required();
  command->add_option("--image", options->pictures, "Picture, or folder of pictures")
      ->required()
      ->check(CLI::ExistingPath);
  command->add_option("--out", options->out, "Folder that gets masks/NAME.png and overlays/NAME.png")->required();
  command->add_option("--device", options->device, "auto, cpu, cuda or cuda:N");
  command->add_option("--precision", options->precision, "auto, float32 or int8 (of a package with int8.json)");
  command->add_option("--threads", options->threads, "CPU threads; 0: all cores, at least 2");
  command->callback([options] { predict(*options); });
}

}  // namespace sonolist::model::tools
