#include "model/dataset/label_checks.h"

#include <algorithm>
#include <cmath>

#include "model/prediction/connected_components.h"

namespace sonolist::model {
namespace {

constexpr std::size_t kFewestForOutliers = 8;
constexpr int kManySpecks = 5;
constexpr double kSpeckShare = 1e-4;  // of the picture
constexpr double kOuterFence = 3.0;   // times the distance of the quartiles (Tukey 1977)

// What one picture's mask says about one class.
struct ClassArea {
  std::size_t sample = 0;
  std::int64_t area = 0;  // pixels
  int specks = 0;
  bool at_border = false;
};

std::vector<ClassArea> areas_of(const PackedDataset& dataset, std::size_t sample) {
  const auto rows = static_cast<std::size_t>(dataset.height), cols = static_cast<std::size_t>(dataset.width);
  const auto* begin = dataset.labels.data() + sample * rows * cols;
  const std::vector<std::uint8_t> labels(begin, begin + rows * cols);
  std::vector<ClassArea> areas(dataset.classes.size());
  const auto speck = std::max(4.0, kSpeckShare * static_cast<double>(labels.size()));
  for (const auto& part : find_parts(labels, static_cast<int>(rows), static_cast<int>(cols)).parts) {
    auto& of_class = areas[part.label];
    of_class.area += part.area;
    of_class.specks += static_cast<double>(part.area) <= speck ? 1 : 0;
  }
  for (std::size_t row = 0; row < rows; ++row) {
    areas[labels[row * cols]].at_border = areas[labels[row * cols + cols - 1]].at_border = true;
  }
  for (std::size_t col = 0; col < cols; ++col) {
    areas[labels[col]].at_border = areas[labels[(rows - 1) * cols + col]].at_border = true;
  }
  for (auto& area : areas) area.sample = sample;
  return areas;
}

// Linear between the neighbours of the rank; `sorted` is not empty.
double quantile(const std::vector<double>& sorted, double share) {
  const double rank = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(rank);
  const auto above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (rank - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Finding of_class(Severity severity, const char* check, const std::string& text) {
  Finding finding;
  finding.severity = severity;
  finding.check = check;
  finding.text = text;
  return finding;
}

Finding outliers_of(const PackedDataset& dataset, const std::vector<ClassArea>& present, const std::string& name) {
  auto finding = of_class(Severity::kWarning, "area-outlier",
                          "the area of '" + name + "' is far out of the usual; look at the masks");
  if (present.size() < kFewestForOutliers) return finding;
  std::vector<double> logarithms;
  logarithms.reserve(present.size());
  for (const auto& area : present) logarithms.push_back(std::log(static_cast<double>(area.area)));
  auto sorted = logarithms;
  std::sort(sorted.begin(), sorted.end());
  const double low = quantile(sorted, 0.25), high = quantile(sorted, 0.75), fence = kOuterFence * (high - low);
  for (std::size_t i = 0; i < present.size(); ++i) {
    if (logarithms[i] < low - fence || logarithms[i] > high + fence) {
      finding.samples.push_back(dataset.names[present[i].sample]);
    }
  }
  return finding;
}

ClassStatistics statistics_of(const std::vector<ClassArea>& present, const std::string& name, double pixels) {
  ClassStatistics statistics;
  statistics.name = name;
  statistics.images = static_cast<std::int64_t>(present.size());
  if (present.empty()) return statistics;
  std::vector<double> percent;
  percent.reserve(present.size());
  for (const auto& area : present) percent.push_back(100.0 * static_cast<double>(area.area) / pixels);
  std::sort(percent.begin(), percent.end());
  statistics.smallest = percent.front();
  statistics.median = quantile(percent, 0.5);
  statistics.largest = percent.back();
  return statistics;
}

void append_class(const PackedDataset& dataset, const std::vector<ClassArea>& present, const std::string& name,
                  PictureFindings& found) {
  found.classes.push_back(statistics_of(present, name, static_cast<double>(dataset.height * dataset.width)));
  if (present.empty()) {
    found.findings.push_back(of_class(Severity::kWarning, "missing-class",
                                      "no picture holds '" + name + "'; are the label values and --classes right?"));
    return;
  }
  auto specks = of_class(Severity::kWarning, "specks",
                         "'" + name + "' has many tiny specks; was the mask scaled smoothly or saved as JPEG?");
  auto border = of_class(Severity::kNote, "touches-border", "'" + name + "' touches the border of the picture");
  for (const auto& area : present) {
    if (area.specks >= kManySpecks) specks.samples.push_back(dataset.names[area.sample]);
    if (area.at_border) border.samples.push_back(dataset.names[area.sample]);
  }
  for (auto& finding : {outliers_of(dataset, present, name), specks, border}) {
    if (!finding.samples.empty()) found.findings.push_back(finding);
  }
}

}  // namespace

PictureFindings check_pictures(const PackedDataset& dataset) {
  const auto pixels = static_cast<std::size_t>(dataset.height * dataset.width);
  auto constant = of_class(Severity::kError, "constant-picture", "all pixels are the same; take these pictures out");
  auto empty = of_class(Severity::kWarning, "empty-mask",
                        "nothing is labelled; is the mask missing, or does the picture truly show no structure?");
  std::vector<std::vector<ClassArea>> present(dataset.classes.size());
  for (std::size_t sample = 0; sample < dataset.names.size(); ++sample) {
    const auto* picture = dataset.pictures.data() + sample * pixels;
    if (std::all_of(picture, picture + pixels, [&](std::uint8_t pixel) { return pixel == *picture; })) {
      constant.samples.push_back(dataset.names[sample]);
    }
    const auto areas = areas_of(dataset, sample);
    bool any = false;
    for (std::size_t structure = 1; structure < areas.size(); ++structure) {
      if (areas[structure].area == 0) continue;
      present[structure].push_back(areas[structure]);
      any = true;
    }
    if (!any) empty.samples.push_back(dataset.names[sample]);
  }
  PictureFindings found;
  for (const auto& finding : {constant, empty}) {
    if (!finding.samples.empty()) found.findings.push_back(finding);
  }
  for (std::size_t structure = 1; structure < present.size(); ++structure) {
    append_class(dataset, present[structure], dataset.classes[structure], found);
  }
  return found;
}

}  // namespace sonolist::model
