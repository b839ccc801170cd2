// A table of shares as shades.
#pragma once

#include <string>
#include <vector>

#include "model/report/svg.h"

namespace sonolist::model::report {

struct HeatMap {
  std::string title, description, row_title, column_title;
  std::vector<std::string> rows, columns;
  std::vector<std::vector<double>> shares;  // [row][column], 0 to 1; a row of NaN is shown empty
};

// Darker is more; every cell also tells its number, in per cent.
Svg draw_heat_map(const HeatMap& map);

}  // namespace sonolist::model::report
