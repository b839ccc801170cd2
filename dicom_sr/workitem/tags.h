// The attributes of a Unified Procedure Step (PS3.4 table CC.2.5-3) as keys of the DICOM JSON Model.
#pragma once

namespace sonolist::dicom::tag {

inline constexpr const char* kSpecificCharacterSet = "00080005";
inline constexpr const char* kSopClassUid = "00080016";
inline constexpr const char* kSopInstanceUid = "00080018";
inline constexpr const char* kAccessionNumber = "00080050";
inline constexpr const char* kModality = "00080060";
inline constexpr const char* kCodeValue = "00080100";
inline constexpr const char* kCodingSchemeDesignator = "00080102";
inline constexpr const char* kCodeMeaning = "00080104";
inline constexpr const char* kAdmittingDiagnosesDescription = "00081080";
inline constexpr const char* kAdmittingDiagnosesCodeSequence = "00081084";
inline constexpr const char* kReferencedSopClassUid = "00081150";
inline constexpr const char* kReferencedSopInstanceUid = "00081155";
inline constexpr const char* kRetrieveUrl = "00081190";
inline constexpr const char* kTransactionUid = "00081195";
inline constexpr const char* kReferencedSopSequence = "00081199";
inline constexpr const char* kPatientName = "00100010";
inline constexpr const char* kPatientId = "00100020";
inline constexpr const char* kIssuerOfPatientId = "00100021";
inline constexpr const char* kIssuerOfPatientIdQualifiersSequence = "00100024";
inline constexpr const char* kPatientBirthDate = "00100030";
inline constexpr const char* kPatientSex = "00100040";
inline constexpr const char* kOtherPatientIdsSequence = "00101002";
inline constexpr const char* kStudyInstanceUid = "0020000D";
inline constexpr const char* kSeriesInstanceUid = "0020000E";
inline constexpr const char* kAdmissionId = "00380010";
inline constexpr const char* kIssuerOfAdmissionIdSequence = "00380014";
inline constexpr const char* kPerformedProcedureStepDescription = "00400254";
inline constexpr const char* kCommentsOnPerformedProcedureStep = "00400280";
inline constexpr const char* kCommentsOnScheduledProcedureStep = "00400400";
inline constexpr const char* kScheduledProcedureStepStartDateTime = "00404005";
inline constexpr const char* kScheduledProcedureStepExpirationDateTime = "00404008";
inline constexpr const char* kScheduledProcedureStepModificationDateTime = "00404010";
inline constexpr const char* kExpectedCompletionDateTime = "00404011";
inline constexpr const char* kScheduledWorkitemCodeSequence = "00404018";
inline constexpr const char* kPerformedWorkitemCodeSequence = "00404019";
inline constexpr const char* kInputInformationSequence = "00404021";
inline constexpr const char* kScheduledStationNameCodeSequence = "00404025";
inline constexpr const char* kScheduledStationClassCodeSequence = "00404026";
inline constexpr const char* kScheduledStationGeographicLocationCodeSequence = "00404027";
inline constexpr const char* kPerformedStationNameCodeSequence = "00404028";
inline constexpr const char* kOutputInformationSequence = "00404033";
inline constexpr const char* kScheduledHumanPerformersSequence = "00404034";
inline constexpr const char* kInputReadinessState = "00404041";
inline constexpr const char* kPerformedProcedureStepStartDateTime = "00404050";
inline constexpr const char* kPerformedProcedureStepEndDateTime = "00404051";
inline constexpr const char* kProcedureStepCancellationDateTime = "00404052";
inline constexpr const char* kMeasurementUnitsCodeSequence = "004008EA";
inline constexpr const char* kValueType = "0040A040";
inline constexpr const char* kConceptNameCodeSequence = "0040A043";
inline constexpr const char* kTextValue = "0040A160";
inline constexpr const char* kNumericValue = "0040A30A";
inline constexpr const char* kReferencedRequestSequence = "0040A370";
inline constexpr const char* kTypeOfInstances = "0040E020";
inline constexpr const char* kWadoRsRetrievalSequence = "0040E025";
inline constexpr const char* kProcedureStepState = "00741000";
inline constexpr const char* kProcedureStepProgressInformationSequence = "00741002";
inline constexpr const char* kProcedureStepProgress = "00741004";
inline constexpr const char* kProcedureStepProgressDescription = "00741006";
inline constexpr const char* kContactUri = "0074100A";
inline constexpr const char* kContactDisplayName = "0074100C";
inline constexpr const char* kProcedureStepDiscontinuationReasonCodeSequence = "0074100E";
inline constexpr const char* kScheduledProcedureStepPriority = "00741200";
inline constexpr const char* kWorklistLabel = "00741202";
inline constexpr const char* kProcedureStepLabel = "00741204";
inline constexpr const char* kScheduledProcessingParametersSequence = "00741210";
inline constexpr const char* kPerformedProcessingParametersSequence = "00741212";
inline constexpr const char* kUpsPerformedProcedureSequence = "00741216";
inline constexpr const char* kReplacedProcedureStepSequence = "00741224";
inline constexpr const char* kReasonForCancellation = "00741238";

}  // namespace sonolist::dicom::tag
