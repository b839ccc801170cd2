#include <cstdio>
#include <memory>
#include <set>
#include <sstream>

#include "model/dataset/packed_dataset.h"
#include "model/dataset/split.h"
#include "model/dataset/split_file.h"
#include "model/tools/commands.h"

namespace sonolist::model::tools {
namespace {

struct SplitOptions {
  std::string packed_file, ratio = "6:2:2", out = "split.json";
  std::uint64_t seed = 1;
};

std::array<double, 3> parse_ratio(const std::string& text) {
  std::array<double, 3> ratio{};
  std::istringstream in(text);
  char first = 0, second = 0;
  if (!(in >> ratio[0] >> first >> ratio[1] >> second >> ratio[2]) || first != ':' || second != ':' || !in.eof()) {
    throw CLI::ValidationError("--ratio", "'" + text + "' is not TRAINING:VALIDATION:TEST, such as 6:2:2");
  }
  return ratio;
}

// In how many of `samples` each class is found.
std::vector<std::size_t> images_with_class(const PackedDataset& dataset, const std::vector<std::int64_t>& samples) {
  std::vector<std::size_t> images(dataset.classes.size(), 0);
  const auto pixels = dataset.height * dataset.width;
  for (const auto sample : samples) {
    const auto begin = dataset.labels.begin() + sample * pixels;
    std::vector<bool> present(dataset.classes.size(), false);
    for (auto label = begin; label != begin + pixels; ++label) present[*label] = true;
    for (std::size_t structure = 0; structure < present.size(); ++structure) images[structure] += present[structure];
  }
  return images;
}

void print_part(const PackedDataset& dataset, const char* name, const std::vector<std::int64_t>& samples) {
  std::set<std::string> groups;
  for (const auto sample : samples) groups.insert(dataset.groups[static_cast<std::size_t>(sample)]);
  std::printf(
      "%-12s %7zu %7.1f %7zu", name, samples.size(),
      100.0 * static_cast<double>(samples.size()) / static_cast<double>(std::max<std::int64_t>(1, dataset.count)),
      groups.size());
  const auto images = images_with_class(dataset, samples);
  for (std::size_t structure = 1; structure < images.size(); ++structure) {
    std::printf(" %*zu", static_cast<int>(std::max<std::size_t>(7, dataset.classes[structure].size())),
                images[structure]);
  }
  std::printf("\n");
}

void split(const SplitOptions& options) {
  const auto ratio = parse_ratio(options.ratio);
  const auto dataset = read_packed(options.packed_file);
  const auto parts = three_way_split(dataset.groups, ratio, options.seed);
  write_split_file(parts, dataset, options.seed, options.out);
  std::printf("%-12s %7s %7s %7s", "part", "images", "percent", "groups");
  for (std::size_t structure = 1; structure < dataset.classes.size(); ++structure) {
    std::printf(" %7s", dataset.classes[structure].c_str());
  }
  std::printf("   (images with the class)\n");
  print_part(dataset, "training", parts.training);
  print_part(dataset, "validation", parts.validation);
  print_part(dataset, "test", parts.test);
  std::printf("%s written\n", options.out.c_str());
}

}  // namespace

void add_split_command(CLI::App& application) {
  auto options = std::make_shared<SplitOptions>();
  auto* command = application.add_subcommand(
      "split", "Divides a packed data set into training, validation and test, never cutting a group");
  command->add_option("--packed", options->packed_file, "Packed data set")->required()->check(CLI::ExistingFile);
  command->add_option("--ratio", options->ratio, "TRAINING:VALIDATION:TEST");
  command->add_option("--seed", options->seed, "Of the draw; the same on every platform");
  command->add_option("--out", options->out, "JSON file to write");
  command->callback([options] { split(*options); });
}

}  // namespace sonolist::model::tools
