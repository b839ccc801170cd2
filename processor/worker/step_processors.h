// Several StepProcessors as one: the first that serves a model does its steps.
#pragma once

#include <utility>
#include <vector>

#include "processor/worker/step_processor.h"

namespace sonolist::processor {

class StepProcessors : public StepProcessor {
 public:
  // Borrowed; must outlive this object.
  explicit StepProcessors(std::vector<StepProcessor*> processors) : processors_(std::move(processors)) {}

  std::optional<ServedModel> served_model(const std::string& name, const std::string& version) const override;
  std::vector<WantedModel> served_models() const override;
  StepResult process(const ServedModel& model, const dicom::ProcessingTask& task, const Fetch& fetch,
                     const Checkpoint& checkpoint, StageTimes& times) override;

 private:
  std::vector<StepProcessor*> processors_;
};

}  // namespace sonolist::processor
