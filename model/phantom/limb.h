// A random cross-section of regional anaesthesia under a linear probe, in mm (docs/phantom.md): no particular region,
// but what the regions have in common.
#pragma once

#include <vector>

#include "model/phantom/anatomy.h"
#include "model/phantom/limb_body.h"
#include "model/phantom/limb_layers.h"
#include "model/phantom/probe.h"

namespace sonolist::model {

class Limb final : public Anatomy {
 public:
  // Everything is placed relative to the depth of the probe's view.
  Limb(const Probe& probe, Random& random);

  Place locate(Point point) const override;
  Tissue tissue(Place place, Point point) const override;
  double echo_amplitude(Place place, Point point) const override;
  double signed_distance(int structure, Point point) const override;
  std::uint8_t label_at(Point point) const override;
  Point artery_centre() const override;
  double artery_radius_mm() const override;
  double needed_depth_mm() const override { return depth_mm_; }
  std::vector<Parameter> parameters() const override;
  const std::vector<Facet>& facets() const override { return facets_; }

  const std::vector<Body>& bodies() const { return bodies_; }  // in order of precedence, the labelled ones first

 private:
  const Body* body_of(Place place) const;
  const Body* largest(RegionalLabel label) const;

  double depth_mm_;
  Layers layers_;
  std::vector<Body> bodies_;
  std::vector<Facet> facets_;
};

}  // namespace sonolist::model
