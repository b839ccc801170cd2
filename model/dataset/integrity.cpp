#include "model/dataset/integrity.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "model/dataset/label_checks.h"
#include "model/dataset/mask_agreement.h"

namespace sonolist::model {
namespace {

constexpr int kNoPart = -1;

std::vector<int> parts_of_samples(const PackedDataset& dataset, const ThreeWaySplit* split) {
  std::vector<int> part_of(dataset.names.size(), kNoPart);
  if (split == nullptr) return part_of;
  int number = 0;
  for (const auto* samples : {&split->training, &split->validation, &split->test}) {
    for (const auto sample : *samples) part_of.at(static_cast<std::size_t>(sample)) = number;
    ++number;
  }
  return part_of;
}

std::vector<std::int64_t> sizes_of_groups(const std::vector<std::string>& groups) {
  std::map<std::string, std::int64_t> by_name;
  for (const auto& group : groups) ++by_name[group];
  std::vector<std::int64_t> sizes;
  sizes.reserve(by_name.size());
  for (const auto& [name, size] : by_name) sizes.push_back(size);
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  return sizes;
}

bool masks_differ(const PackedDataset& dataset, const NearDuplicate& pair) {
  const auto pixels = dataset.height * dataset.width;
  const auto first = dataset.labels.begin() + pair.first * pixels;
  return !std::equal(first, first + pixels, dataset.labels.begin() + pair.second * pixels);
}

class FindingList {
 public:
  explicit FindingList(const PackedDataset& dataset) : dataset_(dataset) {}

  // Nothing when there is no pair.
  void add_pairs(Severity severity, const char* check, const std::string& text,
                 const std::vector<NearDuplicate>& pairs) {
    std::vector<std::string> names;
    names.reserve(pairs.size());
    for (const auto& pair : pairs) {
      names.push_back(dataset_.names[static_cast<std::size_t>(pair.first)] + " " +
                      dataset_.names[static_cast<std::size_t>(pair.second)]);
    }
    add(severity, check, text, std::move(names));
  }

  void add(Severity severity, const char* check, const std::string& text, std::vector<std::string> samples) {
    if (samples.empty()) return;
    Finding finding;
    finding.severity = severity;
    finding.check = check;
    finding.text = text;
    finding.samples = std::move(samples);
    findings_.push_back(std::move(finding));
  }

  const std::vector<Finding>& findings() const { return findings_; }

 private:
  const PackedDataset& dataset_;
  std::vector<Finding> findings_;
};

void add_pair_findings(const PackedDataset& dataset, const IntegrityReport& report, bool with_split,
                       FindingList& list) {
  std::vector<NearDuplicate> exact, contradictory;
  for (const auto* pairs : {&report.pairs_across_parts, &report.pairs_across_groups, &report.pairs_within_groups}) {
    for (const auto& pair : *pairs) {
      if (!pair.exact) continue;
      (masks_differ(dataset, pair) ? contradictory : exact).push_back(pair);
    }
  }
  list.add_pairs(Severity::kError, "near-duplicate-across-parts",
                 "the same or nearly the same picture is in two parts of the split; pack with --merge-duplicates and "
                 "make a new split",
                 report.pairs_across_parts);
  list.add_pairs(with_split ? Severity::kNote : Severity::kWarning, "near-duplicate-across-groups",
                 "nearly the same picture is in two groups, which a split may part; pack with --merge-duplicates",
                 report.pairs_across_groups);
  list.add_pairs(Severity::kNote, "near-duplicate-within-group",
                 "nearly the same picture twice in one group: it counts twice, but no split parts it",
                 report.pairs_within_groups);
  list.add_pairs(Severity::kWarning, "contradictory-masks",
                 "the same picture, byte for byte, has two different masks; which one is right?", contradictory);
  list.add_pairs(Severity::kWarning, "exact-duplicate",
                 "the same picture, byte for byte, with the same mask: take one out", exact);
}

void add_name_findings(const PackedDataset& dataset, FindingList& list) {
  std::set<std::string> seen, twice;
  for (const auto& name : dataset.names) {
    if (!seen.insert(name).second) twice.insert(name);
  }
  list.add(Severity::kWarning, "double-name", "two samples have one name: a split file cannot tell them apart",
           {twice.begin(), twice.end()});
}

void add_part_findings(const PackedDataset& dataset, const ThreeWaySplit& split, FindingList& list) {
  const auto pixels = static_cast<std::size_t>(dataset.height * dataset.width);
  const std::pair<const char*, const std::vector<std::int64_t>*> parts[] = {
      {"training", &split.training}, {"validation", &split.validation}, {"test", &split.test}};
  for (const auto& [name, samples] : parts) {
    std::set<std::uint8_t> present;
    for (const auto sample : *samples) {
      const auto* labels = dataset.labels.data() + static_cast<std::size_t>(sample) * pixels;
      present.insert(labels, labels + pixels);
    }
    std::vector<std::string> missing;
    for (std::size_t label = 1; label < dataset.classes.size(); ++label) {
      if (present.count(static_cast<std::uint8_t>(label)) == 0) missing.push_back(dataset.classes[label]);
    }
    if (samples->empty()) continue;
    list.add(Severity::kWarning, "class-missing-in-part",
             std::string("no picture of the part '") + name + "' holds these classes; try another seed", missing);
  }
}

}  // namespace

IntegrityReport check_integrity(const PackedDataset& dataset, const ThreeWaySplit* split, int max_distance) {
  IntegrityReport report;
  report.images = dataset.count;
  report.height = dataset.height;
  report.width = dataset.width;
  report.group_sizes = sizes_of_groups(dataset.groups);
  report.max_distance = max_distance;
  const auto part_of = parts_of_samples(dataset, split);
  const auto all_pairs = near_duplicates(dataset, max_distance);
  for (const auto& pair : all_pairs) {
    const auto first = static_cast<std::size_t>(pair.first), second = static_cast<std::size_t>(pair.second);
    auto& pairs = part_of[first] != part_of[second]                 ? report.pairs_across_parts
                  : dataset.groups[first] != dataset.groups[second] ? report.pairs_across_groups
                                                                    : report.pairs_within_groups;
    pairs.push_back(pair);
  }
  FindingList list(dataset);
  add_pair_findings(dataset, report, split != nullptr, list);
  add_name_findings(dataset, list);
  if (split != nullptr) add_part_findings(dataset, *split, list);
  report.findings = list.findings();
  auto pictures = check_pictures(dataset);
  report.classes = std::move(pictures.classes);
  const auto agreements = mask_agreement(dataset, all_pairs);
  for (std::size_t i = 0; i < report.classes.size(); ++i) {
    report.classes[i].duplicate_pairs = agreements[i + 1].pairs;  // after the background
    report.classes[i].duplicate_dice = agreements[i + 1].mean_dice;
  }
  report.findings.insert(report.findings.end(), pictures.findings.begin(), pictures.findings.end());
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
  return report;
}

bool has_error(const IntegrityReport& report) {
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::kError; });
}

}  // namespace sonolist::model
