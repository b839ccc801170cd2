#include "model/training/cross_validation.h"

#include <cmath>
#include <numeric>
#include <set>
#include <sstream>

#include "model/error.h"
#include "model/training/random_stream.h"

namespace sonolist::model {
namespace {

using nlohmann::json;

constexpr std::uint64_t kInnerStream = 4;

OverlapTable all_images(const std::vector<FoldResult>& folds) {
  OverlapTable all(folds.front().table.classes());
  for (const auto& fold : folds) {
    for (std::int64_t image = 0; image < fold.table.images(); ++image) {
      std::vector<OverlapCounts> counts;
      counts.reserve(static_cast<std::size_t>(all.classes()));
      for (int structure = 0; structure < all.classes(); ++structure) counts.push_back(fold.table.at(image, structure));
      all.add(std::move(counts));
    }
  }
  return all;
}

double deviation(const std::vector<double>& values) {
  double sum = 0.0, squares = 0.0, count = 0.0;
  for (const auto value : values) {
    if (std::isnan(value)) continue;
    sum += value;
    count += 1.0;
  }
  if (count < 2.0) return std::nan("");
  for (const auto value : values) {
    if (!std::isnan(value)) squares += (value - sum / count) * (value - sum / count);
  }
  return std::sqrt(squares / (count - 1.0));
}

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text) quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return quoted + "\"";
}

std::string csv_number(double value) {
  if (std::isnan(value)) return "";
  std::ostringstream out;
  out.precision(6);
  out << value;
  return out.str();
}

json number_or_null(double value) {
  return std::isfinite(value) ? json(value) : json();
}

json summary_json(const OverlapSummary& summary) {
  return {{"images", summary.images},
          {"mean", number_or_null(summary.mean)},
          {"sd", number_or_null(summary.standard_deviation)},
          {"median", number_or_null(summary.median)}};
}

// Some samples of a data set, in its order, with the groups of these alone.
struct Selection {
  std::vector<std::int64_t> samples;
  std::vector<std::string> groups;

  // From places in this selection to the samples of the data set.
  std::vector<std::int64_t> at(const std::vector<std::int64_t>& places) const {
    std::vector<std::int64_t> chosen;
    chosen.reserve(places.size());
    for (const auto place : places) chosen.push_back(samples.at(static_cast<std::size_t>(place)));
    return chosen;
  }
};

Selection all_but(const Selection& all, const std::vector<std::int64_t>& left_out) {
  const std::set<std::int64_t> out(left_out.begin(), left_out.end());
  Selection rest;
  for (std::size_t i = 0; i < all.samples.size(); ++i) {
    if (out.count(all.samples[i]) != 0) continue;
    rest.samples.push_back(all.samples[i]);
    rest.groups.push_back(all.groups[i]);
  }
  return rest;
}

}  // namespace

std::vector<ThreeWaySplit> cross_validation_splits(const std::vector<std::string>& groups, int folds,
                                                   double inner_fraction, std::uint64_t seed,
                                                   const std::vector<std::int64_t>& left_out) {
  Selection all{std::vector<std::int64_t>(groups.size()), groups};
  std::iota(all.samples.begin(), all.samples.end(), std::int64_t{0});
  const auto used = all_but(all, left_out);
  std::vector<ThreeWaySplit> splits;
  for (const auto& fold : group_folds(used.groups, folds, seed)) {
    const auto held_out = used.at(fold);
    const auto rest = all_but(used, held_out);
    const auto inner = hold_out_groups(rest.groups, inner_fraction, mixed_seed(seed, kInnerStream, splits.size()));
    splits.push_back({rest.at(inner.training), rest.at(inner.held_out), held_out});
  }
  return splits;
}

ClassAcrossFolds across_folds(const std::vector<FoldResult>& folds, int structure) {
  const auto all = all_images(folds);
  ClassAcrossFolds result;
  result.dice = all.dice_summary(structure, AbsentClass::kLeftOut);
  result.iou = all.iou_summary(structure, AbsentClass::kLeftOut);
  for (const auto& fold : folds) {
    result.fold_means.push_back(fold.table.dice_summary(structure, AbsentClass::kLeftOut).mean);
  }
  result.fold_deviation = deviation(result.fold_means);
  return result;
}

json to_json(const FoldResult& result) {
  json images = json::array();
  for (std::int64_t image = 0; image < result.table.images(); ++image) {
    json counts = json::array();
    for (int structure = 0; structure < result.table.classes(); ++structure) {
      const auto& of_class = result.table.at(image, structure);
      counts.push_back({of_class.overlap, of_class.predicted, of_class.reference});
    }
    images.push_back({{"sample", result.samples[static_cast<std::size_t>(image)]}, {"counts", counts}});
  }
  return {{"images", images}};
}

FoldResult parse_fold_result(const json& document, int classes, const std::string& origin) {
  FoldResult result{{}, OverlapTable(classes)};
  try {
    for (const auto& image : document.at("images")) {
      std::vector<OverlapCounts> counts;
      for (const auto& numbers : image.at("counts")) {
        counts.push_back(
            {numbers.at(0).get<std::int64_t>(), numbers.at(1).get<std::int64_t>(), numbers.at(2).get<std::int64_t>()});
      }
      if (counts.size() != static_cast<std::size_t>(classes)) throw ModelError(origin + ": is of other classes");
      result.samples.push_back(image.at("sample").get<std::int64_t>());
      result.table.add(std::move(counts));
    }
  } catch (const json::exception&) {
    throw ModelError(origin + ": is damaged; delete it, and the fold is evaluated again");
  }
  return result;
}

std::string cross_validation_csv(const std::vector<FoldResult>& folds, const std::vector<std::string>& classes,
                                 const std::vector<std::string>& names, const std::vector<std::string>& groups) {
  std::ostringstream out;
  out << "fold,image,group,class,dice,iou,overlap,predicted,reference\n";
  for (std::size_t fold = 0; fold < folds.size(); ++fold) {
    for (std::size_t image = 0; image < folds[fold].samples.size(); ++image) {
      const auto sample = static_cast<std::size_t>(folds[fold].samples[image]);
      for (int structure = 1; structure < folds[fold].table.classes(); ++structure) {
        const auto& counts = folds[fold].table.at(static_cast<std::int64_t>(image), structure);
        out << fold + 1 << ',' << csv_cell(names.at(sample)) << ',' << csv_cell(groups.at(sample)) << ','
            << csv_cell(classes.at(static_cast<std::size_t>(structure))) << ','
            << csv_number(dice(counts, std::nan(""))) << ',' << csv_number(iou(counts, std::nan(""))) << ','
            << counts.overlap << ',' << counts.predicted << ',' << counts.reference << '\n';
      }
    }
  }
  return out.str();
}

json cross_validation_summary(const std::vector<FoldResult>& folds, const std::vector<std::string>& classes) {
  const auto all = all_images(folds);
  json document{{"folds", folds.size()}, {"images", all.images()}, {"mean_dice", number_or_null(all.mean_dice())}};
  for (int structure = 1; structure < all.classes(); ++structure) {
    const auto across = across_folds(folds, structure);
    json fold_means = json::array();
    for (const auto mean : across.fold_means) fold_means.push_back(number_or_null(mean));
    document["classes"][classes.at(static_cast<std::size_t>(structure))] = {
        {"dice", summary_json(across.dice)},
        {"iou", summary_json(across.iou)},
        {"fold_dice", fold_means},
        {"fold_dice_sd", number_or_null(across.fold_deviation)}};
  }
  return document;
}

}  // namespace sonolist::model
