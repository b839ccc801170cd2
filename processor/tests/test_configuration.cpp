#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "processor/configuration/configuration.h"
#include "processor/error.h"

namespace sonolist::processor {
namespace {

using nlohmann::json;

Configuration parse(const json& document) {
  return parse_configuration(document, "processor.json", "/etc/sonolist");
}

std::string refusal(const json& document) {
  try {
    parse(document);
  } catch (const ProcessorError& error) {
    EXPECT_EQ(error.failure_class(), FailureClass::kConfiguration);
    return error.what();
  }
  return "accepted";
}

TEST(Configuration, EmptyObjectIsTheDefault) {
  const Configuration configuration = parse(json::object());
  EXPECT_EQ(configuration.worklists.front().dicom_web_url, "http://127.0.0.1:8042/dicom-web");
  EXPECT_EQ(configuration.heartbeat_seconds, 5);
  EXPECT_TRUE(configuration.outputs.empty());
  EXPECT_TRUE(configuration.packages.empty());
}

TEST(Configuration, ReadsEveryKey) {
  const Configuration configuration = parse({{"DicomWebUrl", "https://pacs/dicom-web/"},
                                             {"Username", "ai"},
                                             {"PasswordFile", "password"},
                                             {"CaFile", "/ca.pem"},
                                             {"Packages", {"../a", "/b"}},
                                             {"Name", "gpu-1"},
                                             {"Device", "cpu"},
                                             {"Threads", 3},
                                             {"BatchFrames", 8},
                                             {"PollMilliseconds", 200},
                                             {"HeartbeatSeconds", 2},
                                             {"HttpTimeoutSeconds", 7},
                                             {"StopGraceSeconds", 0},
                                             {"RetrySeconds", 60},
                                             {"Outputs", {{"Geometry", "strict"}}},
                                             {"LogLevel", "debug"},
                                             {"OverlayDirectory", "overlays"}});
  EXPECT_EQ(configuration.worklists.front().dicom_web_url, "https://pacs/dicom-web");
  EXPECT_EQ(configuration.worklists.front().username, "ai");
  EXPECT_EQ(configuration.worklists.front().password_file, "/etc/sonolist/password");
  EXPECT_EQ(configuration.worklists.front().ca_file, "/ca.pem");
  EXPECT_THAT(configuration.packages, testing::ElementsAre("/etc/a", "/b"));
  EXPECT_EQ(configuration.name, "gpu-1");
  EXPECT_EQ(configuration.device, "cpu");
  EXPECT_EQ(configuration.threads, 3);
  EXPECT_EQ(configuration.batch_frames, 8);
  EXPECT_EQ(configuration.poll_milliseconds, 200);
  EXPECT_EQ(configuration.heartbeat_seconds, 2);
  EXPECT_EQ(configuration.http_timeout_seconds, 7);
  EXPECT_EQ(configuration.stop_grace_seconds, 0);
  EXPECT_EQ(configuration.retry_seconds, 60);
  EXPECT_EQ(configuration.outputs.at("Geometry"), "strict");
  EXPECT_EQ(configuration.log_level, "debug");
  EXPECT_EQ(configuration.overlay_directory, "/etc/sonolist/overlays");
}

TEST(Configuration, EmptyPathsStayEmpty) {
  EXPECT_EQ(parse({{"PasswordFile", ""}}).worklists.front().password_file, "");
}

TEST(Configuration, RefusesByName) {
  EXPECT_THAT(refusal({{"PoolMilliseconds", 100}}), testing::HasSubstr("'PoolMilliseconds' is unknown"));
  EXPECT_THAT(refusal({{"Threads", "two"}}), testing::HasSubstr("'Threads'"));
  EXPECT_THAT(refusal({{"Threads", 1.5}}), testing::HasSubstr("'Threads'"));
  EXPECT_THAT(refusal({{"HeartbeatSeconds", 0}}), testing::HasSubstr("from 1 to"));
  EXPECT_THAT(refusal({{"Name", 3}}), testing::HasSubstr("'Name'"));
  EXPECT_THAT(refusal({{"Packages", "a"}}), testing::HasSubstr("'Packages'"));
  EXPECT_THAT(refusal({{"Packages", {1}}}), testing::HasSubstr("'Packages'"));
  EXPECT_THAT(refusal({{"Outputs", {{"Geometry", "real"}}}}), testing::HasSubstr("strict, viewer"));
  EXPECT_THAT(refusal({{"Outputs", {{"Geometri", "strict"}}}}), testing::HasSubstr("'Geometri'"));
  EXPECT_THAT(refusal({{"Outputs", {{"Overlay", true}}}}), testing::HasSubstr("Overlay"));
  EXPECT_THAT(refusal(json::array()), testing::HasSubstr("JSON object"));
}

TEST(Configuration, MissingFileIsNamed) {
  try {
    read_configuration("/nowhere/processor.json");
    FAIL();
  } catch (const ProcessorError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("/nowhere/processor.json"));
  }
}

TEST(Configuration, MonitoringNeedsNoConfiguring) {
  const MonitoringSettings usual = parse(json::object()).monitoring;
  EXPECT_TRUE(usual.enable);
  EXPECT_EQ(usual.address, "127.0.0.1");
  EXPECT_EQ(usual.port, 8044);
  const MonitoringSettings other =
      parse({{"Monitoring", {{"Enable", false}, {"Address", "0.0.0.0"}, {"Port", 9100}}}}).monitoring;
  EXPECT_FALSE(other.enable);
  EXPECT_EQ(other.address, "0.0.0.0");
  EXPECT_EQ(other.port, 9100);
  EXPECT_THAT(refusal({{"Monitoring", 8044}}), testing::HasSubstr("'Monitoring'"));
  EXPECT_THAT(refusal({{"Monitoring", {{"Port", 65536}}}}), testing::HasSubstr("'Port'"));
  EXPECT_THAT(refusal({{"Monitoring", {{"Enable", 1}}}}), testing::HasSubstr("true or false"));
  EXPECT_THAT(refusal({{"Monitoring", {{"Prot", 1}}}}), testing::HasSubstr("'Prot' is unknown"));
}

TEST(Configuration, SeveralWorklists) {
  const json a = {{"DicomWebUrl", "https://a/dw/"}, {"Username", "ai"}, {"PasswordFile", "a.txt"}};
  const Configuration configuration = parse({{"Worklists", json::array({a, {{"DicomWebUrl", "https://b/dw"}}})}});
  ASSERT_EQ(configuration.worklists.size(), 2U);
  EXPECT_EQ(configuration.worklists[0].dicom_web_url, "https://a/dw");
  EXPECT_EQ(configuration.worklists[0].password_file, "/etc/sonolist/a.txt");
  EXPECT_EQ(configuration.worklists[1].username, "") << "credentials are of one worklist only";
  EXPECT_EQ(parse({{"DicomWebUrl", "https://c/dw"}, {"Worklists", json::array({a})}}).worklists.size(), 2U);
}

TEST(Configuration, WrongWorklistsAreRefused) {
  const json a = {{"DicomWebUrl", "https://a/dw"}};
  EXPECT_THROW(parse({{"Worklists", json::array({a, a})}}), ProcessorError);
  EXPECT_THROW(parse({{"Worklists", json::array({{{"Username", "ai"}}})}}), ProcessorError);
  EXPECT_THROW(parse({{"Worklists", json::array({{{"DicomWebUrl", "https://a/dw"}, {"Url", "x"}}})}}), ProcessorError);
  EXPECT_THROW(parse({{"AllowedHosts", "archive"}}), ProcessorError);
}

}  // namespace
}  // namespace sonolist::processor
