#include "plugin/intake/intake.h"

#include "plugin/intake/workitem_factory.h"
#include "plugin/routing/router.h"

namespace sonolist::plugin {
namespace {

constexpr int kPageSize = 1000;
// Small enough that the first images of a burst are on the worklist while the rest is still read.
constexpr std::size_t kImagesPerCommit = 50;

// Deleting an image takes its changes along, so a gap is no proof of a loss; but a loss always leaves one.
bool has_gap(const ChangesPage& page, std::int64_t cursor) {
  return page.changes.empty() ? page.last > cursor : page.changes.front().sequence > cursor + 1;
}

// A segmentation must be in the store when its counterpart, perhaps the next image, looks for it.
bool must_be_found_by_next(const ImageRecord& image) {
  return image.segmentation.has_value();
}

ImageRecord deleted(const std::string& id, const std::string& sop_instance_uid) {
  return {id, sop_instance_uid, ImageOutcome::kDeleted, "The image was deleted before it could be examined", {}, {}};
}

}  // namespace

Intake::Intake(ImageSource& source, IntakeStore& store, Log& log, IntakePolicy policy, Clock clock)
    : source_(source), store_(store), log_(log), policy_(std::move(policy)), clock_(std::move(clock)) {}

void Intake::reconcile(const std::atomic<bool>& stop) {
  const std::int64_t last = source_.last_change();
  const std::int64_t cursor = store_.cursor();
  if (cursor <= last) return;
  log_.warning("Sonolist: the PACS knows changes up to " + std::to_string(last) + ", the worklist has read up to " +
               std::to_string(cursor) + ": all stored images are looked through");
  look_through_all(last, stop);
}

bool Intake::look_through_all(std::int64_t cursor_after, const std::atomic<bool>& stop) {
  const std::int64_t cursor = store_.cursor();
  std::int64_t since = 0;
  while (true) {
    const std::vector<std::string> ids = source_.instances(since, kPageSize);
    std::vector<ImageRecord> images;
    for (const std::string& id : ids) {
      if (stop) return false;
      if (store_.knows_image(id)) continue;
      images.push_back(examine_patiently(id));
      if (!must_be_found_by_next(images.back())) continue;
      store_.commit(cursor, images);
      images.clear();
    }
    const bool is_end = ids.size() < kPageSize;
    // The cursor moves with the last page: a crash before starts the scan anew.
    store_.commit(is_end ? cursor_after : cursor, images);
    if (is_end) return true;
    since += kPageSize;
  }
}

bool Intake::step(const std::atomic<bool>& stop) {
  std::int64_t cursor = store_.cursor();
  const ChangesPage page = source_.changes(cursor, kPageSize);
  if (has_gap(page, cursor)) {
    log_.warning("Sonolist: changes of the PACS were deleted after " + std::to_string(cursor) +
                 ": all stored images are looked through");
    if (!look_through_all(cursor, stop)) return true;
  }
  std::vector<ImageRecord> images;
  const auto commit = [&] {
    store_.commit(cursor, images);
    images.clear();
  };
  for (const Change& change : page.changes) {
    if (stop) break;
    if (change.type == "NewInstance") {
      try {
        images.push_back(examine_patiently(change.resource_id));
      } catch (const ImageSourceError&) {
        if (!images.empty()) commit();
        throw;
      }
    }
    cursor = change.sequence;
    if (images.empty()) continue;
    if (must_be_found_by_next(images.back()) || images.size() >= kImagesPerCommit) commit();
  }
  if (!stop && page.last > cursor) cursor = page.last;
  if (!images.empty() || cursor != store_.cursor()) commit();
  return !page.done;
}

ImageRecord Intake::examine_patiently(const std::string& id) {
  try {
    return examine(id);
  } catch (const ImageSourceError& error) {
    tries_ = id == failing_id_ ? tries_ + 1 : 1;
    failing_id_ = id;
    if (tries_ < kMaximumTries) throw;
    log_.error("Sonolist: image " + id + " is not examined after " + std::to_string(tries_) +
               " tries: " + error.what());
    return {id, "", ImageOutcome::kFailed, error.what(), {}, {}};
  }
}

ImageRecord Intake::examine(const std::string& id) {
  const auto sop_class = source_.sop_class_uid(id);
  if (!sop_class) return deleted(id, "");
  if (policy_.compare_segmentations && is_segmentation_class(*sop_class)) return examine_segmentation(id);
  const RoutingDecision by_class = route_by_sop_class(*sop_class, policy_.rules);
  if (!by_class.skip_reason.empty()) {
    const auto sop_uid = source_.sop_instance_uid(id);
    if (!sop_uid) return deleted(id, "");
    return {id, *sop_uid, ImageOutcome::kSkipped, by_class.skip_reason, {}, {}};
  }
  const auto tags = source_.tags(id);
  if (!tags) return deleted(id, "");
  const ImageAttributes attributes = ImageAttributes::from_orthanc(*tags);
  const RoutingDecision decision = route(attributes, policy_.rules);
  ImageRecord record{id, attributes.value("SOPInstanceUID"), ImageOutcome::kSkipped, decision.skip_reason, {}, {}};
  for (const Rule& rule : decision.matching) {
    record.outcome = ImageOutcome::kQueued;
    record.reason += (record.reason.empty() ? "Rule " : ", rule ") + rule.name;
    record.workitems.push_back(make_workitem(attributes, rule, policy_.retrieve_root, clock_()));
  }
  return record;
}

ImageRecord Intake::examine_segmentation(const std::string& id) {
  const auto tags = source_.tags(id);
  if (!tags) return deleted(id, "");
  const SegmentationHeader segmentation = read_segmentation_header(*tags);
  ImageRecord record{id, segmentation.sop_instance_uid, ImageOutcome::kSkipped, "", {}, {}};
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
