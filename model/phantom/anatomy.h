// What is simulated, as the scanner sees it: one small interface for every scene. All lengths are mm in the probe's
// frame at rest.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/phantom/shape.h"
#include "model/phantom/tissue.h"

namespace sonolist::model {

// Where a point is: the structure and how far inside its outline. Structures are numbered by their anatomy in the order
// of precedence: where outlines overlap, the one with the lower number is there.
struct Place {
  int structure = 0;
  double inside_mm = 0.0;
};

// A piece of a smooth, thin sheet seen edge-on (fascia, septum): it reflects in phase.
struct Facet {
  Point centre;
  double width_mm = 0.1;  // across the beam
  double strength = 1.0;  // amplitude of a wide sheet relative to muscle's mean echo; its slope is accounted for
};

// A property of a drawn phantom by which ranges are kept apart (parameter_ranges.h).
struct Parameter {
  std::string name;
  double value = 0.0;
};

// Immutable once drawn, hence safe to share between threads.
class Anatomy {
 public:
  Anatomy() = default;
  Anatomy(const Anatomy&) = delete;
  Anatomy& operator=(const Anatomy&) = delete;
  virtual ~Anatomy() = default;

  virtual Place locate(Point point) const = 0;
  virtual Tissue tissue(Place place, Point point) const = 0;

  // Amplitude that a scatterer there has on average; muscle without striations has 1.
  virtual double echo_amplitude(Place place, Point point) const = 0;

  // Millimetres to the outline of the structure, negative inside; of use near the outline only.
  virtual double signed_distance(int structure, Point point) const = 0;

  virtual std::uint8_t label_at(Point point) const = 0;

  // The artery that pulsates.
  virtual Point artery_centre() const = 0;
  virtual double artery_radius_mm() const = 0;

  // The view must reach at least this deep to show what the block needs.
  virtual double needed_depth_mm() const = 0;

  virtual std::vector<Parameter> parameters() const = 0;

  virtual const std::vector<Facet>& facets() const {
    static const std::vector<Facet> none;
    return none;
  }
};

}  // namespace sonolist::model
