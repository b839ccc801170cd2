#include "model/dataset/sample_groups.h"

#include <gmock/gmock.h>

#include <fstream>

#include "model/error.h"
#include "model/tests/temporary_folder.h"

namespace sonolist::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SampleGroups : public ::testing::Test {
 protected:
  std::string table(const std::string& text) {
    std::ofstream(folder_.file("groups.csv")) << text;
    return folder_.file("groups.csv");
  }

  static std::string refusal(const std::vector<std::string>& names, const GroupRule& rule) {
    try {
      sample_groups(names, rule);
    } catch (const ModelError& problem) {
      return problem.what();
    }
    return "accepted";
  }

 private:
  testing::TemporaryFolder folder_;
};

TEST_F(SampleGroups, AreBlocksWithoutARule) {
  EXPECT_THAT(sample_groups({"a", "b", "c"}, {2, "", ""}), ElementsAre("block-000", "block-000", "block-001"));
}

TEST_F(SampleGroups, ComeFromATable) {
  const auto path = table("name,group\nb.png,two\na,one\nunused,three\na,one\n");
  EXPECT_THAT(sample_groups({"a", "b"}, {10, path, ""}), ElementsAre("one", "two"));
}

TEST_F(SampleGroups, PreferTheFullNameInATable) {
  const auto path = table("scan.1,left\nscan,right\n");
  EXPECT_THAT(sample_groups({"scan", "scan.1"}, {10, path, ""}), ElementsAre("right", "left"));
}

TEST_F(SampleGroups, NameWhatATableLacks) {
  EXPECT_THAT(refusal({"a", "z"}, {10, table("a,one\n"), ""}), HasSubstr("'z'"));
  EXPECT_THAT(refusal({"a"}, {10, table("a,one\na,two\n"), ""}), HasSubstr("line 2: 'a' is in group 'one'"));
  EXPECT_THAT(refusal({"a"}, {10, table("a\n"), ""}), HasSubstr("line 1"));
  EXPECT_THAT(refusal({"a"}, {10, table("a,\n"), ""}), HasSubstr("line 1"));
}

TEST_F(SampleGroups, ComeFromThePatternsFirstParentheses) {
  EXPECT_THAT(sample_groups({"P07_left_3", "P12_left_1"}, {10, "", "^(P[0-9]+)_(left|right)"}),
              ElementsAre("P07", "P12"));
}

TEST_F(SampleGroups, NameWhatAPatternDoesNotFind) {
  EXPECT_THAT(refusal({"P07", "x"}, {10, "", "(P[0-9]+)"}), HasSubstr("'x'"));
  EXPECT_THAT(refusal({"P07"}, {10, "", "P[0-9]+"}), HasSubstr("parentheses"));
  EXPECT_THAT(refusal({"P07"}, {10, "", "(x*)"}), HasSubstr("'P07'"));
  EXPECT_THAT(refusal({"P07"}, {10, "", "(P"}), HasSubstr("regular expression"));
}

}  // namespace
}  // namespace sonolist::model
