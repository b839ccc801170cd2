// Writes a Comprehensive 3D SR, TID 1500 "Measurement Report": one TID 1410 group per structure and measured frame, or
// one TID 1411 group per structure of a volume.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dicom_sr/codes/code.h"
#include "dicom_sr/codes/language.h"
#include "dicom_sr/image/source_images.h"
#include "dicom_sr/segmentation/segmentation_writer.h"

namespace sonolist::dicom {

// One NUM item. Without a value the item carries `missing` as Numeric Value Qualifier (CID 42); PS3.3 C.18.1 allows
// that, PixelMed's DicomSRValidator nevertheless reports "Missing value" for it.
struct Measurement {
  Code concept;
  std::optional<double> value;
  Code unit;                       // UCUM
  std::optional<Code> derivation;  // (121401,DCM), e.g. Mean
  std::optional<Code> missing;     // only when there is no value
};

// kPlanar: TID 1410, a structure on one frame, referring to that frame of the SEG. kVolumetric: TID 1411, a structure
// over all its frames, referring to the segment.
enum class GroupForm { kPlanar, kVolumetric };

// One structure, on one frame or in the volume.
struct MeasurementGroup {
  std::string tracking_id, tracking_uid;  // equal to the segment's
  Code finding;
  std::optional<Code> finding_site;
  int segment_number = 1;      // in the SEG
  int segmentation_frame = 1;  // 1-based frame of the SEG; not looked at in a volumetric group
  int source_frame = 0;        // 0-based frame of the source image
  // (column, row) in source pixels, >= 3 points; (0,0) is the top left corner of the top left pixel and (1,1) its
  // bottom right corner (PS3.3 C.18.6.1.2). Closed here when the last point is not the first. Of a volumetric group:
  // the outline on the chosen source image and frame, on which the SEG must show the segment.
  std::vector<std::pair<float, float>> contour;
  std::vector<Measurement> measurements;  // at least one; the first one carries the contour as SCOORD
  // Statements on the group, e.g. on its calibration. Written into the report's Qualitative Evaluations with the
  // tracking identifier before the text, because TID 1410 has no TEXT rows.
  std::vector<std::pair<Code, std::string>> texts;
  int source_image = 0;  // index into the sources of the report
  int segmentation = 0;  // index into the SEGs of the report
  GroupForm form = GroupForm::kPlanar;
  std::optional<Code> laterality;  // CID 244, only with a finding site
};

struct ReportContent {
  Algorithm algorithm;
  std::vector<MeasurementGroup> groups;    // may be empty: the report then says that no structure was found
  std::vector<Code> structures_not_found;  // their types, coded as the findings of the groups are
  std::vector<std::pair<Code, std::string>>
      image_texts;  // statements on the whole image (calibration, distances' sense)
  std::string sop_instance_uid;
  std::string series_instance_uid;
  int series_number = 0;                   // at least 1
  std::string content_date, content_time;  // DA, TM; in the source's time zone (0008,0201), else local time
  // kEnglish: the texts above are ASCII, and the patient's attributes are copied byte for byte with the source's
  // character set. kChinese: the texts are UTF-8, known concepts get Chinese meanings, and everything copied is
  // converted to UTF-8 (ISO_IR 192).
  Language language = Language::kEnglish;
};

// `sources` are of one series (see require_one_series), `segmentation` is the SEG of them written before (nullptr when
// no structure was found). Every source stands in the Image Library, every reference in the evidence sequence. Throws
// DicomError naming the field that is wrong: a group whose segment, frame or tracking UID is not that of the SEG is
// refused (kInternal), and so is, for a Chinese report, a source whose texts do not fit its character set (kInput).
std::unique_ptr<DcmDataset> make_report(const SourceImages& sources, DcmDataset* segmentation,
                                        const ReportContent& content);

// The same with a SEG for some of the images each: one report on a whole series, whose images may differ in size and
// SOP class.
std::unique_ptr<DcmDataset> make_series_report(const SourceImages& sources,
                                               const std::vector<DcmDataset*>& segmentations,
                                               const ReportContent& content);

// The same for one image.
std::unique_ptr<DcmDataset> make_report(const SourceImage& source, DcmDataset* segmentation,
                                        const ReportContent& content);

}  // namespace sonolist::dicom
