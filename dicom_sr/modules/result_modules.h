// What a SEG and an SR of one image have in common: SOP Common, General Series, equipment, patient and study.
#pragma once

#include <string>

#include "dicom_sr/modules/algorithm.h"

class DcmItem;

namespace sonolist::dicom {

struct ResultIdentity {
  std::string sop_class_uid;
  std::string modality;
  std::string sop_instance_uid;
  std::string series_instance_uid;
  int series_number = 0;                   // at least 1: type 1 in the Segmentation and SR Document Series
  std::string series_description;          // LO
  std::string content_date, content_time;  // DA, TM in the time zone of the source (0008,0201), else local time
};

// Throws DicomError(kInternal) naming the field that is wrong.
void require_identity(const ResultIdentity& identity);

// Writes every attribute of those modules into `dataset`, replacing what is there; Instance Number is 1 and Content
// Qualification RESEARCH. Body part and laterality come from the source when it states them.
void write_result_modules(DcmItem& source, DcmItem& dataset, const ResultIdentity& identity,
                          const Algorithm& algorithm);

}  // namespace sonolist::dicom
