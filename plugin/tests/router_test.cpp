#include "plugin/routing/router.h"

#include <gtest/gtest.h>

namespace sonolist::plugin {
namespace {

constexpr const char* kUltrasound = "1.2.840.10008.5.1.4.1.1.6.1";
constexpr const char* kSegmentation = "1.2.840.10008.5.1.4.1.1.66.4";
constexpr const char* kComprehensiveReport = "1.2.840.10008.5.1.4.1.1.88.33";

ImageAttributes ultrasound_image() {
  ImageAttributes image;
  image.set("SOPClassUID", kUltrasound);
  image.set("Modality", "US");
  image.set("ImageType", "ORIGINAL\\PRIMARY\\ABDOMINAL");
  return image;
}

Rule rule(const std::string& name, std::vector<Condition> match, std::vector<Condition> match_not = {}) {
  return {name, "model-" + name, "", "MEDIUM", std::move(match), std::move(match_not), {}};
}

TEST(Router, EveryConditionMustHold) {
  const auto both = rule("a", {{"Modality", {"US"}}, {"SOPClassUID", {kUltrasound}}});
  const auto other = rule("b", {{"Modality", {"US"}}, {"StationName", {"*"}}});
  const RoutingDecision decision = route(ultrasound_image(), {both, other});
  ASSERT_EQ(decision.matching.size(), 1u);
  EXPECT_EQ(decision.matching[0].name, "a");
  EXPECT_EQ(decision.skip_reason, "");
}

TEST(Router, OnePatternAndOneValueAreEnough) {
  EXPECT_EQ(route(ultrasound_image(), {rule("a", {{"ImageType", {"X", "ABD*"}}})}).matching.size(), 1u);
  EXPECT_EQ(route(ultrasound_image(), {rule("a", {{"ImageType", {"X", "abd*"}}})}).matching.size(), 0u);
}

TEST(Router, MatchNotExcludes) {
  const RoutingDecision decision =
      route(ultrasound_image(), {rule("a", {{"Modality", {"US"}}}, {{"ImageType", {"ABDOMINAL"}}})});
  EXPECT_TRUE(decision.matching.empty());
  EXPECT_EQ(decision.skip_reason, "No rule matches");
}

TEST(Router, EveryMatchingRuleGivesAWorkitem) {
  EXPECT_EQ(route(ultrasound_image(), {rule("a", {}), rule("b", {})}).matching.size(), 2u);
}

TEST(Router, OwnOutputsNeverMatch) {
  const std::vector<Rule> everything = {rule("a", {})};
  for (const char* sop_class : {kSegmentation, kComprehensiveReport}) {
    ImageAttributes image = ultrasound_image();
    image.set("SOPClassUID", sop_class);
    EXPECT_TRUE(route(image, everything).matching.empty());
    EXPECT_NE(route_by_sop_class(sop_class, everything).skip_reason, "");
  }
  ImageAttributes own = ultrasound_image();
  own.set("Manufacturer", "Sonolist");
  EXPECT_TRUE(route(own, everything).matching.empty());
  EXPECT_NE(route(own, everything).skip_reason, "");
}

TEST(Router, SopClassAloneSkipsOnlyWhenNoRuleCanMatch) {
  const std::vector<Rule> rules = {rule("a", {{"SOPClassUID", {kUltrasound}}, {"Modality", {"US"}}})};
  EXPECT_EQ(route_by_sop_class(kUltrasound, rules).skip_reason, "");
  EXPECT_NE(route_by_sop_class("1.2.840.10008.5.1.4.1.1.2", rules).skip_reason, "");
  EXPECT_EQ(route_by_sop_class("1.2.840.10008.5.1.4.1.1.2", {rule("b", {{"Modality", {"CT"}}})}).skip_reason, "");
  EXPECT_NE(route_by_sop_class(kUltrasound, {rule("c", {}, {{"00080016", {kUltrasound}}})}).skip_reason, "");
}

TEST(ImageAttributes, AreReadFromOrthanc) {
  const auto image = ImageAttributes::from_orthanc(nlohmann::json::parse(R"({
    "0008,0060": {"Name": "Modality", "Type": "String", "Value": "US "},
    "0008,0008": {"Name": "ImageType", "Type": "String", "Value": "A\\B"},
    "7fe0,0010": {"Name": "PixelData", "Type": "Null", "Value": null},
    "0018,6011": {"Name": "SequenceOfUltrasoundRegions", "Type": "Sequence", "Value": []}})"));
  EXPECT_EQ(image.value("Modality"), "US");
  EXPECT_EQ(image.value("00080060"), "US");
  EXPECT_EQ(image.values("ImageType"), (std::vector<std::string>{"A", "B"}));
  EXPECT_TRUE(image.values("PixelData").empty());
  EXPECT_TRUE(image.values("SequenceOfUltrasoundRegions").empty());
}

}  // namespace
}  // namespace sonolist::plugin
