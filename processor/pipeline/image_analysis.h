// From an image to label maps and measurements: decode, crop to the ultrasound region, infer, map back, measure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dicom_sr/image/source_image.h"
#include "model/package/manifest.h"
#include "processor/inference/inference_engine.h"
#include "processor/log/stage_times.h"
#include "processor/measurement/measurement.h"
#include "processor/pipeline/checkpoint.h"

namespace sonolist::processor {

// Shortest distance between two structures that both are on the frame, in mm or pixels.
struct StructureDistance {
  std::uint8_t from = 0, to = 0;
  double value = 0.0;
};

struct FrameAnalysis {
  std::vector<std::uint8_t> labels;               // rows*cols of the source
  std::vector<StructureMeasurements> structures;  // ascending by label
  std::vector<StructureDistance> distances;
  // round(255 * probability) of each class, [class index - 1], rows*cols; empty unless asked for.
  std::vector<std::vector<std::uint8_t>> probabilities;
};

struct ImageAnalysis {
  dicom::PixelBox box;  // what the network saw
  std::optional<dicom::Calibration> calibration;
  std::string calibration_refusal;    // why there is none
  std::vector<FrameAnalysis> frames;  // one per frame of the source
};

// The part of the image that the manifest wants to be shown to the network.
dicom::PixelBox box_for(const dicom::SourceImage& source, const model::Manifest& manifest);

// Holds the pixels and probabilities of one batch only, unless the wish is to keep them. Throws DicomError for frames
// that cannot be decoded, ProcessorError for the network, and what `checkpoint` throws.
ImageAnalysis analyse_image(const dicom::SourceImage& source, InferenceEngine& engine, const model::Manifest& manifest,
                            const SegmentWish& wish, const Checkpoint& checkpoint, StageTimes& times);

}  // namespace sonolist::processor
