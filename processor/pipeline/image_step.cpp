#include "processor/pipeline/image_step.h"

#include <algorithm>
#include <future>
#include <map>

#include "dicom_sr/error.h"
#include "processor/error.h"
#include "processor/overlay/overlay_file.h"

namespace sonolist::processor {
namespace {

std::vector<InstanceAddress> inputs_of(const dicom::ProcessingTask& task) {
  std::vector<InstanceAddress> inputs;
  for (const dicom::InputSeries& series : task.inputs) {
    for (const dicom::InstanceReference& instance : series.instances)
      inputs.push_back(
          {task.study_instance_uid, series.series_instance_uid, instance.sop_instance_uid, series.retrieve_url});
  }
  return inputs;
}

// The reason why an input is of no use; what is no fault of the input is thrown on.
std::string reason_for_leaving_out(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const ProcessorError& error) {
    if (error.failure_class() != FailureClass::kInput) throw;
    return error.what();
  } catch (const dicom::DicomError& error) {
    if (error.error_class() != dicom::ErrorClass::kInput) throw;
    return error.what();
  }
}

}  // namespace

ImageStep::ImageStep(InferenceEngine& engine, CrashJournal& journal, ImageStepSettings settings)
    : engine_(engine), journal_(journal), settings_(std::move(settings)) {}

std::optional<ServedModel> ImageStep::served_model(const std::string& name, const std::string& version) const {
  const model::Manifest* manifest = engine_.find(name, version);
  if (manifest == nullptr) return std::nullopt;
  return ServedModel{manifest->name, manifest->version, manifest->weights_sha256};
}

std::vector<WantedModel> ImageStep::served_models() const {
  std::vector<WantedModel> all;
  for (const model::Manifest* manifest : engine_.manifests()) all.push_back({manifest->name, manifest->version});
  return all;
}

StepResult ImageStep::process(const ServedModel& model, const dicom::ProcessingTask& task, const Fetch& fetch,
                              const Checkpoint& checkpoint, StageTimes& times) {
  const model::Manifest* manifest = engine_.find(model.name, model.version);
  if (manifest == nullptr) {
    throw ProcessorError(FailureClass::kConfiguration, "model " + model.name + " " + model.version + " is not loaded");
  }
  const ImageTask image_task{*manifest, dicom::parse_output_options(task.outputs, settings_.outputs),
                             task.priority == "HIGH"};
  const std::vector<InstanceAddress> inputs = inputs_of(task);
  if (inputs.size() > 1) return process_series(inputs, image_task, fetch, checkpoint, times);
  const auto file = fetch(inputs.front());
  CrashJournal::Work work(journal_, inputs.front().sop_instance_uid);
  const auto source = dicom::SourceImage::from_bytes(file);
  ImageResult result = process_image(source, engine_, image_task, checkpoint, times);
  write_overlay_file(source, result.analysis, *manifest);
  work.succeeded();
  return {std::move(result.objects), {}};
}

StepResult ImageStep::process_series(const std::vector<InstanceAddress>& inputs, const ImageTask& task,
                                     const Fetch& fetch, const Checkpoint& checkpoint, StageTimes& times) {
  StepResult result;
  std::map<std::string, std::vector<SeriesImage>> by_series;
  std::map<std::string, std::vector<LeftOutInput>> left_out;
  const auto at_once = static_cast<std::size_t>(settings_.images_at_once);
  for (std::size_t first = 0; first < inputs.size(); first += at_once) {
    const Checkpoint progress = [&](double) {
      checkpoint(static_cast<double>(first) / static_cast<double>(inputs.size()));
    };
    std::vector<std::future<SeriesImage>> images;
    const std::size_t end = std::min(first + at_once, inputs.size());
    for (std::size_t i = first; i < end; ++i) images.push_back(start_image(inputs[i], task, fetch, progress, times));
    for (std::size_t i = first; i < end; ++i) {
      const std::string& series = inputs[i].series_instance_uid;
      try {
        SeriesImage image = images[i - first].get();
        std::move(image.parts.objects.begin(), image.parts.objects.end(), std::back_inserter(result.objects));
        image.parts.objects.clear();
        by_series[series].push_back(std::move(image));
      } catch (...) {
        left_out[series].push_back({inputs[i].sop_instance_uid, reason_for_leaving_out(std::current_exception())});
      }
    }
  }
  checkpoint(1.0);
  const StageTimer timer(times, "encode");
  for (auto& [series, images] : by_series) {
    result.objects.push_back(make_series_report(images, left_out[series], task));
  }
  for (const auto& [series, unused] : left_out)
    result.left_out.insert(result.left_out.end(), unused.begin(), unused.end());
  if (by_series.empty()) {
    throw ProcessorError(FailureClass::kInput, "none of the " + std::to_string(inputs.size()) +
                                                   " images can be used; the first: " + result.left_out.front().reason);
  }
  return result;
}

std::future<SeriesImage> ImageStep::start_image(const InstanceAddress& input, const ImageTask& task, const Fetch& fetch,
                                                const Checkpoint& checkpoint, StageTimes& times) {
  std::promise<SeriesImage> failed;
  std::vector<std::uint8_t> file;
  try {
    file = fetch(input);
  } catch (...) {
    failed.set_exception(std::current_exception());
    return failed.get_future();
  }
  const auto policy = settings_.images_at_once == 1 ? std::launch::deferred : std::launch::async;
  return std::async(policy, [this, file = std::move(file), &input, &task, &checkpoint, &times] {
    CrashJournal::Work work(journal_, input.sop_instance_uid);
    SeriesImage image{dicom::SourceImage::from_bytes(file), {}};
    image.parts = process_parts(image.source, engine_, task, checkpoint, times);
    write_overlay_file(image.source, image.parts.analysis, task.manifest);
    image.parts.analysis = {};
    image.source.drop_pixels();
    work.succeeded();
    return image;
  });
}

void ImageStep::write_overlay_file(const dicom::SourceImage& source, const ImageAnalysis& analysis,
                                   const model::Manifest& manifest) const {
  if (settings_.overlay_directory.empty()) return;
  write_overlay(source.frame(0), analysis.frames.front().labels, manifest,
                settings_.overlay_directory + "/" + source.sop_instance_uid() + ".png");
}

}  // namespace sonolist::processor
