// Which images go to which model: the key "Rules" of the configuration.
#pragma once

#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "dicom_sr/workitem/output_options.h"

namespace sonolist::plugin {

// An attribute and the patterns of which one must match; "*" and "?" are wild cards.
struct Condition {
  std::string attribute;  // keyword, or tag as 8 upper-case hex digits
  std::vector<std::string> patterns;
};

struct Rule {
  std::string name;
  std::string model;
  std::string model_version;         // empty: any
  std::string priority = "MEDIUM";   // HIGH, MEDIUM, LOW
  std::vector<Condition> match;      // all must match
  std::vector<Condition> match_not;  // none may match
  bool groups_series = false;        // Grouping "series": one step takes all matching images of a series
  std::chrono::seconds quiet{30};    // a series without a new image for so long is complete
  std::optional<std::chrono::seconds> expires_after{};  // a step that nobody claims for so long is canceled
  dicom::OutputTexts outputs{};                         // see dicom_sr/workitem/output_options.h
};

// Throws ConfigurationError naming the rule and the key. `is_known_attribute` is asked for keywords.
std::vector<Rule> parse_rules(const nlohmann::json& rules,
                              const std::function<bool(const std::string&)>& is_known_attribute);

}  // namespace sonolist::plugin
