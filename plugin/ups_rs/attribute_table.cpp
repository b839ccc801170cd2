#include "plugin/ups_rs/attribute_table.h"

#include <algorithm>
#include <cstring>

#include "plugin/ups_rs/attribute_macros.h"
#include "plugin/ups_rs/table_words.h"

namespace sonolist::plugin {
namespace {

using namespace words;
using namespace macro;

// clang-format off
constexpr AttributeRow kHumanPerformerRows[] = {
    same("00404009", "SQ", "HumanPerformerCodeSequence", kVal, &kCode),
    same("00404037", "PN", "HumanPerformerName", kVal),
    same("00404036", "LO", "HumanPerformerOrganization", kVal),
};
constexpr AttributeTable kHumanPerformer = {rows(kHumanPerformerRows), {}};

constexpr AttributeRow kOtherPatientIdRows[] = {
    same("00100020", "LO", "PatientID", kVal),
    same("00100021", "LO", "IssuerOfPatientID", kHas),
    same("00100022", "CS", "TypeOfPatientID", kOpt),
    same("00100024", "SQ", "IssuerOfPatientIDQualifiersSequence", kHas, &kIssuerQualifiers),
};
constexpr AttributeTable kOtherPatientId = {rows(kOtherPatientIdRows), {}};

// Never updated: the sequence itself is fixed.
constexpr AttributeRow kRequestRows[] = {
    same("0020000D", "UI", "StudyInstanceUID", kVal),
    same("00080050", "SH", "AccessionNumber", kHas),
    same("00080051", "SQ", "IssuerOfAccessionNumberSequence", kHas, &kDesignator),
    same("00402016", "LO", "PlacerOrderNumberImagingServiceRequest", kOpt),
    same("00400026", "SQ", "OrderPlacerIdentifierSequence", kHas, &kDesignator),
    same("00402017", "LO", "FillerOrderNumberImagingServiceRequest", kOpt),
    same("00400027", "SQ", "OrderFillerIdentifierSequence", kHas, &kDesignator),
    same("00401001", "SH", "RequestedProcedureID", kHas),
    same("00321060", "LO", "RequestedProcedureDescription", kHas),
    same("00321064", "SQ", "RequestedProcedureCodeSequence", kHas, &kCode),
    same("00401002", "LO", "ReasonForTheRequestedProcedure", kOpt),
    same("0040100A", "SQ", "ReasonForRequestedProcedureCodeSequence", kOpt, &kCode),
    same("00401400", "LT", "RequestedProcedureComments", kOpt),
    same("00401008", "LO", "ConfidentialityCode", kOpt),
    same("00401010", "PN", "NamesOfIntendedRecipientsOfResults", kOpt),
    same("00402400", "LT", "ImagingServiceRequestComments", kOpt),
    same("00321032", "PN", "RequestingPhysician", kOpt),
    same("00321033", "LO", "RequestingService", kOpt),
    same("00321034", "SQ", "RequestingServiceCodeSequence", kOpt, &kCode),
    same("00402004", "DA", "IssueDateOfImagingServiceRequest", kOpt),
    same("00402005", "TM", "IssueTimeOfImagingServiceRequest", kOpt),
    same("00080090", "PN", "ReferringPhysicianName", kOpt),
};
constexpr AttributeTable kRequest = {rows(kRequestRows), {}};

constexpr AttributeRow kCommunicationRows[] = {
    same("0074100A", "UR", "ContactURI", kVal),
    same("0074100C", "LO", "ContactDisplayName", kIf),
};
constexpr AttributeTable kCommunication = {rows(kCommunicationRows), {}};

constexpr AttributeRow kProgressRows[] = {
    {"00741004", "DS", "ProcedureStepProgress", kNA, kIf, kO, kAsk},
    {"00741006", "ST", "ProcedureStepProgressDescription", kNA, kIf, kO, kAsk},
    {"00741007", "SQ", "ProcedureStepProgressParametersSequence", kNA, kOpt, kO, kAsk, &kContentItem},
    {"00741008", "SQ", "ProcedureStepCommunicationsURISequence", kNA, kIf, kO, kAsk, &kCommunication},
    // Empty is allowed: the server fills it on the way to CANCELED.
    {"00404052", "DT", "ProcedureStepCancellationDateTime", kNA, kOpt, kX, kAsk},
    {"00741238", "LT", "ReasonForCancellation", kNA, kIf, kO, kAsk},
    {"0074100E", "SQ", "ProcedureStepDiscontinuationReasonCodeSequence", kNA, kIf, kX, kAsk, &kCode},
};
constexpr AttributeTable kProgress = {rows(kProgressRows), {}};

constexpr AttributeRow kActualPerformerRows[] = {
    same("00404009", "SQ", "HumanPerformerCodeSequence", kIf, &kCode),
    same("00404037", "PN", "HumanPerformerName", kIf),
    same("00404036", "LO", "HumanPerformerOrganization", kIf),
};
// Both are needed "if known": of an item at least one is.
constexpr ItemCondition kActualPerformerConditions[] = {{"", "", {"00404009", "00404037"}}};
constexpr AttributeTable kActualPerformer = {rows(kActualPerformerRows), rows(kActualPerformerConditions)};

constexpr AttributeRow kPerformedRows[] = {
    {"00404035", "SQ", "ActualHumanPerformersSequence", kNA, kIf, kO, kAsk, &kActualPerformer},
    {"00404028", "SQ", "PerformedStationNameCodeSequence", kNA, kOpt, kP, kAsk, &kCode},
    {"00404029", "SQ", "PerformedStationClassCodeSequence", kNA, kOpt, kO, kAsk, &kCode},
    {"00404030", "SQ", "PerformedStationGeographicLocationCodeSequence", kNA, kOpt, kO, kAsk, &kCode},
    {"00404050", "DT", "PerformedProcedureStepStartDateTime", kNA, kIf, kP, kAsk},
    {"00400254", "LO", "PerformedProcedureStepDescription", kNA, kIf, kO, kAsk},
    {"00400280", "ST", "CommentsOnThePerformedProcedureStep", kNA, kIf, kO, kAsk},
    {"00404019", "SQ", "PerformedWorkitemCodeSequence", kNA, kIf, kP, kAsk, &kCode},
    {"00741212", "SQ", "PerformedProcessingParametersSequence", kNA, kIf, kO, kAsk, &kContentItem},
    {"00404051", "DT", "PerformedProcedureStepEndDateTime", kNA, kIf, kP, kAsk},
    {"00404033", "SQ", "OutputInformationSequence", kNA, kHas, kP2, kAsk, &kReferencedInstances},
};
constexpr AttributeTable kPerformed = {rows(kPerformedRows), {}};

constexpr AttributeRow kWorkitemRows[] = {
    // Lock and SOP Common. The Transaction UID of an update is taken out before the rules are applied.
    {"00081195", "UI", "TransactionUID", kNul, kNA, kO, kAsk},
    {"00080005", "CS", "SpecificCharacterSet", kOpt, kOpt, kO, kSet},
    {"00080016", "UI", "SOPClassUID", kOpt, kNA, kR, kRet},
    {"00080018", "UI", "SOPInstanceUID", kOpt, kNA, kR, kRet},
    // Scheduled Procedure Information
    {"00741200", "CS", "ScheduledProcedureStepPriority", kVal, kIf, kR, kRet},
    {"00404010", "DT", "ScheduledProcedureStepModificationDateTime", kOpt, kOpt, kR, kAsk},
    {"00741204", "LO", "ProcedureStepLabel", kVal, kIf, kO, kRet},
    {"00741202", "LO", "WorklistLabel", kOpt, kIf, kO, kRet},
    {"00741210", "SQ", "ScheduledProcessingParametersSequence", kHas, kOpt, kO, kRet, &kContentItem},
    {"00404025", "SQ", "ScheduledStationNameCodeSequence", kHas, kOpt, kO, kRet, &kCode},
    {"00404026", "SQ", "ScheduledStationClassCodeSequence", kHas, kOpt, kO, kRet, &kCode},
    {"00404027", "SQ", "ScheduledStationGeographicLocationCodeSequence", kHas, kOpt, kO, kRet, &kCode},
    {"00404034", "SQ", "ScheduledHumanPerformersSequence", kOpt, kOpt, kO, kRet, &kHumanPerformer},
    {"00404005", "DT", "ScheduledProcedureStepStartDateTime", kVal, kIf, kR, kRet},
    {"00404011", "DT", "ExpectedCompletionDateTime", kIf, kIf, kO, kAsk},
    {"00404008", "DT", "ScheduledProcedureStepExpirationDateTime", kOpt, kOpt, kO, kAsk},
    {"00404018", "SQ", "ScheduledWorkitemCodeSequence", kHas, kIf, kO, kRet, &kCode},
    {"00400400", "LT", "CommentsOnTheScheduledProcedureStep", kHas, kIf, kO, kAsk},
    {"00404041", "CS", "InputReadinessState", kVal, kIf, kR, kRet},
    {"00404021", "SQ", "InputInformationSequence", kHas, kOpt, kO, kRet, &kReferencedInstances},
    {"0020000D", "UI", "StudyInstanceUID", kOpt, kOpt, kO, kRet},
    {"00404070", "SQ", "OutputDestinationSequence", kOpt, kOpt, kO, kAsk, &kOutputDestination},
    // Relationship
    {"00100010", "PN", "PatientName", kHas, kNA, kO, kRet},
    {"00100020", "LO", "PatientID", kOpt, kNA, kO, kRet},
    {"00100021", "LO", "IssuerOfPatientID", kHas, kNA, kO, kRet},
    {"00100024", "SQ", "IssuerOfPatientIDQualifiersSequence", kHas, kNA, kO, kRet, &kIssuerQualifiers},
    {"00101002", "SQ", "OtherPatientIDsSequence", kHas, kOpt, kO, kRet, &kOtherPatientId},
    {"00100030", "DA", "PatientBirthDate", kHas, kNA, kO, kRet},
    {"00100040", "CS", "PatientSex", kHas, kNA, kO, kRet},
    {"00101100", "SQ", "ReferencedPatientPhotoSequence", kOpt, kOpt, kO, kAsk, &kReferencedInstances},
    {"00380010", "LO", "AdmissionID", kHas, kNA, kO, kRet},
    {"00380014", "SQ", "IssuerOfAdmissionIDSequence", kHas, kNA, kO, kRet, &kDesignator},
    {"00081080", "LO", "AdmittingDiagnosesDescription", kHas, kNA, kO, kRet},
    // Known clients send diagnoses in words alone.
    {"00081084", "SQ", "AdmittingDiagnosesCodeSequence", kHas, kNA, kO, kRet, &kDescribedCode},
    // Its core may not change, and a sequence is replaced as a whole: so the whole stays (change = cancel, re-create).
    {"0040A370", "SQ", "ReferencedRequestSequence", kHas, kNA, kO, kRet, &kRequest},
    {"00741224", "SQ", "ReplacedProcedureStepSequence", kIf, kNA, kO, kAsk, &kSopReference},
    // Patient Medical
    {"00102000", "LO", "MedicalAlerts", kOpt, kOpt, kO, kSet},
    {"001021C0", "US", "PregnancyStatus", kOpt, kOpt, kO, kSet},
    {"00380050", "LO", "SpecialNeeds", kOpt, kOpt, kO, kSet},
    // Progress Information
    {"00741000", "CS", "ProcedureStepState", kVal, kNA, kR, kRet},
    {"00741002", "SQ", "ProcedureStepProgressInformationSequence", kNul, kOpt, kX, kRet, &kProgress},
    // Performed Procedure Information
    {"00741216", "SQ", "UnifiedProcedureStepPerformedProcedureSequence", kNul, kOpt, kP, kAsk, &kPerformed},
};
constexpr AttributeTable kWorkitem = {rows(kWorkitemRows), {}};

constexpr AttributeRow kCancelRequestRows[] = {
    same("00741238", "LT", "ReasonForCancellation", kOpt),
    same("0074100E", "SQ", "ProcedureStepDiscontinuationReasonCodeSequence", kOpt, &kCode),
    same("0074100A", "UR", "ContactURI", kOpt),
    same("0074100C", "LO", "ContactDisplayName", kOpt),
};
constexpr AttributeTable kCancelRequest = {rows(kCancelRequestRows), {}};

constexpr EnumeratedAttribute kEnumerated[] = {
    {"00741200", {"HIGH", "MEDIUM", "LOW"}},
    {"00404041", {"READY", "INCOMPLETE", "UNAVAILABLE"}},
    {"0040E020", {"DICOM", "CDA"}},
    {"0040A040", {"DATETIME", "DATE", "TIME", "PNAME", "UIDREF", "TEXT", "CODE", "NUMERIC"}},
};
// clang-format on

}  // namespace

const AttributeTable& workitem_table() {
  return kWorkitem;
}
const AttributeTable& cancel_request_table() {
  return kCancelRequest;
}
Rows<EnumeratedAttribute> enumerated_attributes() {
  return rows(kEnumerated);
}

const AttributeRow* find_row(const AttributeTable& table, std::string_view tag) {
  constexpr std::size_t kDigits = 8;  // of every row's tag: compared as one word
  if (tag.size() != kDigits) return nullptr;
  const auto* row = std::find_if(table.rows.begin(), table.rows.end(), [tag](const AttributeRow& candidate) {
    return std::memcmp(candidate.tag.data(), tag.data(), kDigits) == 0;
  });
  return row == table.rows.end() ? nullptr : row;
}

const AttributeRow* find_attribute(std::string_view tag) {
  return find_row(kWorkitem, tag);
}

}  // namespace sonolist::plugin
