#include "plugin/intake/series_step.h"

#include <algorithm>

#include "dicom_sr/workitem/tags.h"
#include "plugin/intake/workitem_factory.h"
#include "plugin/worklist/event_report.h"
#include "plugin/worklist/replacement.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

bool has_input(const Workitem& workitem, const std::string& sop_instance_uid) {
  for (const Json& input : dicom::get_items(workitem.item, tag::kInputInformationSequence)) {
    const std::vector<Json> references = dicom::get_items(input, tag::kReferencedSopSequence);
    const bool found = std::any_of(references.begin(), references.end(), [&](const Json& reference) {
      return dicom::get_string(reference, tag::kReferencedSopInstanceUid) == sop_instance_uid;
    });
    if (found) return true;
  }
  return false;
}

// The series is one item of the Input Information Sequence. `first` is a step with this image alone.
void add_input(LazyDataSet& item, const Workitem& first) {
  const std::vector<Json> added = dicom::get_items(first.item, tag::kInputInformationSequence);
  std::vector<Json> inputs = dicom::get_items(item, tag::kInputInformationSequence);
  if (inputs.empty()) {
    inputs = added;  // a client may have emptied it
  } else {
    std::vector<Json> references = dicom::get_items(inputs.front(), tag::kReferencedSopSequence);
    for (const Json& reference : dicom::get_items(added.front(), tag::kReferencedSopSequence)) {
      references.push_back(reference);
    }
    dicom::set_items(inputs.front(), tag::kReferencedSopSequence, std::move(references));
  }
  dicom::set_items(item, tag::kInputInformationSequence, std::move(inputs));
}

void await_more(Workitem& workitem, const Workitem& first, TimePoint now) {
  add_input(workitem.item, first);
  workitem.quiet_at = first.quiet_at;
  dicom::set_string(workitem.item, tag::kInputReadinessState, "CS", "INCOMPLETE");
  dicom::set_string(workitem.item, tag::kScheduledProcedureStepModificationDateTime, "DT", format_date_time(now));
}

}  // namespace

std::string series_key(const std::string& series_instance_uid, const Rule& rule) {
  return series_instance_uid + "|" + rule.model + "|" + rule.model_version;
}

void add_series_step(ImageRecord& record, const Workitem* latest, const ImageAttributes& image, const Rule& rule,
                     const std::string& retrieve_root, TimePoint now) {
  Workitem first = make_series_workitem(image, rule, retrieve_root, now);
  if (latest == nullptr) {
    record.workitems.push_back(std::move(first));
    return;
  }
  if (has_input(*latest, image.value("SOPInstanceUID"))) return;
  if (latest->state == StepState::kScheduled) {
    Workitem after = *latest;
    await_more(after, first, now);
    record.series_changes.push_back({latest->revision, {after, std::nullopt, change_events(*latest, after), {}}});
    return;
  }
  Workitem reopened = requeue_of(*latest, now, now);
  await_more(reopened, first, now);
  record.workitems.push_back(std::move(reopened));
}

}  // namespace sonolist::plugin
