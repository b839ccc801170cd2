// Skin, superficial fat and muscles under a linear probe: layers of irregular thickness that run out and come back.
#pragma once

#include <cstdint>
#include <vector>

#include "model/phantom/random.h"
#include "model/phantom/shape.h"

namespace sonolist::model {

enum class LayerKind { kSkin, kFat, kMuscle, kLoose, kLung };

struct Layer {
  LayerKind kind = LayerKind::kMuscle;
  double echo_db = 0.0;     // against muscle
  double fascia_db = 22.0;  // of its floor, against muscle
  double dashes_per_mm2 = 0.0;
  std::uint32_t seed = 0;
  std::vector<float> floors;  // depth of its floor at every step across; the last layer's are out of sight
};

// Value type, immutable once drawn.
class Layers {
 public:
  Layers() = default;
  Layers(double half_width_mm, double depth_mm, Random& random);

  const std::vector<Layer>& all() const { return layers_; }
  int index_at(Point point) const;
  double floor_mm(int layer, double x) const;
  double fat_mm() const { return fat_mm_; }

 private:
  struct Column {
    int first;
    float part;
  };
  struct Course {                                          // of a floor: a line with waves on it
    double depth_mm, slope, bend, wave_mm, wave_scale_mm;  // bend in 1/mm
  };

  Column column(double x) const;
  void add(Layer layer, const Course& course, Random& random);
  void add_deep_layers(double depth_mm, Random& random);

  double half_width_mm_ = 0.0;
  double fat_mm_ = 0.0;
  std::vector<Layer> layers_;
};

}  // namespace sonolist::model
