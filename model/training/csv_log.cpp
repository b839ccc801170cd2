#include "model/training/csv_log.h"

#include <cstdlib>

#include "model/error.h"

namespace sonolist::model {
namespace {

std::vector<std::string> lines_until(const std::string& path, std::int64_t last_iteration) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);  // the heading
  while (std::getline(in, line)) {
    if (std::strtoll(line.c_str(), nullptr, 10) <= last_iteration) lines.push_back(line);
  }
  return lines;
}

}  // namespace

CsvLog::CsvLog(const std::string& path, const std::vector<std::string>& columns, std::int64_t resumed_at) {
  const auto kept = resumed_at > 0 ? lines_until(path, resumed_at) : std::vector<std::string>{};
  out_.open(path, std::ios::trunc);
  if (!out_) throw ModelError(path + ": cannot be written; check that the folder exists and its permissions");
  write(columns);
  for (const auto& line : kept) out_ << line << '\n';
  out_.flush();
}

void CsvLog::write(const std::vector<std::string>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) out_ << (i == 0 ? "" : ",") << values[i];
  out_ << '\n' << std::flush;
}

}  // namespace sonolist::model
