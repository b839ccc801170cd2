#include "dicom_sr/validation/object_facts.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include "dicom_sr/error.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/sequence_items.h"
#include "dicom_sr/modules/utf8_conversion.h"
#include "dicom_sr/validation/attribute_name.h"

namespace sonolist::dicom {

namespace {

// What must be equal in everything of one study.
const DcmTagKey kIdentity[] = {DCM_PatientName,      DCM_PatientID,  DCM_IssuerOfPatientID,
                               DCM_PatientBirthDate, DCM_PatientSex, DCM_StudyDate,
                               DCM_StudyTime,        DCM_StudyID,    DCM_AccessionNumber};

std::optional<int> unsigned_of(DcmItem& item, const DcmTagKey& tag) {
  Uint16 value = 0;
  return item.findAndGetUint16(tag, value).good() ? std::optional<int>(value) : std::nullopt;
}

std::optional<int> integer_of(DcmItem& item, const DcmTagKey& tag) {
  Sint32 value = 0;
  return item.findAndGetSint32(tag, value).good() ? std::optional<int>(value) : std::nullopt;
}

// A macro stands in the frame's own groups or in the shared ones.
DcmItem* find_macro(DcmItem& frame, DcmItem* shared, const DcmTagKey& tag) {
  DcmItem* found = nullptr;
  if (frame.findAndGetSequenceItem(tag, found).good()) return found;
  if (shared != nullptr && shared->findAndGetSequenceItem(tag, found).good()) return found;
  return nullptr;
}

SegmentationFrameFacts frame_facts(DcmItem& frame, DcmItem* shared) {
  SegmentationFrameFacts facts;
  if (DcmItem* identification = find_macro(frame, shared, DCM_SegmentIdentificationSequence))
    facts.segment_number = unsigned_of(*identification, DCM_ReferencedSegmentNumber);
  DcmItem* derivation = find_macro(frame, shared, DCM_DerivationImageSequence);
  DcmItem* source = nullptr;
  if (derivation != nullptr && derivation->findAndGetSequenceItem(DCM_SourceImageSequence, source).good()) {
    facts.source_sop_instance_uid = get_value(*source, DCM_ReferencedSOPInstanceUID);
    facts.source_frame = integer_of(*source, DCM_ReferencedFrameNumber);
  }
  return facts;
}

void read_segmentation_facts(DcmDataset& dataset, ObjectFacts& facts) {
  facts.segmentation_type = get_value(dataset, DCM_SegmentationType);
  for_each_item(dataset, DCM_SegmentSequence, [&](DcmItem& segment) {
    facts.segments.push_back({unsigned_of(segment, DCM_SegmentNumber).value_or(0), get_value(segment, DCM_TrackingID),
                              get_value(segment, DCM_TrackingUID)});
  });
  DcmItem* shared = nullptr;
  if (dataset.findAndGetSequenceItem(DCM_SharedFunctionalGroupsSequence, shared).bad()) shared = nullptr;
  for_each_item(dataset, DCM_PerFrameFunctionalGroupsSequence,
                [&](DcmItem& frame) { facts.segmentation_frames.push_back(frame_facts(frame, shared)); });
  for_each_item(dataset, DCM_ReferencedSeriesSequence, [&](DcmItem& series) {
    for_each_item(series, DCM_ReferencedInstanceSequence, [&](DcmItem& instance) {
      facts.referenced_instances.push_back({"", get_value(series, DCM_SeriesInstanceUID),
                                            get_value(instance, DCM_ReferencedSOPClassUID),
                                            get_value(instance, DCM_ReferencedSOPInstanceUID)});
    });
  });
}

void read_report_facts(DcmDataset& dataset, ObjectFacts& facts) {
  try {
    facts.report = read_measurement_report(dataset);
  } catch (const DicomError& error) {
    facts.report_problem = error.what();
  }
}

}  // namespace

ObjectFacts object_facts(const std::string& name, DcmDataset& dataset) {
  ObjectFacts facts;
  facts.name = name;
  facts.sop_class_uid = get_value(dataset, DCM_SOPClassUID);
  facts.sop_instance_uid = get_value(dataset, DCM_SOPInstanceUID);
  facts.series_instance_uid = get_value(dataset, DCM_SeriesInstanceUID);
  facts.study_instance_uid = get_value(dataset, DCM_StudyInstanceUID);
  facts.modality = get_value(dataset, DCM_Modality);
  const Utf8Reader texts(dataset);
  for (const DcmTagKey& tag : kIdentity) facts.identity[attribute_name(tag)] = texts.text(dataset, tag);
  facts.rows = unsigned_of(dataset, DCM_Rows).value_or(0);
  facts.cols = unsigned_of(dataset, DCM_Columns).value_or(0);
  facts.frames = integer_of(dataset, DCM_NumberOfFrames).value_or(1);
  if (facts.modality == "SEG") read_segmentation_facts(dataset, facts);
  if (facts.modality == "SR") read_report_facts(dataset, facts);
  return facts;
}

}  // namespace sonolist::dicom
