#include "processor/pipeline/image_step.h"

#include "processor/error.h"
#include "processor/overlay/overlay_file.h"
#include "processor/pipeline/one_image.h"

namespace sonolist::processor {

ImageStep::ImageStep(InferenceEngine& engine, dicom::Geometry geometry, std::string overlay_directory)
    : engine_(engine), geometry_(geometry), overlay_directory_(std::move(overlay_directory)) {}

std::optional<ServedModel> ImageStep::served_model(const std::string& name, const std::string& version) const {
  const model::Manifest* manifest = engine_.find(name, version);
  if (manifest == nullptr) return std::nullopt;
  return ServedModel{manifest->name, manifest->version, manifest->weights_sha256};
}

std::vector<ResultObject> ImageStep::process(const ServedModel& model, const std::vector<std::uint8_t>& file,
                                             const Checkpoint& checkpoint, StageTimes& times) {
  const model::Manifest* manifest = engine_.find(model.name, model.version);
  if (manifest == nullptr) {
    throw ProcessorError(FailureClass::kConfiguration, "model " + model.name + " " + model.version + " is not loaded");
  }
  const auto source = dicom::SourceImage::from_bytes(file);
  ImageResult result = process_image(source, engine_, *manifest, geometry_, checkpoint, times);
  if (!overlay_directory_.empty()) {
    write_overlay(source.frame(0), result.analysis.frames.front().labels, *manifest,
                  overlay_directory_ + "/" + source.sop_instance_uid() + ".png");
  }
  return std::move(result.objects);
}

}  // namespace sonolist::processor
