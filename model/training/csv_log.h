// A table that grows by one line at a time and is complete on disk after each.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

namespace sonolist::model {

class CsvLog {
 public:
  // The first column must be the iteration. An existing file is continued: lines of iterations after `resumed_at` were
  // written by a run that got further than its last checkpoint, and are dropped. resumed_at 0 starts anew. Throws
  // ModelError.
  CsvLog(const std::string& path, const std::vector<std::string>& columns, std::int64_t resumed_at);

  void write(const std::vector<std::string>& values);

 private:
  std::ofstream out_;
};

}  // namespace sonolist::model
