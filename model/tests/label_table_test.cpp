#include "model/dataset/label_table.h"

#include <gmock/gmock.h>

#include <fstream>

#include "model/dataset/csv_table.h"
#include "model/error.h"
#include "model/tests/temporary_folder.h"

namespace sonolist::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

class TableFile : public ::testing::Test {
 protected:
  std::string written(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.file(name), std::ios::binary) << text;
    return folder_.file(name);
  }

  std::string label_refusal(const std::string& name, const std::string& text) const {
    try {
      read_label_table(written(name, text));
    } catch (const ModelError& problem) {
      EXPECT_THAT(problem.what(), HasSubstr(name));
      return problem.what();
    }
    return "accepted";
  }

 private:
  testing::TemporaryFolder folder_;
};

using CsvTable = TableFile;
using LabelTableFile = TableFile;

TEST_F(CsvTable, ReadsWhatSpreadsheetsWrite) {
  const auto rows =
      read_csv(written("a.csv", "\xEF\xBB\xBFname,group\r\n# a comment\r\n\r\n \"a, b\" , x y \r\n\"q\"\"q\",\r\n"));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_THAT(rows[0].cells, ElementsAre("name", "group"));
  EXPECT_THAT(rows[1].cells, ElementsAre("a, b", "x y"));
  EXPECT_THAT(rows[2].cells, ElementsAre("q\"q", ""));
  EXPECT_EQ(rows[1].line, 4);
}

TEST_F(CsvTable, NamesTheLineOfAnOpenQuote) {
  EXPECT_THROW(read_csv("/nowhere/x.csv"), ModelError);
  EXPECT_THAT(label_refusal("open.csv", "1,nerve\n2,\"vessel\n"), HasSubstr("line 2"));
}

TEST(LabelTable, CountsNamesFromOne) {
  const auto table = consecutive_labels({"nerve", "vessel"});
  EXPECT_THAT(table.classes, ElementsAre("background", "nerve", "vessel"));
  EXPECT_THAT(table.label_of, ElementsAre(Pair(0, 0), Pair(1, 1), Pair(2, 2)));
  EXPECT_EQ(consecutive_labels({"background", "nerve"}).classes.size(), 2U);
}

TEST(LabelTable, IsGivenInShort) {
  const auto table = parse_label_table("7=vessel,3=nerve,9=vessel,255=background");
  EXPECT_THAT(table.classes, ElementsAre("background", "vessel", "nerve"));
  EXPECT_THAT(table.label_of, ElementsAre(Pair(0, 0), Pair(3, 2), Pair(7, 1), Pair(9, 1), Pair(255, 0)));
  for (const char* wrong : {"", "3", "x=nerve", "3=", "3=nerve,", "3=nerve,3=vessel", "3.5=nerve", "4=background"}) {
    EXPECT_THROW(parse_label_table(wrong), ModelError) << wrong;
  }
}

TEST_F(LabelTableFile, IsReadAsCsvWithOrWithoutHeadLine) {
  for (const char* head : {"", "value,name,ignore\n"}) {
    const auto table = read_label_table(written("t.csv", std::string(head) + "3,nerve\n7,artefact,1\n9,vessel,0\n"));
    EXPECT_THAT(table.classes, ElementsAre("background", "nerve", "vessel"));
    EXPECT_THAT(table.label_of, ElementsAre(Pair(0, 0), Pair(3, 1), Pair(7, 0), Pair(9, 2)));
  }
}

TEST_F(LabelTableFile, IsReadAsJson) {
  const auto table = read_label_table(written(
      "t.json", R"([{"value":3,"name":"nerve"},{"value":0,"name":"vessel"},{"value":7,"name":"x","ignore":true}])"));
  EXPECT_THAT(table.classes, ElementsAre("background", "nerve", "vessel"));
  EXPECT_THAT(table.label_of, ElementsAre(Pair(0, 2), Pair(3, 1), Pair(7, 0)));
}

TEST_F(LabelTableFile, NamesTheEntryThatIsWrong) {
  EXPECT_THAT(label_refusal("t.csv", "1,nerve\nx,vessel\n"), HasSubstr("line 2: 'x'"));
  EXPECT_THAT(label_refusal("t.csv", "1\n"), HasSubstr("line 1"));
  EXPECT_THAT(label_refusal("t.csv", "1,nerve\n1,vessel\n"), HasSubstr("value 1 stands twice"));
  EXPECT_THAT(label_refusal("t.csv", "1,nerve,perhaps\n"), HasSubstr("'perhaps'"));
  EXPECT_THAT(label_refusal("t.csv", "value,name\n"), HasSubstr("no class"));
  EXPECT_THAT(label_refusal("t.json", "{}"), HasSubstr("JSON list"));
  EXPECT_THAT(label_refusal("t.json", R"([{"value":1.5,"name":"nerve"}])"), HasSubstr("entry 1"));
  EXPECT_THAT(label_refusal("t.json", R"([{"value":1,"name":"nerve"},{"value":2}])"), HasSubstr("entry 2"));
}

TEST(LabelTable, TranslatesMasksAndNamesUnknownValues) {
  const auto table = parse_label_table("3=nerve,7=vessel");
  EXPECT_THAT(labels_of({0, 3, 3, 7, 0}, table, "m.png"), ElementsAre(0, 1, 1, 2, 0));
  try {
    labels_of({0, 3, 5}, table, "m.png");
    ADD_FAILURE() << "accepted";
  } catch (const ModelError& problem) {
    EXPECT_THAT(problem.what(), HasSubstr("m.png: holds label 5"));
  }
}

}  // namespace
}  // namespace sonolist::model
