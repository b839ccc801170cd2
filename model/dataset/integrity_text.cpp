#include "model/dataset/integrity_text.h"

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace sonolist::model {
namespace {

constexpr std::size_t kMostShown = 10;

const char* severity_name(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      break;
  }
  return "note";
}

std::string list_some(const std::vector<std::string>& values) {
  std::string text;
  for (std::size_t i = 0; i < std::min(values.size(), kMostShown); ++i) text += (i == 0 ? "" : ", ") + values[i];
  if (values.size() > kMostShown) text += " and " + std::to_string(values.size() - kMostShown) + " more";
  return text;
}

}  // namespace

nlohmann::json to_json(const IntegrityReport& report) {
  nlohmann::json document{{"images", report.images},
                          {"height", report.height},
                          {"width", report.width},
                          {"group_sizes", report.group_sizes},
                          {"classes", nlohmann::json::array()},
                          {"near_duplicates",
                           {{"max_distance", report.max_distance},
                            {"within_groups", report.pairs_within_groups.size()},
                            {"across_groups", report.pairs_across_groups.size()},
                            {"across_parts", report.pairs_across_parts.size()}}},
                          {"findings", nlohmann::json::array()}};
  for (const auto& structure : report.classes) {
    document["classes"].push_back(
        {{"name", structure.name},
         {"images", structure.images},
         {"area_percent",
          {{"smallest", structure.smallest}, {"median", structure.median}, {"largest", structure.largest}}},
         {"near_duplicates", {{"pairs", structure.duplicate_pairs}, {"mean_dice", structure.duplicate_dice}}}});
  }
  for (const auto& finding : report.findings) {
    document["findings"].push_back({{"severity", severity_name(finding.severity)},
                                    {"check", finding.check},
                                    {"text", finding.text},
                                    {"samples", finding.samples}});
  }
  return document;
}

std::string to_markdown(const IntegrityReport& report) {
  std::ostringstream text;
  text << "# Data set\n\n"
       << report.images << " pictures of " << report.height << "x" << report.width << ", " << report.group_sizes.size()
       << " groups of ";
  std::vector<std::string> sizes;
  for (const auto size : report.group_sizes) sizes.push_back(std::to_string(size));
  text << list_some(sizes) << " pictures\n\n"
       << "| class | pictures | smallest area % | median % | largest % | Dice of near duplicates' masks (pairs) |\n"
       << "|---|---|---|---|---|---|\n"
       << std::fixed << std::setprecision(2);
  for (const auto& structure : report.classes) {
    text << "| " << structure.name << " | " << structure.images << " | " << structure.smallest << " | "
         << structure.median << " | " << structure.largest << " | ";
    if (structure.duplicate_pairs == 0) {
      text << "none |\n";
    } else {
      text << structure.duplicate_dice << " (" << structure.duplicate_pairs << ") |\n";
    }
  }
  text << "\nNear duplicates (up to " << report.max_distance
       << " of 128 bits apart): " << report.pairs_within_groups.size() << " pairs within a group, "
       << report.pairs_across_groups.size() << " across groups, " << report.pairs_across_parts.size()
       << " across parts of the split\n\n## Findings\n\n";
  if (report.findings.empty()) text << "none\n";
  for (const auto& finding : report.findings) {
    text << "- **" << severity_name(finding.severity) << "** " << finding.check << ": " << finding.text;
    if (!finding.samples.empty()) text << " (" << finding.samples.size() << ": " << list_some(finding.samples) << ")";
    text << '\n';
  }
  return text.str();
}

}  // namespace sonolist::model
