// The simulated machine's settings: one random draw per phantom.
#pragma once

#include <array>

#include "model/phantom/probe.h"
#include "model/phantom/random.h"

namespace sonolist::model {

struct Scanner {
  Probe probe;
  double frequency_mhz = 3.0;
  double axial_deviation_mm = 0.25;  // of the Gaussian pulse envelope
  double aperture_mm = 20.0;
  double beam_width_factor = 1.0;  // lateral width relative to diffraction
  double focus_mm = 60.0;
  double dynamic_range_db = 60.0;
  double muscle_grey = 0.28;  // of white, where muscle's mean echo is displayed: the gain
  double gamma = 1.0;
  double noise_db = -35.0;                // at the deepest sample, relative to muscle
  double noise_slope_db_per_mm = 0.3;     // how fast the noise rises with depth
  double bone_arc_mm = 2.0;               // range over which the cortex swallows the beam
  int looks = 1;                          // of frequency compounding
  double smoothing = 0.0;                 // weight of each neighbour in the machine's lateral smoothing
  std::array<double, 7> gain_error_db{};  // of the time gain control, at even steps of depth
  double lost_contact_lateral = 100.0;    // beams beyond this place have no contact; a sign picks the side
  double lost_contact_edge = 0.06;        // over which contact is lost, in units of the lateral place
  double lost_contact_db = 0.0;
  double scatterer_pitch_mm = 0.32;  // full detail: one possible scatterer in each square of this size
  double attenuation_factor = 1.0;   // of all tissues
  double fade_start_mm = 0.0;        // from here on the gain falls behind the loss
  double fade_db_per_mm = 0.0;
  double grey_bend = 0.0;  // contrast of the grey map's middle: S-shaped under 0, its opposite over 0; in [-1, 1]
  int persistence = 1;     // frames averaged: only noise changes between them
  double speckle_reduction = 0.0;  // edge-preserving smoothing, in [0, 1]
  bool marks = false;              // scale and signs burned into the border

  double wavelength_mm() const { return 1.54 / frequency_mhz; }

  // Standard deviation of the two-way beam profile at this range, mm.
  double lateral_deviation_mm(double range_mm) const;
};

// A probe of random geometry; its depth is set by draw_scanner().
Probe draw_probe(Random& random);

// Settings for a view at least `needed_depth_mm` deep; the depth stays within 72 to 130 mm.
Scanner draw_scanner(Probe probe, double needed_depth_mm, Random& random);

}  // namespace sonolist::model
