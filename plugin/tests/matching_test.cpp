#include "plugin/ups_rs/matching.h"

#include <gtest/gtest.h>

#include "plugin/matching/wildcard.h"
#include "plugin/tests/samples.h"

namespace sonolist::plugin {
namespace {

bool item_matches(const std::vector<MatchKey>& keys) {
  return matches(sample_workitem("1.2.3").item, keys);
}

TEST(Wildcard, StarAndQuestionMark) {
  EXPECT_TRUE(matches_wildcard("anterior-sciatic", "ant*sci*"));
  EXPECT_TRUE(matches_wildcard("abc", "a?c"));
  EXPECT_TRUE(matches_wildcard("", "*"));
  EXPECT_TRUE(matches_wildcard("aab", "*ab"));
  EXPECT_FALSE(matches_wildcard("abc", "a?"));
  EXPECT_FALSE(matches_wildcard("abc", "abcd*"));
  EXPECT_FALSE(matches_wildcard("ab", "ab?"));
}

TEST(Wildcard, QuestionMarkIsOneCharacterNotOneByte) {
  EXPECT_TRUE(matches_wildcard("M\xC3\xBCller", "M?ller"));
  EXPECT_FALSE(matches_wildcard("M\xC3\xBCller", "M??ller"));
}

TEST(Matching, EmptyKeyMatchesEverything) {
  EXPECT_TRUE(item_matches({{{"00380010"}, ""}}));
  EXPECT_TRUE(item_matches({{{"99990010"}, ""}}));
  EXPECT_FALSE(item_matches({{{"00380010"}, "X"}}));
}

TEST(Matching, TextMindsCaseAndNamesDoNot) {
  EXPECT_TRUE(item_matches({{{"00100020"}, "P1"}}));
  EXPECT_FALSE(item_matches({{{"00100020"}, "p1"}}));
  EXPECT_TRUE(item_matches({{{"00100010"}, "mustermann*"}}));
  EXPECT_FALSE(item_matches({{{"00100010"}, "Muster"}}));
}

TEST(Matching, NamesMatchByGroup) {
  Json data_set = Json::object();
  dicom::set_person_name(data_set, "00100010", "Zhang^San=\xE5\xBC\xA0^\xE4\xB8\x89");
  for (const char* key : {"zhang^san", "Zhang^San^^^", "\xE5\xBC\xA0*", "Zhang*=\xE5\xBC\xA0*", "=\xE5\xBC\xA0*"}) {
    EXPECT_TRUE(matches(data_set, {{{"00100010"}, key}})) << key;
  }
  for (const char* key : {"Zhang", "Zhang*=Li*", "\xE5\xBC\xA0*=*"}) {
    EXPECT_FALSE(matches(data_set, {{{"00100010"}, key}})) << key;
  }
}

TEST(Matching, TimesMatchRanges) {
  Json data_set = Json::object();
  dicom::set_string(data_set, "00402005", "TM", "101500");
  EXPECT_TRUE(matches(data_set, {{{"00402005"}, "1000-1030"}}));
  EXPECT_FALSE(matches(data_set, {{{"00402005"}, "1030-"}}));
}

TEST(Matching, UidMayBeAList) {
  EXPECT_TRUE(item_matches({{{"0020000D"}, "1.9,1.2.826.0.1.77"}}));
  EXPECT_TRUE(item_matches({{{"0020000D"}, "1.2.826.0.1.77\\1.9"}}));
  EXPECT_FALSE(item_matches({{{"0020000D"}, "1.2.826.0.1.7"}}));
}

TEST(Matching, DatesMatchRanges) {
  EXPECT_TRUE(item_matches({{{"00100030"}, "19700101-19700201"}}));
  EXPECT_TRUE(item_matches({{{"00100030"}, "197001"}}));
  EXPECT_FALSE(item_matches({{{"00100030"}, "19700201-"}}));
}

TEST(Matching, SequenceKeysMustMatchInOneItem) {
  Json data_set = Json::object();
  dicom::set_items(data_set, "00404018", {dicom::code_item({"A", "S1", "m"}), dicom::code_item({"B", "S2", "m"})});
  EXPECT_TRUE(matches(data_set, {{{"00404018", "00080100"}, "A"}, {{"00404018", "00080102"}, "S1"}}));
  EXPECT_FALSE(matches(data_set, {{{"00404018", "00080100"}, "A"}, {{"00404018", "00080102"}, "S2"}}));
  EXPECT_TRUE(matches(data_set, {{{"00404025", "00080100"}, ""}}));
  EXPECT_FALSE(matches(data_set, {{{"00404025", "00080100"}, "A"}}));
}

TEST(Matching, ReachesTheAccessionNumberOfTheRequest) {
  EXPECT_TRUE(item_matches({{{"0040A370", "00080050"}, "A*"}}));
  EXPECT_FALSE(item_matches({{{"0040A370", "00080050"}, "B*"}}));
}

}  // namespace
}  // namespace sonolist::plugin
