#include "dicom_sr/report/report_check.h"

#include <cmath>
#include <string>

#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/value_check.h"
#include "dicom_sr/refusal.h"

namespace sonolist::dicom {

namespace {

void require_measurements(const std::string& name, const std::vector<Measurement>& measurements) {
  if (measurements.empty()) refuse_internal(name + ".measurements is empty: the first one carries the contour");
  for (std::size_t i = 0; i < measurements.size(); ++i) {
    const Measurement& measurement = measurements[i];
    if (measurement.value.has_value() == measurement.missing.has_value())
      refuse_internal(name + ".measurements[" + std::to_string(i) +
                      "] needs either a value or the reason why it is missing");
  }
}

void require_contour(const std::string& name, const SourceImage& source, const MeasurementGroup& group) {
  if (group.contour.size() < 3) refuse_internal(name + ".contour has fewer than 3 points");
  const auto cols = static_cast<float>(source.cols());
  const auto rows = static_cast<float>(source.rows());
  for (const auto& [column, row] : group.contour) {
    // Written so that NaN is refused too.
    if (!(column >= 0.0F && column <= cols && row >= 0.0F && row <= rows))
      refuse_internal(name + ".contour leaves the image");
  }
}

// The group and the frame of the SEG that it names must speak of the same thing.
void require_same_segment(const std::string& name, DcmDataset& segmentation, const MeasurementGroup& group) {
  DcmItem* segment = nullptr;
  if (group.segment_number < 1 ||
      segmentation.findAndGetSequenceItem(DCM_SegmentSequence, segment, group.segment_number - 1).bad())
    refuse_internal(name + ".segment_number is no segment of the SEG");
  if (get_value(*segment, DCM_TrackingUID) != group.tracking_uid ||
      get_value(*segment, DCM_TrackingID) != group.tracking_id)
    refuse_internal(name + ".tracking_id or tracking_uid is not that of the segment");

  DcmItem* groups = nullptr;
  if (group.segmentation_frame < 1 ||
      segmentation.findAndGetSequenceItem(DCM_PerFrameFunctionalGroupsSequence, groups, group.segmentation_frame - 1)
          .bad())
    refuse_internal(name + ".segmentation_frame is no frame of the SEG");
  Uint16 number = 0;
  groups->findAndGetUint16(DCM_ReferencedSegmentNumber, number, 0, OFTrue);
  if (number != group.segment_number) refuse_internal(name + ".segmentation_frame shows another segment");
  Sint32 source_frame = 0;
  // Absent for a source of one frame.
  if (groups->findAndGetSint32(DCM_ReferencedFrameNumber, source_frame, 0, OFTrue).bad()) source_frame = 1;
  if (source_frame != group.source_frame + 1) refuse_internal(name + ".segmentation_frame is of another source frame");
}

}  // namespace

void require_report_content(const SourceImage& source, DcmDataset* segmentation, const ReportContent& content) {
  require_algorithm(content.algorithm);
  if (content.groups.empty() != (segmentation == nullptr))
    refuse_internal("groups and segmentation must come together: a SEG holds what the groups measure");
  for (std::size_t i = 0; i < content.groups.size(); ++i) {
    const MeasurementGroup& group = content.groups[i];
    const std::string name = "groups[" + std::to_string(i) + "]";
    require_text(name + ".tracking_id", group.tracking_id, kLongString);
    if (group.source_frame < 0 || group.source_frame >= source.frames())
      refuse_internal(name + ".source_frame is no frame of the source");
    require_measurements(name, group.measurements);
    require_contour(name, source, group);
    require_same_segment(name, *segmentation, group);
  }
}

}  // namespace sonolist::dicom
