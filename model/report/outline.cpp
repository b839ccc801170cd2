#include "model/report/outline.h"

namespace sonolist::model::report {

std::string outline_path(const std::vector<std::uint8_t>& labels, int rows, int cols, std::uint8_t label) {
  const auto inside = [&](int row, int col) {
    return row >= 0 && row < rows && col >= 0 && col < cols &&
           labels[static_cast<std::size_t>(row) * static_cast<std::size_t>(cols) + static_cast<std::size_t>(col)] ==
               label;
  };
  std::string data;
  const auto add = [&data](int x, int y, char direction, int length) {
    if (length > 0) data += "M" + std::to_string(x) + " " + std::to_string(y) + direction + std::to_string(length);
  };
  for (int row = 0; row <= rows; ++row) {
    int length = 0;
    for (int col = 0; col <= cols; ++col) {
      const bool edge = col < cols && inside(row - 1, col) != inside(row, col);
      if (edge) {
        ++length;
        continue;
      }
      add(col - length, row, 'h', length);
      length = 0;
    }
  }
  for (int col = 0; col <= cols; ++col) {
    int length = 0;
    for (int row = 0; row <= rows; ++row) {
      const bool edge = row < rows && inside(row, col - 1) != inside(row, col);
      if (edge) {
        ++length;
        continue;
      }
      add(col, row - length, 'v', length);
      length = 0;
    }
  }
  return data;
}

}  // namespace sonolist::model::report
