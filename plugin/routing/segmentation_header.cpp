#include "plugin/routing/segmentation_header.h"

#include "plugin/routing/image_attributes.h"
#include "plugin/routing/tag_items.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;

constexpr const char* kReferencedSeriesSequence = "0008,1115";
constexpr const char* kReferencedInstanceSequence = "0008,114a";
constexpr const char* kSegmentSequence = "0062,0002";

bool is_drawn_by_person(const json& segment) {
  const std::string type = ImageAttributes::from_orthanc(segment).value("SegmentAlgorithmType");
  return type == "MANUAL" || type == "SEMIAUTOMATIC";
}

}  // namespace

bool is_segmentation_class(const std::string& sop_class_uid) {
  return sop_class_uid == "1.2.840.10008.5.1.4.1.1.66.4" || sop_class_uid == "1.2.840.10008.5.1.4.1.1.66.7";
}

SegmentationHeader read_segmentation_header(const json& tags) {
  const ImageAttributes attributes = ImageAttributes::from_orthanc(tags);
  SegmentationHeader header;
  header.sop_class_uid = attributes.value("SOPClassUID");
  header.sop_instance_uid = attributes.value("SOPInstanceUID");
  header.series_instance_uid = attributes.value("SeriesInstanceUID");
  header.study_instance_uid = attributes.value("StudyInstanceUID");
  header.is_ours = attributes.value("Manufacturer") == "Sonolist";
  for (const json& series : tag_items(tags, kReferencedSeriesSequence)) {
    for (const json& instance : tag_items(series, kReferencedInstanceSequence)) {
      const std::string uid = ImageAttributes::from_orthanc(instance).value("ReferencedSOPInstanceUID");
      if (!uid.empty()) header.source_sop_uids.push_back(uid);
    }
  }
  for (const json& segment : tag_items(tags, kSegmentSequence)) {
    if (is_drawn_by_person(segment)) header.is_by_person = true;
  }
  return header;
}

}  // namespace sonolist::plugin
