#include "plugin/audit/audit_time.h"

#include <regex>

namespace sonolist::plugin {
namespace {

constexpr std::int64_t kMicrosecondsADay = 86'400'000'000;

}  // namespace

std::string iso_time(TimePoint time) {
  const std::string dicom = format_date_time(time);  // YYYYMMDDHHMMSS.FFFFFF+0000
  return dicom.substr(0, 4) + "-" + dicom.substr(4, 2) + "-" + dicom.substr(6, 2) + "T" + dicom.substr(8, 2) + ":" +
         dicom.substr(10, 2) + ":" + dicom.substr(12, 9) + "Z";
}

std::string iso_day(std::int64_t day) {
  return iso_time(start_of_day(day)).substr(0, 10);
}

std::string iso_month(std::int64_t day) {
  return iso_time(start_of_day(day)).substr(0, 7);
}

std::int64_t day_of(TimePoint time) {
  const std::int64_t microseconds = to_microseconds(time);
  const std::int64_t days = microseconds / kMicrosecondsADay;
  return microseconds % kMicrosecondsADay < 0 ? days - 1 : days;
}

TimePoint start_of_day(std::int64_t day) {
  return from_microseconds(day * kMicrosecondsADay);
}

std::optional<TimeInterval> parse_iso_time(std::string_view text) {
  static const std::regex kIso(
      R"((\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,6})?)?)?(?:Z|([+-]\d\d):?(\d\d))?)");
  const std::string owned(text);
  std::smatch parts;
  if (!std::regex_match(owned, parts, kIso)) return parse_date_time(text);
  std::string dicom;
  for (std::size_t i = 1; i < parts.size(); ++i) dicom += parts[i].str();
  return parse_date_time(dicom);
}

}  // namespace sonolist::plugin
