// What the worker lets be done with the inputs of a step. Implemented by the pipeline, and by fakes in tests.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dicom_sr/workitem/processing_task.h"
#include "processor/log/stage_times.h"
#include "processor/pipeline/checkpoint.h"
#include "processor/pipeline/result_object.h"
#include "processor/worker/worklist.h"

namespace sonolist::processor {

// The performer of a step, as it is written into the step.
struct ServedModel {
  std::string name, version, weights_sha256;
};

// Gives an instance as a DICOM Part 10 file. Repeats after transient failures; throws ProcessorError, and what ends the
// step.
using Fetch = std::function<std::vector<std::uint8_t>(const InstanceAddress& address)>;

// An input of a step that could not be used, while others could.
struct LeftOutInput {
  std::string sop_instance_uid, reason;
};

struct StepResult {
  std::vector<ResultObject> objects;
  std::vector<LeftOutInput> left_out;
};

// Thread safe: several steps may be worked on at once.
class StepProcessor {
 public:
  virtual ~StepProcessor() = default;
  // The model that a step asks for; nullopt when it is not loaded here. An empty version is any.
  virtual std::optional<ServedModel> served_model(const std::string& name, const std::string& version) const = 0;
  virtual std::vector<WantedModel> served_models() const = 0;
  // Everything that the step asks for. Throws DicomError, ProcessorError and what `fetch` and `checkpoint` throw.
  virtual StepResult process(const ServedModel& model, const dicom::ProcessingTask& task, const Fetch& fetch,
                             const Checkpoint& checkpoint, StageTimes& times) = 0;
};

}  // namespace sonolist::processor
