// Reports in Chinese, from sources in every character set that matters to our users.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "dicom_sr/codes/chinese_meanings.h"
#include "dicom_sr/codes/structures.h"
#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/json/utf8.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/utf8_conversion.h"
#include "dicom_sr/report/measurement_report.h"
#include "dicom_sr/report/report_codes.h"
#include "dicom_sr/tests/result_example.h"

namespace sonolist::dicom {
namespace {

using test::SourceExample;
using testing::HasSubstr;

std::unique_ptr<DcmDataset> report_on(const SourceExample& example, Language language) {
  const SourceImage source = test::source_image(example);
  const SegmentationContent masks = test::segmentation_content(source, 5);
  const auto segmentation = make_segmentation(source, masks);
  ReportContent content = test::report_content(source, masks);
  content.language = language;
  return from_part10(to_part10(*make_report(source, segmentation.get(), content)));
}

struct Name {
  const char* test;
  const char* character_set;
  const char* bytes;  // in that character set
  const char* utf8;
};

class ChineseReport : public testing::TestWithParam<Name> {};

TEST_P(ChineseReport, CarriesThePatientsNameInUtf8) {
  SourceExample example;
  example.character_set = GetParam().character_set;
  example.patient_name = GetParam().bytes;
  const auto report = report_on(example, Language::kChinese);
  EXPECT_EQ(get_value(*report, DCM_SpecificCharacterSet), "ISO_IR 192");
  OFString name;
  report->findAndGetOFStringArray(DCM_PatientName, name);
  EXPECT_EQ(name, GetParam().utf8);
}

TEST_P(ChineseReport, InEnglishKeepsItByteForByte) {
  SourceExample example;
  example.character_set = GetParam().character_set;
  example.patient_name = GetParam().bytes;
  const auto report = report_on(example, Language::kEnglish);
  OFString name, character_set;
  report->findAndGetOFStringArray(DCM_PatientName, name);
  report->findAndGetOFStringArray(DCM_SpecificCharacterSet, character_set);
  EXPECT_EQ(name, GetParam().bytes);
  EXPECT_EQ(character_set, GetParam().character_set);
  EXPECT_EQ(Utf8Reader(*report).text(*report, DCM_PatientName), GetParam().utf8);
}

INSTANTIATE_TEST_SUITE_P(
    CharacterSets, ChineseReport,
    testing::Values(
        Name{"Ascii", "", "Wang^XiaoDong", "Wang^XiaoDong"},
        Name{"Gb18030", "GB18030", "Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB", "Wang^XiaoDong=王^小东"},
        // 0x5C, the backslash, is the second byte of 乗.
        Name{"Gb18030WithABackslashByte", "GB18030", "Cheng^X=\x81\x5C^\xD0\xA1", "Cheng^X=乗^小"},
        Name{"Utf8", "ISO_IR 192", "Wang^XiaoDong=王^小东", "Wang^XiaoDong=王^小东"},
        // PS3.5 annex K.2: GB 2312 in G1.
        Name{"Iso2022Ir58", "\\ISO 2022 IR 58",
             "Zhang^XiaoDong=\x1b\x24\x29\x41\xd5\xc5^\x1b\x24\x29\x41\xd0\xa1\xb6\xab=", "Zhang^XiaoDong=张^小东="},
        // PS3.5 annex H.3.1: JIS X 0208 in G0, ideographic and phonetic.
        Name{"Iso2022Ir87", "\\ISO 2022 IR 87",
             "Yamada^Tarou=\x1b\x24\x42\x3b\x33\x45\x44\x1b\x28\x42^\x1b\x24\x42\x42\x40\x4f\x3a\x1b\x28\x42="
             "\x1b\x24\x42\x24\x64\x24\x5e\x24\x40\x1b\x28\x42^\x1b\x24\x42\x24\x3f\x24\x6d\x24\x26\x1b\x28\x42",
             "Yamada^Tarou=山田^太郎=やまだ^たろう"},
        // PS3.5 annex H.3.2: half-width katakana beside them.
        Name{"Iso2022Ir13And87", "ISO 2022 IR 13\\ISO 2022 IR 87",
             "\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b\x24\x42\x3b\x33\x45\x44\x1b\x28\x4a^"
             "\x1b\x24\x42\x42\x40\x4f\x3a\x1b\x28\x4a",
             "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎"},
        // PS3.5 annex I: Arabic.
        Name{"Arabic", "ISO_IR 127", "\xe2\xc8\xc7\xe6\xea^\xe4\xe6\xd2\xc7\xd1", "قباني^لنزار"}),
    [](const auto& name) { return name.param.test; });

TEST(ChineseReportContent, KeepsTheCodesAndTranslatesTheirMeanings) {
  const MeasurementReport report = read_measurement_report(*report_on({}, Language::kChinese));
  EXPECT_EQ(report.title, code::kImagingMeasurementReport);
  EXPECT_EQ(report.title.meaning, "影像测量报告");
  EXPECT_EQ(report.language, code::kSimplifiedChinese);
  EXPECT_EQ(report.groups[3].finding->value, "19034");
  EXPECT_EQ(report.groups[3].finding->meaning, "坐骨神经");
  EXPECT_EQ(report.groups[3].measurements[0].concept.meaning, "面积");
  EXPECT_EQ(report.groups[3].measurements[0].unit->meaning, "平方毫米");
  EXPECT_EQ(report.evaluations.back().text, "该网络仅用模拟图像训练。");
}

TEST(ChineseReportContent, TakesTextsInUtf8AndRefusesOthers) {
  const SourceImage source = test::source_image();
  ReportContent content = test::empty_report_content();
  content.language = Language::kChinese;
  content.image_texts[0].second = "未校准";
  EXPECT_EQ(read_measurement_report(*make_report(source, nullptr, content)).evaluations[3].text, "未校准");
  content.image_texts[0].second = "\xCD\xF5";
  EXPECT_THROW(make_report(source, nullptr, content), DicomError);
}

class Unconvertible : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(Unconvertible, IsRefusedWithCauseAndRemedyAndWithoutTheName) {
  SourceExample example;
  example.character_set = GetParam().first;
  example.patient_name = GetParam().second;
  try {
    report_on(example, Language::kChinese);
    FAIL() << "converted";
  } catch (const DicomError& error) {
    EXPECT_EQ(error.error_class(), ErrorClass::kInput);
    EXPECT_THAT(error.what(), HasSubstr("Specific Character Set (0008,0005)"));
    EXPECT_THAT(error.what(), HasSubstr("in English"));
    EXPECT_THAT(error.what(), testing::Not(HasSubstr("Wang")));
  }
  EXPECT_NO_THROW(report_on(example, Language::kEnglish));
}

INSTANTIATE_TEST_SUITE_P(Sources, Unconvertible,
                         testing::Values(std::pair{"ISO_IR 999", "Wang^\xCD\xF5"}, std::pair{"", "Wang^\xCD\xF5"},
                                         std::pair{"ISO_IR 192", "Wang^\xCD\xF5"}));

TEST(Utf8Reader, ReplacesWhatItCannotRead) {
  DcmDataset dataset;
  put_string(dataset, DCM_SpecificCharacterSet, "ISO_IR 999");
  put_string(dataset, DCM_PatientName, "Wang^\xCD\xF5");
  const Utf8Reader texts(dataset);
  EXPECT_FALSE(texts.is_known());
  EXPECT_FALSE(texts.fits(dataset, DCM_PatientName));
  EXPECT_EQ(texts.text(dataset, DCM_PatientName), "Wang^??");
}

TEST(ChineseMeanings, FitTheirValueRepresentationAndExistForEveryStructure) {
  for (const StructureCodes& structure : known_structures()) {
    const std::string chinese = localised(structure.type, Language::kChinese).meaning;
    EXPECT_NE(chinese, structure.type.meaning) << structure.name;
    EXPECT_TRUE(is_utf8(chinese));
  }
  for (const Code* used : {&code::kImageLibrary, &code::kDice, &code::kOnlyInReference, &code::kVolume, &code::kArea,
                           &code::kReferencedSegment, &code::kSourceSeriesForSegmentation, &code::kMeasurementFailure})
    EXPECT_NE(localised(*used, Language::kChinese).meaning, used->meaning);
  EXPECT_EQ(localised(code::kArea, Language::kEnglish).meaning, "Area");
  EXPECT_EQ(localised({"1", "99OTHER", "Own"}, Language::kChinese).meaning, "Own");
}

// What a Chinese report writes must not fall back to English where the table forgot a concept.
void expect_translated(const ContentItem& item) {
  for (const std::optional<Code>& code : {item.concept, item.code, item.unit, item.qualifier}) {
    const bool has_chinese =
        !code || std::any_of(code->meaning.begin(), code->meaning.end(), [](char c) { return (c & 0x80) != 0; });
    EXPECT_TRUE(has_chinese) << code->value << " " << code->meaning;
  }
  for (const ContentItem& child : item.children) expect_translated(child);
}

TEST(ChineseReportContent, IsChineseThroughout) {
  expect_translated(read_content_tree(*report_on({}, Language::kChinese)));
}

}  // namespace
}  // namespace sonolist::dicom
