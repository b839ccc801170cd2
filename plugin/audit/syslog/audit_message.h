// An audit message of DICOM PS3.15 section A.5.1 and its XML.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dicom_sr/codes/code.h"
#include "plugin/worklist/date_time.h"

namespace sonolist::plugin {

enum class AuditAction : char { kCreate = 'C', kRead = 'R', kUpdate = 'U', kDelete = 'D', kExecute = 'E' };

enum class AuditOutcome { kSuccess = 0, kMinorFailure = 4, kSeriousFailure = 8, kMajorFailure = 12 };

struct AuditParticipant {
  std::string user_id;
  std::string alternative_user_id;  // "" for none
  bool is_requestor = false;
  std::optional<dicom::Code> role;
};

// Terms of ParticipantObjectTypeCode and ParticipantObjectTypeCodeRole that we use.
enum class AuditObjectType { kPerson = 1, kSystem = 2 };
enum class AuditObjectRole { kPatient = 1, kReport = 3, kSecurityResource = 13, kJob = 20 };

struct AuditObjectDetail {
  std::string type;
  std::string value;  // any bytes: Base64 is put around it
};

struct AuditSopClass {
  std::string uid;
  int instances = 0;
};

struct AuditObject {
  std::string id;
  dicom::Code id_type;
  AuditObjectType type = AuditObjectType::kSystem;
  AuditObjectRole role = AuditObjectRole::kReport;
  std::string name;                  // the schema wants a name, which may be empty, or a query
  std::optional<std::string> query;  // any bytes; instead of the name
  std::vector<AuditObjectDetail> details;
  std::vector<std::string> accession_numbers;
  std::vector<AuditSopClass> sop_classes;
};

struct AuditMessage {
  dicom::Code event;
  std::optional<dicom::Code> event_type;
  AuditAction action = AuditAction::kExecute;
  TimePoint time;
  AuditOutcome outcome = AuditOutcome::kSuccess;
  std::string outcome_description;  // "" for none
  std::vector<AuditParticipant> participants;
  std::string source_id;
  std::vector<AuditObject> objects;
};

// UTF-8, without line ends between elements. Bytes that are no UTF-8 and characters that XML cannot carry become
// U+FFFD. Pure.
std::string to_xml(const AuditMessage& message);

}  // namespace sonolist::plugin
