// Refuses a report that would be invalid or contradict its SEG, before anything is written.
#pragma once

#include "dicom_sr/report/report_writer.h"

namespace sonolist::dicom {

// Throws DicomError naming the field: kConfiguration for the algorithm, kInternal for the rest. Codes and texts are
// checked where the tree is built.
void require_report_content(const SourceImages& sources, const std::vector<DcmDataset*>& segmentations,
                            const ReportContent& content);

}  // namespace sonolist::dicom
