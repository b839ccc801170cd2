// SIMULATED ultrasound with labels: B-mode picture, a label per pixel, pixel spacing. The physics is that of
// docs/phantom.md: scatterers, depth-dependent point spread function, bone shadow, attenuation, scan conversion. Every
// image differs and is determined by its seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/phantom/anatomy.h"

namespace sonolist::model {

enum class PhantomScene {
  kAnterior,  // anterior sciatic nerve block: proximal thigh under a curved probe
  kRegional   // regional anaesthesia in general: nerves and vessels under a linear probe
};

// Labels of the anterior scene. The femur's is the whole cross-section of the bone.
enum PhantomLabel : std::uint8_t {
  kPhantomBackground = 0,
  kPhantomFemur = 1,
  kPhantomAdductorMagnus = 2,
  kPhantomSemitendinosus = 3,
  kPhantomSciaticNerve = 4,
  kPhantomFemoralArtery = 5
};

// Labels of the regional scene. A nerve is its outline with what is between its fascicles; a vessel is lumen and wall.
enum RegionalLabel : std::uint8_t { kRegionalBackground = 0, kRegionalNerve = 1, kRegionalVessel = 2 };

// Names of the labels in order of their values, the background first.
std::vector<std::string> phantom_classes(PhantomScene scene);

enum class PhantomDetail {
  kFull,    // point scatterers on a fine grid
  kReduced  // one random scatterer a cell of a coarser grid: several times as fast, for pictures of about 240x320
};

// How much the simulated machine varies from seed to seed; the anatomy always does.
enum class PhantomRandomisation { kNone, kUsual, kStrong };

// Which part of the parameters' ranges (parameter_ranges.h).
enum class PhantomRanges { kAll, kTrain, kHeldOut };

struct PhantomOptions {
  std::uint64_t seed = 1;
  int rows = 480, cols = 640;  // of the ultrasound region
  // Phase of the cardiac cycle in [0,1) per frame; one entry makes a still. Artery diameter and a slight probe motion
  // follow it; speckle decorrelates only with the motion.
  std::vector<double> phases = {0.0};
  PhantomScene scene = PhantomScene::kAnterior;
  PhantomDetail detail = PhantomDetail::kFull;
  PhantomRandomisation randomisation = PhantomRandomisation::kUsual;
  PhantomRanges ranges = PhantomRanges::kAll;
};

struct PhantomFrame {
  std::vector<std::uint8_t> picture;  // grey, rows*cols
  std::vector<std::uint8_t> labels;   // of the scene, rows*cols
};

struct Phantom {
  int rows = 0, cols = 0;
  double mm_per_pixel = 0.0;  // square pixels
  std::vector<PhantomFrame> frames;
  std::vector<Parameter> parameters;  // those by which ranges are kept apart, as drawn
};

// Pure function of the options (same bytes for the same options and build); thread safe. Throws ModelError for sizes
// under 64 or over 4096.
Phantom draw_phantom(const PhantomOptions& options);

// What ranges mean for a scene, for the description of a data set.
std::string statement_of(PhantomScene scene, PhantomRanges ranges);

}  // namespace sonolist::model
