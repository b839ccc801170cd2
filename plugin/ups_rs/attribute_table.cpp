#include "plugin/ups_rs/attribute_table.h"

#include <algorithm>
#include <iterator>

namespace sonolist::plugin {
namespace {

// Short names, so that a row of the standard's table stays one line here.
constexpr ClientRule kOpt = ClientRule::kOptional;
constexpr ClientRule kHas = ClientRule::kPresent;
constexpr ClientRule kVal = ClientRule::kValue;
constexpr ClientRule kNul = ClientRule::kEmpty;
constexpr ClientRule kNonEmpty = ClientRule::kValueIfPresent;
constexpr ClientRule kNA = ClientRule::kForbidden;
constexpr FinalRule kO = FinalRule::kOptional;
constexpr FinalRule kR = FinalRule::kBoth;
constexpr FinalRule kP = FinalRule::kCompleted;
constexpr FinalRule kP2 = FinalRule::kCompletedEmpty;
constexpr FinalRule kX = FinalRule::kCanceled;
constexpr bool kRet = true;
constexpr bool kAsk = false;

// clang-format off
constexpr AttributeRow kRows[] = {
    // Lock and SOP Common. The Transaction UID of an update is taken out before the rules are applied.
    {"00081195", "TransactionUID", kNul, kNA, kO, kAsk},
    {"00080005", "SpecificCharacterSet", kOpt, kOpt, kO, kRet},
    {"00080016", "SOPClassUID", kOpt, kNA, kR, kRet},
    {"00080018", "SOPInstanceUID", kOpt, kNA, kR, kRet},
    // Scheduled Procedure Information
    {"00741200", "ScheduledProcedureStepPriority", kVal, kNonEmpty, kR, kRet},
    {"00404010", "ScheduledProcedureStepModificationDateTime", kOpt, kOpt, kR, kAsk},
    {"00741204", "ProcedureStepLabel", kVal, kNonEmpty, kO, kRet},
    {"00741202", "WorklistLabel", kOpt, kNonEmpty, kO, kRet},
    {"00741210", "ScheduledProcessingParametersSequence", kHas, kOpt, kO, kRet},
    {"00404025", "ScheduledStationNameCodeSequence", kHas, kOpt, kO, kRet},
    {"00404026", "ScheduledStationClassCodeSequence", kHas, kOpt, kO, kRet},
    {"00404027", "ScheduledStationGeographicLocationCodeSequence", kHas, kOpt, kO, kRet},
    {"00404034", "ScheduledHumanPerformersSequence", kOpt, kOpt, kO, kRet},
    {"00404005", "ScheduledProcedureStepStartDateTime", kVal, kNonEmpty, kR, kRet},
    {"00404011", "ExpectedCompletionDateTime", kNonEmpty, kNonEmpty, kO, kAsk},
    {"00404008", "ScheduledProcedureStepExpirationDateTime", kOpt, kOpt, kO, kAsk},
    {"00404018", "ScheduledWorkitemCodeSequence", kHas, kNonEmpty, kO, kRet},
    {"00400400", "CommentsOnTheScheduledProcedureStep", kHas, kNonEmpty, kO, kAsk},
    {"00404041", "InputReadinessState", kVal, kNonEmpty, kR, kRet},
    {"00404021", "InputInformationSequence", kHas, kOpt, kO, kRet},
    {"0020000D", "StudyInstanceUID", kOpt, kOpt, kO, kRet},
    {"00404070", "OutputDestinationSequence", kOpt, kOpt, kO, kAsk},
    // Relationship
    {"00100010", "PatientName", kHas, kNA, kO, kRet},
    {"00100020", "PatientID", kOpt, kNA, kO, kRet},
    {"00100021", "IssuerOfPatientID", kHas, kNA, kO, kRet},
    {"00100024", "IssuerOfPatientIDQualifiersSequence", kHas, kNA, kO, kRet},
    {"00101002", "OtherPatientIDsSequence", kHas, kOpt, kO, kRet},
    {"00100030", "PatientBirthDate", kHas, kNA, kO, kRet},
    {"00100040", "PatientSex", kHas, kNA, kO, kRet},
    {"00101100", "ReferencedPatientPhotoSequence", kOpt, kOpt, kO, kAsk},
    {"00380010", "AdmissionID", kHas, kNA, kO, kRet},
    {"00380014", "IssuerOfAdmissionIDSequence", kHas, kNA, kO, kRet},
    {"00081080", "AdmittingDiagnosesDescription", kHas, kNA, kO, kRet},
    {"00081084", "AdmittingDiagnosesCodeSequence", kHas, kNA, kO, kRet},
    // Its core may not change, and a sequence is replaced as a whole: so the whole stays (change = cancel, re-create).
    {"0040A370", "ReferencedRequestSequence", kHas, kNA, kO, kRet},
    {"00741224", "ReplacedProcedureStepSequence", kOpt, kNA, kO, kAsk},
    // Patient Medical
    {"00102000", "MedicalAlerts", kOpt, kOpt, kO, kRet},
    {"001021C0", "PregnancyStatus", kOpt, kOpt, kO, kRet},
    {"00380050", "SpecialNeeds", kOpt, kOpt, kO, kRet},
    // Progress Information
    {"00741000", "ProcedureStepState", kVal, kNA, kR, kRet},
    {"00741002", "ProcedureStepProgressInformationSequence", kNul, kOpt, kX, kRet},
    {"00741002.00741004", "ProcedureStepProgress", kNA, kNonEmpty, kO, kAsk},
    {"00741002.00741006", "ProcedureStepProgressDescription", kNA, kNonEmpty, kO, kAsk},
    {"00741002.00741008", "ProcedureStepCommunicationsURISequence", kNA, kNonEmpty, kO, kAsk},
    {"00741002.00404052", "ProcedureStepCancellationDateTime", kNA, kOpt, kX, kAsk},
    {"00741002.00741238", "ReasonForCancellation", kNA, kNonEmpty, kO, kAsk},
    {"00741002.0074100E", "ProcedureStepDiscontinuationReasonCodeSequence", kNA, kNonEmpty, kX, kAsk},
    // Performed Procedure Information
    {"00741216", "UnifiedProcedureStepPerformedProcedureSequence", kNul, kOpt, kP, kAsk},
    {"00741216.00404028", "PerformedStationNameCodeSequence", kNA, kOpt, kP, kAsk},
    {"00741216.00404050", "PerformedProcedureStepStartDateTime", kNA, kNonEmpty, kP, kAsk},
    {"00741216.00404019", "PerformedWorkitemCodeSequence", kNA, kNonEmpty, kP, kAsk},
    {"00741216.00404051", "PerformedProcedureStepEndDateTime", kNA, kNonEmpty, kP, kAsk},
    {"00741216.00404033", "OutputInformationSequence", kNA, kHas, kP2, kAsk},
};

struct Keyword {
  std::string_view keyword, tag;
};

// Keys inside sequences (required ones of the table's column M, and what our own workitems hold).
constexpr Keyword kNestedKeywords[] = {
    {"CodeValue", "00080100"},
    {"CodingSchemeDesignator", "00080102"},
    {"LongCodeValue", "00080119"},
    {"URNCodeValue", "00080120"},
    {"AccessionNumber", "00080050"},
    {"IssuerOfAccessionNumberSequence", "00080051"},
    {"ReferencedSOPClassUID", "00081150"},
    {"ReferencedSOPInstanceUID", "00081155"},
    {"ReferencedSOPSequence", "00081199"},
    {"SeriesInstanceUID", "0020000E"},
    {"RequestingService", "00321033"},
    {"RequestedProcedureID", "00401001"},
    {"RequestedProcedureDescription", "00321060"},
    {"LocalNamespaceEntityID", "00400031"},
    {"UniversalEntityID", "00400032"},
    {"UniversalEntityIDType", "00400033"},
    {"HumanPerformerCodeSequence", "00404009"},
    {"HumanPerformerName", "00404037"},
    {"HumanPerformerOrganization", "00404036"},
    {"ConceptNameCodeSequence", "0040A043"},
    {"ConceptCodeSequence", "0040A168"},
    {"TextValue", "0040A160"},
    {"ActualHumanPerformersSequence", "00404035"},
};
// clang-format on

std::string_view last_tag(std::string_view path) {
  return path.substr(path.size() - 8);
}

}  // namespace

AttributeTable attribute_table() {
  return {std::begin(kRows), std::end(kRows)};
}

const AttributeRow* find_attribute(std::string_view tag) {
  const auto* row = std::find_if(std::begin(kRows), std::end(kRows), [tag](const auto& r) { return r.path == tag; });
  return row == std::end(kRows) ? nullptr : row;
}

std::optional<std::string_view> find_keyword(std::string_view keyword) {
  for (const AttributeRow& row : kRows) {
    if (row.keyword == keyword) return last_tag(row.path);
  }
  for (const Keyword& nested : kNestedKeywords) {
    if (nested.keyword == keyword) return nested.tag;
  }
  return std::nullopt;
}

}  // namespace sonolist::plugin
