#include "model/dataset/near_duplicates.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <numeric>
#include <tuple>

#include "model/dataset/perceptual_hash.h"
#include "model/error.h"

namespace sonolist::model {
namespace {

std::size_t root_of(std::vector<std::size_t>& parents, std::size_t group) {
  while (parents[group] != group) {
    parents[group] = parents[parents[group]];
    group = parents[group];
  }
  return group;
}

}  // namespace

std::vector<NearDuplicate> near_duplicates(const PackedDataset& dataset, int max_distance) {
  if (max_distance < 0)
    throw ModelError("near duplicates: the distance " + std::to_string(max_distance) + " is negative");
  const auto pixels = static_cast<std::size_t>(dataset.height * dataset.width);
  std::vector<PictureHash> hashes;
  for (std::int64_t i = 0; i < dataset.count; ++i) {
    const auto* picture = dataset.pictures.data() + static_cast<std::size_t>(i) * pixels;
    hashes.push_back(perceptual_hash({picture, dataset.height, dataset.width, dataset.width}));
  }
  std::vector<NearDuplicate> pairs;
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    for (std::size_t j = i + 1; j < hashes.size(); ++j) {
      const int distance = hash_distance(hashes[i], hashes[j]);
      if (distance > max_distance) continue;
      const auto* pictures = dataset.pictures.data();
      const bool exact = distance == 0 && std::memcmp(pictures + i * pixels, pictures + j * pixels, pixels) == 0;
      pairs.push_back({static_cast<std::int64_t>(i), static_cast<std::int64_t>(j), distance, exact});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const NearDuplicate& a, const NearDuplicate& b) {
    return std::make_tuple(a.distance, !a.exact) < std::make_tuple(b.distance, !b.exact);
  });
  return pairs;
}

std::vector<std::string> merge_groups(const std::vector<std::string>& groups,
                                      const std::vector<std::pair<std::int64_t, std::int64_t>>& pairs) {
  std::map<std::string, std::size_t> number_of;
  std::vector<std::string> names;  // in order of appearance
  std::vector<std::size_t> numbers;
  for (const auto& group : groups) {
    const auto [found, is_new] = number_of.emplace(group, names.size());
    if (is_new) names.push_back(group);
    numbers.push_back(found->second);
  }
  std::vector<std::size_t> parents(names.size());
  std::iota(parents.begin(), parents.end(), std::size_t{0});
  for (const auto& [first, second] : pairs) {
    const auto a = root_of(parents, numbers.at(static_cast<std::size_t>(first)));
    const auto b = root_of(parents, numbers.at(static_cast<std::size_t>(second)));
    parents[std::max(a, b)] = std::min(a, b);  // the root is the group that appears first
  }
  std::vector<std::string> merged;
  merged.reserve(numbers.size());
  for (const auto number : numbers) merged.push_back(names[root_of(parents, number)]);
  return merged;
}

std::vector<std::string> merge_groups(const std::vector<std::string>& groups, const std::vector<NearDuplicate>& pairs) {
  std::vector<std::pair<std::int64_t, std::int64_t>> samples;
  samples.reserve(pairs.size());
  for (const auto& pair : pairs) samples.emplace_back(pair.first, pair.second);
  return merge_groups(groups, samples);
}

}  // namespace sonolist::model
