#include "dicom_sr/modules/value_check.h"

#include <gtest/gtest.h>

namespace sonolist::dicom {
namespace {

TEST(ValueCheck, AcceptsTextUpToItsLength) {
  EXPECT_NO_THROW(require_text("label", std::string(64, 'x'), kLongString));
  EXPECT_THROW(require_text("label", std::string(65, 'x'), kLongString), DicomError);
}

TEST(ValueCheck, RefusesTextThatIsNotPlainAscii) {
  EXPECT_THROW(require_text("label", "", kLongString), DicomError);
  EXPECT_THROW(require_text("label", "N\xc3\xa9rve", kLongString), DicomError);
  EXPECT_THROW(require_text("label", "a\\b", kLongString), DicomError);
  EXPECT_THROW(require_text("label", "a\nb", kLongString), DicomError);
  EXPECT_THROW(require_text("label", "a\x7f", kLongString), DicomError);
}

TEST(ValueCheck, AllowsLineBreaksInFreeTextOnly) {
  EXPECT_NO_THROW(require_free_text("description", "a\r\nb", kShortText));
  EXPECT_NO_THROW(require_free_text("description", "", kShortText));
  EXPECT_THROW(require_free_text("description", "a\tb", kShortText), DicomError);
  EXPECT_THROW(require_free_text("description", std::string(1025, 'x'), kShortText), DicomError);
}

TEST(ValueCheck, BoundsEachPartOfACode) {
  const Code good{"1234567890123456", "99SONOLIST", std::string(64, 'm')};
  EXPECT_NO_THROW(require_code("type", good));
  EXPECT_THROW(require_code("type", {good.value + "7", good.scheme, good.meaning}), DicomError);
  EXPECT_THROW(require_code("type", {good.value, "", good.meaning}), DicomError);
  EXPECT_THROW(require_code("type", {good.value, good.scheme, good.meaning + "m"}), DicomError);
}

TEST(ValueCheck, NamesTheFieldButNeverItsValue) {
  try {
    require_text("segments[3].label", "Secret\xff", kLongString, ErrorClass::kConfiguration);
    FAIL() << "a byte above 127 was accepted";
  } catch (const DicomError& error) {
    const std::string sentence = error.what();
    EXPECT_NE(sentence.find("segments[3].label"), std::string::npos);
    EXPECT_EQ(sentence.find("Secret"), std::string::npos);
    EXPECT_EQ(error.error_class(), ErrorClass::kConfiguration);
  }
}

TEST(ValueCheck, KnowsDatesTimesAndUids) {
  EXPECT_NO_THROW(require_date("content_date", "20240229"));
  EXPECT_THROW(require_date("content_date", "20231301"), DicomError);
  EXPECT_THROW(require_date("content_date", ""), DicomError);
  EXPECT_NO_THROW(require_time("content_time", "235959.123456"));
  EXPECT_THROW(require_time("content_time", "256000"), DicomError);
  EXPECT_THROW(require_time("content_time", ""), DicomError);
  EXPECT_NO_THROW(require_uid("sop_instance_uid", "2.25.1"));
  EXPECT_THROW(require_uid("sop_instance_uid", "2.25.01"), DicomError);
}

}  // namespace
}  // namespace sonolist::dicom
