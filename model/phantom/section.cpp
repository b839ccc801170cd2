#include "model/phantom/section.h"

#include <array>
#include <cmath>

namespace sonolist::model {
namespace {

// What density and spread of the scatterers of a tissue do to its mean echo, as in draw_scatterers().
std::array<float, kTissueCount> densities() {
  std::array<float, kTissueCount> roots{};
  for (std::size_t index = 0; index < roots.size(); ++index) {
    const TissueProperties& tissue = properties_of(static_cast<Tissue>(index));
    roots[index] =
        static_cast<float>(std::sqrt(tissue.scatterer_density * (1.0 + tissue.echo_spread * tissue.echo_spread)));
  }
  return roots;
}

}  // namespace

Section section_of(const Anatomy& anatomy, const Probe& probe, const PolarGrid& grid) {
  const auto density = densities();
  Section section;
  const auto size = static_cast<std::size_t>(grid.size());
  section.places.reserve(size);
  section.tissues.reserve(size);
  section.echo.reserve(size);
  std::vector<Point> directions;
  for (int line = 0; line < grid.lines; ++line) directions.push_back(probe.direction(grid.lateral(line)));
  for (int row = 0; row < grid.rows; ++row) {
    const double range = grid.range(row);
    for (int line = 0; line < grid.lines; ++line) {
      const Point& direction = directions[static_cast<std::size_t>(line)];
      const double reach = probe.radius_mm + range;
      const Point point = probe.linear() ? Point{grid.lateral(line), range}
                                         : Point{reach * direction.x, reach * direction.z - probe.radius_mm};
      const Place place = anatomy.locate(point);
      const Tissue tissue = anatomy.tissue(place, point);
      section.places.push_back(place);
      section.tissues.push_back(tissue);
      section.echo.push_back(density[static_cast<std::size_t>(tissue)] *
                             static_cast<float>(anatomy.echo_amplitude(place, point)));
    }
  }
  return section;
}

}  // namespace sonolist::model
