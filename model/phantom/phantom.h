// SIMULATED ultrasound of the anterior sciatic nerve block: labels, B-mode picture and pixel spacing. The physics is
// that of docs/phantom.md: scatterers, depth-dependent point spread function, bone shadow, attenuation, scan
// conversion. Every image differs and is determined by its seed. The femur's label is the whole cross-section of the
// bone.
#pragma once

#include <cstdint>
#include <vector>

namespace sonolist::model {

enum PhantomLabel : std::uint8_t {
  kPhantomBackground = 0,
  kPhantomFemur = 1,
  kPhantomAdductorMagnus = 2,
  kPhantomSemitendinosus = 3,
  kPhantomSciaticNerve = 4,
  kPhantomFemoralArtery = 5
};

struct PhantomOptions {
  std::uint64_t seed = 1;
  int rows = 480, cols = 640;  // of the ultrasound region
  // Phase of the cardiac cycle in [0,1) per frame; one entry makes a still. Artery diameter and a slight probe motion
  // follow it; speckle decorrelates only with the motion.
  std::vector<double> phases = {0.0};
};

struct PhantomFrame {
  std::vector<std::uint8_t> picture;  // grey, rows*cols
  std::vector<std::uint8_t> labels;   // PhantomLabel, rows*cols
};

struct Phantom {
  int rows = 0, cols = 0;
  double mm_per_pixel = 0.0;  // square pixels
  std::vector<PhantomFrame> frames;
};

// Pure function of the options (same bytes for the same seed and build); thread safe. Throws ModelError for sizes under
// 64 or over 4096.
Phantom draw_phantom(const PhantomOptions& options);

}  // namespace sonolist::model
