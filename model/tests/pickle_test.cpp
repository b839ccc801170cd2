#include "model/package/pickle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "model/error.h"
#include "model/tests/torch_save_file.h"

namespace sonolist::model {
namespace {

using ::testing::HasSubstr;
using Kind = PickleValue::Kind;
namespace op = testing::pickle;

PickleDocument pickle_of(const std::string& body) {
  return parse_pickle(op::start() + body, {"known.thing"}, "file.pt");
}

std::string pickle_refusal(const std::string& bytes) {
  try {
    parse_pickle(bytes, {"known.thing"}, "file.pt");
  } catch (const ModelError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Pickle, ReadsPlainValues) {
  const auto document = pickle_of("(" + op::text("a") + "K\x07" + op::text("b") + "M\x01\x02" + "J" +
                                  testing::little_endian(0xFFFFFFFE, 4) + "N\x88\x89" + "G" +
                                  std::string("\x3f\xf8\0\0\0\0\0\0", 8) + std::string("\x8a\x02\x00\xff", 4) + "t.");
  const auto& items = document.root->items;
  ASSERT_EQ(document.root->kind, Kind::kTuple);
  ASSERT_EQ(items.size(), 10u);
  EXPECT_EQ(items[0]->text, "a");
  EXPECT_EQ(items[1]->integer, 7);
  EXPECT_EQ(items[3]->integer, 0x0201);
  EXPECT_EQ(items[4]->integer, -2);
  EXPECT_EQ(items[5]->kind, Kind::kNone);
  EXPECT_EQ(items[6]->integer, 1);
  EXPECT_EQ(items[7]->kind, Kind::kBoolean);
  EXPECT_EQ(items[8]->real, 1.5);
  EXPECT_EQ(items[9]->integer, -256);
}

TEST(Pickle, ReadsContainersAndMemo) {
  // {"list": [1, 2], "same": the same list, "pair": (3, 4)}
  const auto document = pickle_of("}(" + op::text("list") + "]q\x05(K\x01K\x02" + "e" + op::text("same") + "h\x05" +
                                  op::text("pair") + "K\x03K\x04\x86u.");
  const auto* list = document.root->find("list");
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->items.size(), 2u);
  EXPECT_EQ(document.root->find("same"), list);
  EXPECT_EQ(document.root->find("pair")->items[1]->integer, 4);
  EXPECT_EQ(document.root->find("other"), nullptr);
}

TEST(Pickle, ReadsFramesAndNamesOfProtocol4) {
  const auto document =
      parse_pickle("\x80\x04\x95" + testing::little_endian(99, 8) + "\x8c\x05known\x94\x8c\x05thing" + "\x93)R.",
                   {"known.thing"}, "file.pt");
  ASSERT_EQ(document.root->kind, Kind::kCall);
  EXPECT_EQ(document.root->callable->text, "known.thing");
  EXPECT_TRUE(document.root->items.front()->items.empty());
}

TEST(Pickle, TellsWhereItEnds) {
  EXPECT_EQ(pickle_of("N.and more").size, 4u);
}

TEST(Pickle, DropsAttributes) {
  const auto document = pickle_of(op::ordered_dictionary({{"a", "N"}}) + "}" + op::text("_metadata") + "}sb.");
  EXPECT_EQ(document.root->entries.size(), 1u);
}

TEST(Pickle, CyclesAndDeepNestingAreHarmless) {
  EXPECT_EQ(pickle_of("]q\x01h\x01" + std::string("a.")).root->items.size(), 1u) << "a list within itself";
  EXPECT_EQ(pickle_of("N" + std::string(200'000, '\x85') + ".").root->kind, Kind::kTuple);
}

TEST(Pickle, RefusesWhatNoStateDictNeeds) {
  const struct {
    std::string bytes;
    const char* named;
  } cases[] = {
      {op::start() + op::global("posix", "system") + op::text("id") + "\x85R.", "'posix.system'"},
      {op::start() + op::global("builtins", "eval") + "N\x85R.", "'builtins.eval'"},
      {"\x80\x04\x8c\x02os\x8c\x06system\x93.", "'os.system'"},
      {op::start() + "ios\nsystem\n.", "opcode 0x69"},
      {op::start() + ")" + "\x81.", "opcode 0x81"},
      {"(lp0\n.", "protocol 2"},
      {"\x80\x09N.", "protocol"},
      {"", "protocol 2"},
      {op::start(), "ends early"},
      {op::start() + "X" + testing::little_endian(0xFFFFFFFF, 4) + "a.", "ends early"},
      {op::start() + "\x8d" + testing::little_endian(~std::uint64_t{0}, 8) + "a.", "ends early"},
      {op::start() + "c" + "torch", "ends early"},
      {op::start() + ".", "where there is none"},
      {op::start() + "NR.", "where there is none"},
      {op::start() + "(R.", "where there is none"},
      {op::start() + "t.", "has not begun"},
      {op::start() + "h\x01.", "does not have"},
      {op::start() + "NNa.", "no list"},
      {op::start() + "NNNs.", "no dictionary"},
      {op::start() + "}(Nu.", "key without value"},
      {op::start() + "N)R.", "calls what is no name"},
      {op::start() + "NNb.", "attributes of a value"},
      {op::start() + std::string(1'100'000, 'N') + ".", "steps"},
  };
  for (const auto& item : cases) EXPECT_THAT(pickle_refusal(item.bytes), HasSubstr(item.named));
}

}  // namespace
}  // namespace sonolist::model
