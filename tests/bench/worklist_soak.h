// A long run of the worklist with retention: does memory or disk grow?
#pragma once

#include <functional>
#include <string>

namespace sonolist::bench {

struct SoakSample {
  int steps = 0;         // created, claimed and completed so far
  double seconds = 0.0;  // since the start
  std::int64_t resident_bytes = 0;
  std::int64_t items = 0;  // in the worklist
};

// Works `steps` off one after the other; a sample every `sample_every` steps. Finished ones are removed once `kept`
// newer ones are done.
void soak(const std::string& engine, const std::string& place, int steps, int sample_every, int kept,
          const std::function<void(const SoakSample&)>& report);

}  // namespace sonolist::bench
