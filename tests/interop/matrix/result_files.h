// SEG and SR of one case, through the processor's own code: decode, measure, build, write.
#pragma once

#include <string>

#include "dicom_sr/segmentation/segmentation_writer.h"
#include "model/package/manifest.h"
#include "tests/interop/matrix/source_cases.h"

namespace sonolist::matrix {

// Writes source.dcm, seg.dcm (none when nothing was found), sr.dcm and truth.json into `folder`, which exists.
void write_results(const SourceCase& source_case, const model::Manifest& manifest, dicom::SegmentationType type,
                   dicom::Geometry geometry, const std::string& folder);

}  // namespace sonolist::matrix
