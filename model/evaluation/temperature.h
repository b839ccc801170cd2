// Temperatures that make probabilities mean what they say (Guo et al. 2017), one for each channel as a package's
// manifest defines them.
#pragma once

#include <cstdint>
#include <vector>

namespace sonolist::model {

// Some pixels' logits before any temperature, and their true classes.
struct LogitSamples {
  int channels = 0;
  std::vector<float> logits;         // [pixel][channel]
  std::vector<std::uint8_t> labels;  // [pixel], below `channels`
};

inline constexpr double kLowestTemperature = 0.25, kHighestTemperature = 8.0;

struct TemperatureFit {
  std::vector<double> temperatures;            // per channel, within the bounds
  double loss_before = 0.0, loss_after = 0.0;  // mean negative log likelihood: all temperatures 1, and fitted
};

// Mean over the pixels of -log softmax(logits / temperatures)[label].
double negative_log_likelihood(const LogitSamples& samples, const std::vector<double>& temperatures);

// The temperatures of least negative log likelihood. That is convex in 1/T (a log-sum-exp of linear functions), so
// projected Newton steps find the minimum. `shared`: one temperature for all channels, which leaves every label map
// as it is; one per channel may move the border between two classes. Throws ModelError for no pixel or logits that are
// not finite.
TemperatureFit fit_temperatures(const LogitSamples& samples, bool shared);

}  // namespace sonolist::model
