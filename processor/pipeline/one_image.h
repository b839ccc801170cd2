// The way of one image: a DICOM file in, a SEG and an SR out. No network, no worklist.
#pragma once

#include <vector>

#include "dicom_sr/image/source_image.h"
#include "dicom_sr/workitem/output_options.h"
#include "processor/inference/inference_engine.h"
#include "processor/pipeline/checkpoint.h"
#include "processor/pipeline/image_analysis.h"
#include "processor/pipeline/result_object.h"

namespace sonolist::processor {

struct ImageResult {
  ImageAnalysis analysis;
  std::vector<ResultObject> objects;  // SEG (absent when no structure was found), SR, overlay (when asked for)
};

// `times` gains decode, infer, network (part of infer), measure and encode. Throws DicomError, ProcessorError and what
// `checkpoint` throws.
ImageResult process_image(const dicom::SourceImage& source, InferenceEngine& engine, const model::Manifest& manifest,
                          const dicom::OutputOptions& outputs, const Checkpoint& checkpoint, StageTimes& times);

}  // namespace sonolist::processor
