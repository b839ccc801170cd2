#include "model/package/torch_state_dict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "model/error.h"
#include "model/tests/torch_save_file.h"

namespace sonolist::model {
namespace {

using ::testing::HasSubstr;
using testing::little_endian;
using testing::stored_zip;
using testing::torch_save_zip;
namespace op = testing::pickle;

template <typename Number>
std::string raw_bytes(const std::vector<Number>& numbers) {
  std::string bytes(numbers.size() * sizeof(Number), '\0');
  std::memcpy(bytes.data(), numbers.data(), bytes.size());
  return bytes;
}

const std::string kFour = raw_bytes<float>({1, 2, 3, 4});

// A state dict of one tensor "w" over four numbers of storage "0".
std::string one_tensor_file(const std::string& tensor) {
  return torch_save_zip(op::start() + op::ordered_dictionary({{"w", tensor}}) + ".", {kFour});
}

std::string matrix_pickle() {
  return op::tensor(op::storage("FloatStorage", "0", 4), 0, {2, 2}, {2, 1});
}

std::string state_dict_refusal(const std::string& bytes) {
  try {
    parse_torch_state_dict(bytes, "file.pt");
  } catch (const ModelError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(TorchStateDict, ReadsTensorsOfEveryLayout) {
  const auto storage = op::storage("FloatStorage", "0", 4);
  const auto bytes =
      torch_save_zip(op::start() +
                         op::ordered_dictionary(
                             {{"whole", op::tensor(storage, 0, {2, 2}, {2, 1})},
                              {"turned", op::tensor(storage, 0, {2, 2}, {1, 2})},
                              {"part", op::tensor(storage, 2, {2}, {1})},
                              {"number", op::tensor(storage, 3, {}, {})},
                              {"count", op::tensor(op::storage("LongStorage", "1", 1), 0, {}, {})},
                              {"half", op::tensor(op::storage("HalfStorage", "2", 1), 0, {1}, {1})},
                              {"flag", op::tensor(op::storage("BoolStorage", "3", 1), 0, {1}, {1})},
                              {"parameter", op::global("torch._utils", "_rebuild_parameter") +
                                                op::tuple({op::tensor(storage, 0, {4}, {1}), "\x88", "}"}) + "R"}}) +
                         ".",
                     {kFour, raw_bytes<std::int64_t>({7}), std::string("\x00\x3e", 2), "\x02"});
  EXPECT_TRUE(is_torch_save(bytes, "file.pt"));
  const auto tensors = parse_torch_state_dict(bytes, "file.pt");
  EXPECT_EQ(tensors.size(), 8u);
  EXPECT_TRUE(tensors.at("whole").equal(torch::tensor({{1.0F, 2.0F}, {3.0F, 4.0F}})));
  EXPECT_TRUE(tensors.at("turned").equal(torch::tensor({{1.0F, 3.0F}, {2.0F, 4.0F}})));
  EXPECT_TRUE(tensors.at("part").equal(torch::tensor({3.0F, 4.0F})));
  EXPECT_EQ(tensors.at("number").item<float>(), 4.0F);
  EXPECT_EQ(tensors.at("count").item<std::int64_t>(), 7);
  EXPECT_TRUE(tensors.at("half").equal(torch::tensor({1.5F})));
  EXPECT_EQ(tensors.at("flag").scalar_type(), torch::kBool);
  EXPECT_TRUE(tensors.at("flag")[0].item<bool>());
  EXPECT_EQ(tensors.at("parameter").numel(), 4);
}

TEST(TorchStateDict, LooksIntoACheckpointAndDropsDataParallelsPrefix) {
  for (const char* key : {"state_dict", "model"}) {
    const auto inner = op::ordered_dictionary({{"module.w", matrix_pickle()}, {"module.v", matrix_pickle()}});
    const auto bytes =
        torch_save_zip(op::start() + "}(" + op::text("epoch") + "K\x03" + op::text(key) + inner + "u.", {kFour});
    const auto tensors = parse_torch_state_dict(bytes, "file.pt");
    EXPECT_EQ(tensors.count("w") + tensors.count("v"), 2u) << key;
  }
}

TEST(TorchStateDict, ReadsFilesFromBeforeZip) {
  const auto magic = "\x8a\x0a" + std::string("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19") + ".";
  const auto object = op::ordered_dictionary({{"w", matrix_pickle()}});
  const auto bytes = op::start() + magic + op::start() + "M\xe9\x03." + op::start() + "}" + op::text("little_endian") +
                     "\x88s." + op::start() + object + "." + op::start() + "](" + op::text("0") + "e." +
                     little_endian(4, 8) + kFour;
  EXPECT_TRUE(is_torch_save(bytes, "file.pt"));
  EXPECT_TRUE(parse_torch_state_dict(bytes, "file.pt").at("w").equal(torch::tensor({{1.0F, 2.0F}, {3.0F, 4.0F}})));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THROW(parse_torch_state_dict(bytes.substr(0, size), "file.pt"), ModelError) << size;
  }
}

TEST(TorchStateDict, RefusesTensorsThatDoNotFitTheirStorage) {
  const auto storage = op::storage("FloatStorage", "0", 4);
  constexpr auto kHuge = std::numeric_limits<std::int64_t>::max();
  const struct {
    std::string tensor;
    const char* named;
  } cases[] = {
      {op::tensor(storage, 4, {1}, {1}), "beyond its storage"},
      {op::tensor(storage, kHuge, {1}, {1}), "beyond its storage"},
      {op::tensor(storage, -1, {1}, {1}), "no whole number"},
      {op::tensor(storage, 0, {5}, {1}), "more numbers"},
      {op::tensor(storage, 1, {4}, {1}), "reaches beyond"},
      {op::tensor(storage, 0, {2, 2}, {3, 1}), "reaches beyond"},
      {op::tensor(storage, 0, {2, 2}, {kHuge, 1}), "reaches beyond"},
      {op::tensor(storage, 0, {kHuge, kHuge}, {1, 1}), "more numbers"},
      {op::tensor(storage, 0, {2}, {-1}), "no whole number"},
      {op::tensor(storage, 0, {4}, {0}), "several times"},
      {op::tensor(storage, 0, {0}, {1}), "is empty"},
      {op::tensor(storage, 0, {2, 2}, {1}), "sizes than strides"},
      {op::tensor(op::storage("FloatStorage", "0", 5), 0, {5}, {1}), "16 bytes"},
      {op::tensor(op::storage("FloatStorage", "0", kHuge), 0, {1}, {1}), "no tensor storage"},
      {op::tensor(op::storage("FloatStorage", "1", 4), 0, {4}, {1}), "no entry 'data/1'"},
      {op::tensor(op::tuple({op::text("module")}) + "Q", 0, {1}, {1}), "no tensor storage"},
      {"K\x01", "'w' is not a tensor"},
      {op::global("torch._utils", "_rebuild_tensor_v2") + ")R", "too few properties"},
      {op::tensor(op::storage("ComplexFloatStorage", "0", 2), 0, {2}, {1}), "torch.ComplexFloatStorage"},
  };
  EXPECT_EQ(state_dict_refusal(one_tensor_file(matrix_pickle())), "accepted");
  for (const auto& item : cases) EXPECT_THAT(state_dict_refusal(one_tensor_file(item.tensor)), HasSubstr(item.named));
}

TEST(TorchStateDict, RefusesCodeByName) {
  const auto code = op::global("os", "system") + op::text("id") + "\x85R";
  EXPECT_THAT(state_dict_refusal(one_tensor_file(code)), HasSubstr("'os.system', which no state dict needs"));
  EXPECT_THAT(state_dict_refusal(torch_save_zip(op::start() + "K\x01.", {})), HasSubstr("holds no state dict"));
}

TEST(TorchStateDict, RefusesArchivesThatAreNotAsTorchWritesThem) {
  const auto pickle = op::start() + op::ordered_dictionary({{"w", matrix_pickle()}}) + ".";
  EXPECT_THAT(state_dict_refusal(stored_zip({{"a/data.pkl", pickle}, {"a/data/0", kFour, 8}})),
              HasSubstr("compressed"));
  EXPECT_THAT(state_dict_refusal(stored_zip({{"a/data.pkl", pickle}, {"b/data.pkl", pickle}})),
              HasSubstr("two entries"));
  EXPECT_THAT(state_dict_refusal(stored_zip({{"a/data.pkl", pickle}, {"a/data/0", kFour}, {"a/byteorder", "big"}})),
              HasSubstr("big-endian"));
  EXPECT_THAT(state_dict_refusal("PK\x03\x04rest of a file that is no archive"), HasSubstr("truncated"));
  EXPECT_FALSE(is_torch_save(stored_zip({{"a/data.pkl", pickle}, {"a/constants.pkl", pickle}}), "file.pt"));
  EXPECT_FALSE(is_torch_save(stored_zip({{"model.json", "{}"}}), "file.pt"));
}

TEST(TorchStateDict, EveryTruncatedFileIsRefused) {
  const auto whole = one_tensor_file(matrix_pickle());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_THROW(parse_torch_state_dict(whole.substr(0, size), "file.pt"), ModelError) << size;
  }
}

// What changes numbers only cannot be seen; everything else is refused, and nothing crashes.
TEST(TorchStateDict, AnyDamagedByteIsRefusedOrHarmless) {
  const auto whole = one_tensor_file(matrix_pickle());
  int refused = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const int change : {0x01, 0x80, 0xFF}) {
      auto damaged = whole;
      damaged[i] = static_cast<char>(damaged[i] ^ change);
      try {
        parse_torch_state_dict(damaged, "file.pt");
      } catch (const ModelError&) {
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 400);
}

}  // namespace
}  // namespace sonolist::model
