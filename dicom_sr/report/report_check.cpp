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

// By its number: a label map may describe its background before.
DcmItem* segment_item(DcmDataset& segmentation, int segment_number) {
  DcmSequenceOfItems* segments = nullptr;
  if (segmentation.findAndGetSequence(DCM_SegmentSequence, segments).bad()) return nullptr;
  DcmObject* object = nullptr;
  while ((object = segments->nextInContainer(object)) != nullptr) {
    auto* segment = dynamic_cast<DcmItem*>(object);
    Uint16 number = 0;
    if (segment != nullptr && segment->findAndGetUint16(DCM_SegmentNumber, number).good() && number == segment_number)
      return segment;
  }
  return nullptr;
}

void require_segment(const std::string& name, DcmDataset& segmentation, const MeasurementGroup& group) {
  DcmItem* segment = segment_item(segmentation, group.segment_number);
  if (segment == nullptr) refuse_internal(name + ".segment_number is no segment of the SEG");
  if (get_value(*segment, DCM_TrackingUID) != group.tracking_uid ||
      get_value(*segment, DCM_TrackingID) != group.tracking_id)
    refuse_internal(name + ".tracking_id or tracking_uid is not that of the segment");
}

// A frame of a label map names no segment: it shows all of them.
bool shows_segment(DcmItem& frame, int segment_number) {
  Uint16 number = 0;
  if (!frame.tagExists(DCM_ReferencedSegmentNumber, OFTrue)) return true;
  return frame.findAndGetUint16(DCM_ReferencedSegmentNumber, number, 0, OFTrue).good() && number == segment_number;
}

bool is_of_source(DcmItem& frame, const SourceImage& source, int source_frame) {
  OFString uid;
  frame.findAndGetOFString(DCM_ReferencedSOPInstanceUID, uid, 0, OFTrue);
  Sint32 number = 0;
  // Absent for a source of one frame.
  if (frame.findAndGetSint32(DCM_ReferencedFrameNumber, number, 0, OFTrue).bad()) number = 1;
  return source.sop_instance_uid() == uid.c_str() && number == source_frame + 1;
}

// The group and the frame of the SEG that it names must speak of the same thing.
void require_planar_frame(const std::string& name, const SourceImage& source, DcmDataset& segmentation,
                          const MeasurementGroup& group) {
  DcmItem* frame = nullptr;
  if (group.segmentation_frame < 1 ||
      segmentation.findAndGetSequenceItem(DCM_PerFrameFunctionalGroupsSequence, frame, group.segmentation_frame - 1)
          .bad())
    refuse_internal(name + ".segmentation_frame is no frame of the SEG");
  if (!shows_segment(*frame, group.segment_number)) refuse_internal(name + ".segmentation_frame shows another segment");
  if (!is_of_source(*frame, source, group.source_frame))
    refuse_internal(name + ".segmentation_frame is of another source frame");
}

// The contour of a volume lies where the SEG shows the segment.
void require_frame_of_contour(const std::string& name, const SourceImage& source, DcmDataset& segmentation,
                              const MeasurementGroup& group) {
  DcmSequenceOfItems* frames = nullptr;
  segmentation.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, frames);
  DcmObject* frame = nullptr;
  while (frames != nullptr && (frame = frames->nextInContainer(frame)) != nullptr) {
    auto& item = dynamic_cast<DcmItem&>(*frame);
    if (shows_segment(item, group.segment_number) && is_of_source(item, source, group.source_frame)) return;
  }
  refuse_internal(name + ".source_image and source_frame show nothing of the segment");
}

const SourceImage& require_source(const std::string& name, const SourceImages& sources, const MeasurementGroup& group) {
  if (group.source_image < 0 || group.source_image >= static_cast<int>(sources.size()))
    refuse_internal(name + ".source_image is no image of the report");
  const SourceImage& source = *sources[static_cast<std::size_t>(group.source_image)];
  if (group.source_frame < 0 || group.source_frame >= source.frames())
    refuse_internal(name + ".source_frame is no frame of the source");
  return source;
}

DcmDataset& require_segmentation(const std::string& name, const std::vector<DcmDataset*>& segmentations,
                                 const MeasurementGroup& group) {
  if (group.segmentation < 0 || group.segmentation >= static_cast<int>(segmentations.size()))
    refuse_internal(name + ".segmentation is no SEG of the report");
  return *segmentations[static_cast<std::size_t>(group.segmentation)];
}

}  // namespace

void require_report_content(const SourceImages& sources, const std::vector<DcmDataset*>& segmentations,
                            const ReportContent& content) {
  require_algorithm(content.algorithm);
  if (content.groups.empty() != segmentations.empty())
    refuse_internal("groups and segmentation must come together: a SEG holds what the groups measure");
  for (std::size_t i = 0; i < content.groups.size(); ++i) {
    const MeasurementGroup& group = content.groups[i];
    const std::string name = "groups[" + std::to_string(i) + "]";
    require_text(name + ".tracking_id", group.tracking_id, kLongString);
    const SourceImage& source = require_source(name, sources, group);
    if (group.laterality && !group.finding_site) refuse_internal(name + ".laterality needs a finding_site");
    require_measurements(name, group.measurements);
    require_contour(name, source, group);
    DcmDataset& segmentation = require_segmentation(name, segmentations, group);
    require_segment(name, segmentation, group);
    if (group.form == GroupForm::kPlanar)
      require_planar_frame(name, source, segmentation, group);
    else
      require_frame_of_contour(name, source, segmentation, group);
  }
}

}  // namespace sonolist::dicom
