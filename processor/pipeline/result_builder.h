// From an analysed image to the content of its SEG and SR.
#pragma once

#include <optional>

#include "dicom_sr/report/report_writer.h"
#include "dicom_sr/segmentation/segmentation_writer.h"
#include "model/package/manifest.h"
#include "processor/pipeline/image_analysis.h"
#include "processor/pipeline/result_identity.h"

namespace sonolist::processor {

struct ResultContent {
  std::optional<dicom::SegmentationContent> segmentation;  // nothing when no structure was found
  dicom::ReportContent report;
};

// Pure but for reading `source`. Segments: the structures found, in the order of the manifest; the SEG holds every
// frame on which one was found. Measurement groups: one per structure found; of a cine, on the frame where its area is
// largest. A FRACTIONAL SEG needs an analysis that kept the probabilities.
ResultContent build_result(const dicom::SourceImage& source, const model::Manifest& manifest,
                           const ImageAnalysis& analysis, const dicom::OutputOptions& outputs,
                           const ContentMoment& moment);

}  // namespace sonolist::processor
