#include "plugin/audit/syslog/audit_message.h"

#include <gmock/gmock.h>

#include "plugin/audit/syslog/syslog_record.h"
#include "plugin/audit/syslog/xml_text.h"

namespace sonolist::plugin {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

const TimePoint kNoon = parse_date_time("20260301120000")->first;

AuditMessage example_message() {
  AuditMessage message;
  message.event = {"110112", "DCM", "Query"};
  message.time = kNoon;
  message.participants = {{"anna", "", true, dicom::Code{"110153", "DCM", "Source Role ID"}},
                          {"Sonolist@host", "AETITLES=PACS", false, std::nullopt}};
  message.source_id = "Sonolist@host";
  AuditObject object;
  object.id = "/a";
  object.id_type = {"12", "RFC-3881", "URI"};
  object.query = "GET /a?b=<c>";
  object.details = {{"Row", "17"}};
  message.objects = {object};
  return message;
}

// The order of elements is that of the schema in PS3.15 A.5.1.1.
TEST(AuditMessage, HasTheElementsOfTheSchemaInTheirOrder) {
  EXPECT_EQ(to_xml(example_message()),
            R"(<?xml version="1.0" encoding="UTF-8"?><AuditMessage>)"
            R"(<EventIdentification EventActionCode="E" EventDateTime="2026-03-01T12:00:00.000000Z" )"
            R"(EventOutcomeIndicator="0"><EventID csd-code="110112" codeSystemName="DCM" originalText="Query"/>)"
            R"(</EventIdentification>)"
            R"(<ActiveParticipant UserID="anna" UserIsRequestor="true">)"
            R"(<RoleIDCode csd-code="110153" codeSystemName="DCM" originalText="Source Role ID"/></ActiveParticipant>)"
            R"(<ActiveParticipant UserID="Sonolist@host" AlternativeUserID="AETITLES=PACS" UserIsRequestor="false"/>)"
            R"(<AuditSourceIdentification AuditSourceID="Sonolist@host"><AuditSourceTypeCode csd-code="4"/>)"
            R"(</AuditSourceIdentification>)"
            R"(<ParticipantObjectIdentification ParticipantObjectID="/a" ParticipantObjectTypeCode="2" )"
            R"(ParticipantObjectTypeCodeRole="3">)"
            R"(<ParticipantObjectIDTypeCode csd-code="12" codeSystemName="RFC-3881" originalText="URI"/>)"
            R"(<ParticipantObjectQuery>R0VUIC9hP2I9PGM+</ParticipantObjectQuery>)"
            R"(<ParticipantObjectDetail type="Row" value="MTc="/></ParticipantObjectIdentification></AuditMessage>)");
}

TEST(AuditMessage, DescribesStudies) {
  AuditMessage message = example_message();
  message.event_type = dicom::Code{"1", "99X", "Type"};
  message.outcome = AuditOutcome::kMajorFailure;
  message.outcome_description = "It broke";
  message.objects[0].query.reset();
  message.objects[0].name = "Study";
  message.objects[0].details.clear();
  message.objects[0].accession_numbers = {"A1"};
  message.objects[0].sop_classes = {{"1.2", 3}};
  const std::string xml = to_xml(message);
  EXPECT_THAT(xml, HasSubstr(R"(EventOutcomeIndicator="12">)"));
  EXPECT_THAT(xml, HasSubstr(R"(<EventTypeCode csd-code="1" codeSystemName="99X" originalText="Type"/>)"
                             R"(<EventOutcomeDescription>It broke</EventOutcomeDescription></EventIdentification>)"));
  EXPECT_THAT(xml, HasSubstr(R"(<ParticipantObjectName>Study</ParticipantObjectName><ParticipantObjectDescription>)"
                             R"(<Accession Number="A1"/><SOPClass UID="1.2" NumberOfInstances="3"/>)"
                             R"(</ParticipantObjectDescription>)"));
}

TEST(AuditMessage, EscapesWhatPeopleWrite) {
  AuditMessage message = example_message();
  message.participants[0].user_id = "\"><b a='1'>&\xC3\xA4\x01";
  message.outcome_description = "<&>";
  const std::string xml = to_xml(message);
  EXPECT_THAT(xml, HasSubstr("UserID=\"&quot;"));
  EXPECT_THAT(xml, HasSubstr("&lt;b a="));
  EXPECT_THAT(xml, HasSubstr("&amp;\xC3\xA4\xEF\xBF\xBD\" UserIsRequestor"));
  EXPECT_THAT(xml, HasSubstr("<EventOutcomeDescription>&lt;&amp;&gt;</EventOutcomeDescription>"));
}

TEST(XmlText, KeepsCharactersAndReplacesBytesThatAreNone) {
  EXPECT_EQ(xml_text("a\tb\nc"), "a\tb\nc");
  EXPECT_EQ(xml_text("\xE7\xA5\x9E\xF0\x9F\x98\x80"), "\xE7\xA5\x9E\xF0\x9F\x98\x80");
  EXPECT_EQ(xml_text("a\xFF"), "a\xEF\xBF\xBD");
  EXPECT_EQ(xml_text("\xC3"), "\xEF\xBF\xBD");                                  // cut off
  EXPECT_EQ(xml_text("\xE0\x80\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // overlong
  EXPECT_EQ(xml_text("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // a surrogate
  EXPECT_EQ(xml_text(std::string("\0", 1)), "\xEF\xBF\xBD");
}

TEST(SyslogRecord, HasTheHeaderOfRfc5424AndAByteOrderMark) {
  const SyslogRecord record{SyslogSeverity::kNotice, kNoon, "host.example", "Sonolist", 4711, "<a/>"};
  EXPECT_EQ(to_rfc5424(record),
            "<85>1 2026-03-01T12:00:00.000000Z host.example Sonolist 4711 DICOM+RFC3881 - \xEF\xBB\xBF<a/>");
}

TEST(SyslogRecord, KeepsItsFieldsApart) {
  const SyslogRecord record{SyslogSeverity::kWarning, kNoon, "", "My \xC3\xA4pp" + std::string(60, 'x'), 1, ""};
  EXPECT_THAT(to_rfc5424(record),
              StartsWith("<84>1 2026-03-01T12:00:00.000000Z - My___pp" + std::string(41, 'x') + " 1 "));
  const SyslogRecord long_host{SyslogSeverity::kNotice, kNoon, std::string(300, 'h'), "a", 1, ""};
  EXPECT_THAT(to_rfc5424(long_host), HasSubstr(" " + std::string(255, 'h') + " a 1 "));
}

TEST(SyslogRecord, IsFramedByItsLengthInBytes) {
  EXPECT_EQ(octet_counted("a\xC3\xA4"), "3 a\xC3\xA4");
  EXPECT_THAT(octet_counted(std::string(1000, 'x')), EndsWith("x"));
  EXPECT_THAT(octet_counted(std::string(1000, 'x')), StartsWith("1000 x"));
}

}  // namespace
}  // namespace sonolist::plugin
