#include "model/dataset/split.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <random>
#include <set>

#include "model/error.h"

namespace sonolist::model {
namespace {

Split split_by(const std::vector<std::string>& groups, const std::set<std::string>& held_out) {
  Split split;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    auto& side = held_out.count(groups[i]) != 0 ? split.held_out : split.training;
    side.push_back(static_cast<std::int64_t>(i));
  }
  return split;
}

// std::shuffle draws differently in every standard library; a declared hold-out must not depend on the compiler.
void shuffle(std::vector<std::string>& values, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[random() % i]);
}

}  // namespace

std::vector<std::string> consecutive_blocks(std::int64_t count, std::int64_t block_size) {
  if (block_size < 1)
    throw ModelError("block size " + std::to_string(block_size) + ": give a number of samples from 1");
  std::vector<std::string> groups;
  for (std::int64_t i = 0; i < count; ++i) {
    std::string number = std::to_string(i / block_size);
    if (number.size() < 3) number.insert(0, 3 - number.size(), '0');
    groups.push_back("block-" + number);
  }
  return groups;
}

std::vector<std::string> distinct_groups(const std::vector<std::string>& groups) {
  std::vector<std::string> distinct;
  std::set<std::string> seen;
  for (const auto& group : groups) {
    if (seen.insert(group).second) distinct.push_back(group);
  }
  return distinct;
}

Split hold_out_groups(const std::vector<std::string>& groups, double fraction, std::uint64_t seed) {
  if (!(fraction >= 0.0 && fraction < 1.0)) {
    throw ModelError("hold-out fraction " + std::to_string(fraction) + ": give a number from 0 to less than 1");
  }
  if (fraction == 0.0) return split_by(groups, {});
  auto order = distinct_groups(groups);
  if (order.size() < 2)
    throw ModelError("the data set has fewer than two groups: nothing can be held out without cutting one");
  shuffle(order, seed);

  std::map<std::string, std::size_t> sizes;
  for (const auto& group : groups) ++sizes[group];
  const auto wanted = static_cast<std::size_t>(std::ceil(fraction * static_cast<double>(groups.size())));
  std::set<std::string> held_out;
  std::size_t samples = 0;
  for (const auto& group : order) {
    if (samples >= wanted || held_out.size() + 1 == order.size()) break;
    held_out.insert(group);
    samples += sizes[group];
  }
  return split_by(groups, held_out);
}

Split hold_out_range(const std::vector<std::string>& groups, std::int64_t first, std::int64_t last) {
  const auto distinct = distinct_groups(groups);
  if (first < 0 || last < first || last >= static_cast<std::int64_t>(distinct.size())) {
    throw ModelError("groups " + std::to_string(first) + ".." + std::to_string(last) + ": the data set has groups 0.." +
                     std::to_string(static_cast<std::int64_t>(distinct.size()) - 1));
  }
  return split_by(groups, {distinct.begin() + first, distinct.begin() + last + 1});
}

}  // namespace sonolist::model
