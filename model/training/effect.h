// A random change of a picture: how strong it may be, and how often a sample gets it.
#pragma once

namespace sonolist::model {

struct Effect {
  // A number alone is the strength of a change that every sample gets.
  Effect(double largest = 0.0, double share = 1.0) : strength(largest), probability(share) {}

  bool active() const { return strength > 0.0 && probability > 0.0; }

  double strength;     // each effect says what it means; 0: never
  double probability;  // of a sample, 0..1
};

}  // namespace sonolist::model
