// Brightness of a structure, without the colours that a Doppler overlay paints on it.
#pragma once

#include <cstdint>

namespace sonolist::processor {

// Largest minus smallest of R, G and B above which a pixel is colour flow. JPEG leaves a grey pixel well below.
constexpr int kColourFlowChroma = 32;

// Collects pixels one by one; mean and SD are those of the whole structure (population SD). Not thread safe.
class Echogenicity {
 public:
  // `rgb` points to three bytes.
  void add(const std::uint8_t* rgb);
  std::int64_t pixels() const { return pixels_; }
  // Of BT.601 luma, 0..255; 0 when no grey pixel was added.
  double mean() const;
  double standard_deviation() const;

 private:
  std::int64_t pixels_ = 0;
  double sum_ = 0.0, sum_of_squares_ = 0.0;
};

}  // namespace sonolist::processor
