#include "dicom_sr/xml/native_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dicom_sr/error.h"

namespace sonolist::dicom {
namespace {

using testing::HasSubstr;

class RoundTrip : public testing::TestWithParam<const char*> {};

TEST_P(RoundTrip, KeepsTheAttribute) {
  const Json dataset = Json::parse(GetParam());
  EXPECT_EQ(from_native_xml(to_native_xml(dataset)), dataset) << to_native_xml(dataset);
}

// Every value representation, and what values can be.
INSTANTIATE_TEST_SUITE_P(
    Representations, RoundTrip,
    testing::Values(
        "{}", R"({"00080054":{"vr":"AE","Value":["A B"]}})", R"({"00101010":{"vr":"AS","Value":["041Y"]}})",
        R"({"00209165":{"vr":"AT","Value":["00209057","0008103E"]}})",
        R"({"00080008":{"vr":"CS","Value":["A","B",null,"C"]}})", R"({"00100030":{"vr":"DA","Value":["19700131"]}})",
        R"({"00741004":{"vr":"DS","Value":[12.5,-3]}})", R"({"00404005":{"vr":"DT","Value":["20260101+0100"]}})",
        R"({"00189073":{"vr":"FD","Value":[0.1,1e300]}})", R"({"00186028":{"vr":"FL","Value":[0.5]}})",
        R"({"00200013":{"vr":"IS","Value":[7]}})", R"({"00100020":{"vr":"LO","Value":["<&\"'>"]}})",
        R"({"00104000":{"vr":"LT","Value":["a\r\nb\tc"]}})", R"({"7FE00010":{"vr":"OB","InlineBinary":"AAEC"}})",
        R"({"7FE00009":{"vr":"OD","InlineBinary":"AAAAAAAAAAA="}})",
        R"({"7FE00008":{"vr":"OF","InlineBinary":"AAAAAA=="}})",
        R"({"00660040":{"vr":"OL","InlineBinary":"AAAAAA=="}})",
        R"({"7FE00001":{"vr":"OV","InlineBinary":"AAAAAAAAAAA="}})",
        R"({"7FE00010":{"vr":"OW","BulkDataURI":"http://a/b?c=1&d=2"}})",
        R"({"00100010":{"vr":"PN","Value":[{"Alphabetic":"A^B^C^D^E","Ideographic":"\u5f20^\u4e09","Phonetic":"x"},{"Alphabetic":"^B"}]}})",
        R"({"00080050":{"vr":"SH","Value":["A"]}})", R"({"00186020":{"vr":"SL","Value":[-5]}})",
        R"({"00404018":{"vr":"SQ","Value":[{},{"00080104":{"vr":"LO","Value":["m"]}}]}})",
        R"({"00189219":{"vr":"SS","Value":[-1]}})", R"({"00741006":{"vr":"ST","Value":["half"]}})",
        R"({"00000001":{"vr":"SV","Value":[-9007199254740993]}})", R"({"00080030":{"vr":"TM","Value":["1015"]}})",
        R"({"00080119":{"vr":"UC","Value":["long"]}})", R"({"00080018":{"vr":"UI","Value":["1.2.3"]}})",
        R"({"00186060":{"vr":"UL","Value":[4294967295]}})", R"({"00091001":{"vr":"UN","InlineBinary":"AA=="}})",
        R"({"0074100A":{"vr":"UR","Value":["http://a/?b=1&c=2"]}})", R"({"00280010":{"vr":"US","Value":[65535]}})",
        R"({"0040A160":{"vr":"UT","Value":["text"]}})", R"({"00000002":{"vr":"UV","Value":[18446744073709551615]}})",
        R"({"00080050":{"vr":"SH"}})",
        R"({"00090010":{"vr":"LO","Value":["ACME"]},"00091001":{"vr":"LO","Value":["x"]}})"));

TEST(NativeModel, WritesKeywordsAndNamesOfComponents) {
  const std::string xml = to_native_xml(Json::parse(R"({"00100010":{"vr":"PN","Value":[{"Alphabetic":"Doe^Jane"}]}})"));
  EXPECT_THAT(xml, HasSubstr("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"));
  EXPECT_THAT(xml, HasSubstr("xmlns=\"http://dicom.nema.org/PS3.19/models/NativeDICOM\""));
  EXPECT_THAT(xml,
              HasSubstr("<DicomAttribute tag=\"00100010\" vr=\"PN\" keyword=\"PatientName\"><PersonName number=\"1\">"
                        "<Alphabetic><FamilyName>Doe</FamilyName><GivenName>Jane</GivenName></Alphabetic>"));
}

TEST(NativeModel, MarksWhatXmlCannotCarry) {
  const std::string xml = to_native_xml(Json::parse(R"({"00104000":{"vr":"LT","Value":["a\fb"]}})"));
  EXPECT_EQ(from_native_xml(xml).at("00104000").at("Value").at(0),
            "a\xEF\xBF\xBD"
            "b");
}

TEST(NativeModel, FindsABlockForPrivateAttributes) {
  const Json dataset = from_native_xml(R"(<NativeDicomModel>
    <DicomAttribute tag="00090001" vr="LO" privateCreator="ACME"><Value number="1">x</Value></DicomAttribute>
    <DicomAttribute tag="00090001" vr="LO" privateCreator="OTHER"><Value number="1">y</Value></DicomAttribute>
    </NativeDicomModel>)");
  EXPECT_EQ(get_string(dataset, "00090010"), "ACME");
  EXPECT_EQ(get_string(dataset, "00091001"), "x");
  EXPECT_EQ(get_string(dataset, "00090011"), "OTHER");
  EXPECT_EQ(get_string(dataset, "00091101"), "y");
}

TEST(NativeModel, ReadsCdataPrefixesAndComments) {
  const Json dataset = from_native_xml(
      R"(<n:NativeDicomModel xmlns:n="http://dicom.nema.org/PS3.19/models/NativeDICOM"><!-- c -->
      <n:DicomAttribute tag="00100020" vr="LO"><n:Value number="1">a<![CDATA[<b>]]></n:Value></n:DicomAttribute></n:NativeDicomModel>)");
  EXPECT_EQ(get_string(dataset, "00100020"), "a<b>");
}

class Malformed : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(Malformed, IsRefusedWithASentence) {
  try {
    from_native_xml(GetParam().first);
    FAIL() << GetParam().first;
  } catch (const DicomError& error) {
    EXPECT_THAT(error.what(), HasSubstr(GetParam().second));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Documents, Malformed,
    testing::Values(
        std::pair{"", "PS3.19"}, std::pair{"<NativeDicomModel>", "byte"}, std::pair{"<Other/>", "root"},
        std::pair{"<!DOCTYPE a [<!ENTITY b \"c\">]><NativeDicomModel/>", "document type"},
        std::pair{"<NativeDicomModel><Foo/></NativeDicomModel>", "<Foo>"},
        std::pair{"<NativeDicomModel><DicomAttribute tag=\"1\" vr=\"LO\"/></NativeDicomModel>", "8 hexadecimal"},
        std::pair{"<NativeDicomModel><DicomAttribute tag=\"00100020\" vr=\"XX\"/></NativeDicomModel>", "(0010,0020)"},
        std::pair{
            "<NativeDicomModel><DicomAttribute tag=\"00100020\" vr=\"LO\"/><DicomAttribute tag=\"00100020\" vr=\"LO\"/>"
            "</NativeDicomModel>",
            "twice"},
        std::pair{"<NativeDicomModel><DicomAttribute tag=\"00100020\" vr=\"LO\"><Item "
                  "number=\"1\"/></DicomAttribute></NativeDicomModel>",
                  "<Item>"},
        std::pair{"<NativeDicomModel><DicomAttribute tag=\"00100020\" vr=\"LO\"><Value "
                  "number=\"0\"/></DicomAttribute></NativeDicomModel>",
                  "number"},
        std::pair{"<NativeDicomModel><DicomAttribute tag=\"00100020\" vr=\"LO\"><Value "
                  "number=\"4000000000\"/></DicomAttribute>"
                  "</NativeDicomModel>",
                  "gap"},
        std::pair{"<NativeDicomModel><DicomAttribute tag=\"00280010\" vr=\"US\"><Value "
                  "number=\"1\">x</Value></DicomAttribute>"
                  "</NativeDicomModel>",
                  "number"},
        std::pair{"<NativeDicomModel><DicomAttribute tag=\"00091001\" "
                  "vr=\"OB\"><InlineBinary>?</InlineBinary></DicomAttribute>"
                  "</NativeDicomModel>",
                  "Base64"},
        std::pair{
            "<NativeDicomModel><DicomAttribute tag=\"00100010\" vr=\"PN\"><PersonName number=\"1\"><Kana/></PersonName>"
            "</DicomAttribute></NativeDicomModel>",
            "<Kana>"}));

TEST(NativeModel, RefusesDeepNesting) {
  std::string text = "<NativeDicomModel>";
  for (int i = 0; i < 10'000; ++i) text += R"(<DicomAttribute tag="00404018" vr="SQ"><Item number="1">)";
  for (int i = 0; i < 10'000; ++i) text += "</Item></DicomAttribute>";
  EXPECT_THROW(from_native_xml(text + "</NativeDicomModel>"), DicomError);
}

}  // namespace
}  // namespace sonolist::dicom
