#include "processor/program/file_mode.h"

#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>

#include "processor/error.h"
#include "processor/overlay/overlay_file.h"
#include "processor/pipeline/one_image.h"
#include "processor/program/label_map_file.h"

namespace sonolist::processor {
namespace {

namespace fs = std::filesystem;

void write_file(const std::vector<std::uint8_t>& bytes, const fs::path& path) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw ProcessorError(FailureClass::kConfiguration, path.string() + " cannot be written");
}

fs::path make_folder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw ProcessorError(FailureClass::kConfiguration, path + " cannot be created: " + error.message());
  return path;
}

void write_label_maps(const ImageAnalysis& analysis, const dicom::SourceImage& source, const fs::path& folder) {
  for (std::size_t frame = 0; frame < analysis.frames.size(); ++frame) {
    std::ostringstream name;
    name << "labels_" << std::setw(4) << std::setfill('0') << frame + 1 << ".pgm";
    write_label_map(analysis.frames[frame].labels, source.rows(), source.cols(), folder / name.str());
  }
}

void print_table(const ImageAnalysis& analysis, const model::Manifest& manifest, std::ostream& out) {
  const bool calibrated = analysis.calibration.has_value();
  out << std::left << std::setw(7) << "frame" << std::setw(28) << "structure" << std::right << std::setw(16)
      << (calibrated ? "area mm2" : "area pixels") << std::setw(16) << (calibrated ? "depth mm" : "depth pixels")
      << std::setw(14) << "probability" << std::setw(16) << "estimated Dice" << '\n';
  out << std::fixed << std::setprecision(2);
  for (std::size_t frame = 0; frame < analysis.frames.size(); ++frame) {
    for (const StructureMeasurements& found : analysis.frames[frame].structures) {
      const model::StructureClass& structure = manifest.classes.at(static_cast<std::size_t>(found.label) - 1);
      out << std::left << std::setw(7) << frame + 1 << std::setw(28) << structure.label << std::right << std::setw(16)
          << found.area << std::setw(16) << found.nearest_depth << std::setw(14) << found.mean_probability
          << std::setw(16) << found.estimated_dice << '\n';
    }
    if (analysis.frames[frame].structures.empty()) {
      out << std::left << std::setw(7) << frame + 1 << "no structure found\n";
    }
  }
  if (!calibrated) out << "not calibrated: " << analysis.calibration_refusal << '\n';
}

}  // namespace

void run_file_mode(const CommandLine& command_line, InferenceEngine& engine) {
  const fs::path folder = make_folder(command_line.output_folder);
  const model::Manifest& manifest = *engine.manifests().front();
  const auto source = dicom::SourceImage::from_file(command_line.input_file);
  StageTimes times;
  const ImageResult result = process_image(
      source, engine, {manifest, dicom::parse_output_options(command_line.configuration.outputs)}, [](double) {},
      times);
  for (const ResultObject& object : result.objects) write_file(object.file, folder / (object.kind + ".dcm"));
  write_overlay(source.frame(0), result.analysis.frames.front().labels, manifest, folder / "overlay.png");
  if (!command_line.masks_folder.empty()) {
    write_label_maps(result.analysis, source, make_folder(command_line.masks_folder));
  }
  print_table(result.analysis, manifest, std::cout);
}

}  // namespace sonolist::processor
