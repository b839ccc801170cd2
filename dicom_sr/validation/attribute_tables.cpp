#include "dicom_sr/validation/attribute_tables.h"

namespace sonolist::dicom {

namespace {

constexpr auto k1 = AttributeType::k1;
constexpr auto k2 = AttributeType::k2;
constexpr auto k3 = AttributeType::k3;

}  // namespace

const std::vector<AttributeRule>& common_attributes() {
  static const std::vector<AttributeRule> kRules{
      // SOP Common
      {DCM_SOPClassUID, EVR_UI, k1},
      {DCM_SOPInstanceUID, EVR_UI, k1},
      {DCM_SpecificCharacterSet, EVR_CS, k3, 1, kAnyNumber},
      {DCM_InstanceCreationDate, EVR_DA, k3},
      {DCM_InstanceCreationTime, EVR_TM, k3},
      {DCM_TimezoneOffsetFromUTC, EVR_SH, k3},
      // Patient
      {DCM_PatientName, EVR_PN, k2},
      {DCM_PatientID, EVR_LO, k2},
      {DCM_PatientBirthDate, EVR_DA, k2},
      {DCM_PatientSex, EVR_CS, k2},
      // General Study
      {DCM_StudyInstanceUID, EVR_UI, k1},
      {DCM_StudyDate, EVR_DA, k2},
      {DCM_StudyTime, EVR_TM, k2},
      {DCM_ReferringPhysicianName, EVR_PN, k2},
      {DCM_StudyID, EVR_SH, k2},
      {DCM_AccessionNumber, EVR_SH, k2},
      // General Series
      {DCM_Modality, EVR_CS, k1},
      {DCM_SeriesInstanceUID, EVR_UI, k1},
      {DCM_SeriesDescription, EVR_LO, k3},
  };
  return kRules;
}

const std::vector<AttributeRule>& segmentation_attributes() {
  static const std::vector<AttributeRule> kRules{
      {DCM_Modality, EVR_CS, k1, 1, 1, "SEG"},
      {DCM_SeriesNumber, EVR_IS, k1},
      // Enhanced General Equipment
      {DCM_Manufacturer, EVR_LO, k1},
      {DCM_ManufacturerModelName, EVR_LO, k1},
      {DCM_DeviceSerialNumber, EVR_LO, k1},
      {DCM_SoftwareVersions, EVR_LO, k1, 1, kAnyNumber},
      // General Image, Image Pixel
      {DCM_InstanceNumber, EVR_IS, k1},
      {DCM_ContentDate, EVR_DA, k1},
      {DCM_ContentTime, EVR_TM, k1},
      {DCM_ImageType, EVR_CS, k1, 2, kAnyNumber},
      {DCM_SamplesPerPixel, EVR_US, k1, 1, 1, "1"},
      {DCM_Rows, EVR_US, k1},
      {DCM_Columns, EVR_US, k1},
      {DCM_BitsAllocated, EVR_US, k1},
      {DCM_BitsStored, EVR_US, k1},
      {DCM_HighBit, EVR_US, k1},
      {DCM_PixelRepresentation, EVR_US, k1, 1, 1, "0"},
      {DCM_PhotometricInterpretation, EVR_CS, k1},
      {DCM_LossyImageCompression, EVR_CS, k1},
      // Segmentation Image
      {DCM_SegmentationType, EVR_CS, k1},
      {DCM_ContentLabel, EVR_CS, k1},
      {DCM_ContentDescription, EVR_LO, k2},
      {DCM_ContentCreatorName, EVR_PN, k2},
      {DCM_SegmentSequence, EVR_SQ, k1, 1, kAnyNumber},
      // Multi-frame Functional Groups and Dimension, Common Instance Reference
      {DCM_NumberOfFrames, EVR_IS, k1},
      {DCM_SharedFunctionalGroupsSequence, EVR_SQ, k2, 1, 1},
      {DCM_PerFrameFunctionalGroupsSequence, EVR_SQ, k1, 1, kAnyNumber},
      {DCM_DimensionOrganizationSequence, EVR_SQ, k1, 1, kAnyNumber},
      {DCM_DimensionIndexSequence, EVR_SQ, k2, 0, kAnyNumber},
      {DCM_ReferencedSeriesSequence, EVR_SQ, k3, 1, kAnyNumber},
  };
  return kRules;
}

const std::vector<AttributeRule>& segment_attributes() {
  static const std::vector<AttributeRule> kRules{
      {DCM_SegmentNumber, EVR_US, k1},
      {DCM_SegmentLabel, EVR_LO, k1},
      {DCM_SegmentAlgorithmType, EVR_CS, k1},
      {DCM_SegmentAlgorithmName, EVR_LO, k3},
      {DCM_SegmentedPropertyCategoryCodeSequence, EVR_SQ, k1},
      {DCM_SegmentedPropertyTypeCodeSequence, EVR_SQ, k1},
      {DCM_AnatomicRegionSequence, EVR_SQ, k3},
      {DCM_RecommendedDisplayCIELabValue, EVR_US, k3, 3, 3},
      {DCM_TrackingID, EVR_UT, k3},
      {DCM_TrackingUID, EVR_UI, k3},
  };
  return kRules;
}

const std::vector<AttributeRule>& frame_attributes() {
  static const std::vector<AttributeRule> kRules{
      {DCM_FrameContentSequence, EVR_SQ, k1},
      {DCM_SegmentIdentificationSequence, EVR_SQ, k3},
      {DCM_DerivationImageSequence, EVR_SQ, k3, 0, kAnyNumber},
      {DCM_PlanePositionSequence, EVR_SQ, k3},
  };
  return kRules;
}

const std::vector<AttributeRule>& report_attributes() {
  static const std::vector<AttributeRule> kRules{
      {DCM_Modality, EVR_CS, k1, 1, 1, "SR"},
      {DCM_SeriesNumber, EVR_IS, k1},
      {DCM_ReferencedPerformedProcedureStepSequence, EVR_SQ, k2, 0, 1},
      {DCM_InstanceNumber, EVR_IS, k1},
      {DCM_ContentDate, EVR_DA, k1},
      {DCM_ContentTime, EVR_TM, k1},
      {DCM_CompletionFlag, EVR_CS, k1},
      {DCM_VerificationFlag, EVR_CS, k1},
      {DCM_PreliminaryFlag, EVR_CS, k3},
      {DCM_PerformedProcedureCodeSequence, EVR_SQ, k2, 0, kAnyNumber},
      {DCM_CurrentRequestedProcedureEvidenceSequence, EVR_SQ, k3, 1, kAnyNumber},
      {DCM_ValueType, EVR_CS, k1, 1, 1, "CONTAINER"},
      {DCM_ConceptNameCodeSequence, EVR_SQ, k1},
      {DCM_ContinuityOfContent, EVR_CS, k1},
      {DCM_ContentSequence, EVR_SQ, k1, 1, kAnyNumber},
  };
  return kRules;
}

const std::vector<AttributeRule>& own_attributes() {
  static const std::vector<AttributeRule> kRules{
      {DCM_ManufacturerModelName, EVR_LO, k1},
      {DCM_DeviceSerialNumber, EVR_LO, k1},
      {DCM_SoftwareVersions, EVR_LO, k1, 2, 2},
      {DCM_ContentQualification, EVR_CS, k1, 1, 1, "RESEARCH"},
      {DCM_SeriesDescription, EVR_LO, k1},
      {DCM_SeriesDate, EVR_DA, k1},
      {DCM_SeriesTime, EVR_TM, k1},
  };
  return kRules;
}

}  // namespace sonolist::dicom
