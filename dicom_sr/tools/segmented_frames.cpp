#include "dicom_sr/tools/segmented_frames.h"

#include <algorithm>
#include <utility>

#include "dicom_sr/error.h"

namespace sonolist::dicom {
namespace {

[[noreturn]] void refuse_segmentation(const NamedSegmentation& segmentation, const std::string& reason) {
  throw DicomError(ErrorClass::kInput, segmentation.name + ": " + reason);
}

std::uint8_t class_of(const NamedSegmentation& segmentation, int number, const LabelRules& rules) {
  const auto& segment = segment_numbered(*segmentation.content, number);
  const auto label = class_of_segment(segment, rules.classes);
  if (label == 0 && !rules.ignore_other_segments) {
    refuse_segmentation(segmentation, "segment '" + segment.label + "' (" + segment.type.scheme + ":" +
                                          segment.type.value +
                                          ") is none of --classes; name it there, or give --ignore-other-segments");
  }
  return label;
}

bool belongs_to(const SegmentFrame& frame, const ReadSegmentation& segmentation, const SourceImage& image) {
  return frame.source_image >= 0 &&
         segmentation.images.at(static_cast<std::size_t>(frame.source_image)).sop_instance_uid ==
             image.sop_instance_uid();
}

// One mask to be laid on its frame.
struct Layer {
  int frame = 0;
  std::uint8_t label = 0;
  const std::vector<std::uint8_t>* mask = nullptr;
  int threshold = 1;
};

std::vector<Layer> layers_of(const NamedSegmentation& segmentation, const SourceImage& image, const LabelRules& rules) {
  const auto& content = *segmentation.content;
  if (content.rows != image.rows() || content.cols != image.cols()) {
    refuse_segmentation(segmentation, "is " + std::to_string(content.rows) + "x" + std::to_string(content.cols) +
                                          ", its image " + std::to_string(image.rows()) + "x" +
                                          std::to_string(image.cols()) +
                                          "; only masks of the image's size can be used");
  }
  const int threshold =
      content.type == SegmentationType::kFractional ? std::max(1, (content.maximum_fractional_value + 1) / 2) : 1;
  std::vector<Layer> layers;
  for (const auto& frame : content.frames) {
    if (!belongs_to(frame, content, image)) continue;
    if (frame.source_frame < 0 || frame.source_frame >= image.frames()) {
      refuse_segmentation(segmentation, "speaks of frame " + std::to_string(frame.source_frame + 1) +
                                            " of an image with " + std::to_string(image.frames()));
    }
    layers.push_back({frame.source_frame, class_of(segmentation, frame.segment_number, rules), &frame.mask, threshold});
  }
  return layers;
}

}  // namespace

std::map<int, std::vector<std::uint8_t>> label_frames(const SourceImage& image,
                                                      const std::vector<NamedSegmentation>& segmentations,
                                                      const LabelRules& rules) {
  std::vector<Layer> layers;
  std::map<std::pair<int, std::uint8_t>, const NamedSegmentation*> given_by;  // frame and class
  for (const auto& segmentation : segmentations) {
    for (const auto& layer : layers_of(segmentation, image, rules)) {
      layers.push_back(layer);
      if (layer.label == 0) continue;
      const auto* first = given_by.emplace(std::make_pair(layer.frame, layer.label), &segmentation).first->second;
      if (first != &segmentation) {
        refuse_segmentation(segmentation, "and " + first->name + " both give '" +
                                              rules.classes[layer.label - std::size_t{1}].name +
                                              "' on one frame; leave one of them out");
      }
    }
  }
  std::stable_sort(layers.begin(), layers.end(), [](const Layer& a, const Layer& b) { return a.label < b.label; });
  std::map<int, std::vector<std::uint8_t>> frames;
  for (const auto& layer : layers) {
    auto& labels = frames[layer.frame];
    labels.resize(static_cast<std::size_t>(image.rows()) * static_cast<std::size_t>(image.cols()), 0);
    if (layer.label == 0) continue;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if ((*layer.mask)[i] >= layer.threshold) labels[i] = layer.label;
    }
  }
  return frames;
}

}  // namespace sonolist::dicom
