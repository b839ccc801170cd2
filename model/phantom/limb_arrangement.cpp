#include "model/phantom/limb_arrangement.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sonolist::model {
namespace {

constexpr double kTurn = 6.283185307179586;

struct LimbRoom {
  const Layers& layers;
  double half_width_mm, depth_mm;
  Random& random;
  double blood_db;  // haze makes all blood of a picture about equally bright
  std::vector<Body> bodies;

  double fat_floor(double x) const { return layers.floor_mm(1, x); }
  double across() const { return random.uniform(-0.9, 0.9) * half_width_mm; }
  double shallow(double x) const {
    const double top = fat_floor(x) + 1.0;
    return top + (std::max(top + 3.0, 0.6 * depth_mm) - top) * std::pow(random.unit(), 1.3);
  }
  // The largest body that the view has room for.
  double limited(double half_size_mm) const { return std::min(half_size_mm, 0.19 * depth_mm); }
};

bool lies_clear(const LimbRoom& room, const Body& body, double gap_mm) {
  const Blob& outline = body.outline;
  const Point middle = outline.centre();
  if (middle.z - outline.vertical_reach() < 1.5 || std::abs(middle.x) > room.half_width_mm ||
      middle.z > room.depth_mm) {
    return false;
  }
  const double cosine = std::cos(outline.tilt());
  const double sine = std::sin(outline.tilt());
  return std::none_of(room.bodies.begin(), room.bodies.end(), [&](const Body& other) {
    if (other.signed_distance(middle) < gap_mm || outline.signed_distance(other.outline.centre()) < gap_mm) return true;
    for (int corner = 0; corner < 16; ++corner) {
      const double turn = kTurn / 16.0 * corner;
      const double u = 1.1 * outline.half_width() * std::cos(turn);
      const double v = 1.1 * outline.half_height() * std::sin(turn);
      if (other.signed_distance({middle.x + cosine * u - sine * v, middle.z + sine * u + cosine * v}) < gap_mm) {
        return true;
      }
    }
    return false;
  });
}

// Tries what `make` proposes until it is clear of all that is there.
template <typename Make>
bool place_in(LimbRoom& room, double gap_mm, const Make& make) {
  constexpr int kTrials = 30;
  for (int trial = 0; trial < kTrials; ++trial) {
    Body proposed = make();
    if (!lies_clear(room, proposed, gap_mm)) continue;
    room.bodies.push_back(std::move(proposed));
    return true;
  }
  return false;
}

Body some_artery(LimbRoom& room, double least_mm, double most_mm) {
  Random& random = room.random;
  const double radius = room.limited(least_mm * std::pow(most_mm / least_mm, random.unit()));
  const double x = room.across();
  const double z = std::max(room.shallow(x), room.fat_floor(x) + radius);
  return artery({x, z}, radius, room.blood_db, random);
}

Body some_vein(LimbRoom& room) {
  Random& random = room.random;
  const double width = room.limited(random.uniform(1.2, 6.5));
  const double x = room.across();
  return vein({x, room.shallow(x)}, width, width * random.uniform(0.3, 0.9), random.normal(0.0, 0.3), room.blood_db,
              random);
}

Body some_nerve(LimbRoom& room, Point centre) {
  Random& random = room.random;
  const double kind = random.unit();
  const double tilt = random.normal(0.0, 0.28);
  if (kind < 0.25) return root(centre, room.limited(random.uniform(1.0, 2.8)), random);
  if (kind < 0.42) {  // flat, as the femoral nerve under its fascia
    return honeycomb_nerve(centre, room.limited(random.uniform(3.5, 7.0)), random.uniform(1.0, 2.2), 0.6 * tilt, true,
                           random);
  }
  const double width = room.limited(random.uniform(1.2, 5.5));
  return honeycomb_nerve(centre, width, std::max(1.0, width * random.uniform(0.4, 0.85)), tilt, false, random);
}

// Next to a body: nerves accompany vessels.
Point beside(LimbRoom& room, const Body& companion, double distance_mm) {
  const double turn = room.random.uniform(0.0, kTurn);
  const Blob& outline = companion.outline;
  return {outline.centre().x + std::cos(turn) * (outline.half_width() + distance_mm),
          outline.centre().z + std::sin(turn) * (outline.half_height() + distance_mm)};
}

// On the fascia between two layers.
Point in_fascial_plane(LimbRoom& room) {
  const int floors = static_cast<int>(room.layers.all().size()) - 2;
  const int layer = 1 + static_cast<int>(std::pow(room.random.unit(), 2.2) * floors);
  const double x = room.across();
  const double z = room.layers.floor_mm(layer, x) + room.random.normal(0.0, 0.8);
  return {x, std::clamp(z, room.fat_floor(x) + 1.0, std::max(room.fat_floor(x) + 2.0, 0.5 * room.depth_mm))};
}

void arrange_around_artery(LimbRoom& room) {
  Random& random = room.random;
  place_in(room, 0.3, [&] { return some_artery(room, 1.5, 6.0); });
  if (random.chance(0.6)) place_in(room, 0.2, [&] { return some_vein(room); });
  const int nerves = 1 + static_cast<int>(3.0 * random.unit());
  for (int nerve = 0; nerve < nerves && !room.bodies.empty(); ++nerve) {
    place_in(room, 0.15, [&] { return some_nerve(room, beside(room, room.bodies.front(), random.uniform(1.0, 5.0))); });
  }
}

void arrange_plexus(LimbRoom& room) {
  Random& random = room.random;
  if (random.chance(0.8)) place_in(room, 0.3, [&] { return some_artery(room, 2.5, 6.0); });
  if (random.chance(0.4)) place_in(room, 0.3, [&] { return some_vein(room); });
  const auto centre = [&] {
    if (!room.bodies.empty() && random.chance(0.8)) return beside(room, room.bodies.front(), random.uniform(2.5, 5.0));
    return in_fascial_plane(room);
  };
  place_in(room, 0.15, [&] {
    const double width = room.limited(random.uniform(3.5, 9.0));
    return bunch_of_grapes(centre(), width, width * random.uniform(0.35, 0.75), random.normal(0.0, 0.35), random);
  });
  if (random.chance(0.3)) place_in(room, 0.4, [&] { return some_nerve(room, in_fascial_plane(room)); });
}

// Roots in a row between two muscles, obliquely one below the other.
void arrange_roots(LimbRoom& room) {
  Random& random = room.random;
  const Point first = in_fascial_plane(room);
  const double direction = random.uniform(0.3, 2.8);
  const int roots = 2 + static_cast<int>(4.0 * random.unit());
  double along = 0.0;
  for (int index = 0; index < roots; ++index) {
    const double radius = room.limited(random.uniform(1.0, 2.6));
    const Point centre{first.x + along * std::cos(direction), first.z + along * std::sin(direction)};
    along += 2.0 * radius + random.uniform(0.4, 1.5);
    if (centre.z > 0.75 * room.depth_mm) break;
    place_in(room, 0.15, [&] {
      return root({centre.x + random.normal(0.0, 0.3), centre.z + random.normal(0.0, 0.3)}, radius, random);
    });
  }
  if (random.chance(0.75)) place_in(room, 0.3, [&] { return some_artery(room, 1.2, 4.0); });
  if (random.chance(0.4)) place_in(room, 0.3, [&] { return some_vein(room); });
}

void arrange_apart(LimbRoom& room) {
  Random& random = room.random;
  const int nerves = 1 + static_cast<int>(3.0 * random.unit());
  for (int nerve = 0; nerve < nerves; ++nerve) {
    place_in(room, 0.3, [&] { return some_nerve(room, in_fascial_plane(room)); });
  }
  const int vessels = static_cast<int>(3.5 * random.unit());
  for (int vessel = 0; vessel < vessels; ++vessel) {
    place_in(room, 0.3, [&] { return random.chance(0.5) ? some_artery(room, 1.0, 4.5) : some_vein(room); });
  }
}

void add_unlabelled(LimbRoom& room) {
  Random& random = room.random;
  if (random.chance(0.35)) {
    place_in(room, 0.1, [&] {
      const double width = random.uniform(4.0, 22.0);
      const double height = width * random.uniform(0.5, 1.0);
      return bone({random.uniform(-1.0, 1.0) * room.half_width_mm, 0.99 * room.depth_mm}, width,
                  std::min(height, room.random.uniform(0.1, 0.5) * room.depth_mm), random.normal(0.0, 0.2), random);
    });
  }
  constexpr BodyKind kSmall[] = {BodyKind::kTendon, BodyKind::kLymphNode, BodyKind::kFatLobule, BodyKind::kMuscleBelly};
  const int small = static_cast<int>(5.0 * random.unit());
  for (int index = 0; index < small; ++index) {
    const BodyKind kind = kSmall[static_cast<int>(4.0 * random.unit())];
    const double width = random.uniform(1.2, 5.0);
    place_in(room, 0.2, [&] {
      const double x = room.across();
      return distractor(kind, {x, room.shallow(x)}, width, width * random.uniform(0.35, 0.9), random.normal(0.0, 0.3),
                        random);
    });
  }
}

// Whole muscles cut across; everything else lies in front of them.
void add_bellies(LimbRoom& room) {
  Random& random = room.random;
  const int bellies = static_cast<int>(3.0 * random.unit());
  for (int belly = 0; belly < bellies; ++belly) {
    const double width = random.uniform(5.0, 14.0);
    const double x = room.across();
    const double height = std::min(width * random.uniform(0.3, 0.7), 0.25 * room.depth_mm);
    room.bodies.push_back(distractor(BodyKind::kMuscleBelly, {x, room.shallow(x) + height}, width, height,
                                     random.normal(0.0, 0.3), random));
  }
}

}  // namespace

std::vector<Body> arranged_bodies(const Layers& layers, double half_width_mm, double depth_mm, Random& random) {
  LimbRoom room{layers, half_width_mm, depth_mm, random, random.uniform(-18.0, -4.0), {}};
  const double arrangement = random.unit();
  if (arrangement < 0.36) {
    arrange_around_artery(room);
  } else if (arrangement < 0.60) {
    arrange_plexus(room);
  } else if (arrangement < 0.76) {
    arrange_roots(room);
  } else {
    arrange_apart(room);
  }
  const bool nerveless = std::none_of(room.bodies.begin(), room.bodies.end(),
                                      [](const Body& body) { return body.label() == kRegionalNerve; });
  if (nerveless) place_in(room, 0.2, [&] { return some_nerve(room, in_fascial_plane(room)); });
  add_unlabelled(room);
  add_bellies(room);
  return std::move(room.bodies);
}

}  // namespace sonolist::model
