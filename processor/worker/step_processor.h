// What the worker lets be done with the image of a step. Implemented by the pipeline, and by fakes in tests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "processor/log/stage_times.h"
#include "processor/pipeline/checkpoint.h"
#include "processor/pipeline/result_object.h"

namespace sonolist::processor {

// The performer of a step, as it is written into the step.
struct ServedModel {
  std::string name, version, weights_sha256;
};

class StepProcessor {
 public:
  virtual ~StepProcessor() = default;
  // The model that a step asks for; nullopt when it is not loaded here. An empty version is any.
  virtual std::optional<ServedModel> served_model(const std::string& name, const std::string& version) const = 0;
  // `file` is a DICOM Part 10 file. Throws DicomError, ProcessorError and what `checkpoint` throws.
  virtual std::vector<ResultObject> process(const ServedModel& model, const std::vector<std::uint8_t>& file,
                                            const Checkpoint& checkpoint, StageTimes& times) = 0;
};

}  // namespace sonolist::processor
