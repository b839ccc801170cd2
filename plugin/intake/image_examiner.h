// What becomes of one image: the header is read, the rules decide, workitems are made.
#pragma once

#include <string>

#include "plugin/intake/image_source.h"
#include "plugin/intake/intake_policy.h"
#include "plugin/log/log.h"
#include "plugin/routing/image_attributes.h"
#include "plugin/worklist/intake_store.h"

namespace sonolist::plugin {

// One thread at a time calls it. Writes nothing: the record is for IntakeStore::commit().
class ImageExaminer {
 public:
  // Borrows source, store and log.
  ImageExaminer(ImageSource& source, const IntakeStore& store, Log& log, IntakePolicy policy, Clock clock);

  // Throws ImageSourceError and StoreError; call it again then. An image that fails kMaximumTries times in a row is
  // recorded as failed, so that it does not hold up the ones behind it.
  ImageRecord examine(const std::string& id);

  // The same for an image that the PACS has had for longer: a result that it has already is adopted, its workitem made
  // COMPLETED.
  ImageRecord examine_found(const std::string& id);

  // The first steps that the rules give this image, whatever the store holds; none for an image that is gone or that
  // no rule selects. A step of a series has the image as its only input. Throws ImageSourceError.
  std::vector<Workitem> first_steps(const std::string& id);

  static constexpr int kMaximumTries = 5;

 private:
  ImageRecord patiently(const std::string& id, bool adopts);
  ImageRecord examine_once(const std::string& id, bool adopts);
  ImageRecord examine_segmentation(const std::string& id);
  void add_step(ImageRecord& record, const ImageAttributes& image, const Rule& rule);
  void adopt_results(ImageRecord& record, const ImageAttributes& image);

  ImageSource& source_;
  const IntakeStore& store_;
  Log& log_;
  const IntakePolicy policy_;
  const Clock clock_;
  std::string failing_id_;  // the image that failed last
  int tries_ = 0;           // how often in a row
};

}  // namespace sonolist::plugin
