// The coloured overlay as Secondary Capture: the ultrasound region only, so that no burned-in name travels.
#pragma once

#include "dicom_sr/report/report_writer.h"
#include "dicom_sr/workitem/output_options.h"
#include "model/package/manifest.h"
#include "processor/pipeline/image_analysis.h"
#include "processor/pipeline/result_identity.h"
#include "processor/pipeline/result_object.h"

namespace sonolist::processor {

// Whether the image tells which part of it is the picture and not the screen around it: an ultrasound region inside
// the image. MR and volumes have no screen.
bool shows_no_screen_text(const dicom::SourceImage& source);

// Enters into the report why there is no overlay although one was asked for.
void state_missing_overlay(dicom::ReportContent& report);

// One picture per frame of the source; of a cine RLE compressed. Throws DicomError for frames that cannot be decoded.
ResultObject make_overlay(const dicom::SourceImage& source, const model::Manifest& manifest,
                          const ImageAnalysis& analysis, const dicom::OutputOptions& outputs,
                          const ContentMoment& moment);

}  // namespace sonolist::processor
