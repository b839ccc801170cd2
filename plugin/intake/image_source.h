// What the intake needs of the PACS.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace sonolist::plugin {

struct Change {
  std::int64_t sequence = 0;
  std::string type;         // e.g. "NewInstance"
  std::string resource_id;  // Orthanc identifier
};

struct ChangesPage {
  std::vector<Change> changes;
  std::int64_t last = 0;  // sequence number to go on from
  bool done = true;       // no further page at the moment
};

// The PACS gave no usable answer; what() names the request and the status. Worth another try.
class ImageSourceError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// All functions throw ImageSourceError. An empty optional means: the image does not exist (any more).
class ImageSource {
 public:
  virtual ~ImageSource() = default;

  virtual ChangesPage changes(std::int64_t since, int limit) = 0;
  virtual std::int64_t last_change() = 0;

  // Identifiers of all stored instances, page by page; shorter than `limit` at the end.
  virtual std::vector<std::string> instances(std::int64_t since, int limit) = 0;

  virtual std::optional<std::string> sop_class_uid(const std::string& id) = 0;
  virtual std::optional<std::string> sop_instance_uid(const std::string& id) = 0;

  // The header in the form that ImageAttributes::from_orthanc() reads.
  virtual std::optional<nlohmann::json> tags(const std::string& id) = 0;

  // The DICOM file (PS3.10) as it is stored.
  virtual std::optional<std::string> file(const std::string& id) = 0;

  // Identifiers of the instances of a study, series or instance; none when it does not exist. `level` is "studies",
  // "series" or "instances".
  virtual std::vector<std::string> instances_of(const std::string& level, const std::string& id) = 0;

  // Identifiers of the instances that match DICOM keywords, in the form of /tools/find of Orthanc.
  virtual std::vector<std::string> instances_matching(const nlohmann::json& query) = 0;

  // Identifiers of the structured reports of a study.
  virtual std::vector<std::string> reports(const std::string& study_instance_uid) = 0;
};

}  // namespace sonolist::plugin
