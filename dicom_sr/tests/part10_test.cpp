#include "dicom_sr/file/part10.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "dicom_sr/error.h"
#include "dicom_sr/json/dicom_json.h"
#include "dicom_sr/tests/temporary_folder.h"
#include "dicom_sr/tests/ultrasound_example.h"

namespace sonolist::dicom {
namespace {

using ::testing::HasSubstr;

std::string refusal(const std::vector<std::uint8_t>& bytes) {
  try {
    from_part10(bytes);
  } catch (const DicomError& error) {
    EXPECT_EQ(error.error_class(), ErrorClass::kInput);
    return error.what();
  }
  return "";
}

TEST(Part10, BytesComeBackAsTheSameDataSet) {
  const auto dataset = test::example_ultrasound();
  EXPECT_EQ(to_json(*from_part10(to_part10(*dataset))), to_json(*dataset));
}

TEST(Part10, WritesMoreThanOneBuffer) {
  const auto dataset = make_ultrasound({test::example_frame(600, 700, 1, false)}, {});
  const std::vector<std::uint8_t> bytes = to_part10(*dataset);
  EXPECT_GT(bytes.size(), 600U * 700U);
  EXPECT_EQ(to_json(*from_part10(bytes)), to_json(*dataset));
}

TEST(Part10, FileIsWrittenWholeAndWithoutLeftovers) {
  const test::TemporaryFolder folder;
  const std::string path = folder.path("a.dcm");
  const auto dataset = test::example_ultrasound();
  write_part10(*dataset, path);
  EXPECT_EQ(to_json(*read_part10(path)), to_json(*dataset));
  EXPECT_FALSE(std::filesystem::exists(path + ".part"));
}

TEST(Part10, RefusesPlacesThatCannotBeReadOrWritten) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(read_part10(folder.path("absent.dcm")), DicomError);
  EXPECT_THROW(read_part10(folder.path("")), DicomError);
  EXPECT_THROW(write_part10(*test::example_ultrasound(), folder.path("absent/a.dcm")), DicomError);
}

TEST(Part10, RefusesEveryTruncation) {
  std::vector<std::uint8_t> bytes = to_part10(*test::example_ultrasound());
  const std::vector<std::uint8_t> whole = bytes;
  // Cuts inside the pixel data, inside the elements before, inside the meta header and inside the preamble.
  for (const std::size_t length : {whole.size() - 1, whole.size() - 100, std::size_t{700}, std::size_t{200},
                                   std::size_t{140}, std::size_t{131}, std::size_t{1}, std::size_t{0}}) {
    bytes.assign(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
    EXPECT_NE(refusal(bytes), "") << length;
  }
}

TEST(Part10, RefusesAnUnknownTransferSyntaxByName) {
  std::vector<std::uint8_t> bytes =
      test::encode_rubbish(*test::example_ultrasound(), EXS_MPEG2MainProfileAtMainLevel, 1);
  const std::string known = "1.2.840.10008.1.2.4.100";
  const std::string unknown = "1.2.840.10008.1.2.4.201";
  const auto found = std::search(bytes.begin(), bytes.end(), known.begin(), known.end());
  ASSERT_NE(found, bytes.end());
  std::copy(unknown.begin(), unknown.end(), found);
  EXPECT_THAT(refusal(bytes), HasSubstr("HTJ2K"));
}

}  // namespace
}  // namespace sonolist::dicom
