#include "processor/pipeline/image_step.h"

#include "processor/error.h"
#include "processor/overlay/overlay_file.h"
#include "processor/pipeline/one_image.h"

namespace sonolist::processor {

ImageStep::ImageStep(InferenceEngine& engine, dicom::OutputOptions outputs, std::string overlay_directory)
    : engine_(engine), outputs_(outputs), overlay_directory_(std::move(overlay_directory)) {}

std::optional<ServedModel> ImageStep::served_model(const std::string& name, const std::string& version) const {
  const model::Manifest* manifest = engine_.find(name, version);
  if (manifest == nullptr) return std::nullopt;
  return ServedModel{manifest->name, manifest->version, manifest->weights_sha256};
}

std::vector<ResultObject> ImageStep::process(const ServedModel& model, const dicom::ProcessingTask& task,
                                             const Fetch& fetch, const Checkpoint& checkpoint, StageTimes& times) {
  const model::Manifest* manifest = engine_.find(model.name, model.version);
  if (manifest == nullptr) {
    throw ProcessorError(FailureClass::kConfiguration, "model " + model.name + " " + model.version + " is not loaded");
  }
  const dicom::OutputOptions outputs = dicom::parse_output_options(task.outputs, outputs_);
  std::vector<InstanceAddress> inputs;
  for (const dicom::InputSeries& series : task.inputs) {
    for (const dicom::InstanceReference& instance : series.instances)
      inputs.push_back({task.study_instance_uid, series.series_instance_uid, instance.sop_instance_uid});
  }
  std::vector<ResultObject> objects;
  const auto images = static_cast<double>(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const auto part_of_all = [&](double done) { checkpoint((static_cast<double>(i) + done) / images); };
    auto results = process_file(*manifest, outputs, fetch(inputs[i]), part_of_all, times);
    std::move(results.begin(), results.end(), std::back_inserter(objects));
  }
  return objects;
}

std::vector<ResultObject> ImageStep::process_file(const model::Manifest& manifest, const dicom::OutputOptions& outputs,
                                                  const std::vector<std::uint8_t>& file, const Checkpoint& checkpoint,
                                                  StageTimes& times) {
  const auto source = dicom::SourceImage::from_bytes(file);
  ImageResult result = process_image(source, engine_, manifest, outputs, checkpoint, times);
  if (!overlay_directory_.empty()) {
    write_overlay(source.frame(0), result.analysis.frames.front().labels, manifest,
                  overlay_directory_ + "/" + source.sop_instance_uid() + ".png");
  }
  return std::move(result.objects);
}

}  // namespace sonolist::processor
