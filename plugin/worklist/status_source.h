// What the status page shows of the data base.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "dicom_sr/json/dicom_json.h"

namespace sonolist::plugin {

// Thread safe; throws StoreError. All JSON is free of patient data: UIDs, states, times, labels, reasons.
class StatusSource {
 public:
  virtual ~StatusSource() = default;

  virtual std::map<std::string, std::int64_t> workitems_by_state() const = 0;
  virtual std::map<std::string, std::int64_t> images_by_outcome() const = 0;

  // The last changed workitems, newest first.
  virtual dicom::Json recent_workitems(int limit) const = 0;

  // Outbox rows with a number above `since`, oldest first.
  virtual dicom::Json events(std::int64_t since, int limit) const = 0;

  // Images that were not queued, newest first.
  virtual dicom::Json unqueued_images(int limit) const = 0;

  // The image and its workitems by Orthanc identifier or SOP Instance UID; empty when never seen.
  virtual std::optional<dicom::Json> image(const std::string& identifier) const = 0;
};

}  // namespace sonolist::plugin
