#include "model/training/run_parts.h"

#include <map>
#include <set>

#include "model/error.h"

namespace sonolist::model {
namespace {

std::vector<std::string> groups_of_samples(const std::vector<std::int64_t>& samples,
                                           const std::vector<std::string>& groups) {
  std::vector<std::string> of_samples;
  for (const auto sample : samples) of_samples.push_back(groups[static_cast<std::size_t>(sample)]);
  return distinct_groups(of_samples);
}

}  // namespace

nlohmann::json part_record(const ThreeWaySplit& split, const std::vector<std::string>& groups) {
  return {{"training", groups_of_samples(split.training, groups)},
          {"held_out", groups_of_samples(split.validation, groups)},
          {"test", groups_of_samples(split.test, groups)}};
}

ThreeWaySplit split_of_record(const nlohmann::json& record, const std::vector<std::string>& groups,
                              const std::string& origin) {
  ThreeWaySplit split;
  std::map<std::string, std::vector<std::int64_t>*> part_of;
  const auto add_part = [&](const char* name, std::vector<std::int64_t>& part) {
    for (const auto& group : record.value(name, std::vector<std::string>{})) part_of.emplace(group, &part);
  };
  try {
    add_part("training", split.training);
    add_part("held_out", split.validation);
    add_part("test", split.test);
  } catch (const nlohmann::json::exception&) {
    throw ModelError(origin + ": is not the split of a training run");
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto found = part_of.find(groups[i]);
    if (found == part_of.end()) {
      throw ModelError(origin + ": does not name group '" + groups[i] + "'; resume with the data set of that run");
    }
    found->second->push_back(static_cast<std::int64_t>(i));
  }
  if (std::set<std::string>(groups.begin(), groups.end()).size() != part_of.size()) {
    throw ModelError(origin + ": names groups that the data set does not hold; resume with the data set of that run");
  }
  return split;
}

}  // namespace sonolist::model
