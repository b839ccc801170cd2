#include "plugin/intake/image_examiner.h"

#include "plugin/intake/adoption.h"
#include "plugin/intake/series_step.h"
#include "plugin/intake/workitem_factory.h"
#include "plugin/routing/router.h"

namespace sonolist::plugin {
namespace {

ImageRecord deleted(const std::string& id, const std::string& sop_instance_uid) {
  return {id, sop_instance_uid, ImageOutcome::kDeleted, "The image was deleted before it could be examined", {}, {},
          {}};
}

}  // namespace

ImageExaminer::ImageExaminer(ImageSource& source, const IntakeStore& store, Log& log, IntakePolicy policy, Clock clock)
    : source_(source), store_(store), log_(log), policy_(std::move(policy)), clock_(std::move(clock)) {}

ImageRecord ImageExaminer::examine(const std::string& id) {
  return patiently(id, false);
}

ImageRecord ImageExaminer::examine_found(const std::string& id) {
  return patiently(id, true);
}

ImageRecord ImageExaminer::patiently(const std::string& id, bool adopts) {
  try {
    return examine_once(id, adopts);
  } catch (const ImageSourceError& error) {
    tries_ = id == failing_id_ ? tries_ + 1 : 1;
    failing_id_ = id;
    if (tries_ < kMaximumTries) throw;
    log_.error("Sonolist: image " + id + " is not examined after " + std::to_string(tries_) +
               " tries: " + error.what());
    return {id, "", ImageOutcome::kFailed, error.what(), {}, {}, {}};
  }
}

ImageRecord ImageExaminer::examine_once(const std::string& id, bool adopts) {
  const auto sop_class = source_.sop_class_uid(id);
  if (!sop_class) return deleted(id, "");
  if (policy_.compare_segmentations && is_segmentation_class(*sop_class)) return examine_segmentation(id);
  const RoutingDecision by_class = route_by_sop_class(*sop_class, policy_.rules);
  if (!by_class.skip_reason.empty()) {
    const auto sop_uid = source_.sop_instance_uid(id);
    if (!sop_uid) return deleted(id, "");
    return {id, *sop_uid, ImageOutcome::kSkipped, by_class.skip_reason, {}, {}, {}};
  }
  const auto tags = source_.tags(id);
  if (!tags) return deleted(id, "");
  const ImageAttributes image = ImageAttributes::from_orthanc(*tags);
  const RoutingDecision decision = route(image, policy_.rules);
  ImageRecord record{id, image.value("SOPInstanceUID"), ImageOutcome::kSkipped, decision.skip_reason, {}, {}, {}};
  for (const Rule& rule : decision.matching) {
    record.outcome = ImageOutcome::kQueued;
    record.reason += (record.reason.empty() ? "Rule " : ", rule ") + rule.name;
    add_step(record, image, rule);
  }
  if (adopts && !record.workitems.empty()) adopt_results(record, image);
  return record;
}

std::vector<Workitem> ImageExaminer::first_steps(const std::string& id) {
  const auto tags = source_.tags(id);
  if (!tags) return {};
  const ImageAttributes image = ImageAttributes::from_orthanc(*tags);
  std::vector<Workitem> steps;
  for (const Rule& rule : route(image, policy_.rules).matching) {
    steps.push_back(rule.groups_series ? make_series_workitem(image, rule, policy_.retrieve_root, clock_())
                                       : make_workitem(image, rule, policy_.retrieve_root, clock_()));
  }
  return steps;
}

void ImageExaminer::add_step(ImageRecord& record, const ImageAttributes& image, const Rule& rule) {
  if (!rule.groups_series) {
    record.workitems.push_back(make_workitem(image, rule, policy_.retrieve_root, clock_()));
    return;
  }
  const auto latest = store_.latest_of_series(series_key(image.value("SeriesInstanceUID"), rule));
  add_series_step(record, latest ? &*latest : nullptr, image, rule, policy_.retrieve_root, clock_());
}

void ImageExaminer::adopt_results(ImageRecord& record, const ImageAttributes& image) {
  for (const std::string& id : source_.reports(image.value("StudyInstanceUID"))) {
    const auto tags = source_.tags(id);
    if (!tags) continue;
    const ReportHeader report = read_report_header(*tags);
    for (Workitem& workitem : record.workitems) {
      if (answers(report, workitem)) workitem = adopted(workitem, report, policy_.retrieve_root);
    }
  }
}

ImageRecord ImageExaminer::examine_segmentation(const std::string& id) {
  const auto tags = source_.tags(id);
  if (!tags) return deleted(id, "");
  const SegmentationHeader segmentation = read_segmentation_header(*tags);
  ImageRecord record{id, segmentation.sop_instance_uid, ImageOutcome::kSkipped, "", {}, {}, {}};
  if (!segmentation.is_ours && !segmentation.is_by_person) {
    record.reason = "A segmentation by another program is neither input nor reference";
    return record;
  }
  record.segmentation = segmentation;
  record.reason = segmentation.is_ours ? "Sonolist made this segmentation; a person's is awaited"
                                       : "A person's segmentation; one by Sonolist of the same image is awaited";
  const ImageAttributes attributes = ImageAttributes::from_orthanc(*tags);
  for (const SegmentationHeader& other : store_.counterparts(segmentation)) {
    record.outcome = ImageOutcome::kQueued;
    record.reason = "Agreement of a person's segmentation with Sonolist's";
    record.workitems.push_back(make_agreement_workitem(attributes, segmentation.is_ours ? segmentation : other,
                                                       segmentation.is_ours ? other : segmentation,
                                                       policy_.retrieve_root, clock_()));
  }
  return record;
}

}  // namespace sonolist::plugin
