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

ImageRecord deleted(const std::string& id, const std::string& sop_instance_uid) {
  return {id, sop_instance_uid, ImageOutcome::kDeleted, "The image was deleted before it could be examined", {}};
}

}  // namespace

Intake::Intake(ImageSource& source, IntakeStore& store, Log& log, std::vector<Rule> rules, std::string retrieve_root,
               Clock clock)
    : source_(source),
      store_(store),
      log_(log),
      rules_(std::move(rules)),
      retrieve_root_(std::move(retrieve_root)),
      clock_(std::move(clock)) {}

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
      if (!store_.knows_image(id)) images.push_back(examine_patiently(id));
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
    if (images.size() >= kImagesPerCommit) commit();
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
    return {id, "", ImageOutcome::kFailed, error.what(), {}};
  }
}

ImageRecord Intake::examine(const std::string& id) {
  const auto sop_class = source_.sop_class_uid(id);
  if (!sop_class) return deleted(id, "");
  const RoutingDecision by_class = route_by_sop_class(*sop_class, rules_);
  if (!by_class.skip_reason.empty()) {
    const auto sop_uid = source_.sop_instance_uid(id);
    if (!sop_uid) return deleted(id, "");
    return {id, *sop_uid, ImageOutcome::kSkipped, by_class.skip_reason, {}};
  }
  const auto tags = source_.tags(id);
  if (!tags) return deleted(id, "");
  const ImageAttributes attributes = ImageAttributes::from_orthanc(*tags);
  const RoutingDecision decision = route(attributes, rules_);
  ImageRecord record{id, attributes.value("SOPInstanceUID"), ImageOutcome::kSkipped, decision.skip_reason, {}};
  for (const Rule& rule : decision.matching) {
    record.outcome = ImageOutcome::kQueued;
    record.reason += (record.reason.empty() ? "Rule " : ", rule ") + rule.name;
    record.workitems.push_back(make_workitem(attributes, rule, retrieve_root_, clock_()));
  }
  return record;
}

}  // namespace sonolist::plugin
