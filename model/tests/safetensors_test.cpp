#include "model/package/safetensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "model/error.h"
#include "model/tests/temporary_folder.h"

namespace sonolist::model {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using testing::TemporaryFolder;

std::string file_of(const std::string& header, std::size_t data_size) {
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>((header.size() >> (8 * i)) & 0xFF);
  return bytes + header + std::string(data_size, '\x01');
}

std::string refusal(const std::string& bytes) {
  try {
    parse_safetensors(bytes, "w.safetensors");
  } catch (const ModelError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Safetensors, GivesBackWhatWasWritten) {
  const TemporaryFolder folder;
  TensorMap tensors;
  tensors["float"] = torch::tensor({1.5F, -2.25F, 3e-9F}).reshape({3, 1});
  tensors["double"] = torch::tensor({1e300}, torch::kFloat64);
  tensors["long"] = torch::tensor({std::int64_t{1} << 40, std::int64_t{-1}});
  tensors["int"] = torch::tensor({-70000}, torch::kInt32);
  tensors["short"] = torch::tensor({-300}, torch::kInt16);
  tensors["char"] = torch::tensor({-3}, torch::kInt8);
  tensors["byte"] = torch::tensor({0, 255}, torch::kUInt8);
  tensors["bool"] = torch::tensor({true, false}, torch::kBool);
  tensors["scalar"] = torch::tensor(std::int64_t{7});
  tensors["empty"] = torch::zeros({0, 4});
  tensors["turned"] = torch::arange(6, torch::kFloat32).reshape({2, 3}).t();
  write_safetensors(tensors, folder.file("a.safetensors"));
  const auto read = read_safetensors(folder.file("a.safetensors"));
  ASSERT_EQ(read.size(), tensors.size());
  for (const auto& [name, tensor] : tensors) {
    ASSERT_EQ(read.count(name), 1u) << name;
    EXPECT_EQ(read.at(name).scalar_type(), tensor.scalar_type()) << name;
    EXPECT_TRUE(torch::equal(read.at(name), tensor)) << name;
  }
}

TEST(Safetensors, WidensHalfPrecision) {
  for (const auto type : {torch::kFloat16, torch::kBFloat16}) {
    const auto narrow = torch::tensor({0.1F, -65000.0F}).to(type);
    const auto read = parse_safetensors(encode_safetensors({{"x", narrow}}), "memory").at("x");
    EXPECT_EQ(read.scalar_type(), torch::kFloat32);
    EXPECT_TRUE(torch::equal(read, narrow.to(torch::kFloat32)));
  }
}

TEST(Safetensors, ReadsAForeignFileWithMetadataAndAnyOrder) {
  const auto bytes = file_of(R"({"b":{"dtype":"U8","shape":[2],"data_offsets":[3,5]},"__metadata__":{"k":"v"},)"
                             R"("a":{"data_offsets":[0,3],"shape":[3,1],"dtype":"U8"}}   )",
                             5);
  const auto read = parse_safetensors(bytes, "memory");
  ASSERT_EQ(read.size(), 2u);
  EXPECT_TRUE(torch::equal(read.at("a"), torch::ones({3, 1}, torch::kUInt8)));
}

TEST(Safetensors, RefusesDamagedFilesNamingTensorAndFault) {
  const struct {
    std::string bytes;
    const char* named;
  } cases[] = {
      {"", "truncated"},
      {std::string(7, '\0'), "truncated"},
      {std::string(8, '\xff'), "header length"},
      {file_of(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4).substr(0, 20), "header length"},
      {file_of("[]", 0), "not a JSON object"},
      {file_of("{\"x\":", 0), "not a JSON object"},
      {file_of(R"({"x":1})", 0), "tensor 'x': its description"},
      {file_of(R"({"x":{"shape":[1],"data_offsets":[0,4]}})", 4), "tensor 'x': dtype null"},
      {file_of(R"({"x":{"dtype":"F4","shape":[1],"data_offsets":[0,4]}})", 4), "tensor 'x': dtype \"F4\""},
      {file_of(R"({"x":{"dtype":"F32","data_offsets":[0,4]}})", 4), "tensor 'x': shape"},
      {file_of(R"({"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4), "tensor 'x': shape"},
      {file_of(R"({"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", 4), "tensor 'x': shape"},
      {file_of(R"({"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}})", 4), "exceeds"},
      {file_of(R"({"x":{"dtype":"F32","shape":[1]}})", 4), "tensor 'x': data_offsets"},
      {file_of(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0]}})", 4), "tensor 'x': data_offsets"},
      {file_of(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", 4), "outside"},
      {file_of(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 3), "outside"},
      {file_of(R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4), "do not fit"},
      {file_of(R"({"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
               R"("y":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
               3),
       "tensor 'y': overlaps"},
      {file_of(R"({"x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})", 2), "tensor 'x': a hole"},
      {file_of(R"({"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", 2), "goes on"},
  };
  for (const auto& item : cases) {
    const auto sentence = refusal(item.bytes);
    EXPECT_THAT(sentence, HasSubstr(item.named));
    EXPECT_THAT(sentence, StartsWith("w.safetensors: "));
  }
}

TEST(Safetensors, RefusesATypeThatTheFormatLacks) {
  EXPECT_THROW(encode_safetensors({{"x", torch::zeros({1}, torch::kComplexFloat)}}), ModelError);
}

TEST(Safetensors, NamesAFileThatIsNotThere) {
  const TemporaryFolder folder;
  try {
    read_safetensors(folder.file("absent.safetensors"));
    FAIL() << "a missing file was read";
  } catch (const ModelError& error) {
    EXPECT_THAT(error.what(), HasSubstr("absent.safetensors"));
  }
  EXPECT_THROW(write_safetensors({}, folder.file("absent/a.safetensors")), ModelError);
}

}  // namespace
}  // namespace sonolist::model
