// A PACS in memory, and a log that counts.
#pragma once

#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "plugin/intake/image_source.h"
#include "plugin/log/log.h"

namespace sonolist::plugin {

inline constexpr const char* kUltrasound = "1.2.840.10008.5.1.4.1.1.6.1";
inline constexpr const char* kSegmentation = "1.2.840.10008.5.1.4.1.1.66.4";
inline constexpr const char* kReport = "1.2.840.10008.5.1.4.1.1.88.34";
inline constexpr const char* kTomography = "1.2.840.10008.5.1.4.1.1.2";

class QuietLog : public Log {
 public:
  void info(const std::string&) override {}
  void warning(const std::string&) override { ++warnings; }
  void error(const std::string&) override { ++errors; }
  std::atomic<int> warnings{0}, errors{0};
};

// An instance "7" has the SOP Instance UID 1.2.7 and lies in series 1.8 of study 1.7.
class FakePacs : public ImageSource {
 public:
  void store(const std::string& id, const std::string& sop_class);
  // One segment, drawn by `algorithm_type`, of the image 1.2.`source`.
  void store_segmentation(const std::string& id, const std::string& manufacturer, const std::string& algorithm_type,
                          const std::string& source);
  // One of ours, by version 1.0.0 of `model`: it refers to the image 1.2.`source` and to the segmentation 1.2.seg.
  void store_report(const std::string& id, const std::string& model, const std::string& source);
  // The file of an instance that store() made.
  void store_file(const std::string& id, std::string bytes) { files_[id] = std::move(bytes); }
  void forget_changes() { changes_.clear(); }
  void remove(const std::string& id) { images_.erase(id); }
  void break_image(const std::string& id) { broken_ = id; }

  ChangesPage changes(std::int64_t since, int limit) override;
  std::int64_t last_change() override { return sequence_; }
  std::vector<std::string> instances(std::int64_t since, int limit) override;
  std::optional<std::string> sop_class_uid(const std::string& id) override;
  std::optional<std::string> sop_instance_uid(const std::string& id) override { return "1.2." + id; }
  std::optional<nlohmann::json> tags(const std::string& id) override;
  std::optional<std::string> file(const std::string& id) override;
  std::vector<std::string> instances_of(const std::string& level, const std::string& id) override;
  std::vector<std::string> instances_matching(const nlohmann::json& query) override;
  std::vector<std::string> reports(const std::string& study_instance_uid) override;

 private:
  std::map<std::string, std::string> images_;  // SOP class by identifier
  std::map<std::string, nlohmann::json> more_tags_;
  std::map<std::string, std::string> files_;
  std::vector<Change> changes_;
  std::int64_t sequence_ = 0;
  std::string broken_;
};

}  // namespace sonolist::plugin
