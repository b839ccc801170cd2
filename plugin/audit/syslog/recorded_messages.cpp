#include "plugin/audit/syslog/recorded_messages.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include "dicom_sr/workitem/processing_task.h"
#include "dicom_sr/workitem/tags.h"

namespace sonolist::plugin {
namespace {

using dicom::Code;

// PS3.16 CID 400 to 403.
const Code& application_role() {
  static const Code code{"110150", "DCM", "Application"};
  return code;
}
const Code& destination_role() {
  static const Code code{"110152", "DCM", "Destination Role ID"};
  return code;
}
const Code& source_role() {
  static const Code code{"110153", "DCM", "Source Role ID"};
  return code;
}

// RFC 3881 section 5.5.4.
const Code& uri_type() {
  static const Code code{"12", "RFC-3881", "URI"};
  return code;
}

constexpr const char* kUnknown = "unknown";
constexpr const char* kSecurityAuditLog = "Security Audit Log";  // A.5.3.2: the name shall be this
constexpr int kFirstRefusal = 400;
constexpr int kFirstFailure = 500;

std::string or_unknown(const std::string& text) {
  return text.empty() ? kUnknown : text;
}

AuditParticipant ourselves(const AuditSource& source, const std::optional<Code>& role) {
  return {source.id, source.ae_title.empty() ? "" : "AETITLES=" + source.ae_title, false, role};
}

// The place in a hash chain: kept by the receiver, it shows when the chain is computed anew.
std::vector<AuditObjectDetail> place_in_chain(const std::string& log, const LoggedRow& row) {
  return {{"SonolistLog", log}, {"SonolistLogRow", std::to_string(row.id)}, {"SonolistLogHash", row.hash}};
}

AuditOutcome outcome_of(int status) {
  if (status >= kFirstFailure) return AuditOutcome::kSeriousFailure;
  return status >= kFirstRefusal ? AuditOutcome::kMinorFailure : AuditOutcome::kSuccess;
}

bool shows_logs(const std::string& path) {
  constexpr std::array<std::string_view, 3> kOfTheLogs = {"/sonolist/audit/verify", "/sonolist/audit/accesses",
                                                          "/sonolist/audit/fhir/AuditEvent"};
  return std::find(kOfTheLogs.begin(), kOfTheLogs.end(), path) != kOfTheLogs.end();
}

AuditObject log_object(const std::string& path) {
  AuditObject object;
  object.id = path;
  object.id_type = uri_type();
  object.role = AuditObjectRole::kSecurityResource;
  object.name = kSecurityAuditLog;
  return object;
}

// The table wants the role of a report, also where no DICOM data set was the query.
AuditObject query_object(const Access& access) {
  AuditObject object;
  object.id = access.path;
  object.id_type = uri_type();
  object.query = access.method + " " + access.path + (access.query.empty() ? "" : "?" + access.query);
  return object;
}

AuditObject patient_object(const LazyDataSet& item) {
  AuditObject object;
  object.id = or_unknown(dicom::get_string(item, dicom::tag::kPatientId).value_or(""));
  object.id_type = {"2", "RFC-3881", "Patient Number"};
  object.type = AuditObjectType::kPerson;
  object.role = AuditObjectRole::kPatient;
  return object;
}

AuditObject study_object(const std::string& uid) {
  AuditObject object;
  object.id = uid;
  object.id_type = {"110180", "DCM", "Study Instance UID"};
  return object;
}

AuditObject step_object(const EndedStep& step) {
  AuditObject object;
  object.id = "urn:oid:" + step.uid;
  object.id_type = uri_type();
  object.role = AuditObjectRole::kJob;
  object.name = "Unified Procedure Step";
  object.details = place_in_chain("event", step.row);
  return object;
}

std::vector<std::string> accession_numbers(const LazyDataSet& item) {
  std::set<std::string> numbers;
  for (const Json& request : dicom::get_items(item, dicom::tag::kReferencedRequestSequence)) {
    const std::string number = dicom::get_string(request, dicom::tag::kAccessionNumber).value_or("");
    if (!number.empty()) numbers.insert(number);
  }
  return {numbers.begin(), numbers.end()};
}

// Objects of each study, by SOP class: `sequences` are items of Input or Output Information Sequence.
using Contents = std::map<std::string, std::map<std::string, int>>;

Contents contents_of(const std::vector<Json>& sequences) {
  Contents contents;
  for (const Json& series : sequences) {
    const std::string study = dicom::get_string(series, dicom::tag::kStudyInstanceUid).value_or("");
    if (study.empty()) continue;
    auto& classes = contents[study];
    for (const Json& reference : dicom::get_items(series, dicom::tag::kReferencedSopSequence)) {
      ++classes[dicom::get_string(reference, dicom::tag::kReferencedSopClassUid).value_or("")];
    }
  }
  return contents;
}

std::vector<AuditObject> study_objects(const Contents& contents, const std::vector<std::string>& accessions) {
  std::vector<AuditObject> objects;
  for (const auto& [study, classes] : contents) {
    AuditObject object = study_object(study);
    object.accession_numbers = accessions;
    for (const auto& [uid, instances] : classes) object.sop_classes.push_back({uid, instances});
    objects.push_back(std::move(object));
  }
  return objects;
}

Contents outputs_of(const LazyDataSet& item) {
  std::vector<Json> outputs;
  for (const Json& performed : dicom::get_items(item, dicom::tag::kUpsPerformedProcedureSequence)) {
    const auto items = dicom::get_items(performed, dicom::tag::kOutputInformationSequence);
    outputs.insert(outputs.end(), items.begin(), items.end());
  }
  return contents_of(outputs);
}

AuditMessage message_about(const AuditSource& source, const EndedStep& step, const Contents& contents) {
  AuditMessage message;
  message.time = step.time;
  message.source_id = source.id;
  message.objects = study_objects(contents, accession_numbers(step.item));
  message.objects.push_back(patient_object(step.item));
  message.objects.push_back(step_object(step));
  return message;
}

AuditMessage procedure_message(const AuditSource& source, const EndedStep& step, const std::string& performer) {
  AuditMessage message =
      message_about(source, step, contents_of(dicom::get_items(step.item, dicom::tag::kInputInformationSequence)));
  message.event = {"110111", "DCM", "Procedure Record"};
  message.action = AuditAction::kUpdate;
  message.outcome_description = "The procedure step is " + to_string(step.state);
  if (step.state == StepState::kCanceled) message.outcome = AuditOutcome::kMinorFailure;
  // What nobody claimed the worklist ends by itself.
  if (!performer.empty()) message.participants.push_back({performer, "", true, application_role()});
  message.participants.push_back(ourselves(source, application_role()));
  return message;
}

AuditMessage transfer_message(const AuditSource& source, const EndedStep& step, const std::string& performer,
                              const Contents& outputs) {
  AuditMessage message = message_about(source, step, outputs);
  message.event = {"110104", "DCM", "DICOM Instances Transferred"};
  message.action = AuditAction::kCreate;
  message.participants.push_back({or_unknown(performer), "", true, source_role()});
  message.participants.push_back(ourselves(source, destination_role()));
  return message;
}

}  // namespace

AuditMessage activity_message(const AuditSource& source, ApplicationActivity activity, TimePoint time) {
  AuditMessage message;
  message.event = {"110100", "DCM", "Application Activity"};
  message.event_type = activity == ApplicationActivity::kStart ? Code{"110120", "DCM", "Application Start"}
                                                               : Code{"110121", "DCM", "Application Stop"};
  message.time = time;
  message.participants = {ourselves(source, application_role())};
  message.source_id = source.id;
  return message;
}

AuditMessage access_message(const AuditSource& source, const RecordedAccess& access) {
  const bool is_of_logs = shows_logs(access.access.path);
  AuditMessage message;
  message.event = is_of_logs ? Code{"110101", "DCM", "Audit Log Used"} : Code{"110112", "DCM", "Query"};
  message.action = is_of_logs ? AuditAction::kRead : AuditAction::kExecute;
  message.time = access.time;
  message.outcome = outcome_of(access.access.status);
  if (message.outcome != AuditOutcome::kSuccess) {
    message.outcome_description = "HTTP status " + std::to_string(access.access.status);
  }
  message.participants = {{or_unknown(access.access.user), "", true, source_role()},
                          ourselves(source, destination_role())};
  message.source_id = source.id;
  AuditObject object = is_of_logs ? log_object(access.access.path) : query_object(access.access);
  object.details = place_in_chain("access", access.row);
  message.objects.push_back(std::move(object));
  return message;
}

AuditMessage broken_link_message(const AuditSource& source, const BrokenLink& link, TimePoint time) {
  AuditMessage message;
  message.event = {"110113", "DCM", "Security Alert"};
  // CID 403, which is extensible, has no term for a log that was changed.
  message.event_type = Code{"LOGBROKEN", "99SONOLIST", "Audit log is not intact"};
  message.time = time;
  message.outcome = AuditOutcome::kMajorFailure;
  message.outcome_description = "The " + link.log + " log is not intact";
  message.participants = {ourselves(source, application_role())};
  message.source_id = source.id;
  AuditObject object = log_object("/sonolist/audit/verify");
  object.details = {{"Alert Description",
                     "The " + link.log + " log is broken at row " + std::to_string(link.row) + ": " + link.reason},
                    {"SonolistLog", link.log},
                    {"SonolistLogRow", std::to_string(link.row)}};
  message.objects.push_back(std::move(object));
  return message;
}

std::vector<AuditMessage> step_messages(const AuditSource& source, const EndedStep& step) {
  const std::string performer = dicom::performer_of(step.item);
  std::vector<AuditMessage> messages = {procedure_message(source, step, performer)};
  const Contents outputs = outputs_of(step.item);
  if (step.state == StepState::kCompleted && !outputs.empty()) {
    messages.push_back(transfer_message(source, step, performer, outputs));
  }
  return messages;
}

}  // namespace sonolist::plugin
