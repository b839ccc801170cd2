// Writes the agreement of our SEG with that of a person as a Comprehensive 3D SR: TID 1500 with one TID 1501 group per
// structure. TID 1410 and TID 1411 hold a single segmentation; a comparison speaks of two.
#pragma once

#include <memory>
#include <string>

#include "dicom_sr/agreement/segmentation_agreement.h"
#include "dicom_sr/codes/language.h"
#include "dicom_sr/image/source_images.h"
#include "dicom_sr/modules/algorithm.h"

class DcmDataset;

namespace sonolist::dicom {

struct AgreementContent {
  Algorithm algorithm;              // the network that made our SEG
  SegmentationAgreement agreement;  // of `ours` and `reference` below
  std::string sop_instance_uid, series_instance_uid;
  int series_number = 0;                   // at least 1
  std::string content_date, content_time;  // DA, TM; in the source's time zone (0008,0201), else local time
  Language language = Language::kEnglish;
};

// Every group names the segment of both (121191 for ours, REFSEGMENT,99SONOLIST for the person's), Dice, intersection
// over union, 95% Hausdorff distance and the pixels of each; a distance that does not exist is left out. The box around
// both masks on the largest frame stands as SCOORD below the first NUM (TID 300, row 13), without which OHIF opens no
// report. Structures that only one of them has are said in Qualitative Evaluations. The sources and both SEGs are the
// evidence. Throws DicomError: kInput when the SEGs are of another patient or study than the sources or of no
// segmentation class, kInternal for a wrong field of `content`.
std::unique_ptr<DcmDataset> make_agreement_report(const SourceImages& sources, DcmDataset& ours, DcmDataset& reference,
                                                  const AgreementContent& content);

}  // namespace sonolist::dicom
