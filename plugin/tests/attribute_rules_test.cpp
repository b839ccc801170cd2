#include "plugin/ups_rs/attribute_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dicom_sr/workitem/tags.h"
#include "plugin/tests/samples.h"
#include "plugin/ups_rs/data_set_shape.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

std::string digits(const char* key) {
  return std::string("(").append(key, 4).append(",").append(key + 4, 4).append(")");
}

TEST(CreateRules, AcceptACompleteStep) {
  EXPECT_THAT(create_problems(sample_create_data_set()), IsEmpty());
}

class CreateNeeds : public testing::TestWithParam<const char*> {};

TEST_P(CreateNeeds, TheAttribute) {
  Json data_set = sample_create_data_set();
  ASSERT_EQ(data_set.erase(GetParam()), 1u);
  EXPECT_THAT(create_problems(data_set), Contains(HasSubstr(digits(GetParam()))));
}

// Every attribute of type 1 and 2 in the create column.
INSTANTIATE_TEST_SUITE_P(Present, CreateNeeds,
                         testing::Values("00741200", "00741204", "00404005", "00404041", "00741000", "00081195",
                                         "00741210", "00404025", "00404026", "00404027", "00404018", "00400400",
                                         "00404021", "00100010", "00100021", "00100024", "00101002", "00100030",
                                         "00100040", "00380010", "00380014", "00081080", "00081084", "0040A370",
                                         "00741002", "00741216"));

class CreateNeedsValue : public testing::TestWithParam<const char*> {};

TEST_P(CreateNeedsValue, InTheAttribute) {
  Json data_set = sample_create_data_set();
  data_set[GetParam()].erase("Value");
  EXPECT_THAT(create_problems(data_set), Contains(HasSubstr(digits(GetParam()))));
}

INSTANTIATE_TEST_SUITE_P(Value, CreateNeedsValue,
                         testing::Values("00741200", "00741204", "00404005", "00404041", "00741000"));

TEST(CreateRules, RefuseValuesWhereNoneMayBe) {
  Json data_set = sample_create_data_set();
  dicom::set_string(data_set, tag::kTransactionUid, "UI", "1.2");
  data_set.update(sample_performed_update());
  data_set.update(sample_cancellation_update(""));
  const auto problems = create_problems(data_set);
  EXPECT_THAT(problems, Contains(HasSubstr("TransactionUID (0008,1195) must be empty")));
  EXPECT_THAT(problems, Contains(HasSubstr("(0074,1216) must be empty")));
  EXPECT_THAT(problems, Contains(HasSubstr("(0074,1002) must be empty")));
}

TEST(CreateRules, RefuseUndefinedTerms) {
  Json data_set = sample_create_data_set();
  dicom::set_string(data_set, tag::kScheduledProcedureStepPriority, "CS", "URGENT");
  dicom::set_string(data_set, tag::kInputReadinessState, "CS", "MAYBE");
  dicom::set_string(data_set, tag::kScheduledProcedureStepStartDateTime, "DT", "tomorrow");
  EXPECT_EQ(create_problems(data_set).size(), 3u);
}

class UpdateForbids : public testing::TestWithParam<const char*> {};

TEST_P(UpdateForbids, TheAttribute) {
  Json update = Json::object();
  dicom::set_string(update, GetParam(), "LO", "1");
  EXPECT_THAT(update_problems(update), Contains(HasSubstr(digits(GetParam()))));
}

INSTANTIATE_TEST_SUITE_P(Fixed, UpdateForbids,
                         testing::Values("00741000", "00080016", "00080018", "00100010", "00100020", "00100021",
                                         "00100024", "00100030", "00100040", "00380010", "00380014", "00081080",
                                         "00081084", "0040A370", "00741224"));

TEST(UpdateRules, AllowProgressAndPerformed) {
  EXPECT_THAT(update_problems(sample_performed_update()), IsEmpty());
  EXPECT_THAT(update_problems(sample_cancellation_update("INPUT")), IsEmpty());
}

TEST(UpdateRules, RefuseToEmptyWhatNeedsAValue) {
  Json update = Json::object();
  dicom::set_empty(update, tag::kScheduledProcedureStepPriority, "CS");
  EXPECT_THAT(update_problems(update), Contains(HasSubstr("must not be empty")));
}

TEST(UpdateRules, RefuseASecondProgressItem) {
  Json update = sample_cancellation_update("");
  update[tag::kProcedureStepProgressInformationSequence]["Value"].push_back(Json::object());
  EXPECT_THAT(update_problems(update), Contains(HasSubstr("more than one item")));
}

Json finished_item() {
  Json item = sample_workitem("1.2.3").item.to_json();
  item.update(sample_performed_update());
  return item;
}

TEST(FinalState, CompletedIsMetByAPerformedStep) {
  EXPECT_THAT(final_state_problems(finished_item(), StepState::kCompleted), IsEmpty());
}

TEST(FinalState, CompletedNeedsThePerformedSequence) {
  EXPECT_THAT(final_state_problems(sample_workitem("1.2.3").item, StepState::kCompleted),
              Contains(HasSubstr("(0074,1216)")));
}

class CompletedNeeds : public testing::TestWithParam<const char*> {};

TEST_P(CompletedNeeds, TheAttributeOfThePerformedItem) {
  Json item = finished_item();
  ASSERT_EQ(item[tag::kUpsPerformedProcedureSequence]["Value"][0].erase(GetParam()), 1u);
  EXPECT_THAT(final_state_problems(item, StepState::kCompleted), Contains(HasSubstr(digits(GetParam()))));
}

INSTANTIATE_TEST_SUITE_P(Performed, CompletedNeeds,
                         testing::Values("00404028", "00404050", "00404019", "00404051", "00404033"));

TEST(FinalState, CompletedMayHaveNoOutputs) {
  Json item = finished_item();
  item[tag::kUpsPerformedProcedureSequence]["Value"][0][tag::kOutputInformationSequence].erase("Value");
  EXPECT_THAT(final_state_problems(item, StepState::kCompleted), IsEmpty());
}

TEST(FinalState, CanceledNeedsTimeAndReason) {
  Json item = sample_workitem("1.2.3").item.to_json();
  EXPECT_THAT(final_state_problems(item, StepState::kCanceled), Contains(HasSubstr("(0074,1002)")));
  Json progress = Json::object();
  dicom::set_string(progress, tag::kProcedureStepProgress, "DS", "10");
  dicom::set_items(item, tag::kProcedureStepProgressInformationSequence, {progress});
  const auto problems = final_state_problems(item, StepState::kCanceled);
  EXPECT_THAT(problems, Contains(HasSubstr("(0040,4052)")));
  EXPECT_THAT(problems, Contains(HasSubstr("(0074,100E)")));
}

struct Nested {
  const char* sequence;
  const char* item;     // JSON of one item
  const char* missing;  // the tag of the problem; empty when there is none
};

class CreateMinds : public testing::TestWithParam<Nested> {};

TEST_P(CreateMinds, TheItem) {
  Json data_set = sample_create_data_set();
  dicom::set_items(data_set, GetParam().sequence, {Json::parse(GetParam().item)});
  const auto problems = create_problems(data_set);
  if (*GetParam().missing == '\0') {
    EXPECT_THAT(problems, IsEmpty());
  } else {
    EXPECT_THAT(problems, Contains(testing::AllOf(HasSubstr(digits(GetParam().missing)),
                                                  HasSubstr(digits(GetParam().sequence)))));
  }
}

constexpr const char* kGoodCode =
    R"({"00080100":{"vr":"SH","Value":["A"]},"00080102":{"vr":"SH","Value":["99S"]},"00080104":{"vr":"LO","Value":["m"]}})";

INSTANTIATE_TEST_SUITE_P(
    Macros, CreateMinds,
    testing::Values(
        Nested{"00404018", kGoodCode, ""}, Nested{"00404018", "{}", ""},
        Nested{"00404018", R"({"00080100":{"vr":"SH","Value":["A"]},"00080102":{"vr":"SH","Value":["99S"]}})",
               "00080104"},
        Nested{"00404025", R"({"00080100":{"vr":"SH","Value":["A"]},"00080104":{"vr":"LO","Value":["m"]}})",
               "00080102"},
        Nested{"00404026", R"({"00080104":{"vr":"LO","Value":["m"]}})", "00080100"},
        Nested{"00404026", R"({"00080120":{"vr":"UR","Value":["urn:a"]},"00080104":{"vr":"LO","Value":["m"]}})", ""},
        Nested{"00081084", R"({"00080104":{"vr":"LO","Value":["in words"]}})", ""},
        Nested{"00741210", R"({"0040A040":{"vr":"CS","Value":["TEXT"]}})", "0040A160"},
        Nested{"00741210", R"({"0040A040":{"vr":"CS","Value":["TEXT"]}})", "0040A043"},
        Nested{"00741210", R"({"0040A040":{"vr":"CS","Value":["SONG"]}})", "0040A040"},
        Nested{"00404021", R"({"0040E020":{"vr":"CS","Value":["DICOM"]}})", "00081199"},
        Nested{"00404021", R"({"0040E020":{"vr":"CS","Value":["DICOM"]}})", "0040E025"},
        Nested{"00404034", R"({"00404037":{"vr":"PN","Value":[{"Alphabetic":"A"}]}})", "00404009"},
        Nested{"00101002", R"({"00100020":{"vr":"LO","Value":["1"]},"00100021":{"vr":"LO"}})", "00100024"},
        Nested{"00100024",
               R"({"00400032":{"vr":"UT"},"00400035":{"vr":"CS"},"00400036":{"vr":"SQ"},"00400039":{"vr":"SQ"}})",
               "0040003A"},
        Nested{"00380014", R"({"00400032":{"vr":"UT","Value":["1.2"]}})", "00400033"},
        Nested{"0040A370", R"({"0020000D":{"vr":"UI","Value":["1.2"]}})", "00080050"},
        Nested{"00741224", R"({"00081150":{"vr":"UI","Value":["1.2"]}})", "00081155"},
        Nested{"00404070", R"({"00081150":{"vr":"UI","Value":["1.2"]}})", "00404071"}));

TEST(CreateRules, WantSequencesWhereTheTableHasThem) {
  Json data_set = sample_create_data_set();
  dicom::set_string(data_set, "00404018", "LO", "A");
  EXPECT_THAT(create_problems(data_set), Contains(HasSubstr("must be a value of SQ")));
}

TEST(UpdateRules, MindTheItemsOfPerformed) {
  Json update = sample_performed_update();
  update[tag::kUpsPerformedProcedureSequence]["Value"][0][tag::kOutputInformationSequence]["Value"][0].erase(
      "0040E020");
  EXPECT_THAT(update_problems(update), Contains(HasSubstr("(0040,E020)")));
}

TEST(CancelRules, MindTheReasonCode) {
  Json request = Json::object();
  dicom::set_items(request, tag::kProcedureStepDiscontinuationReasonCodeSequence,
                   {Json::parse(R"({"00080100":{"vr":"SH","Value":["A"]}})")});
  EXPECT_THAT(cancel_request_problems(request), Contains(HasSubstr("(0008,0104)")));
  EXPECT_THAT(cancel_request_problems(Json::object()), IsEmpty());
}

TEST(DataSet, HasTheShapeOfDicomJson) {
  EXPECT_TRUE(is_data_set(Json::parse(R"({"00100010": {"vr": "PN", "Value": [{"Alphabetic": "A"}]}})")));
  EXPECT_TRUE(is_data_set(Json::parse(R"({"00404018": {"vr": "SQ", "Value": [null, {}]}})")));
  EXPECT_FALSE(is_data_set(Json::parse(R"([])")));
  EXPECT_FALSE(is_data_set(Json::parse(R"({"PatientName": {"vr": "PN"}})")));
  EXPECT_FALSE(is_data_set(Json::parse(R"({"00100010": {"Value": ["A"]}})")));
  EXPECT_FALSE(is_data_set(Json::parse(R"({"00100010": {"vr": "PN", "Value": "A"}})")));
  EXPECT_FALSE(is_data_set(Json::parse(R"({"00404018": {"vr": "SQ", "Value": ["A"]}})")));
}

}  // namespace
}  // namespace sonolist::plugin
