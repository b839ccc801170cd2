#include "model/tools/sample_choice.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>

#include "model/dataset/split.h"
#include "model/dataset/split_file.h"
#include "model/error.h"
#include "model/tools/option_values.h"

namespace sonolist::model::tools {
namespace {

std::vector<std::int64_t> samples_of_groups(const PackedDataset& dataset, const std::vector<std::string>& groups) {
  std::vector<std::int64_t> samples;
  for (std::int64_t i = 0; i < dataset.count; ++i) {
    const auto& group = dataset.groups[static_cast<std::size_t>(i)];
    if (std::find(groups.begin(), groups.end(), group) != groups.end()) samples.push_back(i);
  }
  return samples;
}

// Runs that hold out a single part record the groups of two: {"training":[...],"held_out":[...]}.
bool is_two_part_record(const nlohmann::json& document) {
  return document.is_object() && document.contains("held_out");
}

std::vector<std::int64_t> samples_of_part(const SampleChoice& choice, const PackedDataset& dataset) {
  // Another name must not silently be the test part.
  if (std::count(part_names().begin(), part_names().end(), choice.part) == 0) {
    throw ModelError("part '" + choice.part + "' is unknown; use training, validation or test");
  }
  std::ifstream in(choice.split_file);
  const auto document = nlohmann::json::parse(in, nullptr, false);
  if (is_two_part_record(document)) {
    const auto* key = choice.part == "training" ? "training" : "held_out";
    return samples_of_groups(dataset, document.at(key).get<std::vector<std::string>>());
  }
  const auto split = read_split_file(choice.split_file, dataset);
  if (choice.part == "training") return split.training;
  return choice.part == "validation" ? split.validation : split.test;
}

}  // namespace

const std::vector<std::string>& part_names() {
  static const std::vector<std::string> names = {"training", "validation", "test"};
  return names;
}

void add_sample_options(CLI::App& command, SampleChoice& choice) {
  auto* groups = command.add_option("--groups-from", choice.groups,
                                    "FIRST..LAST: only these groups of the data set, by number; by default all");
  auto* split = command
                    .add_option("--split", choice.split_file,
                                "Split file, of 'sonolist-model split' or split.json of a run: only its --part")
                    ->check(CLI::ExistingFile)
                    ->excludes(groups);
  command.add_option("--part", choice.part, "Part of the split; a run with one held-out part has it for both others")
      ->check(CLI::IsMember(part_names()))
      ->needs(split);
}

std::vector<std::int64_t> choose_samples(const SampleChoice& choice, const PackedDataset& dataset) {
  std::vector<std::int64_t> samples;
  if (!choice.groups.empty()) {
    const auto range = parse_range(choice.groups, "--groups-from");
    samples = hold_out_range(dataset.groups, range.first, range.last).held_out;
  } else if (!choice.split_file.empty()) {
    samples = samples_of_part(choice, dataset);
  } else {
    samples.resize(static_cast<std::size_t>(dataset.count));
    std::iota(samples.begin(), samples.end(), std::int64_t{0});
  }
  if (samples.empty()) throw ModelError("no sample of the data set belongs to the part asked for");
  return samples;
}

std::string part_name(const SampleChoice& choice) {
  if (!choice.groups.empty()) return "groups " + choice.groups;
  return choice.split_file.empty() ? "all" : choice.part;
}

std::vector<std::uint8_t> label_translation(const PackedDataset& dataset, const Manifest& manifest) {
  std::vector<std::string> names{"background"};
  for (const auto& structure : manifest.classes) names.push_back(structure.name);
  std::vector<std::uint8_t> translation;
  for (const auto& name : dataset.classes) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
      throw ModelError("the data set has class '" + name + "', which the package does not know");
    translation.push_back(static_cast<std::uint8_t>(found - names.begin()));
  }
  return translation;
}

std::vector<std::uint8_t> reference_labels(const PackedDataset& dataset, std::int64_t sample,
                                           const std::vector<std::uint8_t>& translation) {
  const auto pixels = static_cast<std::size_t>(dataset.height * dataset.width);
  const auto* labels = dataset.labels.data() + static_cast<std::size_t>(sample) * pixels;
  std::vector<std::uint8_t> reference(pixels);
  std::transform(labels, labels + pixels, reference.begin(), [&](std::uint8_t label) { return translation[label]; });
  return reference;
}

}  // namespace sonolist::model::tools
