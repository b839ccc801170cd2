// Things that the tests of the plug-in share: a clock to set, a data base in a fresh folder, a complete workitem.
#pragma once

#include <filesystem>
#include <string>

#include "plugin/worklist/sqlite/sqlite_database.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

class FakeTime {
 public:
  Clock clock() {
    return [this] { return now_; };
  }
  TimePoint now() const { return now_; }
  void advance(std::chrono::milliseconds by) { now_ += by; }

 private:
  TimePoint now_ = parse_date_time("20260301120000")->first;
};

// Removed with everything in it at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path database() const { return path_ / "sonolist.db"; }

 private:
  std::filesystem::path path_;
};

inline constexpr const char* kSourceSopUid = "1.2.826.0.1.77.1";

// What a client sends to create a step: every attribute of the create column, an empty Transaction UID, no own UID.
Json sample_create_data_set();

// The same as the store keeps it, with this UID.
Workitem sample_workitem(const std::string& uid);

// Attributes for Update that make COMPLETED possible.
Json sample_performed_update();

// A discontinuation with the class of a performer of ours, e.g. "TRANSIENT"; "" for none.
Json sample_cancellation_update(const std::string& discontinuation_class);

}  // namespace sonolist::plugin
