#include "model/dataset/csv_table.h"

#include <fstream>

#include "model/error.h"

namespace sonolist::model {
namespace {

std::string without_spaces(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// False when a quote stays open.
bool split_cells(const std::string& line, std::vector<std::string>& cells) {
  std::string cell;
  bool quoted = false, was_quoted = false;
  const auto end_cell = [&] {
    cells.push_back(was_quoted ? cell : without_spaces(cell));
    cell.clear();
    was_quoted = false;
  };
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char letter = line[i];
    if (quoted && letter == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      cell += line[++i];
    } else if (letter == '"' && (quoted || without_spaces(cell).empty())) {
      if (!quoted) cell.clear();
      quoted = !quoted;
      was_quoted = true;
    } else if (letter == ',' && !quoted) {
      end_cell();
    } else if (!was_quoted || quoted) {
      cell += letter;
    }
  }
  end_cell();
  return !quoted;
}

}  // namespace

std::vector<CsvRow> read_csv(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw ModelError(path + ": cannot be opened; check the path and its permissions");
  std::vector<CsvRow> rows;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (number == 1 && line.compare(0, 3, "\xEF\xBB\xBF") == 0) line.erase(0, 3);
    if (without_spaces(line).empty() || line.front() == '#') continue;
    CsvRow row;
    row.line = number;
    if (!split_cells(line, row.cells)) {
      throw ModelError(path + ": line " + std::to_string(number) + " has a quote that is not closed");
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace sonolist::model
