#include "plugin/configuration/audit_section.h"

#include <gmock/gmock.h>

#include "plugin/audit/syslog/syslog_transport.h"
#include "plugin/configuration/configuration_error.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;
using testing::HasSubstr;

SyslogSettings parse(const json& syslog, const json& orthanc = json::object()) {
  return parse_audit_section({{"Syslog", syslog}}, orthanc, "/etc/orthanc");
}

std::string refusal(const std::function<void()>& parse) {
  try {
    parse();
  } catch (const ConfigurationError& error) {
    return error.what();
  }
  return "";
}

TEST(AuditSection, SendsNothingByDefault) {
  EXPECT_FALSE(parse_audit_section(json(), json::object(), "").is_on());
  EXPECT_FALSE(parse_audit_section(json::object(), json::object(), "").is_on());
  EXPECT_FALSE(parse({{"Host", ""}}).is_on());
}

TEST(AuditSection, TakesThePortFromTheTransport) {
  const SyslogSettings udp = parse({{"Host", "log.example"}}, {{"DicomAet", "PACS"}});
  EXPECT_TRUE(udp.is_on());
  EXPECT_EQ(udp.port, 514);
  EXPECT_EQ(udp.ae_title, "PACS");
  const SyslogSettings tls = parse({{"Host", "log.example"}, {"Transport", "tls"}, {"CaFile", "ca.pem"}});
  EXPECT_EQ(tls.transport, SyslogSettings::Transport::kTls);
  EXPECT_EQ(tls.port, 6514);
  EXPECT_EQ(tls.ca_file, "/etc/orthanc/ca.pem");
  EXPECT_EQ(tls.ae_title, "ORTHANC");
  EXPECT_EQ(parse({{"Port", 1514}}).port, 1514);
}

TEST(AuditSection, NamesWhatIsWrong) {
  EXPECT_THAT(refusal([] { parse_audit_section({{"Sylog", 1}}, json::object(), ""); }), HasSubstr("\"Sylog\""));
  EXPECT_THAT(refusal([] {
                parse({{"Hosst", "x"}});
              }),
              HasSubstr("Sonolist.Audit.Syslog has an unknown key \"Hosst\""));
  EXPECT_THAT(refusal([] { parse({{"Transport", "tcp"}}); }), HasSubstr("\"udp\" or \"tls\""));
  EXPECT_THAT(refusal([] { parse({{"Port", 0}}); }), HasSubstr("Sonolist.Audit.Syslog.Port"));
  EXPECT_THAT(refusal([] { parse({{"CaFile", "ca.pem"}}); }), HasSubstr("Transport to \"tls\""));
}

TEST(AuditSection, AFileOfCertificatesMustBeOne) {
  SyslogSettings settings = parse({{"Host", "x"}, {"Transport", "tls"}, {"CaFile", "missing.pem"}});
  EXPECT_THAT(refusal([&] { make_syslog_transport(settings); }),
              HasSubstr("Sonolist.Audit.Syslog.CaFile: /etc/orthanc/missing.pem"));
}

}  // namespace
}  // namespace sonolist::plugin
