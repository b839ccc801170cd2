#include "plugin/ups_rs/attribute_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dicom_sr/workitem/tags.h"
#include "plugin/tests/samples.h"

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
  Json item = sample_workitem("1.2.3").item;
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
  Json item = sample_workitem("1.2.3").item;
  EXPECT_THAT(final_state_problems(item, StepState::kCanceled), Contains(HasSubstr("(0074,1002)")));
  dicom::set_items(item, tag::kProcedureStepProgressInformationSequence, {Json::object()});
  const auto problems = final_state_problems(item, StepState::kCanceled);
  EXPECT_THAT(problems, Contains(HasSubstr("(0040,4052)")));
  EXPECT_THAT(problems, Contains(HasSubstr("(0074,100E)")));
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
