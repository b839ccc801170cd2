#include <gmock/gmock.h>

#include "dicom_sr/workitem/tags.h"
#include "plugin/tests/store_test.h"
#include "plugin/worklist/step_changes.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;
using testing::ElementsAre;

TEST_P(StoreTest, OrdersByStartAndPriorityAndLetsNothingStarve) {
  store().create(with("1.1", "LOW", "20260301120000"));
  store().create(with("1.2", "MEDIUM", "20260301120000"));
  store().create(with("1.3", "HIGH", "20260301120000"));
  store().create(with("1.4", "HIGH", "20260301120000"));
  store().create(with("1.5", "HIGH", "20260301121001"));
  store().create(with("1.6", "HIGH", "20260301122001"));
  EXPECT_THAT(uids({}), ElementsAre("1.3", "1.4", "1.2", "1.5", "1.1", "1.6"));
  SqlWorklistStore strict(*stores_->database, time_.clock(), std::chrono::microseconds(0));
  strict.create(with("1.7", "LOW", "20260301120000"));
  EXPECT_EQ(uids({}).at(2), "1.7");
}

TEST_P(StoreTest, RefusesAnAgeingIntervalOutOfRange) {
  EXPECT_THROW(SqlWorklistStore(*stores_->database, time_.clock(), std::chrono::hours(25)), std::invalid_argument);
  EXPECT_THROW(SqlWorklistStore(*stores_->database, time_.clock(), std::chrono::hours(-1)), std::invalid_argument);
}

TEST_P(StoreTest, VisitsBatchAfterBatchAndStopsWhenToldTo) {
  ImageRecord image{"a", kSourceSopUid, ImageOutcome::kQueued, "", {}};
  for (int i = 0; i < 700; ++i) image.workitems.push_back(sample_workitem("1.2." + std::to_string(i)));
  intake().commit(1, {image});
  const auto all = uids({});
  ASSERT_EQ(all.size(), 700u);
  EXPECT_EQ(all.back(), "1.2.699");
  int visited = 0;
  store().visit({}, [&](const Workitem&) { return ++visited < 100; });
  EXPECT_EQ(visited, 100);
}

TEST_P(StoreTest, PagesAndCountsUpToALimit) {
  for (int i = 0; i < 5; ++i) store().create(sample_workitem("1.2." + std::to_string(i)));
  IndexedFilter filter;
  filter.state = StepState::kScheduled;
  const auto page = store().page(filter, 3, 10);
  ASSERT_EQ(page.size(), 2u);
  EXPECT_EQ(dicom::get_string(page[0], tag::kSopInstanceUid), "1.2.3");
  EXPECT_EQ(store().page(filter, 0, 2).size(), 2u);
  EXPECT_EQ(store().count(filter, 100), 5);
  EXPECT_EQ(store().count(filter, 3), 3);
}

struct Criterion {
  std::string name;
  std::function<void(IndexedFilter&)> set;
};

Workitem different(const std::string& uid) {
  Workitem other = sample_workitem(uid);
  dicom::set_string(other.item, tag::kScheduledProcedureStepPriority, "CS", "LOW");
  dicom::set_string(other.item, tag::kInputReadinessState, "CS", "INCOMPLETE");
  dicom::set_string(other.item, tag::kWorklistLabel, "LO", "OTHER");
  dicom::set_string(other.item, tag::kProcedureStepLabel, "LO", "Other");
  dicom::set_string(other.item, tag::kPatientId, "LO", "P2");
  dicom::set_string(other.item, tag::kStudyInstanceUid, "UI", "1.9");
  dicom::set_string(other.item, tag::kScheduledProcedureStepStartDateTime, "DT", "20260401");
  dicom::set_code(other.item, tag::kScheduledWorkitemCodeSequence, {"OTHER", "99TEST", "Other"});
  dicom::set_items(other.item, tag::kInputInformationSequence, {});
  std::vector<Json> requests(2, Json::object());
  dicom::set_string(requests[0], tag::kAccessionNumber, "SH", "B1");
  dicom::set_string(requests[1], tag::kAccessionNumber, "SH", "B2");
  dicom::set_items(other.item, tag::kReferencedRequestSequence, requests);
  dicom::set_items(other.item, tag::kScheduledProcessingParametersSequence, {});
  return other;
}

TEST_P(StoreTest, EachCriterionFindsItsStepsAloneAndWithOthers) {
  store().create(sample_workitem("1.1"));
  store().create(different("1.2"));
  claim_step("1.1", "hash", time_.now());
  const auto code = dicom::get_code(store().find("1.1")->item, tag::kScheduledWorkitemCodeSequence);
  const std::vector<Criterion> criteria = {
      {"uids",
       [](IndexedFilter& filter) {
         filter.uids = {"1.1", "1.7", "1.8"};
       }},
      {"state", [](IndexedFilter& filter) { filter.state = StepState::kInProgress; }},
      {"priority", [](IndexedFilter& filter) { filter.priority = "MEDIUM"; }},
      {"readiness", [](IndexedFilter& filter) { filter.input_readiness = "READY"; }},
      {"worklist label", [](IndexedFilter& filter) { filter.worklist_label = "SONOLIST"; }},
      {"step label", [](IndexedFilter& filter) { filter.step_label = "US segmentation: anterior-sciatic"; }},
      {"patient", [](IndexedFilter& filter) { filter.patient_id = "P1"; }},
      {"accession", [](IndexedFilter& filter) { filter.accession_number = "A7"; }},
      {"study", [](IndexedFilter& filter) { filter.study_instance_uid = "1.2.826.0.1.77"; }},
      {"code", [&](IndexedFilter& filter) { filter.workitem_code = code->value; }},
      {"model", [](IndexedFilter& filter) { filter.model = "anterior-sciatic"; }},
      {"source", [](IndexedFilter& filter) { filter.source_sop_uid = kSourceSopUid; }},
      {"from", [](IndexedFilter& filter) { filter.start_until = parse_date_time("20260301120000")->first; }}};
  IndexedFilter together;
  for (const Criterion& criterion : criteria) {
    IndexedFilter alone;
    criterion.set(alone);
    criterion.set(together);
    EXPECT_THAT(uids(alone), ElementsAre("1.1")) << criterion.name;
    EXPECT_THAT(uids(together), ElementsAre("1.1")) << "up to " << criterion.name;
    EXPECT_EQ(store().count(together, 10), 1) << "up to " << criterion.name;
    EXPECT_EQ(store().page(together, 0, 10).size(), 1u) << "up to " << criterion.name;
  }
  IndexedFilter late;
  late.start_from = parse_date_time("20260401")->first;
  EXPECT_THAT(uids(late), ElementsAre("1.2"));
  IndexedFilter accession;
  accession.accession_number = "B2";
  EXPECT_THAT(uids(accession), ElementsAre("1.2"));
}

TEST_P(StoreTest, SearchFollowsAnUpdate) {
  store().create(different("1.1"));
  const auto before = *store().find("1.1");
  Workitem after = before;
  Json request = Json::object();
  dicom::set_string(request, tag::kAccessionNumber, "SH", "C1");
  dicom::set_items(after.item, tag::kReferencedRequestSequence, {request});
  dicom::set_string(after.item, tag::kPatientId, "LO", "P3");
  store().replace(before.revision, {after, std::nullopt, {}});
  IndexedFilter filter;
  filter.patient_id = "P3";
  filter.accession_number = "C1";
  EXPECT_EQ(store().count(filter, 10), 1);
  filter = {};
  filter.accession_number = "B1";
  EXPECT_EQ(store().count(filter, 10), 0);
}

TEST_P(StoreTest, DeadLettersAreWhatFailedForGood) {
  for (const char* uid : {"1.1", "1.2", "1.3", "1.4"}) store().create(sample_workitem(uid));
  cancel_step("1.1", "INPUT");
  cancel_step("1.2", "TRANSIENT");  // replaced
  const auto third = *store().find("1.3");
  store().replace(third.revision, cancel_unclaimed(third, Json::object(), time_.now()));
  IndexedFilter filter;
  filter.dead_letters = true;
  EXPECT_THAT(uids(filter), ElementsAre("1.1"));
  filter.patient_id = "P1";
  EXPECT_THAT(uids(filter), ElementsAre("1.1"));
  IndexedFilter by_class;
  by_class.discontinuation = "TRANSIENT";
  EXPECT_THAT(uids(by_class), ElementsAre("1.2"));
}

}  // namespace
}  // namespace sonolist::plugin
