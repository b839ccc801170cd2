#include "dicom_sr/json/dicom_json.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dicom_sr/error.h"
#include "dicom_sr/json/base64.h"
#include "dicom_sr/json/string_values.h"
#include "dicom_sr/json/utf8.h"

namespace sonolist::dicom {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kName = "Zhang^San=\xE5\xBC\xA0^\xE4\xB8\x89=zhang^san";  // ideographs of Zhang San

std::string failure(const Json& json) {
  try {
    from_json(json);
  } catch (const DicomError& error) {
    EXPECT_EQ(error.error_class(), ErrorClass::kInput);
    return error.what();
  }
  return "";
}

// One attribute of every kind; private and nested ones too.
Json every_kind() {
  return Json::parse(R"({
    "00080005": {"vr": "CS", "Value": ["ISO_IR 192"]},
    "00080008": {"vr": "CS", "Value": ["DERIVED", null, "PRIMARY"]},
    "00080018": {"vr": "UI", "Value": ["1.2.3"]},
    "00080050": {"vr": "SH"},
    "00081190": {"vr": "UR", "Value": ["http://host/a"]},
    "00090010": {"vr": "LO", "Value": ["SONOLIST"]},
    "00091001": {"vr": "LO", "Value": ["private"]},
    "00091002": {"vr": "UN", "InlineBinary": "AQIDBA=="},
    "00100010": {"vr": "PN", "Value": [{"Alphabetic": "Zhang^San", "Ideographic": "\u5f20^\u4e09"}]},
    "00101030": {"vr": "DS", "Value": [70.5]},
    "001021C0": {"vr": "US", "Value": [4]},
    "00186011": {"vr": "SQ", "Value": [
      {"00186018": {"vr": "UL", "Value": [4294967295]}, "00186020": {"vr": "SL", "Value": [-7]},
       "0018602C": {"vr": "FD", "Value": [0.0125, -2.0]}}, {}]},
    "00200013": {"vr": "IS", "Value": [-12]},
    "00209165": {"vr": "AT", "Value": ["0020000D", "7FE00010"]},
    "00282000": {"vr": "OB", "InlineBinary": "AAEC/w=="},
    "00281201": {"vr": "OW", "InlineBinary": "AQACAA=="},
    "0040A160": {"vr": "UT", "Value": [" two\\words"]},
    "00620020": {"vr": "UT"},
    "00720078": {"vr": "UL", "Value": [1, 2]},
    "00720082": {"vr": "SV", "Value": [-9007199254740993]},
    "00720083": {"vr": "UV", "Value": [18446744073709551615]},
    "00720076": {"vr": "FL", "Value": [0.5]},
    "0072007C": {"vr": "SS", "Value": [-32768]}
  })");
}

TEST(DicomJson, EveryKindSurvivesTheWayThroughADataSet) {
  const Json json = every_kind();
  EXPECT_EQ(to_json(*from_json(json)), json);
}

TEST(DicomJson, EncodesGb18030AsUtf8) {
  DcmDataset dataset;
  dataset.putAndInsertString(DCM_SpecificCharacterSet, "GB18030");
  dataset.putAndInsertString(DCM_PatientName, "Zhang^San=\xD5\xC5^\xC8\xFD");
  const Json json = to_json(dataset);
  EXPECT_EQ(json["00100010"]["Value"][0], Json::parse(R"({"Alphabetic":"Zhang^San","Ideographic":"\u5f20^\u4e09"})"));
  EXPECT_EQ(get_string(json, "00080005"), "ISO_IR 192");
  OFString name;
  dataset.findAndGetOFString(DCM_PatientName, name);
  EXPECT_EQ(name, "Zhang^San=\xD5\xC5^\xC8\xFD") << "the source must stay as it is";
}

TEST(DicomJson, RefusesTextThatDoesNotFitItsCharacterSet) {
  DcmDataset undeclared;
  undeclared.putAndInsertString(DCM_PatientName, "\xD5\xC5");
  EXPECT_THROW(to_json(undeclared), DicomError);
  DcmDataset wrong;
  wrong.putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 192");
  wrong.putAndInsertString(DCM_PatientName, "\xD5\xC5");
  EXPECT_THROW(to_json(wrong), DicomError);
}

TEST(DicomJson, KeepsAStringWhereANumberIsMalformed) {
  DcmDataset dataset;
  dataset.putAndInsertString(DCM_InstanceNumber, "1.5");
  dataset.putAndInsertString(DCM_PatientWeight, " +70.50 ");
  const Json json = to_json(dataset);
  EXPECT_EQ(json["00200013"]["Value"][0], "1.5");
  EXPECT_EQ(json["00101030"]["Value"][0], 70.5);
}

TEST(DicomJson, WritesNonFiniteNumbersAsStrings) {
  const Json json = Json::parse(R"({"00080005":{"vr":"CS","Value":["ISO_IR 192"]},
                                    "0018602C":{"vr":"FD","Value":["NaN","inf","-inf"]}})");
  EXPECT_EQ(to_json(*from_json(json)), json);
}

TEST(DicomJson, LeavesGroupLengthsOut) {
  DcmDataset dataset;
  dataset.putAndInsertUint32(DcmTag(0x0008, 0x0000, EVR_UL), 12);
  EXPECT_FALSE(has_attribute(to_json(dataset), "00080000"));
}

TEST(DicomJson, RefusalsNameTheTag) {
  struct Case {
    const char* json;
    const char* part;
  };
  for (const Case& wrong : std::initializer_list<Case>{
           {R"([])", "no object"},
           {R"({"zz":{"vr":"LO"}})", "no tag"},
           {R"({"00100020":{}})", "(0010,0020)"},
           {R"({"00100020":{"vr":"ZZ"}})", "ZZ"},
           {R"({"00100020":{"vr":"LO","Value":"x"}})", "no array"},
           {R"({"00100020":{"vr":"LO","Value":[5]}})", "wrong JSON type"},
           {R"({"00100020":{"vr":"LO","Value":["a\\b"]}})", "backslash"},
           {R"({"00100010":{"vr":"PN","Value":["a"]}})", "(0010,0010)"},
           {R"({"00280010":{"vr":"US","Value":[65536]}})", "fits US"},
           {R"({"00280010":{"vr":"US","Value":[-1]}})", "fits US"},
           {R"({"00280010":{"vr":"US","Value":[1.5]}})", "fits US"},
           {R"({"0018602C":{"vr":"FD","Value":["x"]}})", "no number"},
           {R"({"00720076":{"vr":"FL","Value":[1e300]}})", "too large"},
           {R"({"00209165":{"vr":"AT","Value":["123"]}})", "(0020,9165)"},
           {R"({"00282000":{"vr":"OB","InlineBinary":"A"}})", "Base64"},
           {R"({"00281201":{"vr":"OW","InlineBinary":"AA=="}})", "length"},
           {R"({"00282000":{"vr":"OB","BulkDataURI":"http://x"}})", "BulkDataURI"},
           {R"({"00186011":{"vr":"SQ","Value":[1]}})", "(0018,6011)"},
       }) {
    EXPECT_THAT(failure(Json::parse(wrong.json)), HasSubstr(wrong.part)) << wrong.json;
  }
}

TEST(DicomJson, RefusesEndlessNesting) {
  Json json = Json::object();
  for (int depth = 0; depth < 100; ++depth) {
    Json outer = Json::object();
    set_items(outer, "00186011", {std::move(json)});
    json = std::move(outer);
  }
  EXPECT_THAT(failure(json), HasSubstr("too deeply"));
}

TEST(DicomJsonAccess, ReadsWhatItWrites) {
  Json json = Json::object();
  set_string(json, "00100020", "LO", "ID 1");
  set_strings(json, "00080008", "CS", {"DERIVED", "PRIMARY"});
  set_person_name(json, "00100010", kName);
  set_string(json, "00200013", "IS", "7");
  set_empty(json, "00080050", "SH");
  set_string(json, "00080051", "LO", "");
  set_code(json, "00404018", {"110001", "DCM", "Image Processing"});
  set_items(json, "00741002", {});

  EXPECT_EQ(get_string(json, "00100020"), "ID 1");
  EXPECT_THAT(get_strings(json, "00080008"), ElementsAre("DERIVED", "PRIMARY"));
  EXPECT_EQ(get_string(json, "00100010"), "Zhang^San");
  EXPECT_EQ(json["00100010"]["Value"][0]["Phonetic"], "zhang^san");
  EXPECT_EQ(json["00200013"]["Value"][0], 7);
  EXPECT_EQ(get_string(json, "00200013"), "7");
  EXPECT_TRUE(has_attribute(json, "00080050"));
  EXPECT_FALSE(has_value(json, "00080050"));
  EXPECT_FALSE(has_value(json, "00080051"));
  EXPECT_EQ(get_string(json, "00080050"), std::nullopt);
  EXPECT_EQ(get_code(json, "00404018"), (Code{"110001", "DCM", ""}));
  EXPECT_EQ(get_code(json, "00741002"), std::nullopt);
  EXPECT_TRUE(get_items(json, "00741002").empty());
  EXPECT_FALSE(has_attribute(json, "00109999"));
}

TEST(DicomJsonAccess, SurvivesForeignShapes) {
  for (const char* text : {"[]", "null", R"({"00100020":5})", R"({"00100020":{"vr":"LO","Value":{}}})",
                           R"({"00100020":{"Value":[null]}})"}) {
    const Json json = Json::parse(text);
    EXPECT_EQ(get_string(json, "00100020"), std::nullopt) << text;
    EXPECT_FALSE(has_value(json, "00100020")) << text;
    EXPECT_TRUE(get_items(json, "00100020").empty()) << text;
    EXPECT_EQ(get_code(json, "00100020"), std::nullopt) << text;
  }
}

TEST(PersonName, KeepsThePlaceOfAComponentGroup) {
  const Json only_ideographic = person_name_to_json("=\xE5\xBC\xA0");
  EXPECT_FALSE(only_ideographic.contains("Alphabetic"));
  EXPECT_EQ(person_name_from_json(only_ideographic), "=\xE5\xBC\xA0");
  EXPECT_EQ(person_name_from_json(person_name_to_json("A==P")), "A==P");
  EXPECT_EQ(person_name_from_json(person_name_to_json("A==")), "A");
  EXPECT_EQ(person_name_from_json(Json("A")), std::nullopt);
}

TEST(DecimalString, NeverExceedsSixteenCharacters) {
  for (const double number : {1.0 / 3.0, -1.0 / 3.0, -1.23456789012345e-300, 1e300, -0.000012345678901234567}) {
    const auto text = string_value_from_json(ValueKind::kDecimalStrings, number);
    ASSERT_TRUE(text);
    EXPECT_LE(text->size(), 16U) << *text;
    EXPECT_NEAR(std::stod(*text) / number, 1.0, 1e-8);
  }
}

TEST(Base64, MatchesTheVectorsOfRfc4648) {
  const std::vector<std::pair<std::string, std::string>> vectors{
      {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : vectors) {
    const std::vector<std::uint8_t> bytes(plain.begin(), plain.end());
    EXPECT_EQ(to_base64(bytes), encoded);
    EXPECT_EQ(from_base64(encoded), bytes);
  }
  for (const char* wrong : {"Z", "Zg=", "Zg=a", "====", "Z===", "Zg==Zg==", "Zm 8"}) {
    EXPECT_EQ(from_base64(wrong), std::nullopt) << wrong;
  }
}

TEST(Utf8, RefusesWhatRfc3629Refuses) {
  for (const char* right : {"", "abc", "\xC3\xA9", "\xE5\xBC\xA0", "\xF0\x9F\x98\x80", "\xED\x9F\xBF"}) {
    EXPECT_TRUE(is_utf8(right)) << right;
  }
  for (const char* wrong : {"\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
                            "\xE5\xBC", "\xE5\x41\x41"}) {
    EXPECT_FALSE(is_utf8(wrong));
  }
}

}  // namespace
}  // namespace sonolist::dicom
