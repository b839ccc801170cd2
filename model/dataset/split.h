// Which samples are trained on and which are held out. A group (patient, study, block of neighbours) is never cut:
// frames of one patient on both sides make every number of a validation too good.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace sonolist::model {

struct Split {
  std::vector<std::int64_t> training, held_out;  // sample indices, ascending
};

// Validation chooses (the checkpoint, the recipe), the test only reports: a number of a part that chose is too good.
struct ThreeWaySplit {
  std::vector<std::int64_t> training, validation, test;  // sample indices, ascending
};

constexpr std::array<double, 3> kUsualRatio{6.0, 2.0, 2.0};

// Groups for data without subject identity: "block-000" for samples 0..block_size-1, and so on. Neighbours share a
// group. Throws ModelError for block_size < 1.
std::vector<std::string> consecutive_blocks(std::int64_t count, std::int64_t block_size);

// The distinct groups in the order in which they first appear.
std::vector<std::string> distinct_groups(const std::vector<std::string>& groups);

// Holds out whole groups, drawn from `seed` (the same on every platform), until at least `fraction` of the samples are
// held out; at least one group stays for training. Fraction 0 holds out nothing. Throws ModelError for a fraction
// outside [0,1) or when a single group would have to be cut.
Split hold_out_groups(const std::vector<std::string>& groups, double fraction, std::uint64_t seed);

// Holds out the groups numbered first..last (inclusive) of distinct_groups(): the declared hold-out of a protocol.
// Throws ModelError when the range names a group that is not there.
Split hold_out_range(const std::vector<std::string>& groups, std::int64_t first, std::int64_t last);

// Divides the samples in proportion to `ratio` (training, validation, test; only the proportions count) in whole
// groups, drawn from `seed`, the same on every platform. Of several draws the one whose parts come closest to their
// sizes is taken; large groups may still leave them off. A part of ratio 0 stays empty, every other gets at least one
// group. Throws ModelError for a negative or not finite ratio, for one without training, and for fewer groups than
// parts.
ThreeWaySplit three_way_split(const std::vector<std::string>& groups, const std::array<double, 3>& ratio,
                              std::uint64_t seed);

// The held-out samples (ascending) of each fold of a cross-validation: every sample in exactly one fold, whole groups,
// folds of about equal size, drawn from `seed`, the same on every platform. Throws ModelError for fewer than two folds
// or fewer groups than folds.
std::vector<std::vector<std::int64_t>> group_folds(const std::vector<std::string>& groups, int folds,
                                                   std::uint64_t seed);

}  // namespace sonolist::model
