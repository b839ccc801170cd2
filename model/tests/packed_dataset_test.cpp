#include "model/dataset/packed_dataset.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "model/error.h"
#include "model/tests/temporary_folder.h"

namespace sonolist::model {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;

PackedDataset small_dataset() {
  PackedDataset dataset;
  dataset.count = 2;
  dataset.height = 2;
  dataset.width = 3;
  dataset.classes = {"background", "nerve"};
  dataset.groups = {"patient-1", "patient-2"};
  dataset.names = {"0001", "0002"};
  dataset.source = "made for a test";
  dataset.simulated = true;
  dataset.pictures = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255};
  dataset.labels = {0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1};
  return dataset;
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string refusal_of(const std::string& path) {
  try {
    read_packed(path);
  } catch (const ModelError& problem) {
    return problem.what();
  }
  return "accepted";
}

TEST(PackedDataset, SurvivesWritingAndReading) {
  const TemporaryFolder folder;
  write_packed(small_dataset(), folder.file("a.pack"));
  const auto read = read_packed(folder.file("a.pack"));
  const auto expected = small_dataset();
  EXPECT_EQ(read.count, 2);
  EXPECT_EQ(read.height, 2);
  EXPECT_EQ(read.width, 3);
  EXPECT_EQ(read.classes, expected.classes);
  EXPECT_EQ(read.groups, expected.groups);
  EXPECT_EQ(read.names, expected.names);
  EXPECT_EQ(read.source, expected.source);
  EXPECT_TRUE(read.simulated);
  EXPECT_EQ(read.pictures, expected.pictures);
  EXPECT_EQ(read.labels, expected.labels);
}

TEST(PackedDataset, HasTheDocumentedLayout) {
  const TemporaryFolder folder;
  write_packed(small_dataset(), folder.file("a.pack"));
  const auto bytes = bytes_of(folder.file("a.pack"));
  EXPECT_EQ(bytes.substr(0, 8), "SONOPACK");
  const auto length = static_cast<unsigned char>(bytes[8]) + 256U * static_cast<unsigned char>(bytes[9]);
  ASSERT_EQ(bytes.size(), 12 + length + 24);
  // Picture and labels of one sample stand together.
  EXPECT_EQ(bytes.substr(12 + length, 12), std::string("\1\2\3\4\5\6\0\1\0\0\1\1", 12));
}

TEST(PackedDataset, LeavesNoTemporaryFile) {
  const TemporaryFolder folder;
  write_packed(small_dataset(), folder.file("a.pack"));
  EXPECT_FALSE(std::filesystem::exists(folder.file("a.pack.part")));
}

TEST(PackedDataset, RefusesWhatIsNoPack) {
  const TemporaryFolder folder;
  write_bytes(folder.file("x"), "not a packed data set");
  EXPECT_THAT(refusal_of(folder.file("x")), HasSubstr("sonolist-model pack"));
  EXPECT_THAT(refusal_of(folder.file("missing")), HasSubstr("cannot be opened"));
}

TEST(PackedDataset, RefusesEveryTruncation) {
  const TemporaryFolder folder;
  write_packed(small_dataset(), folder.file("a.pack"));
  const auto bytes = bytes_of(folder.file("a.pack"));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    write_bytes(folder.file("cut"), bytes.substr(0, length));
    EXPECT_NE(refusal_of(folder.file("cut")), "accepted") << "cut to " << length;
  }
}

TEST(PackedDataset, RefusesAHugeHeaderLengthWithoutAllocatingIt) {
  const TemporaryFolder folder;
  write_bytes(folder.file("x"), std::string("SONOPACK\xff\xff\xff\xff", 12));
  EXPECT_THAT(refusal_of(folder.file("x")), HasSubstr("header length"));
}

TEST(PackedDataset, NamesTheFieldThatDoesNotFit) {
  const TemporaryFolder folder;
  const auto path = folder.file("a.pack");
  const auto refusal = [&](auto change) {
    auto dataset = small_dataset();
    change(dataset);
    try {
      write_packed(dataset, path);
    } catch (const ModelError& problem) {
      return std::string(problem.what());
    }
    return std::string("accepted");
  };
  EXPECT_THAT(refusal([](auto& d) { d.groups.pop_back(); }), HasSubstr("'groups'"));
  EXPECT_THAT(refusal([](auto& d) { d.names.emplace_back("0003"); }), HasSubstr("'names'"));
  EXPECT_THAT(refusal([](auto& d) { d.height = 0; }), HasSubstr("'height'"));
  EXPECT_THAT(refusal([](auto& d) { d.classes = {"nerve"}; }), HasSubstr("'classes'"));
  EXPECT_THAT(refusal([](auto& d) { d.pictures.pop_back(); }), HasSubstr("'pictures'"));
  EXPECT_THAT(refusal([](auto& d) { d.labels[7] = 2; }), HasSubstr("0002"));
}

TEST(PackedDataset, RefusesALabelWithoutAClassOnReading) {
  const TemporaryFolder folder;
  write_packed(small_dataset(), folder.file("a.pack"));
  auto bytes = bytes_of(folder.file("a.pack"));
  bytes.back() = 9;
  write_bytes(folder.file("b.pack"), bytes);
  EXPECT_THAT(refusal_of(folder.file("b.pack")), HasSubstr("label 9"));
}

}  // namespace
}  // namespace sonolist::model
