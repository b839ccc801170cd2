// The pipeline as the worker's StepProcessor.
#pragma once

#include <string>

#include "dicom_sr/workitem/output_options.h"
#include "processor/inference/inference_engine.h"
#include "processor/worker/step_processor.h"

namespace sonolist::processor {

class ImageStep : public StepProcessor {
 public:
  // `engine` must outlive this object. `outputs` holds for what a workitem does not say. `overlay_directory` may be
  // empty: no overlay files.
  ImageStep(InferenceEngine& engine, dicom::OutputOptions outputs, std::string overlay_directory);

  std::optional<ServedModel> served_model(const std::string& name, const std::string& version) const override;
  std::vector<ResultObject> process(const ServedModel& model, const dicom::ProcessingTask& task, const Fetch& fetch,
                                    const Checkpoint& checkpoint, StageTimes& times) override;

 private:
  std::vector<ResultObject> process_file(const model::Manifest& manifest, const dicom::OutputOptions& outputs,
                                         const std::vector<std::uint8_t>& file, const Checkpoint& checkpoint,
                                         StageTimes& times);

  InferenceEngine& engine_;
  dicom::OutputOptions outputs_;
  std::string overlay_directory_;
};

}  // namespace sonolist::processor
