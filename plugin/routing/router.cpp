#include "plugin/routing/router.h"

#include <algorithm>
#include <string_view>

#include "plugin/matching/wildcard.h"

namespace sonolist::plugin {
namespace {

// Segmentation, Surface Segmentation, Label Map Segmentation, ...
constexpr std::string_view kSegmentationPrefix = "1.2.840.10008.5.1.4.1.1.66.";
constexpr std::string_view kStructuredReportPrefix = "1.2.840.10008.5.1.4.1.1.88.";
constexpr const char* kNoRule = "No rule matches";

bool is_sop_class(const Condition& condition) {
  return condition.attribute == "SOPClassUID" || condition.attribute == "00080016";
}

bool is_result_class(const std::string& sop_class_uid) {
  return sop_class_uid.rfind(kSegmentationPrefix, 0) == 0 || is_report_class(sop_class_uid);
}

bool holds(const Condition& condition, const std::vector<std::string>& values) {
  return std::any_of(condition.patterns.begin(), condition.patterns.end(), [&values](const std::string& pattern) {
    return std::any_of(values.begin(), values.end(),
                       [&pattern](const std::string& value) { return matches_wildcard(value, pattern); });
  });
}

bool matches(const Rule& rule, const ImageAttributes& image) {
  const auto holds_here = [&image](const Condition& condition) {
    return holds(condition, image.values(condition.attribute));
  };
  return std::all_of(rule.match.begin(), rule.match.end(), holds_here) &&
         std::none_of(rule.match_not.begin(), rule.match_not.end(), holds_here);
}

bool can_match_class(const Rule& rule, const std::string& sop_class_uid) {
  const auto excludes = [&sop_class_uid](const Condition& condition) {
    return is_sop_class(condition) && !holds(condition, {sop_class_uid});
  };
  const auto forbids = [&sop_class_uid](const Condition& condition) {
    return is_sop_class(condition) && holds(condition, {sop_class_uid});
  };
  return std::none_of(rule.match.begin(), rule.match.end(), excludes) &&
         std::none_of(rule.match_not.begin(), rule.match_not.end(), forbids);
}

}  // namespace

bool is_report_class(const std::string& sop_class_uid) {
  return sop_class_uid.rfind(kStructuredReportPrefix, 0) == 0;
}

RoutingDecision route(const ImageAttributes& image, const std::vector<Rule>& rules) {
  const std::string sop_class = image.value("SOPClassUID");
  if (is_result_class(sop_class)) return {{}, "A segmentation or a report is no input"};
  if (image.value("Manufacturer") == "Sonolist") return {{}, "Sonolist made this object itself"};
  RoutingDecision decision;
  std::copy_if(rules.begin(), rules.end(), std::back_inserter(decision.matching),
               [&image](const Rule& rule) { return matches(rule, image); });
  if (decision.matching.empty()) decision.skip_reason = kNoRule;
  return decision;
}

RoutingDecision route_by_sop_class(const std::string& sop_class_uid, const std::vector<Rule>& rules) {
  if (is_result_class(sop_class_uid)) return {{}, "A segmentation or a report is no input"};
  const bool possible =
      std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) { return can_match_class(rule, sop_class_uid); });
  return {{}, possible ? "" : "No rule is for SOP class " + sop_class_uid};
}

}  // namespace sonolist::plugin
