#include "plugin/administration/reprocessor.h"

#include <algorithm>

#include "dicom_sr/workitem/tags.h"
#include "plugin/worklist/processing_parameters.h"
#include "plugin/worklist/replacement.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

constexpr std::size_t kImagesAtOnce = 20;

std::string version_of(const Workitem& workitem) {
  return parameter_text(workitem.item, "MODELVERSION");
}

}  // namespace

Reprocessor::Reprocessor(ImageExaminer& examiner, IntakeStore& intake, WorklistStore& worklist, ReprocessStore& jobs,
                         Clock clock)
    : examiner_(examiner), intake_(intake), worklist_(worklist), jobs_(jobs), clock_(std::move(clock)) {}

bool Reprocessor::work(const std::atomic<bool>& stop) {
  auto job = jobs_.active_job();
  if (!job) return false;
  for (const std::string& id : jobs_.waiting_images(job->id, kImagesAtOnce)) {
    if (stop) return false;
    work_on(*job, id);
    jobs_.finish_image(*job, id);
  }
  return true;
}

// After a crash between the new step and finish_image() the step is found waiting and left alone.
void Reprocessor::work_on(ReprocessJob& job, const std::string& orthanc_id) {
  const TimePoint now = clock_();
  bool is_of_series = false;
  for (Workitem& first : examiner_.first_steps(orthanc_id)) {
    const auto before = latest(first);
    is_of_series = is_of_series || !first.series_key.empty();
    if (before ? !is_final(before->state) : !first.series_key.empty()) continue;
    const TimePoint start = std::max(now, job.next_start);
    Workitem step = before ? requeue_of(*before, start, now) : std::move(first);
    dicom::set_string(step.item, tag::kScheduledProcedureStepStartDateTime, "DT", format_date_time(start));
    if (!job.priority.empty()) dicom::set_string(step.item, tag::kScheduledProcedureStepPriority, "CS", job.priority);
    if (!worklist_.create(step)) continue;
    job.next_start = start + job.interval;
    ++job.queued;
  }
  // The image joins the step of its series like one that has just arrived.
  if (is_of_series) intake_.commit(intake_.cursor(), {examiner_.examine(orthanc_id)});
}

std::optional<Workitem> Reprocessor::latest(const Workitem& first) const {
  if (!first.series_key.empty()) return intake_.latest_of_series(first.series_key);
  IndexedFilter filter;
  filter.source_sop_uid = first.source_sop_uid();
  filter.model = first.model();
  std::optional<Workitem> latest;
  worklist_.visit(filter, [&](const Workitem& workitem) {
    const bool is_same_work = workitem.series_key.empty() && version_of(workitem) == version_of(first);
    if (is_same_work && (!latest || workitem.number > latest->number)) latest = workitem;
    return true;
  });
  return latest;
}

}  // namespace sonolist::plugin
