// One measurement group of a report that was read.
#pragma once

#include <optional>

#include "dicom_sr/report/measurement_report.h"

namespace sonolist::dicom {

// TID 4019 among the children of `item`; `otherwise` when they name none.
ReadAlgorithm algorithm_below(const ContentItem& item, const ReadAlgorithm& otherwise);

// CODE, TEXT and their like; nothing for other value types and items without a concept name.
std::optional<ReadEvaluation> read_evaluation(const ContentItem& item);

// `algorithm` is that of the container around it. Throws DicomError(kInput) for a NUM without a concept name.
ReadMeasurementGroup read_group(const ContentItem& group, const ReadAlgorithm& algorithm);

}  // namespace sonolist::dicom
