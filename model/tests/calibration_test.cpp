#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "model/error.h"
#include "model/evaluation/probability_histogram.h"
#include "model/evaluation/temperature.h"

namespace sonolist::model {
namespace {

TEST(ProbabilityHistogram, AreaUnderTheCurveIsTheShareOfOrderedPairs) {
  ProbabilityHistogram histogram;
  for (const float p : {0.9F, 0.7F, 0.4F}) histogram.add(p, true);
  for (const float p : {0.8F, 0.4F, 0.1F, 0.0F}) histogram.add(p, false);
  // Of 12 pairs 9 are in order (4 + 3 + 2) and one is a tie.
  EXPECT_NEAR(area_under(roc_curve(histogram)), 9.5 / 12.0, 1e-12);
  EXPECT_EQ(roc_curve(histogram).front().true_positive_rate, 0.0);
  EXPECT_EQ(roc_curve(histogram).back().false_positive_rate, 1.0);
  EXPECT_TRUE(roc_curve(ProbabilityHistogram{}).empty());
  EXPECT_TRUE(std::isnan(area_under({})));
}

TEST(ProbabilityHistogram, ErrorsOfAKnownMiscalibration) {
  ProbabilityHistogram histogram;
  for (int i = 0; i < 100; ++i) histogram.add(0.9F, i < 60);  // says .9, is .6
  for (int i = 0; i < 300; ++i) histogram.add(0.1F, i < 30);  // says .1, is .1
  EXPECT_NEAR(expected_calibration_error(equal_width_bins(histogram)), 0.25 * 0.3, 1e-12);
  EXPECT_NEAR(average_calibration_error(equal_width_bins(histogram)), 0.15, 1e-12);
  EXPECT_NEAR(expected_calibration_error(equal_width_bins(histogram, 0.5)), 0.3, 1e-12);
  EXPECT_NEAR(histogram.squared_error, 60 * 0.01 + 40 * 0.81 + 30 * 0.81 + 270 * 0.01, 1e-5);
  EXPECT_NEAR(histogram.log_loss, -60 * std::log(0.9) - 40 * std::log(0.1) - 30 * std::log(0.1) - 270 * std::log(0.9),
              1e-4);
  EXPECT_TRUE(std::isnan(expected_calibration_error({})));
}

TEST(ProbabilityHistogram, BinsOfEqualMassHoldEquallyMany) {
  ProbabilityHistogram histogram;
  for (int i = 0; i < 3000; ++i) histogram.add(static_cast<float>(i % 1000) / 1000.0F, i % 2 == 0);
  const auto bins = equal_mass_bins(histogram, 0.0, 10);
  ASSERT_EQ(bins.size(), 10u);
  for (const auto& bin : bins) EXPECT_NEAR(static_cast<double>(bin.pixels), 300.0, 3.0);
  ProbabilityHistogram sure;  // all in one cell: it cannot be divided
  for (int i = 0; i < 1000; ++i) sure.add(0.0F, false);
  EXPECT_EQ(equal_mass_bins(sure).size(), 1u);
}

// Labels drawn from softmax(logits / T): the fit must find T again.
LogitSamples drawn_samples(const std::vector<double>& temperatures, std::size_t count) {
  std::mt19937_64 random(5);
  std::normal_distribution<double> normal(0.0, 4.0);
  std::uniform_real_distribution<double> uniform;
  LogitSamples samples;
  samples.channels = static_cast<int>(temperatures.size());
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<double> weights;
    double sum = 0.0;
    for (const double temperature : temperatures) {
      const auto logit = static_cast<float>(normal(random));
      samples.logits.push_back(logit);
      weights.push_back(std::exp(static_cast<double>(logit) / temperature));
      sum += weights.back();
    }
    double place = uniform(random) * sum;
    std::uint8_t label = 0;
    while (label + 1U < weights.size() && place >= weights[label]) place -= weights[label++];
    samples.labels.push_back(label);
  }
  return samples;
}

TEST(Temperature, FindsOnePerChannel) {
  const auto samples = drawn_samples({1.0, 2.5, 0.6}, 8000);
  const auto fit = fit_temperatures(samples, false);
  ASSERT_EQ(fit.temperatures.size(), 3u);
  EXPECT_NEAR(fit.temperatures[0], 1.0, 0.1);
  EXPECT_NEAR(fit.temperatures[1], 2.5, 0.25);
  EXPECT_NEAR(fit.temperatures[2], 0.6, 0.06);
  EXPECT_LT(fit.loss_after, fit.loss_before);
  for (const std::size_t channel : {0, 1, 2}) {  // a minimum: every neighbour is worse
    for (const double factor : {0.98, 1.02}) {
      auto moved = fit.temperatures;
      moved[channel] *= factor;
      EXPECT_GT(negative_log_likelihood(samples, moved), fit.loss_after);
    }
  }
}

TEST(Temperature, ASharedOneIsTheSameForAll) {
  const auto fit = fit_temperatures(drawn_samples({2.0, 2.0, 2.0}, 6000), true);
  EXPECT_NEAR(fit.temperatures[0], 2.0, 0.15);
  EXPECT_EQ(fit.temperatures[0], fit.temperatures[1]);
  EXPECT_EQ(fit.temperatures[0], fit.temperatures[2]);
}

TEST(Temperature, StaysWithinItsBounds) {
  LogitSamples sure;  // always right by little: no certainty is too much
  sure.channels = 2;
  for (int i = 0; i < 50; ++i) {
    sure.logits.insert(sure.logits.end(), {0.5F, -0.5F});
    sure.labels.push_back(0);
  }
  EXPECT_DOUBLE_EQ(fit_temperatures(sure, true).temperatures[0], kLowestTemperature);
  for (std::size_t i = 0; i < sure.labels.size(); ++i) sure.labels[i] = static_cast<std::uint8_t>(i % 2);
  EXPECT_DOUBLE_EQ(fit_temperatures(sure, true).temperatures[0], kHighestTemperature);
}

TEST(Temperature, RefusesWhatCannotBeFitted) {
  EXPECT_THROW(fit_temperatures({2, {}, {}}, true), ModelError);
  EXPECT_THROW(fit_temperatures({2, {0.0F}, {0}}, true), ModelError);
  EXPECT_THROW(fit_temperatures({2, {0.0F, 1.0F}, {2}}, true), ModelError);
  EXPECT_THROW(fit_temperatures({2, {0.0F, NAN}, {0}}, true), ModelError);
}

}  // namespace
}  // namespace sonolist::model
