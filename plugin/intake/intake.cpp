#include "plugin/intake/intake.h"

#include <algorithm>

namespace sonolist::plugin {
namespace {

constexpr int kPageSize = 1000;
// Small enough that the first images of a burst are on the worklist while the rest is still read.
constexpr std::size_t kImagesPerCommit = 50;

// Deleting an image takes its changes along, so a gap is no proof of a loss; but a loss always leaves one.
bool has_gap(const ChangesPage& page, std::int64_t cursor) {
  return page.changes.empty() ? page.last > cursor : page.changes.front().sequence > cursor + 1;
}

// A segmentation must be in the store when its counterpart, perhaps the next image, looks for it; the step of a series
// when the next image of the series does.
bool must_be_found_by_next(const ImageRecord& image) {
  const auto takes_series = [](const Workitem& workitem) { return !workitem.series_key.empty(); };
  return image.segmentation.has_value() || !image.series_changes.empty() ||
         std::any_of(image.workitems.begin(), image.workitems.end(), takes_series);
}

}  // namespace

Intake::Intake(ImageSource& source, IntakeStore& store, ImageExaminer& examiner, Log& log)
    : source_(source), store_(store), examiner_(examiner), log_(log) {}

void Intake::mend_cursor() {
  const std::int64_t last = source_.last_change();
  const std::int64_t cursor = store_.cursor();
  if (cursor > last) {
    log_.warning("Sonolist: the PACS knows changes up to " + std::to_string(last) + ", the worklist has read up to " +
                 std::to_string(cursor) + ": all stored images are looked through");
    request_scan();
    store_.commit(last, {});
  }
  // A worklist that is new to a PACS full of images may meet results of an earlier one.
  if (cursor == 0) backlog_ends_ = last;
  cursor_is_mended_ = true;
}

// False when a step of a series was claimed in between: nothing is written, and the images are examined again.
bool Intake::commit(std::int64_t cursor, std::vector<ImageRecord>& images) {
  const bool written = store_.commit(cursor, images);
  images.clear();
  return written;
}

bool Intake::step(const std::atomic<bool>& stop) {
  if (!cursor_is_mended_) mend_cursor();
  std::int64_t cursor = store_.cursor();
  const ChangesPage page = source_.changes(cursor, kPageSize);
  if (has_gap(page, cursor) && cursor > 0) {
    log_.warning("Sonolist: changes of the PACS were deleted after " + std::to_string(cursor) +
                 ": all stored images are looked through");
    request_scan();
  }
  std::vector<ImageRecord> images;
  for (const Change& change : page.changes) {
    if (stop) break;
    if (change.type == "NewInstance") {
      try {
        images.push_back(change.sequence <= backlog_ends_ ? examiner_.examine_found(change.resource_id)
                                                          : examiner_.examine(change.resource_id));
      } catch (const ImageSourceError&) {
        if (!images.empty()) commit(cursor, images);
        throw;
      }
    }
    cursor = change.sequence;
    if (images.empty()) continue;
    if (!must_be_found_by_next(images.back()) && images.size() < kImagesPerCommit) continue;
    if (!commit(cursor, images)) return true;
  }
  if (!stop && page.last > cursor) cursor = page.last;
  if ((!images.empty() || cursor != store_.cursor()) && !commit(cursor, images)) return true;
  return !page.done;
}

bool Intake::scan(const std::atomic<bool>& stop) {
  if (!scanning_) {
    if (!scan_requested_.exchange(false)) return false;
    scanning_ = true;
    scanned_ = 0;
  }
  const std::vector<std::string> ids = source_.instances(scanned_, kPageSize);
  std::vector<ImageRecord> images;
  for (const std::string& id : ids) {
    if (stop) return false;  // the next start begins anew
    if (store_.knows_image(id)) continue;
    images.push_back(examiner_.examine_found(id));
    if (!must_be_found_by_next(images.back()) && images.size() < kImagesPerCommit) continue;
    if (!commit(store_.cursor(), images)) return true;
  }
  if (!images.empty() && !commit(store_.cursor(), images)) return true;
  scanned_ += kPageSize;
  scanning_ = ids.size() == kPageSize;
  return scanning_ || scan_requested_;
}

}  // namespace sonolist::plugin
