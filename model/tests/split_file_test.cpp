#include "model/dataset/split_file.h"

#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "model/error.h"
#include "model/tests/temporary_folder.h"

namespace sonolist::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SplitFile : public ::testing::Test {
 protected:
  SplitFile() {
    dataset_.count = 6;
    dataset_.names = {"a", "b", "c", "d", "e", "f"};
    dataset_.groups = {"one", "one", "two", "three", "three", "one"};
  }

  std::string refusal_of(const std::string& text) {
    std::ofstream(path()) << text;
    try {
      read_split_file(path(), dataset_);
    } catch (const ModelError& problem) {
      EXPECT_THAT(problem.what(), HasSubstr(path()));
      return problem.what();
    }
    return "accepted";
  }

  std::string path() const { return folder_.file("split.json"); }

  testing::TemporaryFolder folder_;
  PackedDataset dataset_;
};

TEST_F(SplitFile, SurvivesWritingAndReading) {
  write_split_file({{0, 1, 5}, {3, 4}, {2}}, dataset_, 17, path());
  const auto split = read_split_file(path(), dataset_);
  EXPECT_THAT(split.training, ElementsAre(0, 1, 5));
  EXPECT_THAT(split.validation, ElementsAre(3, 4));
  EXPECT_THAT(split.test, ElementsAre(2));
  std::ifstream in(path());
  const auto document = nlohmann::json::parse(in);
  EXPECT_EQ(document.at("seed"), 17);
  EXPECT_EQ(document.at("groups").at("validation"), nlohmann::json({"three"}));
  EXPECT_EQ(document.at("training"), nlohmann::json({"a", "b", "f"}));
}

TEST_F(SplitFile, TakesNamesInAnyOrderAndAnEmptyPart) {
  std::ofstream(path()) << R"({"training":["f","a","b"],"validation":[],"test":["e","c","d"]})";
  const auto split = read_split_file(path(), dataset_);
  EXPECT_THAT(split.training, ElementsAre(0, 1, 5));
  EXPECT_TRUE(split.validation.empty());
  EXPECT_THAT(split.test, ElementsAre(2, 3, 4));
}

TEST_F(SplitFile, NamesTheSampleThatDoesNotFit) {
  EXPECT_THAT(refusal_of(R"({"training":["a","b","f"],"validation":["d","e"],"test":[]})"), HasSubstr("'c'"));
  EXPECT_THAT(refusal_of(R"({"training":["a","b","f","x"],"validation":["d","e"],"test":["c"]})"), HasSubstr("'x'"));
  EXPECT_THAT(refusal_of(R"({"training":["a","b","f"],"validation":["d","e"],"test":["c","b"]})"), HasSubstr("'b'"));
}

TEST_F(SplitFile, NamesTheGroupThatIsCut) {
  const auto refusal = refusal_of(R"({"training":["a","b"],"validation":["d","e"],"test":["c","f"]})");
  EXPECT_THAT(refusal, HasSubstr("'one' is cut: 'a' is in training, 'f' in test"));
}

TEST_F(SplitFile, NamesTheFieldThatIsWrong) {
  EXPECT_THAT(refusal_of("nonsense"), HasSubstr("JSON"));
  EXPECT_THAT(refusal_of(R"({"training":["a"],"test":[]})"), HasSubstr("'validation' is missing"));
  EXPECT_THAT(refusal_of(R"({"training":[1],"validation":[],"test":[]})"), HasSubstr("'training'"));
  EXPECT_THAT(refusal_of(R"({"training":["one"],"held_out":["two"]})"), HasSubstr("training run"));
  std::filesystem::remove(path());
  EXPECT_THROW(read_split_file(path(), dataset_), ModelError);
}

TEST_F(SplitFile, NeedsDifferentNames) {
  dataset_.names[5] = "a";
  EXPECT_THROW(write_split_file({{0, 1, 5}, {3, 4}, {2}}, dataset_, 1, path()), ModelError);
  EXPECT_THAT(refusal_of(R"({"training":["a"],"validation":[],"test":[]})"), HasSubstr("two samples named 'a'"));
}

}  // namespace
}  // namespace sonolist::model
