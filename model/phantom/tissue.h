// Acoustic properties of the simulated tissues.
#pragma once

namespace sonolist::model {

enum class Tissue {
  kSkin,
  kFat,
  kMuscle,
  kConnective,
  kBlood,
  kVesselWall,
  kBone,
  kFascicle,
  kEpineurium,
  kLooseTissue,  // between muscles, and superficial fat: no boundary of its own, its sheets are facets
  kTendon,
  kLymphNode,
  kLung
};
constexpr int kTissueCount = static_cast<int>(Tissue::kLung) + 1;

struct TissueProperties {
  double impedance_mrayl;            // of the specular echo
  double attenuation_db_per_cm_mhz;  // one way, at 1 MHz
  double echo_db;                    // mean amplitude of a scatterer relative to muscle
  double echo_spread;                // standard deviation of that amplitude, relative to its mean
  double scatterer_density;          // part of the possible scatterers that exist, in (0, 1]
};

// Pure; the sources of the numbers are in docs/phantom.md.
const TissueProperties& properties_of(Tissue tissue);

}  // namespace sonolist::model
