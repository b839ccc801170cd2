#include "model/evaluation/temperature.h"

#include <algorithm>
#include <cmath>

#include "model/error.h"

namespace sonolist::model {
namespace {

using Vector = std::vector<double>;

// Value, gradient and Hessian (row-major) in the inverse temperatures.
struct LossDerivatives {
  double value = 0.0;
  Vector gradient, hessian;
};

// Which parameter the channel belongs to: all the same one, or each its own.
struct InverseTemperatures {
  const LogitSamples& samples;
  bool shared;

  std::size_t count() const { return shared ? 1 : channels(); }
  std::size_t channels() const { return static_cast<std::size_t>(samples.channels); }
  std::size_t parameter(std::size_t channel) const { return shared ? 0 : channel; }
};

// Softmax of logits * beta into `softmax`; returns -log of the entry of `label`.
double pixel_loss(const float* logits, std::uint8_t label, const InverseTemperatures& model, const Vector& beta,
                  Vector& softmax) {
  double highest = -1e300;
  for (std::size_t c = 0; c < softmax.size(); ++c) {
    softmax[c] = static_cast<double>(logits[c]) * beta[model.parameter(c)];
    highest = std::max(highest, softmax[c]);
  }
  const double own = softmax[label];
  double sum = 0.0;
  for (auto& value : softmax) {
    value = std::exp(value - highest);
    sum += value;
  }
  for (auto& value : softmax) value /= sum;
  return std::log(sum) + highest - own;
}

double loss_at(const InverseTemperatures& model, const Vector& beta) {
  const auto& samples = model.samples;
  Vector softmax(model.channels());
  double sum = 0.0;
  for (std::size_t i = 0; i < samples.labels.size(); ++i) {
    sum += pixel_loss(samples.logits.data() + i * softmax.size(), samples.labels[i], model, beta, softmax);
  }
  return sum / static_cast<double>(samples.labels.size());
}

LossDerivatives derivatives_at(const InverseTemperatures& model, const Vector& beta) {
  const auto& samples = model.samples;
  const auto n = model.count();
  LossDerivatives result{0.0, Vector(n), Vector(n * n)};
  Vector softmax(model.channels()), mean(n);
  for (std::size_t i = 0; i < samples.labels.size(); ++i) {
    const auto* z = samples.logits.data() + i * softmax.size();
    result.value += pixel_loss(z, samples.labels[i], model, beta, softmax);
    std::fill(mean.begin(), mean.end(), 0.0);
    for (std::size_t c = 0; c < softmax.size(); ++c) {
      const auto a = model.parameter(c);
      mean[a] += softmax[c] * static_cast<double>(z[c]);
      result.hessian[a * n + a] += softmax[c] * static_cast<double>(z[c]) * static_cast<double>(z[c]);
    }
    result.gradient[model.parameter(samples.labels[i])] -= static_cast<double>(z[samples.labels[i]]);
    for (std::size_t a = 0; a < n; ++a) {
      result.gradient[a] += mean[a];
      for (std::size_t b = 0; b < n; ++b) result.hessian[a * n + b] -= mean[a] * mean[b];
    }
  }
  const auto pixels = static_cast<double>(samples.labels.size());
  result.value /= pixels;
  for (auto& value : result.gradient) value /= pixels;
  for (auto& value : result.hessian) value /= pixels;
  return result;
}

// Solves (H + ridge) x = g on the free parameters by Gauss elimination; the others get 0. H is positive semi-definite,
// so with the ridge no pivot vanishes.
Vector newton_step(const LossDerivatives& loss, const std::vector<bool>& free) {
  const auto n = loss.gradient.size();
  auto matrix = loss.hessian;
  auto x = loss.gradient;
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) {
      if (!free[a] || !free[b]) matrix[a * n + b] = 0.0;
    }
    matrix[a * n + a] += free[a] ? 1e-9 : 1.0;
    if (!free[a]) x[a] = 0.0;
  }
  for (std::size_t pivot = 0; pivot < n; ++pivot) {
    for (std::size_t row = pivot + 1; row < n; ++row) {
      const double factor = matrix[row * n + pivot] / matrix[pivot * n + pivot];
      for (std::size_t col = pivot; col < n; ++col) matrix[row * n + col] -= factor * matrix[pivot * n + col];
      x[row] -= factor * x[pivot];
    }
  }
  for (auto row = n; row-- > 0;) {
    for (std::size_t col = row + 1; col < n; ++col) x[row] -= matrix[row * n + col] * x[col];
    x[row] /= matrix[row * n + row];
  }
  return x;
}

Vector projected(const Vector& beta, const Vector& step, double length) {
  Vector moved(beta.size());
  for (std::size_t i = 0; i < beta.size(); ++i) {
    moved[i] = std::clamp(beta[i] - length * step[i], 1.0 / kHighestTemperature, 1.0 / kLowestTemperature);
  }
  return moved;
}

// A parameter at its bound that wants to leave the box stays there for this step.
std::vector<bool> free_parameters(const Vector& beta, const Vector& gradient) {
  std::vector<bool> free(beta.size());
  for (std::size_t i = 0; i < beta.size(); ++i) {
    free[i] = !(beta[i] <= 1.0 / kHighestTemperature && gradient[i] > 0.0) &&
              !(beta[i] >= 1.0 / kLowestTemperature && gradient[i] < 0.0);
  }
  return free;
}

Vector least_loss(const InverseTemperatures& model) {
  constexpr int kMostSteps = 60;
  Vector beta(model.count(), 1.0);
  for (int i = 0; i < kMostSteps; ++i) {
    const auto loss = derivatives_at(model, beta);
    const auto step = newton_step(loss, free_parameters(beta, loss.gradient));
    Vector next = beta;
    for (double length = 1.0; length > 1e-6; length *= 0.5) {
      const auto trial = projected(beta, step, length);
      if (loss_at(model, trial) < loss.value) {
        next = trial;
        break;
      }
    }
    double moved = 0.0;
    for (std::size_t p = 0; p < beta.size(); ++p) moved = std::max(moved, std::abs(next[p] - beta[p]));
    beta = next;
    if (moved < 1e-7) break;
  }
  return beta;
}

void check_samples(const LogitSamples& samples) {
  if (samples.labels.empty()) throw ModelError("temperatures need at least one pixel to be fitted to");
  if (samples.logits.size() != samples.labels.size() * static_cast<std::size_t>(samples.channels)) {
    throw ModelError("temperatures need one logit per pixel and channel");
  }
  if (*std::max_element(samples.labels.begin(), samples.labels.end()) >= samples.channels) {
    throw ModelError("temperatures: a label is none of the " + std::to_string(samples.channels) + " channels");
  }
  if (!std::all_of(samples.logits.begin(), samples.logits.end(), [](float value) { return std::isfinite(value); })) {
    throw ModelError("temperatures: the network's logits are not finite");
  }
}

}  // namespace

double negative_log_likelihood(const LogitSamples& samples, const std::vector<double>& temperatures) {
  check_samples(samples);
  Vector beta;
  for (const double temperature : temperatures) beta.push_back(1.0 / temperature);
  return loss_at({samples, false}, beta);
}

TemperatureFit fit_temperatures(const LogitSamples& samples, bool shared) {
  check_samples(samples);
  const InverseTemperatures model{samples, shared};
  const auto beta = least_loss(model);
  TemperatureFit fit;
  for (std::size_t c = 0; c < model.channels(); ++c) fit.temperatures.push_back(1.0 / beta[model.parameter(c)]);
  fit.loss_before = negative_log_likelihood(samples, Vector(model.channels(), 1.0));
  fit.loss_after = negative_log_likelihood(samples, fit.temperatures);
  return fit;
}

}  // namespace sonolist::model
