// From a content tree to a complete SR data set: what every report of ours has around its content.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "dicom_sr/codes/language.h"
#include "dicom_sr/image/source_images.h"
#include "dicom_sr/modules/algorithm.h"
#include "dicom_sr/report/tree_builder.h"

class DcmDataset;

namespace sonolist::dicom {

struct ReportIdentity {
  std::string sop_instance_uid, series_instance_uid;
  int series_number = 0;
  std::string series_description;
  std::string content_date, content_time;
};

// A Comprehensive 3D SR with the content that `build` appends below the root (126000,DCM, TID 1500). The evidence lists
// the sources and `segmentations`. Patient, study and equipment come from the first source: byte for byte in an English
// report, in UTF-8 in a Chinese one. Throws DicomError as the writers of reports say.
std::unique_ptr<DcmDataset> make_report_document(const SourceImages& sources,
                                                 const std::vector<DcmDataset*>& segmentations,
                                                 const ReportIdentity& identity, const Algorithm& algorithm,
                                                 Language language, const std::function<void(TreeBuilder&)>& build);

}  // namespace sonolist::dicom
