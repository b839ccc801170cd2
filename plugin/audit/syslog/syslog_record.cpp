#include "plugin/audit/syslog/syslog_record.h"

#include "plugin/audit/audit_time.h"

namespace sonolist::plugin {
namespace {

constexpr int kFacility = 10;  // security/authorization messages
constexpr int kSeverities = 8;
constexpr const char* kMessageId = "DICOM+RFC3881";
constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kLongestHost = 255;
constexpr std::size_t kLongestApplication = 48;

// RFC 5424 section 6: PRINTUSASCII, "-" for nothing. A space would shift all fields behind it.
std::string header_field(const std::string& text, std::size_t longest) {
  std::string field;
  for (const char c : text.substr(0, longest)) field += c > ' ' && c < '\x7F' ? c : '_';
  return field.empty() ? "-" : field;
}

}  // namespace

std::string to_rfc5424(const SyslogRecord& record) {
  const int priority = kFacility * kSeverities + static_cast<int>(record.severity);
  return "<" + std::to_string(priority) + ">1 " + iso_time(record.time) + " " +
         header_field(record.host, kLongestHost) + " " + header_field(record.application, kLongestApplication) + " " +
         std::to_string(record.process) + " " + kMessageId + " - " + kByteOrderMark + record.message;
}

std::string octet_counted(const std::string& record) {
  return std::to_string(record.size()) + " " + record;
}

}  // namespace sonolist::plugin
