// The way of one image: a DICOM file in, a SEG and an SR out. No network, no worklist.
#pragma once

#include <memory>
#include <vector>

#include "dicom_sr/image/source_image.h"
#include "dicom_sr/report/report_writer.h"
#include "dicom_sr/workitem/output_options.h"
#include "processor/inference/inference_engine.h"
#include "processor/pipeline/checkpoint.h"
#include "processor/pipeline/image_analysis.h"
#include "processor/pipeline/result_object.h"

namespace sonolist::processor {

// What is wanted of an image.
struct ImageTask {
  const model::Manifest& manifest;  // of the engine
  dicom::OutputOptions outputs;
  bool urgent = false;  // its pictures pass those of others on their way into the network
};

// What is made of an image before its report is written.
struct ImageParts {
  ImageAnalysis analysis;
  dicom::ReportContent report;
  std::shared_ptr<DcmDataset> segmentation;  // empty when no structure was found
  std::vector<ResultObject> objects;         // its SEG, and the overlay when asked for
};

// `times` gains decode, infer, network (part of infer), measure and encode. Throws DicomError, ProcessorError and what
// `checkpoint` throws.
ImageParts process_parts(const dicom::SourceImage& source, InferenceEngine& engine, const ImageTask& task,
                         const Checkpoint& checkpoint, StageTimes& times);

struct ImageResult {
  ImageAnalysis analysis;
  std::vector<ResultObject> objects;  // SEG (absent when no structure was found), SR, overlay (when asked for)
};

// A written report as a file.
ResultObject report_object(DcmDataset& report, const dicom::ReportContent& content);

// The same as process_parts() with the report of the image.
ImageResult process_image(const dicom::SourceImage& source, InferenceEngine& engine, const ImageTask& task,
                          const Checkpoint& checkpoint, StageTimes& times);
}  // namespace sonolist::processor
