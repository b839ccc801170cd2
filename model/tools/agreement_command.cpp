#include <cmath>
#include <cstdio>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "model/error.h"
#include "model/evaluation/bootstrap.h"
#include "model/evaluation/evaluation_json.h"
#include "model/evaluation/intraclass_correlation.h"
#include "model/evaluation/statistics.h"
#include "model/tools/commands.h"
#include "model/tools/label_maps.h"
#include "model/training/metrics.h"

namespace sonolist::model::tools {
namespace {

using nlohmann::json;

struct AgreementOptions {
  std::string first, second, reference, out;
  std::vector<std::string> classes;
};

void require_same_images(const LabelMaps& first, const LabelMaps& second, const std::string& path) {
  if (first.classes != second.classes) throw ModelError(path + ": has other classes than --first");
  if (first.maps.size() != second.maps.size()) {
    throw ModelError(path + ": has " + std::to_string(second.maps.size()) + " images, --first has " +
                     std::to_string(first.maps.size()));
  }
  for (std::size_t i = 0; i < first.maps.size(); ++i) {
    const auto &a = first.maps[i], &b = second.maps[i];
    if (a.name != b.name) throw ModelError(path + ": has image '" + b.name + "' where --first has '" + a.name + "'");
    if (a.height != b.height || a.width != b.width) {
      throw ModelError(path + ": image '" + b.name + "' has another size than that of --first");
    }
  }
}

OverlapTable overlap_of(const LabelMaps& maps, const LabelMaps& reference) {
  OverlapTable table(static_cast<int>(maps.classes.size()));
  for (std::size_t i = 0; i < maps.maps.size(); ++i) table.add(maps.maps[i].labels, reference.maps[i].labels);
  return table;
}

std::vector<double> dice_of_images(const OverlapTable& table, int structure) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < table.images(); ++i) values.push_back(dice(table.at(i, structure), std::nan("")));
  return values;
}

std::vector<double> iou_of_images(const OverlapTable& table, int structure) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < table.images(); ++i) values.push_back(iou(table.at(i, structure), std::nan("")));
  return values;
}

json icc_json(const std::vector<std::vector<double>>& ratings) {
  if (ratings.size() < 2) return {};
  const auto icc = icc_2_1(ratings);
  return {{"icc", finite_or_null(icc.icc)},
          {"interval_95", to_json(Interval{icc.low, icc.high})},
          {"images", ratings.size()}};
}

// Areas in pixels; a structure that an annotator did not draw has area 0. Images where neither drew it are left out.
json area_icc(const OverlapTable& between, int structure) {
  std::vector<std::vector<double>> areas;
  for (std::int64_t i = 0; i < between.images(); ++i) {
    const auto& counts = between.at(i, structure);
    if (!counts.absent())
      areas.push_back({static_cast<double>(counts.predicted), static_cast<double>(counts.reference)});
  }
  return icc_json(areas);
}

// Of the IoU per image of each annotator with the third labels, where it is defined for both.
json iou_icc(const OverlapTable& first, const OverlapTable& second, int structure) {
  const auto a = iou_of_images(first, structure), b = iou_of_images(second, structure);
  std::vector<std::vector<double>> values;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!std::isnan(a[i]) && !std::isnan(b[i])) values.push_back({a[i], b[i]});
  }
  return icc_json(values);
}

json overlap_json(const std::vector<double>& values, const std::vector<std::string>& groups) {
  const auto description = describe(values);
  return {{"images", description.count},
          {"mean", finite_or_null(description.mean)},
          {"mean_interval_95", to_json(bootstrap_mean(values, groups))},
          {"sd", finite_or_null(description.standard_deviation)},
          {"median", finite_or_null(description.median)},
          {"p25", finite_or_null(description.lower_quartile)},
          {"p75", finite_or_null(description.upper_quartile)}};
}

std::string text_of(const json& icc) {
  if (icc.is_null() || icc["icc"].is_null()) return "-";
  char text[64];
  if (icc["interval_95"].is_null()) {
    std::snprintf(text, sizeof text, "%.3f", icc["icc"].get<double>());
  } else {
    std::snprintf(text, sizeof text, "%.3f (%.3f to %.3f)", icc["icc"].get<double>(),
                  icc["interval_95"][0].get<double>(), icc["interval_95"][1].get<double>());
  }
  return text;
}

void print_agreement(const json& document) {
  std::printf("%-20s %6s  %-15s %-15s %-26s %s\n", "class", "images", "Dice +- SD", "IoU +- SD", "ICC(2,1) of area",
              "ICC(2,1) of IoU with --reference");
  const auto mean_and_sd = [](const json& values) {
    if (values["mean"].is_null()) return std::string("-");
    char text[32];
    std::snprintf(text, sizeof text, "%.4f+-%.4f", values["mean"].get<double>(), values["sd"].get<double>());
    return std::string(text);
  };
  for (const auto& [name, entry] : document["classes"].items()) {
    std::printf("%-20s %6lld  %-15s %-15s %-26s %s\n", name.c_str(),
                static_cast<long long>(entry["dice"]["images"].get<std::int64_t>()), mean_and_sd(entry["dice"]).c_str(),
                mean_and_sd(entry["iou"]).c_str(), text_of(entry["icc_area"]).c_str(),
                text_of(entry.value("icc_iou", json())).c_str());
  }
}

void compare_annotators(const AgreementOptions& options) {
  const auto first = read_label_maps(options.first, options.classes);
  const auto second = read_label_maps(options.second, options.classes);
  require_same_images(first, second, options.second);
  const auto between = overlap_of(first, second);
  std::vector<std::string> groups;
  for (const auto& map : first.maps) groups.push_back(map.group);
  json document{{"images", between.images()}, {"first", options.first}, {"second", options.second}};
  for (int structure = 1; structure < between.classes(); ++structure) {
    auto& entry = document["classes"][first.classes[static_cast<std::size_t>(structure)]];
    entry = {{"dice", overlap_json(dice_of_images(between, structure), groups)},
             {"iou", overlap_json(iou_of_images(between, structure), groups)},
             {"icc_area", area_icc(between, structure)}};
  }
  if (!options.reference.empty()) {
    const auto reference = read_label_maps(options.reference, options.classes);
    require_same_images(first, reference, options.reference);
    const auto by_first = overlap_of(first, reference), by_second = overlap_of(second, reference);
    for (int structure = 1; structure < between.classes(); ++structure) {
      document["classes"][first.classes[static_cast<std::size_t>(structure)]]["icc_iou"] =
          iou_icc(by_first, by_second, structure);
    }
  }
  print_agreement(document);
  if (options.out.empty()) return;
  std::ofstream out(options.out);
  out << document.dump(2) << '\n';
  if (!out) throw ModelError(options.out + ": cannot be written; check that the folder exists and its permissions");
}

}  // namespace

void add_agreement_command(CLI::App& application) {
  auto options = std::make_shared<AgreementOptions>();
  auto* command = application.add_subcommand("agreement", "Compares the label maps of two annotators");
  command->add_option("--first", options->first, "Packed data set or folder of masks (PNG, class indices)")
      ->required()
      ->check(CLI::ExistingPath);
  command->add_option("--second", options->second, "The other annotator's, of the same images")
      ->required()
      ->check(CLI::ExistingPath);
  command
      ->add_option("--reference", options->reference,
                   "Third labels (consensus, or a network's): ICC of the IoU per image of each annotator with them")
      ->check(CLI::ExistingPath);
  command->add_option("--classes", options->classes, "Names of mask values 1, 2, ... (comma separated)")
      ->delimiter(',');
  command->add_option("--out", options->out, "JSON file of the result");
  command->callback([options] { compare_annotators(*options); });
}

}  // namespace sonolist::model::tools
