#include "plugin/routing/rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugin/configuration/configuration.h"
#include "plugin/configuration/configuration_error.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

bool knows(const std::string& keyword) {
  return keyword == "Modality" || keyword == "SOPClassUID" || keyword == "StationName";
}

std::string refusal(const std::string& rules) {
  try {
    parse_rules(json::parse(rules), knows);
  } catch (const ConfigurationError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Rules, AreReadWithTheirDefaults) {
  const auto rules = parse_rules(
      json::parse(R"([{"Name": "a", "Model": "m", "Match": {"0008,0060": "US", "StationName": ["A*", "B"]}}])"), knows);
  ASSERT_EQ(rules.size(), 1u);
  EXPECT_EQ(rules[0].priority, "MEDIUM");
  EXPECT_EQ(rules[0].model_version, "");
  ASSERT_EQ(rules[0].match.size(), 2u);
  EXPECT_EQ(rules[0].match[0].attribute, "00080060");
  EXPECT_EQ(rules[0].match[1].patterns, (std::vector<std::string>{"A*", "B"}));
}

TEST(Rules, RefusalNamesRuleAndKey) {
  EXPECT_THAT(refusal(R"([{"Name": "a", "Model": "m", "Pirority": "HIGH"}])"),
              AllOf(HasSubstr("\"a\""), HasSubstr("Pirority")));
  EXPECT_THAT(refusal(R"([{"Name": "a", "Model": 7}])"), AllOf(HasSubstr("\"a\""), HasSubstr("Model")));
  EXPECT_THAT(refusal(R"([{"Name": "a", "Model": "m", "Priority": "URGENT"}])"),
              AllOf(HasSubstr("\"a\""), HasSubstr("Priority")));
  EXPECT_THAT(refusal(R"([{"Name": "a", "Model": "m", "Match": {"Modalty": "US"}}])"),
              AllOf(HasSubstr("\"a\""), HasSubstr("Modalty")));
  EXPECT_THAT(refusal(R"([{"Name": "a", "Model": "m", "Match": {"Modality": 5}}])"), HasSubstr("Match.Modality"));
  EXPECT_THAT(refusal(R"([{"Name": "a", "Model": "m", "Match": {"Modality": []}}])"), HasSubstr("Match.Modality"));
  EXPECT_THAT(refusal(R"([{"Name": "a", "Model": "m", "MatchNot": "US"}])"), HasSubstr("MatchNot"));
  EXPECT_THAT(refusal(R"([{"Name": "a"}])"), HasSubstr("Model"));
  EXPECT_THAT(refusal(R"([{"Model": "m"}])"), HasSubstr("Rules[0].Name"));
  EXPECT_THAT(refusal(R"([{"Name": "a", "Model": "m"}, {"Name": "a", "Model": "n"}])"), HasSubstr("two rules"));
  EXPECT_THAT(refusal(R"({"Name": "a"})"), HasSubstr("list"));
  EXPECT_THAT(refusal(R"(["a"])"), HasSubstr("Rules[0]"));
}

Configuration parse(const std::string& text) {
  return parse_configuration(json::parse(text), "/etc/orthanc", knows);
}

TEST(Configuration, HasDefaults) {
  const Configuration configuration = parse(R"({"StorageDirectory": "/var/db"})");
  EXPECT_TRUE(configuration.enable);
  EXPECT_EQ(configuration.database_path, "/var/db/sonolist.db");
  EXPECT_EQ(configuration.worklist_root(), "/dicom-web/workitems");
  EXPECT_EQ(configuration.retrieve_root(), "/dicom-web/");
  ASSERT_EQ(configuration.rules.size(), 1u);
  EXPECT_EQ(configuration.rules[0].model, "anterior-sciatic");
  EXPECT_THAT(configuration.models(), testing::ElementsAre("agreement", "anterior-sciatic"));
}

TEST(Configuration, PutsTheDataBaseBesideTheIndex) {
  EXPECT_EQ(parse(R"({"StorageDirectory": "/s", "IndexDirectory": "/i"})").database_path, "/i/sonolist.db");
  EXPECT_EQ(parse(R"({"IndexDirectory": "index"})").database_path, "/etc/orthanc/index/sonolist.db");
  EXPECT_EQ(parse(R"({"Sonolist": {"DatabasePath": "/x/y.db"}})").database_path, "/x/y.db");
}

TEST(Configuration, FollowsTheRootOfDicomWeb) {
  const Configuration configuration =
      parse(R"({"DicomWeb": {"Root": "/dw"}, "Sonolist": {"PublicDicomWebUrl": "https://pacs/dw"}})");
  EXPECT_EQ(configuration.worklist_root(), "/dw/workitems");
  EXPECT_EQ(configuration.retrieve_root(), "https://pacs/dw/");
}

TEST(Configuration, LooksForPackagesWhereTheyAreInstalled) {
  const auto packages = [](const char* text) { return parse(text).package_folders; };
  EXPECT_THAT(packages("{}"), testing::Contains("/usr/share/sonolist/packages"));
  EXPECT_THAT(packages(R"({"Sonolist": {"PackageFolders": ["packages", "/p"]}})"),
              testing::ElementsAre("/etc/orthanc/packages", "/p"));
  EXPECT_THAT(packages(R"({"Sonolist": {"PackageFolders": []}})"), testing::IsEmpty());
}

class RefusedConfiguration : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(RefusedConfiguration, NamesTheKey) {
  try {
    parse(GetParam().first);
    FAIL() << "was accepted";
  } catch (const ConfigurationError& error) {
    EXPECT_THAT(error.what(), HasSubstr(GetParam().second));
  }
}

INSTANTIATE_TEST_SUITE_P(Keys, RefusedConfiguration,
                         testing::Values(std::pair(R"({"Sonolist": {"LeaseSecond": 3}})", "LeaseSecond"),
                                         std::pair(R"({"Sonolist": {"LeaseSeconds": 0}})", "LeaseSeconds"),
                                         std::pair(R"({"Sonolist": {"LeaseSeconds": "3"}})", "LeaseSeconds"),
                                         std::pair(R"({"Sonolist": {"MaximumAttempts": 1.5}})", "MaximumAttempts"),
                                         std::pair(R"({"Sonolist": {"Enable": "yes"}})", "Enable"),
                                         std::pair(R"({"Sonolist": {"DatabasePath": 5}})", "DatabasePath"),
                                         std::pair(R"({"Sonolist": {"PackageFolders": "/p"}})", "PackageFolders"),
                                         std::pair(R"({"Sonolist": {"PackageFolders": [1]}})", "PackageFolders"),
                                         std::pair(R"({"Sonolist": {"Viewer": "/v"}})", "Sonolist.Viewer"),
                                         std::pair(R"({"Sonolist": {"Viewer": {"Path": "/v"}}})", "Path"),
                                         std::pair(R"({"Sonolist": {"Viewer": {"Folder": "/nowhere"}}})", "/nowhere"),
                                         std::pair(R"({"Sonolist": []})", "Sonolist")));

}  // namespace
}  // namespace sonolist::plugin
