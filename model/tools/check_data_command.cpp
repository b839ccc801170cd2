#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

#include "model/dataset/integrity.h"
#include "model/dataset/integrity_text.h"
#include "model/dataset/split_file.h"
#include "model/error.h"
#include "model/package/write_file.h"
#include "model/tools/commands.h"

#ifdef SONOLIST_WITH_OPENCV
#include "model/pictures/pair_sheet.h"
#include "model/pictures/picture_file.h"
#endif

namespace sonolist::model::tools {
namespace {

struct CheckDataOptions {
  std::string packed_file, split_file, out, pairs_sheet;
  int max_distance = kNearDuplicateDistance;
};

#ifdef SONOLIST_WITH_OPENCV
void write_pairs_sheet(const PackedDataset& dataset, const IntegrityReport& report, const std::string& path) {
  constexpr std::size_t kMostPairs = 60;
  std::vector<SheetPair> pairs;
  for (const auto* found : {&report.pairs_across_parts, &report.pairs_across_groups}) {
    for (const auto& pair : *found) {
      if (pairs.size() == kMostPairs) break;
      pairs.push_back({pair.first, pair.second, "distance " + std::to_string(pair.distance)});
    }
  }
  if (pairs.empty()) {
    std::cerr << path << ": not written, no pair across groups is within the distance\n";
    return;
  }
  write_picture(draw_pair_sheet(dataset, pairs), path);
  const auto all = report.pairs_across_parts.size() + report.pairs_across_groups.size();
  std::cerr << path << ": " << pairs.size() << " of " << all << " pairs across groups\n";
}
#endif

bool ends_with(const std::string& text, const std::string& ending) {
  return text.size() >= ending.size() && text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

void check_data(const CheckDataOptions& options) {
  const auto dataset = read_packed(options.packed_file);
  std::optional<ThreeWaySplit> split;
  if (!options.split_file.empty()) split = read_split_file(options.split_file, dataset);
  const auto report = check_integrity(dataset, split ? &*split : nullptr, options.max_distance);
  const auto markdown = to_markdown(report);
  std::cout << markdown << std::flush;
  if (!options.out.empty()) {
    write_file(options.out, ends_with(options.out, ".json") ? to_json(report).dump(1) + "\n" : markdown);
  }
#ifdef SONOLIST_WITH_OPENCV
  if (!options.pairs_sheet.empty()) write_pairs_sheet(dataset, report, options.pairs_sheet);
#endif
  if (has_error(report)) {
    const auto worst = report.findings.front();
    throw ModelError(options.packed_file + ": " + worst.check + " (" + std::to_string(worst.samples.size()) +
                     "): " + worst.text);
  }
}

}  // namespace

void add_check_data_command(CLI::App& application) {
  auto options = std::make_shared<CheckDataOptions>();
  auto* command = application.add_subcommand(
      "check-data", "Looks for faults of a packed data set and for near duplicates that a split parts (exit status 1)");
  command->add_option("--packed", options->packed_file, "Packed data set")->required()->check(CLI::ExistingFile);
  command->add_option("--split", options->split_file, "Split of 'split' to check too")->check(CLI::ExistingFile);
  command
      ->add_option("--max-distance", options->max_distance,
                   "Highest distance of near duplicates, of 128 bits; see --pairs-sheet")
      ->check(CLI::Range(0, 128));
  command->add_option("--out", options->out, "Also writes the report: Markdown, or all of it as .json");
#ifdef SONOLIST_WITH_OPENCV
  command->add_option("--pairs-sheet", options->pairs_sheet,
                      "Picture to write: the pairs across groups side by side, nearest first, to judge the distance");
#endif
  command->callback([options] { check_data(*options); });
}

}  // namespace sonolist::model::tools
