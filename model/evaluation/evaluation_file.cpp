#include "model/evaluation/evaluation_file.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "model/error.h"
#include "model/evaluation/evaluation_json.h"
#include "model/evaluation/evaluation_summary.h"
#include "model/training/training_run.h"

namespace sonolist::model {
namespace {

using nlohmann::json;

json result_json(const StructureResult& result) {
  return {{"overlap", result.counts.overlap},
          {"predicted", result.counts.predicted},
          {"reference", result.counts.reference},
          {"pixels", result.pixels},
          {"hausdorff_95", finite_or_null(result.surface.hausdorff_95)},
          {"mean_surface_distance", finite_or_null(result.surface.mean)},
          {"estimated_dice", finite_or_null(result.estimated_dice)}};
}

double number_or_nan(const json& value) {
  return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

StructureResult parse_result(const json& value) {
  StructureResult result;
  result.counts = {value.at("overlap"), value.at("predicted"), value.at("reference")};
  result.pixels = value.at("pixels");
  result.surface = {number_or_nan(value.at("hausdorff_95")), number_or_nan(value.at("mean_surface_distance"))};
  result.estimated_dice = number_or_nan(value.at("estimated_dice"));
  return result;
}

json images_json(const Evaluation& evaluation) {
  json images = json::array();
  for (const auto& image : evaluation.images) {
    json structures = json::array();
    for (const auto& result : image.structures) structures.push_back(result_json(result));
    images.push_back({{"name", image.name}, {"group", image.group}, {"structures", structures}});
  }
  return images;
}

json histogram_json(const ProbabilityHistogram& histogram) {
  return {{"pixels", histogram.pixels},
          {"positives", histogram.positives},
          {"squared_error", histogram.squared_error},
          {"log_loss", histogram.log_loss}};
}

ProbabilityHistogram parse_histogram(const json& value) {
  ProbabilityHistogram histogram;
  histogram.pixels = value.at("pixels").get<std::vector<std::int64_t>>();
  histogram.positives = value.at("positives").get<std::vector<std::int64_t>>();
  histogram.squared_error = value.at("squared_error");
  histogram.log_loss = value.at("log_loss");
  if (histogram.pixels.size() != ProbabilityHistogram::kCells ||
      histogram.positives.size() != histogram.pixels.size()) {
    throw ModelError("a histogram has not " + std::to_string(ProbabilityHistogram::kCells) + " cells");
  }
  return histogram;
}

json package_json(const EvaluatedPackage& package) {
  return {{"name", package.name},
          {"version", package.version},
          {"weights_sha256", package.weights_sha256},
          {"classes", package.classes},
          {"labels", package.labels},
          {"colours_rgb", package.colours},
          {"temperatures", package.temperatures},
          {"parameters", package.parameters}};
}

EvaluatedPackage parse_package(const json& value) {
  EvaluatedPackage package;
  value.at("name").get_to(package.name);
  value.at("version").get_to(package.version);
  value.at("weights_sha256").get_to(package.weights_sha256);
  value.at("classes").get_to(package.classes);
  value.at("labels").get_to(package.labels);
  value.at("colours_rgb").get_to(package.colours);
  value.at("temperatures").get_to(package.temperatures);
  value.at("parameters").get_to(package.parameters);
  return package;
}

json data_json(const EvaluatedData& data) {
  return {{"source", data.source},       {"part", data.part},
          {"simulated", data.simulated}, {"height", data.height},
          {"width", data.width},         {"mm_per_pixel", data.mm_per_pixel ? json(*data.mm_per_pixel) : json()}};
}

EvaluatedData parse_data(const json& value) {
  EvaluatedData data;
  value.at("source").get_to(data.source);
  value.at("part").get_to(data.part);
  value.at("simulated").get_to(data.simulated);
  value.at("height").get_to(data.height);
  value.at("width").get_to(data.width);
  if (!value.at("mm_per_pixel").is_null()) data.mm_per_pixel = value.at("mm_per_pixel").get<double>();
  return data;
}

json times_json(const EvaluationTimes& times) {
  return {{"device", times.device},
          {"threads", times.threads},
          {"batch_size", times.batch_size},
          {"network_ms_per_image", times.network_ms},
          {"total_ms_per_image", times.total_ms}};
}

EvaluationTimes parse_times(const json& value) {
  return {value.at("device"), value.at("threads"), value.at("batch_size"), value.at("network_ms_per_image"),
          value.at("total_ms_per_image")};
}

void check(const Evaluation& evaluation) {
  const auto classes = evaluation.package.classes.size();
  bool fits = classes > 0 && evaluation.package.labels.size() == classes &&
              evaluation.package.colours.size() == classes && evaluation.confusion.size() == classes &&
              evaluation.histograms.size() == classes;
  for (const auto& row : evaluation.confusion) fits = fits && row.size() == classes;
  for (const auto& image : evaluation.images) fits = fits && image.structures.size() == classes;
  if (!fits) throw ModelError("its parts have different numbers of classes");
}

}  // namespace

json to_json(const Evaluation& evaluation) {
  json document = to_json(overlap_table(evaluation), evaluation.package.classes);
  document["schema"] = 1;
  document["package"] = package_json(evaluation.package);
  document["data"] = data_json(evaluation.data);
  document["times"] = times_json(evaluation.times);
  add_summaries(evaluation, document);
  document["confusion"] = evaluation.confusion;
  document["squared_error"] = evaluation.squared_error;
  document["log_loss"] = evaluation.log_loss;
  json histograms = json::array();
  for (const auto& histogram : evaluation.histograms) histograms.push_back(histogram_json(histogram));
  document["histograms"] = histograms;
  document["per_image"] = images_json(evaluation);
  return document;
}

Evaluation parse_evaluation(const json& document, const std::string& origin) {
  try {
    Evaluation evaluation;
    evaluation.package = parse_package(document.at("package"));
    evaluation.data = parse_data(document.at("data"));
    evaluation.times = parse_times(document.at("times"));
    document.at("confusion").get_to(evaluation.confusion);
    document.at("squared_error").get_to(evaluation.squared_error);
    document.at("log_loss").get_to(evaluation.log_loss);
    for (const auto& histogram : document.at("histograms")) {
      evaluation.histograms.push_back(parse_histogram(histogram));
    }
    for (const auto& image : document.at("per_image")) {
      EvaluatedImage read{image.at("name"), image.at("group"), {}};
      for (const auto& result : image.at("structures")) read.structures.push_back(parse_result(result));
      evaluation.images.push_back(std::move(read));
    }
    check(evaluation);
    return evaluation;
  } catch (const json::exception& problem) {
    throw ModelError(origin + ": is not the result of an evaluation: " + problem.what() + "; evaluate again");
  } catch (const ModelError& problem) {
    throw ModelError(origin + ": is not the result of an evaluation: " + problem.what() + "; evaluate again");
  }
}

std::string images_csv(const Evaluation& evaluation) {
  std::ostringstream out;
  out << "image,group,structure,pixels_overlap,pixels_predicted,pixels_reference";
  for (const auto measure : all_measures()) out << ',' << measure_key(measure);
  out << ",length_unit\n";
  for (const auto& image : evaluation.images) {
    for (std::size_t index = 1; index < image.structures.size(); ++index) {
      const auto& result = image.structures[index];
      out << csv_field(image.name) << ',' << csv_field(image.group) << ',' << evaluation.package.classes[index] << ','
          << result.counts.overlap << ',' << result.counts.predicted << ',' << result.counts.reference;
      for (const auto measure : all_measures()) {
        const double value = value_of(result, measure);
        out << ',';
        if (std::isfinite(value)) out << value;
      }
      out << ',' << length_unit(evaluation) << '\n';
    }
  }
  return out.str();
}

}  // namespace sonolist::model
