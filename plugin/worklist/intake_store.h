// The memory of the intake: how far it has read the changes of the PACS, and what became of each image.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plugin/routing/segmentation_header.h"
#include "plugin/worklist/worklist_store.h"

namespace sonolist::plugin {

enum class ImageOutcome {
  kQueued,   // workitems were created
  kSkipped,  // no rule matches, or it is an output of ours
  kDeleted,  // it was gone before it could be read
  kFailed    // it could not be read, several times
};

std::string to_string(ImageOutcome outcome);

// A change of a step that exists: a series gets one more image.
struct SeriesChange {
  std::int64_t read_revision = 0;
  WorkitemChange change;
};

struct ImageRecord {
  std::string orthanc_id;
  std::string sop_instance_uid;  // empty when unknown
  ImageOutcome outcome = ImageOutcome::kSkipped;
  std::string reason;  // a sentence without patient data
  std::vector<Workitem> workitems;
  std::optional<SegmentationHeader> segmentation{};  // remembered, to be compared with others of the same image
  std::vector<SeriesChange> series_changes{};
};

// An image of this PACS for which a step is SCHEDULED.
struct AwaitedImage {
  std::int64_t number = 0;  // of the workitem; pages go by it
  std::string orthanc_id;
  std::string workitem_uid;
};

// One PACS's view of the store: several may share it, each with its own cursor and images. Thread safe; throws
// StoreError.
class IntakeStore {
 public:
  virtual ~IntakeStore() = default;

  // Sequence number of the last change that was worked off; 0 at first.
  virtual std::int64_t cursor() const = 0;

  virtual bool knows_image(const std::string& orthanc_id) const = 0;

  // The remembered segmentations of any of the same images in the same study: ours for a person's, a person's for ours.
  // Their source_sop_uids are left out.
  virtual std::vector<SegmentationHeader> counterparts(const SegmentationHeader& segmentation) const = 0;

  // The last created step with this key.
  virtual std::optional<Workitem> latest_of_series(const std::string& series_key) const = 0;

  // SCHEDULED steps of images that this PACS reported, by number, beginning after `number`.
  virtual std::vector<AwaitedImage> awaited_images(std::int64_t after_number, std::size_t limit) const = 0;

  // Cursor, images, workitems and their events in one transaction. A workitem whose UID exists is left alone, as is
  // the outcome "queued" of an image that is seen again. False, and nothing is written, when a step of a series
  // changed since it was read.
  virtual bool commit(std::int64_t cursor, const std::vector<ImageRecord>& images) = 0;
};

}  // namespace sonolist::plugin
