#include "model/dataset/split.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <numeric>
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
void shuffle(std::vector<std::string>& values, std::mt19937_64& random) {
  for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[random() % i]);
}

std::map<std::string, std::int64_t> sizes_of(const std::vector<std::string>& groups) {
  std::map<std::string, std::int64_t> sizes;
  for (const auto& group : groups) ++sizes[group];
  return sizes;
}

// Groups dealt out to parts of wanted sizes.
struct Deal {
  std::map<std::string, std::size_t> part_of;  // group
  double deviation = 0.0;                      // sum over the parts of |size - wanted size|, in samples
};

// Gives each group in its turn to the part that lacks most. A part of wanted size 0 gets none, every other at least
// one.
Deal deal_out(const std::vector<std::string>& order, const std::map<std::string, std::int64_t>& sizes,
              const std::vector<double>& wanted) {
  Deal deal;
  std::vector<std::int64_t> dealt(wanted.size(), 0);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto is_empty = [&](std::size_t part) { return wanted[part] > 0.0 && dealt[part] == 0; };
    std::size_t empty = 0;
    for (std::size_t part = 0; part < wanted.size(); ++part) empty += is_empty(part) ? 1 : 0;
    const bool only_empty = order.size() - i <= empty;  // the rest suffices for one group each
    std::size_t chosen = wanted.size();
    double lack = 0.0;
    for (std::size_t part = 0; part < wanted.size(); ++part) {
      if (wanted[part] <= 0.0 || (only_empty && !is_empty(part))) continue;
      const double lacks = wanted[part] - static_cast<double>(dealt[part]);
      if (chosen == wanted.size() || lacks > lack) {
        chosen = part;
        lack = lacks;
      }
    }
    deal.part_of[order[i]] = chosen;
    dealt[chosen] += sizes.at(order[i]);
  }
  for (std::size_t part = 0; part < wanted.size(); ++part) {
    deal.deviation += std::abs(wanted[part] - static_cast<double>(dealt[part]));
  }
  return deal;
}

std::vector<std::vector<std::int64_t>> samples_by_part(const std::vector<std::string>& groups, const Deal& deal,
                                                       std::size_t parts) {
  std::vector<std::vector<std::int64_t>> samples(parts);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    samples[deal.part_of.at(groups[i])].push_back(static_cast<std::int64_t>(i));
  }
  return samples;
}

void refuse_fewer_groups(std::size_t groups, std::size_t parts) {
  if (groups >= parts) return;
  throw ModelError("the data set has " + std::to_string(groups) + " groups, too few for " + std::to_string(parts) +
                   " parts: no group may be cut; name finer groups or ask for fewer parts");
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
  std::mt19937_64 random(seed);
  shuffle(order, random);

  const auto sizes = sizes_of(groups);
  const auto wanted = static_cast<std::int64_t>(std::ceil(fraction * static_cast<double>(groups.size())));
  std::set<std::string> held_out;
  std::int64_t samples = 0;
  for (const auto& group : order) {
    if (samples >= wanted || held_out.size() + 1 == order.size()) break;
    held_out.insert(group);
    samples += sizes.at(group);
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

ThreeWaySplit three_way_split(const std::vector<std::string>& groups, const std::array<double, 3>& ratio,
                              std::uint64_t seed) {
  constexpr int kDraws = 32;
  for (const double part : ratio) {
    if (!std::isfinite(part) || part < 0.0) throw ModelError("split ratio: give three numbers from 0, such as 6:2:2");
  }
  if (ratio[0] <= 0.0) throw ModelError("split ratio: the first number, training, must be greater than 0");
  const auto distinct = distinct_groups(groups);
  refuse_fewer_groups(distinct.size(), static_cast<std::size_t>(std::count_if(ratio.begin(), ratio.end(),
                                                                              [](double r) { return r > 0.0; })));
  const double sum = std::accumulate(ratio.begin(), ratio.end(), 0.0);
  std::vector<double> wanted;
  wanted.reserve(ratio.size());
  for (const double part : ratio) wanted.push_back(static_cast<double>(groups.size()) * part / sum);

  const auto sizes = sizes_of(groups);
  std::mt19937_64 random(seed);
  auto order = distinct;
  Deal best;
  for (int draw = 0; draw < kDraws; ++draw) {
    shuffle(order, random);
    auto deal = deal_out(order, sizes, wanted);
    if (draw == 0 || deal.deviation < best.deviation) best = std::move(deal);
  }
  auto parts = samples_by_part(groups, best, wanted.size());
  return {std::move(parts[0]), std::move(parts[1]), std::move(parts[2])};
}

std::vector<std::vector<std::int64_t>> group_folds(const std::vector<std::string>& groups, int folds,
                                                   std::uint64_t seed) {
  if (folds < 2) throw ModelError(std::to_string(folds) + " folds: give at least 2");
  const auto parts = static_cast<std::size_t>(folds);
  auto order = distinct_groups(groups);
  refuse_fewer_groups(order.size(), parts);
  std::mt19937_64 random(seed);
  shuffle(order, random);
  const auto sizes = sizes_of(groups);
  // The largest first: the small ones then even the folds out.
  std::stable_sort(order.begin(), order.end(),
                   [&](const std::string& a, const std::string& b) { return sizes.at(a) > sizes.at(b); });
  const std::vector<double> wanted(parts, static_cast<double>(groups.size()) / static_cast<double>(folds));
  return samples_by_part(groups, deal_out(order, sizes, wanted), parts);
}

}  // namespace sonolist::model
