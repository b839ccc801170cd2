// The random draw of a Thigh; ranges are those of docs/phantom.md.
#include <algorithm>
#include <cmath>

#include "model/phantom/thigh.h"

namespace sonolist::model {
namespace {

constexpr double kAbsentChance = 0.025;  // for the artery and for semitendinosus each
constexpr double kPartlyShadowedChance = 0.30;

}  // namespace

Thigh::Thigh(const Probe& probe, Random& random) : probe_(probe) {
  side_ = random.chance(0.5) ? 1.0 : -1.0;
  const bool artery_in_view = !random.chance(kAbsentChance);
  const bool semitendinosus_in_view = !random.chance(kAbsentChance);
  draw_layers(random);
  draw_femur(random);
  draw_vessels(artery_in_view, random);
  draw_nerve(random);
  draw_adductors(random);
  draw_hamstrings(semitendinosus_in_view, random);
  draw_thigh_muscles(random);
  draw_fascicles(random);
  draw_textures(random);
}

double Thigh::half_view_mm(double z) const {
  return (z + probe_.radius_mm) * std::tan(probe_.half_span);
}

void Thigh::draw_layers(Random& random) {
  skin_mm_ = random.uniform(1.5, 2.5);
  fat_mm_ = random.uniform(7.0, 20.0);
  vessel_wall_mm_ = random.uniform(0.7, 1.0);
  epineurium_mm_ = random.uniform(0.8, 1.2);
  nerve_visibility_db_ = random.uniform(-5.0, 0.0);
  warp_seed_ = static_cast<std::uint32_t>(random.bits());
}

void Thigh::draw_femur(Random& random) {
  const double radius = random.uniform(13.0, 16.5);
  const double cortex = std::max(random.uniform(25.0, 50.0), skin_mm_ + fat_mm_ + 12.0);
  femur_ = Blob({random.uniform(-32.0, -10.0), cortex + radius}, radius * random.uniform(0.95, 1.1), radius,
                random.uniform(-0.5, 0.5));
  femur_.wobble(0.02, random);
}

void Thigh::draw_vessels(bool in_view, Random& random) {
  const double radius = random.uniform(2.7, 4.1);
  const double fascia = skin_mm_ + fat_mm_;
  const double z = std::clamp(fascia + radius + random.uniform(6.0, 11.0), 15.0, 35.0);
  double x = std::min(femur_.centre().x + random.uniform(18.0, 34.0), half_view_mm(z) - 14.0);
  if (!in_view) x = half_view_mm(z) + radius + random.uniform(4.0, 8.0);
  artery_ = Blob({x, z}, radius, radius, 0.0);

  const double vein_width = random.uniform(3.5, 5.5);
  const double vein_height = vein_width * random.uniform(0.45, 0.9);  // pressed flat by the probe
  const double direction = random.uniform(0.4, 1.2);
  const double distance = radius + 0.5 * (vein_width + vein_height) + 0.4;
  vein_ = Blob({x + distance * std::cos(direction), z + distance * std::sin(direction)}, vein_width, vein_height,
               random.uniform(-0.2, 0.5));
  vein_.wobble(0.05, random);
  sheath_ = Blob({x + 0.5 * distance * std::cos(direction), z + 0.5 * distance * std::sin(direction)},
                 0.5 * distance + radius + 3.0, radius + 3.0, direction);
  sheath_.wobble(0.06, random);
}

void Thigh::draw_nerve(Random& random) {
  const double half_width = random.uniform(4.0, 7.0);
  const double half_height = random.uniform(2.25, 4.0);
  const double tilt = random.uniform(-0.52, 0.52);
  const double room_for_adductors = artery_.centre().z + artery_.half_height() + 34.0;
  const double z = std::clamp(std::max(femur_.centre().z + random.uniform(8.0, 26.0), room_for_adductors), 50.0, 95.0);

  const Point femur = femur_.centre();
  const double to_femur = std::hypot(femur.x, femur.z + probe_.radius_mm);
  const double shadow_edge =
      std::atan2(femur.x, femur.z + probe_.radius_mm) + std::asin(std::min(0.9, femur_.half_width() / to_femur));
  const double offset = random.chance(kPartlyShadowedChance) ? half_width * random.uniform(-0.3, 0.7)
                                                             : half_width + std::abs(random.normal(3.0, 5.0));
  nerve_ = Blob({(z + probe_.radius_mm) * std::tan(shadow_edge) + offset, z}, half_width, half_height, tilt);
  nerve_.wobble(0.03, random);
}

void Thigh::draw_adductors(Random& random) {
  const Point nerve = nerve_.centre();
  const double artery_floor = artery_.centre().z + artery_.half_height();
  Sheet& magnus = adductor_magnus_;
  magnus.lower_anchor = {nerve.x, nerve.z - nerve_.vertical_reach() - random.uniform(0.2, 0.9)};
  magnus.slope = random.uniform(-0.15, 0.20);
  magnus.curvature = random.uniform(0.001, 0.005);
  magnus.middle_x = nerve.x + random.uniform(4.0, 14.0);
  const double to_linea_aspera = magnus.middle_x - femur_.centre().x - 0.5 * femur_.half_width();
  magnus.half_length = std::max(random.uniform(30.0, 45.0), to_linea_aspera);
  magnus.thickness = std::clamp(random.uniform(20.0, 33.0), 14.0, magnus.lower_anchor.z - artery_floor - 8.0);

  const double top = artery_floor + 1.0;
  const double bottom = magnus.lower_anchor.z - magnus.thickness;
  const double half_height = std::clamp(0.5 * (bottom - top) + 1.5, 4.0, 11.0);
  adductor_longus_ = Blob({femur_.centre().x + random.uniform(36.0, 46.0), top + half_height},
                          random.uniform(22.0, 30.0), half_height, random.uniform(-0.15, 0.2));
  adductor_longus_.wobble(0.06, random);
}

void Thigh::draw_hamstrings(bool in_view, Random& random) {
  const Point nerve = nerve_.centre();
  const double half_width = random.uniform(10.0, 17.5);
  const double half_height = random.uniform(6.0, 12.5);
  double x = nerve.x + nerve_.half_width() + 0.7 * half_width + random.uniform(0.0, 7.0);
  const double z = std::max(adductor_magnus_.lower_surface(x), nerve.z - 4.0) + half_height + random.uniform(0.5, 3.0);
  if (!in_view) x = half_view_mm(z) + half_width + random.uniform(3.0, 8.0);
  semitendinosus_ = Blob({x, z}, half_width, half_height, random.uniform(-0.3, 0.2));
  semitendinosus_.wobble(0.05, random);

  const double biceps_width = random.uniform(11.0, 17.0);
  const double biceps_height = random.uniform(8.0, 12.0);
  biceps_ = Blob({nerve.x - 0.75 * biceps_width + random.uniform(-6.0, 2.0),
                  nerve.z + nerve_.vertical_reach() + biceps_height + random.uniform(0.0, 3.0)},
                 biceps_width, biceps_height, random.uniform(-0.1, 0.4));
  biceps_.wobble(0.05, random);
  deep_muscle_ = Blob({nerve.x + random.uniform(-10.0, 20.0), nerve.z + random.uniform(40.0, 48.0)},
                      random.uniform(60.0, 80.0), random.uniform(16.0, 20.0), random.uniform(-0.1, 0.1));
  deep_muscle_.wobble(0.05, random);
}

void Thigh::draw_thigh_muscles(Random& random) {
  const double fascia = skin_mm_ + fat_mm_;
  const Point artery = artery_.centre();
  const Point femur = femur_.centre();
  const double above_artery = 0.5 * (artery.z - artery_.half_height() - 1.0 - fascia);
  sartorius_ = Blob({femur.x + random.uniform(20.0, 30.0), fascia + above_artery}, random.uniform(15.0, 22.0),
                    std::max(2.5, above_artery), random.uniform(-0.05, 0.15));
  sartorius_.wobble(0.05, random);
  const double over_femur = 0.5 * (femur.z - femur_.half_height() - fascia);
  rectus_ = Blob({femur.x - random.uniform(8.0, 16.0), fascia + 0.75 * over_femur}, random.uniform(18.0, 24.0),
                 std::clamp(0.75 * over_femur, 5.0, 13.0), random.uniform(-0.25, 0.1));
  rectus_.wobble(0.05, random);
  vastus_ = Blob({femur.x - random.uniform(0.0, 8.0), femur.z - random.uniform(2.0, 6.0)},
                 femur_.half_width() + random.uniform(14.0, 20.0), femur_.half_height() + random.uniform(10.0, 16.0),
                 random.uniform(-0.2, 0.2));
  vastus_.wobble(0.06, random);
  gracilis_ = Blob({femur.x + random.uniform(62.0, 74.0), fascia + random.uniform(10.0, 16.0)},
                   random.uniform(12.0, 18.0), random.uniform(8.0, 12.0), random.uniform(0.0, 0.6));
  gracilis_.wobble(0.05, random);
}

void Thigh::draw_fascicles(Random& random) {
  constexpr int kTrials = 400;
  for (int trial = 0; trial < kTrials; ++trial) {
    const double radius = random.uniform(0.35, 0.75);
    const Point centre{random.uniform(-1.0, 1.0) * nerve_.half_width(),
                       random.uniform(-1.0, 1.0) * nerve_.half_height()};
    const double inside = std::hypot(centre.x / (nerve_.half_width() - epineurium_mm_ - 0.5 * radius),
                                     centre.z / (nerve_.half_height() - epineurium_mm_ - 0.5 * radius));
    const bool free = std::none_of(fascicles_.begin(), fascicles_.end(), [&](const Fascicle& other) {
      return std::hypot(other.centre.x - centre.x, other.centre.z - centre.z) < other.radius_mm + radius + 0.25;
    });
    if (inside < 1.0 && free) fascicles_.push_back({centre, radius});
  }
}

void Thigh::draw_textures(Random& random) {
  for (int index = 0; index < kStructureCount; ++index) {
    Texture& texture = textures_[index];
    texture.seed = static_cast<std::uint32_t>(random.bits());
    texture.echo_db = random.normal(0.0, 1.3);
    texture.direction = random.normal(0.0, 0.22);
    texture.length_mm = random.uniform(5.0, 11.0);
    texture.spacing_mm = random.uniform(2.2, 4.0);
    texture.lines_db = random.uniform(15.0, 21.0);
    if (static_cast<Structure>(index) == Structure::kSubcutaneousFat) {
      texture.direction *= 0.4;
      texture.length_mm *= 1.8;
      texture.spacing_mm *= 1.8;
    }
  }
}

}  // namespace sonolist::model
