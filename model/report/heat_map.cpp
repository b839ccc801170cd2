#include "model/report/heat_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <sstream>

namespace sonolist::model::report {
namespace {

constexpr double kCellWidth = 84.0, kCellHeight = 40.0, kTop = 78.0, kBottom = 14.0;
constexpr double kTitleLetter = 8.2;  // width at 14 px, bold, with some to spare

// White to dark blue: also in grey, and for every colour vision, darker is more.
std::string shade(double share) {
  constexpr std::array<double, 3> kDark{8.0, 48.0, 107.0};
  const double t = std::sqrt(std::clamp(share, 0.0, 1.0));
  char text[8];
  std::snprintf(text, sizeof text, "#%02x%02x%02x", static_cast<unsigned>(255.0 + t * (kDark[0] - 255.0)) & 0xFFU,
                static_cast<unsigned>(255.0 + t * (kDark[1] - 255.0)) & 0xFFU,
                static_cast<unsigned>(255.0 + t * (kDark[2] - 255.0)) & 0xFFU);
  return text;
}

std::string per_cent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, share > 0.0 && share < 0.0005 ? "<0.1" : "%.1f", 100.0 * share);
  return text;
}

double name_width(const std::vector<std::string>& names) {
  std::size_t letters = 1;
  for (const auto& name : names) letters = std::max(letters, name.size());
  return 40.0 + 6.6 * static_cast<double>(letters);
}

}  // namespace

Svg draw_heat_map(const HeatMap& map) {
  const double left = name_width(map.rows);
  const double right = left + kCellWidth * static_cast<double>(map.columns.size());
  const double width = std::max(right, kTitleLetter * static_cast<double>(map.title.size())) + 14.0;
  const double height = kTop + kCellHeight * static_cast<double>(map.rows.size()) + kBottom;
  Svg svg(width, height, map.title, map.description);
  svg.text({width / 2.0, 20.0}, map.title, {14.0, Anchor::kMiddle, "#222222", 0.0, true});
  svg.text({(left + right) / 2.0, 40.0}, map.column_title, {12.0, Anchor::kMiddle});
  svg.text({14.0, (kTop + height) / 2.0}, map.row_title, {12.0, Anchor::kMiddle, "#222222", -90.0});
  for (std::size_t column = 0; column < map.columns.size(); ++column) {
    std::istringstream words(map.columns[column]);
    std::string word;
    for (double y = kTop - 19.0; words >> word; y += 13.0) {
      svg.text({left + kCellWidth * (static_cast<double>(column) + 0.5), y}, word, {11.0, Anchor::kMiddle});
    }
  }
  for (std::size_t row = 0; row < map.rows.size(); ++row) {
    const double y = kTop + kCellHeight * static_cast<double>(row);
    svg.text({left - 8.0, y + kCellHeight / 2.0 + 4.0}, map.rows[row], {12.0, Anchor::kEnd});
    for (std::size_t column = 0; column < map.columns.size(); ++column) {
      const double share = map.shares[row][column], x = left + kCellWidth * static_cast<double>(column);
      svg.rectangle({x, y}, kCellWidth, kCellHeight, shade(std::isfinite(share) ? share : 0.0), {"#ffffff", 1.0, ""});
      if (!std::isfinite(share)) continue;
      svg.text({x + kCellWidth / 2.0, y + kCellHeight / 2.0 + 4.0}, per_cent(share),
               {12.0, Anchor::kMiddle, share > 0.25 ? "#ffffff" : "#222222"});
    }
  }
  return svg;
}

}  // namespace sonolist::model::report
