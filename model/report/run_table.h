// Numbers of a CSV file by the names of their columns.
#pragma once

#include <string>
#include <vector>

namespace sonolist::model::report {

class RunTable {
 public:
  // Plain fields without quotes, as CsvLog writes them. A file that is not there is an empty table: a run without
  // validation has none. A last line that is not complete yet is left out.
  explicit RunTable(const std::string& path);

  const std::vector<std::string>& columns() const { return columns_; }
  bool has(const std::string& column) const;
  std::size_t rows() const { return rows_.size(); }
  std::vector<std::string> texts(const std::string& column) const;  // empty where there is no such column
  std::vector<double> numbers(const std::string& column) const;     // NaN for what is no number

 private:
  std::vector<std::string> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace sonolist::model::report
