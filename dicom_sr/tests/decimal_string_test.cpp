#include "dicom_sr/modules/decimal_string.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "dicom_sr/error.h"

namespace sonolist::dicom {
namespace {

TEST(DecimalString, WritesShortNumbersAsTheyAre) {
  EXPECT_EQ(decimal_string("x", 0.12), "0.12");
  EXPECT_EQ(decimal_string("x", -3.0), "-3");
  EXPECT_EQ(decimal_string("x", 0.0), "0");
}

TEST(DecimalString, StaysWithin16CharactersAndClose) {
  for (const double value :
       {1.0 / 3.0, -2.0 / 3.0, 1e-300 / 3.0, -1e300 / 7.0, 12345678901234567890.0, -1.23456789e-7}) {
    const std::string text = decimal_string("x", value);
    EXPECT_LE(text.size(), 16U) << text;
    EXPECT_NEAR(std::stod(text) / value, 1.0, 1e-8) << text;
  }
}

TEST(DecimalString, RefusesWhatIsNoNumberAndNamesTheField) {
  try {
    decimal_string("Area", std::nan(""));
    FAIL() << "a NaN was written";
  } catch (const DicomError& error) {
    EXPECT_NE(std::string(error.what()).find("Area"), std::string::npos);
  }
  EXPECT_THROW(decimal_string("x", std::numeric_limits<double>::infinity()), DicomError);
}

}  // namespace
}  // namespace sonolist::dicom
