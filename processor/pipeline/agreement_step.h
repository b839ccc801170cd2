// The comparison of our segmentation with a person's, as the worker's StepProcessor.
#pragma once

#include "dicom_sr/codes/language.h"
#include "processor/quarantine/crash_journal.h"
#include "processor/worker/step_processor.h"

namespace sonolist::processor {

// Serves the model "agreement" (dicom::kAgreementModel). Inputs of a step: our SEG, the person's SEG; the images that
// ours refers to are fetched too. Makes one SR. Its UIDs follow from those of the two SEGs.
class AgreementStep : public StepProcessor {
 public:
  // `journal` must outlive this object.
  AgreementStep(dicom::Language language, CrashJournal& journal) : language_(language), journal_(journal) {}

  std::optional<ServedModel> served_model(const std::string& name, const std::string& version) const override;
  std::vector<WantedModel> served_models() const override;
  StepResult process(const ServedModel& model, const dicom::ProcessingTask& task, const Fetch& fetch,
                     const Checkpoint& checkpoint, StageTimes& times) override;

 private:
  dicom::Language language_;
  CrashJournal& journal_;
};

}  // namespace sonolist::processor
