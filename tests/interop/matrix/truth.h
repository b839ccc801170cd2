// What went into SEG and SR, for comparison with what others read from them; tests/interop/cases.py says in which form.
#pragma once

#include <nlohmann/json.hpp>

#include "dicom_sr/image/source_image.h"
#include "dicom_sr/segmentation/segmentation_type.h"
#include "model/package/manifest.h"
#include "processor/pipeline/result_builder.h"
#include "tests/interop/matrix/scene.h"

namespace sonolist::matrix {

// Frames from the formula of the scene, measurements from the content that the writer of the SR was given.
nlohmann::json truth(const dicom::SourceImage& source, const model::Manifest& manifest, const Scene& scene,
                     dicom::SegmentationType type, const processor::ResultContent& content);

}  // namespace sonolist::matrix
