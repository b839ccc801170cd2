#include "model/evaluation/evaluation.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/error.h"
#include "model/prediction/estimated_dice.h"

namespace sonolist::model {
namespace {

GridSpacing spacing_of(const EvaluatedData& data) {
  const double step = data.mm_per_pixel.value_or(1.0);
  return {step, step};
}

void count_pixels(Evaluation& evaluation, EvaluatedImage& image, const std::vector<std::uint8_t>& predicted,
                  const std::vector<std::uint8_t>& reference) {
  for (std::size_t i = 0; i < reference.size(); ++i) {
    ++evaluation.confusion[reference[i]][predicted[i]];
    ++image.structures[predicted[i]].counts.predicted;
    ++image.structures[reference[i]].counts.reference;
    if (predicted[i] == reference[i]) ++image.structures[reference[i]].counts.overlap;
  }
}

void add_probabilities(Evaluation& evaluation, const std::vector<std::vector<float>>& probabilities,
                       const std::vector<std::uint8_t>& reference) {
  constexpr double kLeast = 1e-7;
  for (std::size_t channel = 0; channel < probabilities.size(); ++channel) {
    auto& histogram = evaluation.histograms[channel];
    const double before = histogram.squared_error;
    const auto& probability = probabilities[channel];
    for (std::size_t i = 0; i < reference.size(); ++i) histogram.add(probability[i], reference[i] == channel);
    evaluation.squared_error += histogram.squared_error - before;
  }
  for (std::size_t i = 0; i < reference.size(); ++i) {
    evaluation.log_loss -= std::log(std::max(kLeast, static_cast<double>(probabilities[reference[i]][i])));
  }
}

void check_image(const Evaluation& evaluation, const std::string& name, const Prediction& prediction,
                 const std::vector<std::uint8_t>& reference) {
  const auto classes = static_cast<std::size_t>(evaluation.classes());
  if (prediction.labels.size() != reference.size() || prediction.probabilities.size() != classes) {
    throw ModelError("image '" + name + "': prediction and reference differ in size or classes");
  }
  for (const auto* labels : {&prediction.labels, &reference}) {
    if (std::any_of(labels->begin(), labels->end(), [&](std::uint8_t label) { return label >= classes; })) {
      throw ModelError("image '" + name + "': a label is none of the " + std::to_string(classes) + " classes");
    }
  }
}

}  // namespace

Evaluation make_evaluation(const Manifest& manifest) {
  Evaluation evaluation;
  auto& package = evaluation.package;
  package.name = manifest.name;
  package.version = manifest.version;
  package.weights_sha256 = manifest.weights_sha256;
  package.temperatures = manifest.temperatures;
  package.classes = {"background"};
  package.labels = {"Background"};
  package.colours.emplace_back();
  for (const auto& structure : manifest.classes) {
    package.classes.push_back(structure.name);
    package.labels.push_back(structure.label);
    package.colours.push_back(structure.colour_rgb);
  }
  const auto classes = package.classes.size();
  evaluation.confusion.assign(classes, std::vector<std::int64_t>(classes));
  evaluation.histograms.resize(classes);
  return evaluation;
}

void add_image(Evaluation& evaluation, const std::string& name, const std::string& group, const Prediction& prediction,
               const std::vector<std::uint8_t>& reference) {
  check_image(evaluation, name, prediction, reference);
  EvaluatedImage image{name, group, std::vector<StructureResult>(evaluation.package.classes.size())};
  count_pixels(evaluation, image, prediction.labels, reference);
  add_probabilities(evaluation, prediction.probabilities, reference);
  for (std::size_t label = 0; label < image.structures.size(); ++label) {
    auto& result = image.structures[label];
    result.pixels = static_cast<std::int64_t>(reference.size());
    result.surface = surface_distances(prediction.labels, reference, static_cast<std::uint8_t>(label), prediction.rows,
                                       prediction.cols, spacing_of(evaluation.data));
    const auto sums = sum_probability(prediction.labels.data(), static_cast<std::uint8_t>(label),
                                      prediction.probabilities[label].data(), reference.size());
    result.estimated_dice = sums.pixels > 0 ? estimated_dice(sums) : std::numeric_limits<double>::quiet_NaN();
  }
  evaluation.images.push_back(std::move(image));
}

std::vector<std::string> groups_of(const Evaluation& evaluation) {
  std::vector<std::string> groups;
  for (const auto& image : evaluation.images) groups.push_back(image.group);
  return groups;
}

std::vector<double> values_of(const Evaluation& evaluation, int structure, Measure measure, AbsentClass absent) {
  std::vector<double> values;
  for (const auto& image : evaluation.images) {
    values.push_back(value_of(image.structures.at(static_cast<std::size_t>(structure)), measure, absent));
  }
  return values;
}

OverlapTable overlap_table(const Evaluation& evaluation) {
  OverlapTable table(evaluation.classes());
  for (const auto& image : evaluation.images) {
    std::vector<OverlapCounts> counts;
    for (const auto& structure : image.structures) counts.push_back(structure.counts);
    table.add(std::move(counts));
  }
  return table;
}

std::string length_unit(const Evaluation& evaluation) {
  return evaluation.data.mm_per_pixel ? "mm" : "pixels";
}

}  // namespace sonolist::model
