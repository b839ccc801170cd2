#include "model/report/examples_figure.h"

#include <algorithm>
#include <cstdio>
#include <opencv2/imgcodecs.hpp>

#include "model/error.h"
#include "model/evaluation/evaluation_folder.h"
#include "model/report/outline.h"
#include "model/report/table.h"

namespace sonolist::model::report {
namespace {

constexpr double kPictureWidth = 300.0, kGap = 10.0, kLeft = 24.0, kHead = 62.0;

std::string colour_text(const std::array<std::uint8_t, 3>& colour) {
  char text[8];
  std::snprintf(text, sizeof text, "#%02x%02x%02x", colour[0], colour[1], colour[2]);
  return text;
}

std::string png_of(const PackedDataset& sample) {
  const cv::Mat picture(static_cast<int>(sample.height), static_cast<int>(sample.width), CV_8UC1,
                        const_cast<std::uint8_t*>(sample.pictures.data()));
  std::vector<unsigned char> bytes;
  if (!cv::imencode(".png", picture, bytes)) throw ModelError("a picture cannot be written as PNG");
  return {bytes.begin(), bytes.end()};
}

PackedDataset sample_of(const PackedDataset& dataset, const std::string& name) {
  const auto found = std::find(dataset.names.begin(), dataset.names.end(), name);
  if (found == dataset.names.end()) {
    throw ModelError("the pictures of the evaluation do not hold image '" + name + "'; evaluate again");
  }
  return chosen_samples(dataset, {static_cast<std::size_t>(found - dataset.names.begin())});
}

void draw_labelled(Svg& svg, Point corner, const PackedDataset& sample, const Evaluation& evaluation) {
  const double scale = kPictureWidth / static_cast<double>(sample.width);
  svg.picture(corner, kPictureWidth, scale * static_cast<double>(sample.height), "image/png", png_of(sample));
  for (std::size_t label = 1; label < evaluation.package.classes.size(); ++label) {
    const auto data = outline_path(sample.labels, static_cast<int>(sample.height), static_cast<int>(sample.width),
                                   static_cast<std::uint8_t>(label));
    if (!data.empty()) svg.path(corner, scale, data, {colour_text(evaluation.package.colours[label]), 1.6, ""});
  }
}

void draw_names(Svg& svg, double y, const Evaluation& evaluation) {
  double x = kLeft;
  for (std::size_t label = 1; label < evaluation.package.labels.size(); ++label) {
    const auto& name = evaluation.package.labels[label];
    svg.rectangle({x, y - 10.0}, 12.0, 12.0, colour_text(evaluation.package.colours[label]), {"#555555", 1.0, ""});
    svg.text({x + 18.0, y}, name);
    x += 42.0 + 6.8 * static_cast<double>(name.size());
  }
}

}  // namespace

Svg draw_examples(const Evaluation& evaluation, const PackedDataset& predictions, const PackedDataset& examples) {
  const auto chosen = choose_examples(evaluation);
  const double picture_height =
      kPictureWidth * static_cast<double>(examples.height) / static_cast<double>(examples.width);
  const auto columns = static_cast<double>(chosen.size());
  const double height = kHead + 2.0 * picture_height + kGap + 34.0;
  Svg svg(
      kLeft + columns * (kPictureWidth + kGap), height, "Examples from best to worst",
      "Reference above, prediction below; images at the 90th, 75th, 50th, 25th and 10th percentile of the mean IoU");
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const auto& image = evaluation.images[chosen[i].image];
    const double x = kLeft + static_cast<double>(i) * (kPictureWidth + kGap);
    svg.text({x + kPictureWidth / 2.0, 22.0}, chosen[i].title, {14.0, Anchor::kMiddle, "#222222", 0.0, true});
    svg.text({x + kPictureWidth / 2.0, 40.0}, image.name + ", mean IoU " + fixed_text(chosen[i].mean_iou),
             {12.0, Anchor::kMiddle});
    draw_labelled(svg, {x, kHead - 10.0}, sample_of(examples, image.name), evaluation);
    draw_labelled(svg, {x, kHead - 10.0 + picture_height + kGap}, sample_of(predictions, image.name), evaluation);
  }
  svg.text({14.0, kHead - 10.0 + picture_height / 2.0}, "reference", {13.0, Anchor::kMiddle, "#222222", -90.0});
  svg.text({14.0, kHead - 10.0 + kGap + 1.5 * picture_height}, "prediction", {13.0, Anchor::kMiddle, "#222222", -90.0});
  draw_names(svg, height - 10.0, evaluation);
  return svg;
}

}  // namespace sonolist::model::report
