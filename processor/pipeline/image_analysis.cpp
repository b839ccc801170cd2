#include "processor/pipeline/image_analysis.h"

#include <algorithm>
#include <future>
#include <utility>

namespace sonolist::processor {
namespace {

std::optional<std::uint8_t> label_of(const model::Manifest& manifest, const std::string& class_name) {
  for (const model::StructureClass& structure : manifest.classes) {
    if (structure.name == class_name) return static_cast<std::uint8_t>(structure.index);
  }
  return std::nullopt;
}

std::vector<dicom::RgbFrame> decode(const dicom::SourceImage& source, int first, int count) {
  std::vector<dicom::RgbFrame> frames;
  frames.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) frames.push_back(source.frame(first + i));
  return frames;
}

std::vector<StructureDistance> measure_distances(const MeasuredFrame& frame, const model::Manifest& manifest) {
  std::vector<StructureDistance> distances;
  for (const model::Distance& wanted : manifest.distances) {
    const auto from = label_of(manifest, wanted.from);
    const auto to = label_of(manifest, wanted.to);
    if (!from || !to) continue;
    if (const auto value = shortest_distance(frame, *from, *to)) distances.push_back({*from, *to, *value});
  }
  return distances;
}

FrameAnalysis analyse_frame(const dicom::RgbFrame& picture, SegmentedFrame segmented, const ImageAnalysis& image,
                            const model::Manifest& manifest) {
  MeasuredFrame frame;
  frame.rows = picture.rows;
  frame.cols = picture.cols;
  frame.labels = segmented.labels.data();
  frame.rgb = picture.pixels.data();
  frame.top_row = image.box.row_begin;
  if (image.calibration) frame.spacing = Spacing{image.calibration->mm_per_col, image.calibration->mm_per_row};
  FrameAnalysis analysis;
  analysis.structures = measure(frame, segmented.probability_sums);
  analysis.distances = measure_distances(frame, manifest);
  analysis.labels = std::move(segmented.labels);
  analysis.probabilities = std::move(segmented.probabilities);
  return analysis;
}

}  // namespace

dicom::PixelBox box_for(const dicom::SourceImage& source, const model::Manifest& manifest) {
  if (manifest.input.region == "whole_image") return {0, 0, source.rows(), source.cols()};
  return source.analysis_box();
}

ImageAnalysis analyse_image(const dicom::SourceImage& source, InferenceEngine& engine, const model::Manifest& manifest,
                            const SegmentWish& wish, const Checkpoint& checkpoint, StageTimes& times) {
  ImageAnalysis image;
  image.box = box_for(source, manifest);
  image.calibration = source.calibration_for(image.box);
  if (!image.calibration) image.calibration_refusal = source.calibration_refusal(image.box);
  NetworkTimes network_times;
  // While a batch is measured the network works on the next one: at most two batches are held.
  std::future<void> measured;
  const auto finish_measuring = [&measured] {
    if (measured.valid()) measured.get();
  };
  for (int first = 0; first < source.frames();) {
    checkpoint(static_cast<double>(first) / source.frames());
    const int count = std::min(engine.batch_frames(), source.frames() - first);
    std::vector<dicom::RgbFrame> pictures;
    {
      const StageTimer timer(times, "decode");
      pictures = decode(source, first, count);
    }
    std::vector<SegmentedFrame> segmented;
    {
      const StageTimer timer(times, "infer");
      segmented = engine.segment(manifest, pictures, image.box, wish, network_times);
    }
    finish_measuring();
    const bool last = first + count == source.frames();
    measured = std::async(last ? std::launch::deferred : std::launch::async,
                          [&, batch = std::move(pictures), found = std::move(segmented)]() mutable {
                            const StageTimer timer(times, "measure");
                            for (std::size_t i = 0; i < batch.size(); ++i) {
                              image.frames.push_back(analyse_frame(batch[i], std::move(found[i]), image, manifest));
                            }
                          });
    first += count;
  }
  finish_measuring();
  times.add("network", network_times.network);
  return image;
}

}  // namespace sonolist::processor
