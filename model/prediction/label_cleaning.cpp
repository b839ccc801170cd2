#include "model/prediction/label_cleaning.h"

#include <array>
#include <cstddef>

#include "model/prediction/connected_components.h"

namespace sonolist::model {

void clean_labels(std::vector<std::uint8_t>& labels, int rows, int cols, const PostProcessing& rules) {
  if (!rules.largest_part_only && rules.minimum_area_fraction <= 0) return;
  const auto found = find_parts(labels, rows, cols);
  std::array<std::int32_t, 256> largest;
  largest.fill(-1);
  for (std::size_t i = 0; i < found.parts.size(); ++i) {
    auto& best = largest[found.parts[i].label];
    if (best < 0 || found.parts[i].area > found.parts[best].area) best = static_cast<std::int32_t>(i);
  }
  const double smallest = rules.minimum_area_fraction * static_cast<double>(labels.size());
  for (std::size_t pixel = 0; pixel < labels.size(); ++pixel) {
    const auto index = found.of_pixel[pixel];
    if (index < 0) continue;
    const auto& part = found.parts[index];
    const bool dropped =
        static_cast<double>(part.area) < smallest || (rules.largest_part_only && largest[part.label] != index);
    if (dropped) labels[pixel] = 0;
  }
}

}  // namespace sonolist::model
