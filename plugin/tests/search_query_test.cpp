#include "plugin/ups_rs/search_query.h"

#include <gtest/gtest.h>

#include "plugin/tests/samples.h"
#include "plugin/ups_rs/search_result.h"

namespace sonolist::plugin {
namespace {

TEST(SearchQuery, LeavesIndexedKeysToTheDataBase) {
  const SearchQuery query = parse_search_query({{"ProcedureStepState", "SCHEDULED"},
                                                {"InputReadinessState", "READY"},
                                                {"00741200", "HIGH"},
                                                {"WorklistLabel", "SONOLIST"},
                                                {"SOPInstanceUID", "1.2,1.3"},
                                                {"ScheduledProcedureStepStartDateTime", "-20260301120000"}});
  EXPECT_TRUE(query.keys.empty());
  EXPECT_EQ(query.filter.state, StepState::kScheduled);
  EXPECT_EQ(query.filter.input_readiness, "READY");
  EXPECT_EQ(query.filter.priority, "HIGH");
  EXPECT_EQ(query.filter.worklist_label, "SONOLIST");
  EXPECT_EQ(query.filter.uids, (std::vector<std::string>{"1.2", "1.3"}));
  EXPECT_FALSE(query.filter.start_from);
  EXPECT_TRUE(query.filter.start_until);
}

TEST(SearchQuery, LetsTheIndexFindTheWorkitemCode) {
  EXPECT_EQ(parse_search_query({{"00404018.00080100", "110001"}}).filter.workitem_code, "110001");
  EXPECT_EQ(parse_search_query({{"00404018.00080100", "11*"}}).keys.size(), 1u);
}

TEST(SearchQuery, MatchesWildcardsAndSequencesItself) {
  const SearchQuery query = parse_search_query(
      {{"WorklistLabel", "SONO*"}, {"ScheduledWorkitemCodeSequence.CodeMeaning", "A"}, {"0040a370.00080050", "B"}});
  EXPECT_FALSE(query.filter.worklist_label);
  ASSERT_EQ(query.keys.size(), 3u);
  EXPECT_EQ(query.keys[1].path, (std::vector<std::string>{"00404018", "00080104"}));
  EXPECT_EQ(query.keys[2].path, (std::vector<std::string>{"0040A370", "00080050"}));
}

TEST(SearchQuery, CapsTheLimit) {
  EXPECT_TRUE(parse_search_query({}).limit_is_ours);
  EXPECT_EQ(parse_search_query({{"limit", "100000"}}).limit, kMaximumResults);
  const SearchQuery query = parse_search_query({{"limit", "5"}, {"offset", "2"}});
  EXPECT_EQ(query.limit, 5u);
  EXPECT_EQ(query.offset, 2u);
  EXPECT_FALSE(query.limit_is_ours);
}

class RefusedQuery : public testing::TestWithParam<std::vector<std::pair<std::string, std::string>>> {};
TEST_P(RefusedQuery, IsRefused) {
  EXPECT_THROW(parse_search_query(GetParam()), InvalidQuery);
}
INSTANTIATE_TEST_SUITE_P(
    Queries, RefusedQuery,
    testing::Values(std::vector<std::pair<std::string, std::string>>{{"PatientNam", "A"}},
                    std::vector<std::pair<std::string, std::string>>{{"TransactionUID", "1.2"}},
                    std::vector<std::pair<std::string, std::string>>{{"limit", "-1"}},
                    std::vector<std::pair<std::string, std::string>>{{"offset", "many"}},
                    std::vector<std::pair<std::string, std::string>>{{"fuzzymatching", "perhaps"}},
                    std::vector<std::pair<std::string, std::string>>{{"PatientID", "A"}, {"00100020", "B"}},
                    std::vector<std::pair<std::string, std::string>>{{"ScheduledProcedureStepStartDateTime", "soon"}},
                    std::vector<std::pair<std::string, std::string>>{{"PatientBirthDate", "1970-13"}},
                    std::vector<std::pair<std::string, std::string>>{{"includefield", "PatientNam"}}));

TEST(SearchResult, ReturnsWhatTheTableSaysAndWhatIsAskedFor) {
  LazyDataSet item = sample_workitem("1.2.3").item;
  item.update(sample_performed_update());
  const LazyDataSet plain = search_result(item, parse_search_query({}));
  EXPECT_TRUE(plain.contains("00741000"));
  EXPECT_TRUE(plain.contains("00100020"));
  EXPECT_FALSE(plain.contains("00741216"));
  const LazyDataSet more = search_result(
      item, parse_search_query({{"includefield", "00741216,ScheduledProcedureStepModificationDateTime"}}));
  EXPECT_TRUE(more.contains("00741216"));
  EXPECT_TRUE(more.contains("00404010"));
  EXPECT_EQ(search_result(item, parse_search_query({{"includefield", "all"}})), item);
}

TEST(SearchResult, ReturnsTypeTwoWithoutAValue) {
  LazyDataSet item = sample_workitem("1.2.3").item;
  item.erase("00404034");
  const LazyDataSet result = search_result(item, parse_search_query({}));
  EXPECT_EQ(*result.find("00404034"), Json({{"vr", "SQ"}}));
  EXPECT_FALSE(result.contains("00102000")) << "type 2C comes only when it is there";
}

TEST(SearchQuery, UniversalKeysOnlyAskForTheAttribute) {
  const SearchQuery query = parse_search_query({{"SOPInstanceUID", "*"}, {"PatientBirthDate", ""}, {"StudyID", "*"}});
  EXPECT_TRUE(query.filter.uids.empty());
  EXPECT_TRUE(query.keys.empty());
  EXPECT_EQ(query.returned.count("00200010"), 1u);
}

}  // namespace
}  // namespace sonolist::plugin
