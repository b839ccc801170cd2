// Which audit message of PS3.15 A.5.3 tells what the plug-in records. All pure.
#pragma once

#include <vector>

#include "plugin/audit/audit_observer.h"
#include "plugin/audit/syslog/audit_message.h"
#include "plugin/audit/syslog/ended_step_reader.h"

namespace sonolist::plugin {

// Who tells.
struct AuditSource {
  std::string id;        // of this plug-in, e.g. Sonolist@host
  std::string ae_title;  // of the PACS
};

enum class ApplicationActivity { kStart, kStop };

// A.5.3.1 Application Activity.
AuditMessage activity_message(const AuditSource& source, ApplicationActivity activity, TimePoint time);

// A.5.3.2 Audit Log Used for the resources that show the logs themselves, A.5.3.10 Query for all others.
AuditMessage access_message(const AuditSource& source, const RecordedAccess& access);

// A.5.3.11 Security Alert.
AuditMessage broken_link_message(const AuditSource& source, const BrokenLink& link, TimePoint time);

// A.5.3.15 Procedure Record, and A.5.3.7 DICOM Instances Transferred when it names objects that it made. Neither names
// a person but by the patient ID.
std::vector<AuditMessage> step_messages(const AuditSource& source, const EndedStep& step);

}  // namespace sonolist::plugin
