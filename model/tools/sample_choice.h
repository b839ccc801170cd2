// Which samples of a data set a command works on, and what their labels mean to a package.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "model/dataset/packed_dataset.h"
#include "model/package/manifest.h"

namespace sonolist::model::tools {

struct SampleChoice {
  std::string groups, split_file, part;
};

// What a part of a split may be called.
const std::vector<std::string>& part_names();

// --groups-from, --split, --part
void add_sample_options(CLI::App& command, SampleChoice& choice);

// Ascending; all without an option. A split file is one of 'sonolist-model split' or of a training run. Throws
// ModelError when no sample is left, and for a part that is none of part_names().
std::vector<std::int64_t> choose_samples(const SampleChoice& choice, const PackedDataset& dataset);

// "all", "groups 3..7" or the part of the split.
std::string part_name(const SampleChoice& choice);

// The package's label for each label of the data set. Throws ModelError for a class that the package does not know:
// leaving it out would flatter the result.
std::vector<std::uint8_t> label_translation(const PackedDataset& dataset, const Manifest& manifest);

// The labels of one sample, translated.
std::vector<std::uint8_t> reference_labels(const PackedDataset& dataset, std::int64_t sample,
                                           const std::vector<std::uint8_t>& translation);

}  // namespace sonolist::model::tools
