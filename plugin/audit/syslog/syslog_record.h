// One record of the syslog protocol (RFC 5424) that carries an audit message as DICOM PS3.15 A.6 and A.7 want it.
#pragma once

#include <string>

#include "plugin/worklist/date_time.h"

namespace sonolist::plugin {

// RFC 5424 table 2. PS3.15 A.6: most audit messages are notices.
enum class SyslogSeverity { kWarning = 4, kNotice = 5 };

struct SyslogRecord {
  SyslogSeverity severity = SyslogSeverity::kNotice;
  TimePoint time;
  std::string host;         // "" when not known
  std::string application;  // likewise
  long process = 0;
  std::string message;  // UTF-8
};

// Facility 10, MSGID "DICOM+RFC3881", no structured data, a byte order mark before the message (RFC 5424 section 6.4).
// Host and application are cut to what their fields can hold. Pure.
std::string to_rfc5424(const SyslogRecord& record);

// As a stream carries it: the record behind its length in bytes (RFC 5425 section 4.3). Pure.
std::string octet_counted(const std::string& record);

}  // namespace sonolist::plugin
