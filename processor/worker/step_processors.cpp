#include "processor/worker/step_processors.h"

#include "processor/error.h"

namespace sonolist::processor {

std::optional<ServedModel> StepProcessors::served_model(const std::string& name, const std::string& version) const {
  for (const StepProcessor* processor : processors_) {
    if (auto served = processor->served_model(name, version)) return served;
  }
  return std::nullopt;
}

std::vector<WantedModel> StepProcessors::served_models() const {
  std::vector<WantedModel> all;
  for (const StepProcessor* processor : processors_) {
    const auto served = processor->served_models();
    all.insert(all.end(), served.begin(), served.end());
  }
  return all;
}

StepResult StepProcessors::process(const ServedModel& model, const dicom::ProcessingTask& task, const Fetch& fetch,
                                   const Checkpoint& checkpoint, StageTimes& times) {
  for (StepProcessor* processor : processors_) {
    if (processor->served_model(model.name, model.version))
      return processor->process(model, task, fetch, checkpoint, times);
  }
  throw ProcessorError(FailureClass::kConfiguration, "model " + model.name + " " + model.version + " is not loaded");
}

}  // namespace sonolist::processor
