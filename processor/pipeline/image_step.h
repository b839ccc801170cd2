// The pipeline as the worker's StepProcessor: one image, or the images of a series.
#pragma once

#include <future>
#include <string>

#include "dicom_sr/workitem/output_options.h"
#include "processor/inference/inference_engine.h"
#include "processor/pipeline/series_report.h"
#include "processor/quarantine/crash_journal.h"
#include "processor/worker/step_processor.h"

namespace sonolist::processor {

struct ImageStepSettings {
  dicom::OutputOptions outputs;   // for what a workitem does not say
  std::string overlay_directory;  // empty: no overlay files
  int images_at_once = 1;         // of one series
};

// A step of one image gives its SEG and SR. A step of several gives a SEG for each image and one SR for each series; an
// image that cannot be used is left out, and the report says so, as long as another can.
class ImageStep : public StepProcessor {
 public:
  // `engine` and `journal` must outlive this object.
  ImageStep(InferenceEngine& engine, CrashJournal& journal, ImageStepSettings settings);

  std::optional<ServedModel> served_model(const std::string& name, const std::string& version) const override;
  std::vector<WantedModel> served_models() const override;
  StepResult process(const ServedModel& model, const dicom::ProcessingTask& task, const Fetch& fetch,
                     const Checkpoint& checkpoint, StageTimes& times) override;

 private:
  StepResult process_series(const std::vector<InstanceAddress>& inputs, const ImageTask& task, const Fetch& fetch,
                            const Checkpoint& checkpoint, StageTimes& times);
  // Fetches at once and processes in another thread when there may be several. The arguments must outlive the future.
  std::future<SeriesImage> start_image(const InstanceAddress& input, const ImageTask& task, const Fetch& fetch,
                                       const Checkpoint& checkpoint, StageTimes& times);
  void write_overlay_file(const dicom::SourceImage& source, const ImageAnalysis& analysis,
                          const model::Manifest& manifest) const;

  InferenceEngine& engine_;
  CrashJournal& journal_;
  ImageStepSettings settings_;
};

}  // namespace sonolist::processor
