// A table of a report, as text.
#pragma once

#include <string>
#include <vector>

namespace sonolist::model::report {

struct Table {
  std::string name;     // of its file: "structures"
  std::string caption;  // one sentence
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // the first entry of a row names it
};

std::string to_html(const Table& table);
std::string to_markdown(const Table& table);
std::string to_csv(const Table& table);

// "0.912"; an en dash for what is not defined.
std::string fixed_text(double value, int decimals = 3);
// p < 0.001 as such, NaN as fixed_text().
std::string p_text(double p);

}  // namespace sonolist::model::report
