#include "model/dataset/split_file.h"

#include <array>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "model/error.h"
#include "model/package/write_file.h"

namespace sonolist::model {
namespace {

using nlohmann::json;

constexpr std::array<const char*, 3> kPartNames{"training", "validation", "test"};

[[noreturn]] void refuse_split(const std::string& path, const std::string& reason) {
  throw ModelError(path + ": " + reason);
}

std::map<std::string, std::int64_t> index_of_names(const PackedDataset& dataset, const std::string& path) {
  std::map<std::string, std::int64_t> index;
  for (std::size_t i = 0; i < dataset.names.size(); ++i) {
    if (!index.emplace(dataset.names[i], static_cast<std::int64_t>(i)).second) {
      refuse_split(
          path, "the data set has two samples named '" + dataset.names[i] + "'; a split by names needs them different");
    }
  }
  return index;
}

json parse_split(const std::string& path) {
  std::ifstream in(path);
  if (!in) refuse_split(path, "cannot be opened; check the path and its permissions");
  auto document = json::parse(in, nullptr, false);
  if (!document.is_object()) refuse_split(path, "is not a JSON object with 'training', 'validation' and 'test'");
  if (document.contains("held_out")) {
    refuse_split(path, "is the record of a training run; make a split of three parts with 'sonolist-model split'");
  }
  return document;
}

std::vector<std::string> names_of_part(const json& document, const char* part, const std::string& path) {
  const auto found = document.find(part);
  if (found == document.end()) refuse_split(path, std::string("field '") + part + "' is missing");
  try {
    return found->get<std::vector<std::string>>();
  } catch (const json::exception&) {
    refuse_split(path, std::string("field '") + part + "' is not a list of sample names");
  }
}

void refuse_cut_groups(const PackedDataset& dataset, const std::vector<int>& part_of, const std::string& path) {
  std::map<std::string, std::size_t> first_of;  // group -> its first sample
  for (std::size_t i = 0; i < part_of.size(); ++i) {
    const auto first = first_of.emplace(dataset.groups[i], i).first->second;
    if (part_of[first] != part_of[i]) {
      refuse_split(path, "group '" + dataset.groups[i] + "' is cut: '" + dataset.names[first] + "' is in " +
                             kPartNames[static_cast<std::size_t>(part_of[first])] + ", '" + dataset.names[i] + "' in " +
                             kPartNames[static_cast<std::size_t>(part_of[i])] + "; make a new split of this data set");
    }
  }
}

}  // namespace

ThreeWaySplit read_split_file(const std::string& path, const PackedDataset& dataset) {
  const auto document = parse_split(path);
  const auto index = index_of_names(dataset, path);
  std::vector<int> part_of(dataset.names.size(), -1);
  for (std::size_t part = 0; part < kPartNames.size(); ++part) {
    for (const auto& name : names_of_part(document, kPartNames[part], path)) {
      const auto found = index.find(name);
      if (found == index.end()) {
        refuse_split(path, std::string("'") + kPartNames[part] + "' names sample '" + name +
                               "', which the data set does not hold; is it the split of another data set?");
      }
      auto& chosen = part_of[static_cast<std::size_t>(found->second)];
      if (chosen >= 0) refuse_split(path, "sample '" + name + "' stands in it twice");
      chosen = static_cast<int>(part);
    }
  }
  std::array<std::vector<std::int64_t>, 3> samples;
  for (std::size_t i = 0; i < part_of.size(); ++i) {
    if (part_of[i] < 0) {
      refuse_split(path, "sample '" + dataset.names[i] + "' of the data set is in no part; make a new split");
    }
    samples[static_cast<std::size_t>(part_of[i])].push_back(static_cast<std::int64_t>(i));
  }
  refuse_cut_groups(dataset, part_of, path);
  return {std::move(samples[0]), std::move(samples[1]), std::move(samples[2])};
}

void write_split_file(const ThreeWaySplit& split, const PackedDataset& dataset, std::uint64_t seed,
                      const std::string& path) {
  index_of_names(dataset, path);
  nlohmann::ordered_json document, groups;
  const std::array<const std::vector<std::int64_t>*, 3> parts{&split.training, &split.validation, &split.test};
  for (std::size_t part = 0; part < kPartNames.size(); ++part) {
    std::vector<std::string> names, of_groups;
    for (const auto sample : *parts[part]) {
      names.push_back(dataset.names.at(static_cast<std::size_t>(sample)));
      of_groups.push_back(dataset.groups.at(static_cast<std::size_t>(sample)));
    }
    document[kPartNames[part]] = names;
    groups[kPartNames[part]] = distinct_groups(of_groups);
  }
  document["seed"] = seed;
  document["groups"] = groups;
  write_file(path, document.dump(1) + "\n");
}

}  // namespace sonolist::model
