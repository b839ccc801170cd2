#include "model/report/run_table.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>

namespace sonolist::model::report {
namespace {

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, ',');) fields.push_back(field);
  if (!line.empty() && line.back() == ',') fields.emplace_back();
  return fields;
}

double number_of(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  return end == text.c_str() || *end != '\0' ? std::numeric_limits<double>::quiet_NaN() : value;
}

}  // namespace

RunTable::RunTable(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  if (std::getline(in, line)) columns_ = fields_of(line);
  while (std::getline(in, line)) {
    auto fields = fields_of(line);
    if (fields.size() == columns_.size()) rows_.push_back(std::move(fields));
  }
}

bool RunTable::has(const std::string& column) const {
  return std::find(columns_.begin(), columns_.end(), column) != columns_.end();
}

std::vector<std::string> RunTable::texts(const std::string& column) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column);
  std::vector<std::string> values;
  if (found == columns_.end()) return values;
  for (const auto& row : rows_) values.push_back(row[static_cast<std::size_t>(found - columns_.begin())]);
  return values;
}

std::vector<double> RunTable::numbers(const std::string& column) const {
  std::vector<double> values;
  for (const auto& text : texts(column)) values.push_back(number_of(text));
  return values;
}

}  // namespace sonolist::model::report
