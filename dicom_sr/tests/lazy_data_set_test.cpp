#include "dicom_sr/json/lazy_data_set.h"

#include <gmock/gmock.h>

#include "dicom_sr/error.h"
#include "dicom_sr/json/dicom_json.h"

namespace sonolist::dicom {
namespace {

constexpr const char* kText =
    R"({"00080018":{"Value":["1.2.3"],"vr":"UI"},"00100010":{"Value":[{"Alphabetic":"A \"B\" }]"}],"vr":"PN"},)"
    R"("00741000":{"Value":["SCHEDULED"],"vr":"CS"},"00741200":{"vr":"CS"}})";

TEST(LazyDataSet, GivesTheTextBackAsItWas) {
  EXPECT_EQ(LazyDataSet::parse(kText).dump(), kText);
  EXPECT_EQ(LazyDataSet::parse("{}").dump(), "{}");
  EXPECT_EQ(LazyDataSet().dump(), "{}");
}

TEST(LazyDataSet, FindsAttributes) {
  const LazyDataSet data_set = LazyDataSet::parse(kText);
  EXPECT_EQ(get_string(data_set, "00080018"), "1.2.3");
  EXPECT_EQ(get_string(data_set, "00100010"), "A \"B\" }]");
  EXPECT_TRUE(has_attribute(data_set, "00741200"));
  EXPECT_FALSE(has_value(data_set, "00741200"));
  EXPECT_EQ(data_set.find("00741201"), nullptr);
  EXPECT_EQ(data_set.to_json(), Json::parse(kText));
}

TEST(LazyDataSet, ChangesOneAttribute) {
  LazyDataSet data_set = LazyDataSet::parse(kText);
  const LazyDataSet before = data_set;
  set_string(data_set, "00741000", "CS", "COMPLETED");
  Json expected = Json::parse(kText);
  expected["00741000"]["Value"][0] = "COMPLETED";
  EXPECT_EQ(data_set.dump(), expected.dump());
  EXPECT_EQ(before.dump(), kText);
  EXPECT_TRUE(data_set.has_same(before, "00080018"));
  EXPECT_TRUE(data_set.has_same(before, "00000000"));
  EXPECT_FALSE(data_set.has_same(before, "00741000"));
}

TEST(LazyDataSet, KeepsTheOrderOfTags) {
  LazyDataSet data_set = LazyDataSet::parse(R"({"00741200":{"vr":"CS"},"00080018":{"vr":"UI"}})");
  set_empty(data_set, "00100010", "PN");
  EXPECT_EQ(data_set.dump(), R"({"00080018":{"vr":"UI"},"00100010":{"vr":"PN"},"00741200":{"vr":"CS"}})");
}

TEST(LazyDataSet, ErasesAndUpdates) {
  LazyDataSet data_set = LazyDataSet::parse(kText);
  data_set.erase("00741000");
  data_set.erase("00741000");
  EXPECT_FALSE(data_set.contains("00741000"));
  data_set.update(
      Json::parse(R"({"00741000":{"Value":["CANCELED"],"vr":"CS"},"00741200":{"Value":["LOW"],"vr":"CS"}})"));
  EXPECT_EQ(get_string(data_set, "00741000"), "CANCELED");
  EXPECT_EQ(get_string(data_set, "00741200"), "LOW");
}

TEST(LazyDataSet, ComparesByContent) {
  LazyDataSet data_set = LazyDataSet::parse(R"({"00741200": {"vr": "CS"}})");
  EXPECT_EQ(data_set, LazyDataSet(Json::parse(R"({"00741200":{"vr":"CS"}})")));
  EXPECT_TRUE(data_set.has_same(Json::parse(R"({"00741200":{"vr":"CS"}})"), "00741200"));
  EXPECT_NE(data_set, LazyDataSet());
}

TEST(LazyDataSet, KeepsWhatIsAskedFor) {
  const LazyDataSet kept = LazyDataSet::parse(kText).filtered([](const std::string& tag) { return tag == "00741200"; });
  EXPECT_EQ(kept.dump(), R"({"00741200":{"vr":"CS"}})");
}

TEST(LazyDataSet, ReadsWhitespaceAndNestedValues) {
  const char* text =
      "\n { \"00404033\" : {\"vr\" : \"SQ\", \"Value\" : [ {}, {\"0040A30A\": {\"Value\": [1.5, -2e3]}} ] } , \"a\" : "
      "7 , \"b\":null}\n";
  EXPECT_EQ(LazyDataSet::parse(text).to_json(), Json::parse(text));
}

TEST(LazyDataSet, FindsTheEndOfTextsWithBackslashes) {
  const char* text = R"({"00081080":{"Value":["\\","a\\\"b","\\\\","\\\"",""],"vr":"LO"},"00081084":{"vr":"SQ"}})";
  const LazyDataSet data_set = LazyDataSet::parse(text);
  EXPECT_EQ(data_set.dump(), text);
  EXPECT_EQ(data_set.to_json(), Json::parse(text));
  EXPECT_EQ(get_strings(data_set, "00081080"), (std::vector<std::string>{"\\", "a\\\"b", "\\\\", "\\\"", ""}));
}

TEST(LazyDataSet, GivesTheItemsOfASequence) {
  LazyDataSet data_set = LazyDataSet::parse(
      R"({"00404033":{"vr":"SQ","Value":[{"0020000D":{"Value":["1.2"],"vr":"UI"}}, {}, null]},"00741200":{"vr":"CS","Value":["LOW"]}})");
  for (const LazyDataSet& read : {data_set, LazyDataSet(data_set.to_json())}) {
    const std::vector<LazyDataSet> items = read.items("00404033");
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(get_string(items[0], "0020000D"), "1.2");
    EXPECT_TRUE(items[1].empty());
    EXPECT_TRUE(read.items("00741200").empty());
    EXPECT_TRUE(read.items("00741202").empty());
  }
}

class BrokenDataSet : public testing::TestWithParam<const char*> {};

TEST_P(BrokenDataSet, IsRefused) {
  EXPECT_THROW(LazyDataSet::parse(GetParam()).to_json(), std::exception) << GetParam();
}
INSTANTIATE_TEST_SUITE_P(LazyDataSet, BrokenDataSet,
                         testing::Values("", " ", "[]", "7", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}",
                                         "{\"a\":1 \"b\":2}", "{\"a\":}", "{,}", "{\"a\":{}}x", "{\"a\":\"}",
                                         "{\"a\":\"\\", "{\"a\\u0041\":1}", "{\"a\":[}", "{\"a\":{\"b\"}}", "{a:1}"));

TEST(LazyDataSet, RefusesAnArray) {
  EXPECT_THROW(LazyDataSet(Json::array()), DicomError);
}

}  // namespace
}  // namespace sonolist::dicom
