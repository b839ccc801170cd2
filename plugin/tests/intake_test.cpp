#include "plugin/intake/intake.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "dicom_sr/workitem/processing_task.h"
#include "plugin/intake/workitem_factory.h"
#include "plugin/tests/fake_pacs.h"
#include "plugin/tests/samples.h"
#include "plugin/worklist/sql/sql_intake_store.h"
#include "plugin/worklist/sql/sql_status_source.h"
#include "plugin/worklist/sql/sql_worklist_store.h"
#include "plugin/worklist/sqlite/sqlite_database.h"
#include "plugin/worklist/sweep.h"

namespace sonolist::plugin {
namespace {

class IntakeTest : public testing::Test {
 protected:
  std::string outcome(const std::string& id) {
    const auto image = status_.image(id);
    return image ? image->at("outcome").get<std::string>() : "";
  }

  void take_in_and_scan() {
    while (intake_.step(stop_)) continue;
    while (intake_.scan(stop_)) continue;
  }

  FakeTime time_;
  TemporaryFolder folder_;
  SqliteDatabase database_{folder_.database()};
  SqlIntakeStore store_{database_, time_.clock(), "pacs"};
  SqlWorklistStore worklist_{database_, time_.clock()};
  SqlStatusSource status_{database_};
  QuietLog log_;
  FakePacs pacs_;
  Rule rule_ = [] {
    Rule rule;
    rule.name = "us";
    rule.model = "anterior-sciatic";
    rule.priority = "HIGH";
    rule.match = {{"SOPClassUID", {kUltrasound}}, {"Modality", {"US"}}};
    return rule;
  }();
  ImageExaminer examiner_{pacs_, store_, log_, {{rule_}, "/dicom-web/", true}, time_.clock()};
  Intake intake_{pacs_, store_, examiner_, log_};
  std::atomic<bool> stop_{false};
};

TEST_F(IntakeTest, EveryImageHasAnOutcome) {
  pacs_.store("1", kUltrasound);
  pacs_.store("2", kTomography);
  pacs_.store("3", kUltrasound);
  pacs_.remove("3");
  EXPECT_FALSE(intake_.step(stop_));
  EXPECT_EQ(outcome("1"), "queued");
  EXPECT_EQ(outcome("2"), "skipped");
  EXPECT_EQ(outcome("3"), "deleted");
  EXPECT_EQ(store_.cursor(), 6);
  EXPECT_EQ(worklist_.count({}, 1000), 1);
}

TEST_F(IntakeTest, GoesOnWhereItStopped) {
  pacs_.store("1", kUltrasound);
  intake_.step(stop_);
  pacs_.store("2", kUltrasound);
  intake_.step(stop_);
  intake_.step(stop_);
  EXPECT_EQ(worklist_.count({}, 1000), 2);
  EXPECT_EQ(store_.cursor(), 4);
}

TEST_F(IntakeTest, ReadsLongListsPageByPage) {
  for (int i = 0; i < 600; ++i) pacs_.store(std::to_string(i), kTomography);
  EXPECT_TRUE(intake_.step(stop_));
  EXPECT_EQ(store_.cursor(), 1000);
  EXPECT_FALSE(intake_.step(stop_));
  EXPECT_EQ(status_.images_by_outcome().at("skipped"), 600);
}

TEST_F(IntakeTest, AnOverwrittenImageIsQueuedOnce) {
  pacs_.store("1", kUltrasound);
  pacs_.store("1", kUltrasound);
  intake_.step(stop_);
  EXPECT_EQ(worklist_.count({}, 1000), 1);
}

TEST_F(IntakeTest, APersonsSegmentationIsComparedWithOursWhicheverComesFirst) {
  pacs_.store_segmentation("1", "Sonolist", "AUTOMATIC", "image");
  pacs_.store_segmentation("2", "Workstation", "MANUAL", "image");
  pacs_.store_segmentation("3", "Workstation", "SEMIAUTOMATIC", "other");
  pacs_.store_segmentation("4", "Sonolist", "AUTOMATIC", "other");
  intake_.step(stop_);
  EXPECT_EQ(outcome("1"), "skipped");
  EXPECT_EQ(outcome("2"), "queued");
  EXPECT_EQ(outcome("3"), "skipped");
  EXPECT_EQ(outcome("4"), "queued");
  ASSERT_EQ(worklist_.count({}, 1000), 2);
  std::vector<dicom::ProcessingTask> tasks;
  worklist_.visit({}, [&](const Workitem& workitem) {
    tasks.push_back(dicom::from_workitem(workitem.item.to_json()));
    return true;
  });
  const dicom::ProcessingTask& task = tasks.at(0);
  EXPECT_EQ(task.model, dicom::kAgreementModel);
  ASSERT_EQ(task.inputs.size(), 2U);
  EXPECT_EQ(task.inputs[0].instances.at(0).sop_instance_uid, "1.2.1") << "ours comes first";
  EXPECT_EQ(task.inputs[1].instances.at(0).sop_instance_uid, "1.2.2");
}

TEST_F(IntakeTest, ASegmentationByAnotherProgramIsNoReference) {
  pacs_.store_segmentation("1", "Sonolist", "AUTOMATIC", "image");
  pacs_.store_segmentation("2", "Other", "AUTOMATIC", "image");
  pacs_.store_segmentation("3", "Workstation", "MANUAL", "another image");
  intake_.step(stop_);
  EXPECT_EQ(worklist_.count({}, 1000), 0);
  EXPECT_EQ(outcome("2"), "skipped");
}

TEST_F(IntakeTest, SegmentationsFoundByAScanAreComparedToo) {
  pacs_.store_segmentation("1", "Sonolist", "AUTOMATIC", "image");
  pacs_.store_segmentation("2", "Workstation", "MANUAL", "image");
  pacs_.forget_changes();
  take_in_and_scan();
  EXPECT_EQ(worklist_.count({}, 1000), 1);
}

TEST_F(IntakeTest, NoComparisonWhenItIsSwitchedOff) {
  ImageExaminer examiner(pacs_, store_, log_, {{rule_}, "/dicom-web/", false}, time_.clock());
  Intake intake(pacs_, store_, examiner, log_);
  pacs_.store_segmentation("1", "Sonolist", "AUTOMATIC", "image");
  pacs_.store_segmentation("2", "Workstation", "MANUAL", "image");
  intake.step(stop_);
  EXPECT_EQ(worklist_.count({}, 1000), 0);
}

TEST_F(IntakeTest, KeepsWhatCameBeforeAFailureAndRecordsTheFailureInTheEnd) {
  pacs_.store("1", kUltrasound);
  pacs_.store("2", kUltrasound);
  pacs_.store("3", kUltrasound);
  pacs_.break_image("2");
  for (int tries = 1; tries < ImageExaminer::kMaximumTries; ++tries) {
    EXPECT_THROW(intake_.step(stop_), ImageSourceError);
    EXPECT_EQ(store_.cursor(), 2);
    EXPECT_EQ(outcome("1"), "queued");
    EXPECT_EQ(outcome("3"), "");
  }
  intake_.step(stop_);
  EXPECT_EQ(outcome("2"), "failed");
  EXPECT_EQ(outcome("3"), "queued");
  EXPECT_EQ(log_.errors, 1);
}

TEST_F(IntakeTest, StopsBetweenImages) {
  pacs_.store("1", kUltrasound);
  stop_ = true;
  intake_.step(stop_);
  EXPECT_EQ(store_.cursor(), 0);
  stop_ = false;
  intake_.step(stop_);
  EXPECT_EQ(outcome("1"), "queued");
}

TEST_F(IntakeTest, LooksThroughAllImagesOfAnotherDataBase) {
  store_.commit(1000, {{"1", "1.2.1", ImageOutcome::kSkipped, "Known from before", {}, {}, {}}});
  pacs_.store("1", kUltrasound);
  pacs_.store("2", kUltrasound);
  take_in_and_scan();
  EXPECT_EQ(store_.cursor(), 4);
  EXPECT_EQ(outcome("1"), "skipped");
  EXPECT_EQ(outcome("2"), "queued");
  EXPECT_EQ(log_.warnings, 1);
}

TEST_F(IntakeTest, FindsImagesWhoseChangesWereDeleted) {
  pacs_.store("1", kUltrasound);
  take_in_and_scan();
  pacs_.store("2", kUltrasound);
  pacs_.forget_changes();
  take_in_and_scan();
  EXPECT_EQ(outcome("2"), "queued");
  EXPECT_EQ(store_.cursor(), 4);
  pacs_.store("3", kUltrasound);
  pacs_.forget_changes();
  pacs_.store("4", kUltrasound);
  take_in_and_scan();
  EXPECT_EQ(outcome("3"), "queued");
  EXPECT_EQ(outcome("4"), "queued");
  EXPECT_EQ(log_.warnings, 2);
}

TEST_F(IntakeTest, ScansOnceAfterItsStart) {
  pacs_.store("1", kUltrasound);
  while (intake_.step(stop_)) continue;
  EXPECT_FALSE(intake_.scan(stop_));
  EXPECT_FALSE(intake_.is_scanning());
  pacs_.store("2", kUltrasound);
  EXPECT_FALSE(intake_.scan(stop_)) << "not asked for";
  EXPECT_EQ(outcome("2"), "");
  EXPECT_EQ(log_.warnings, 0);
}

TEST_F(IntakeTest, ScansPageByPageAndAgainWhenAskedMeanwhile) {
  for (int i = 0; i < 1500; ++i) pacs_.store(std::to_string(i), kTomography);
  pacs_.forget_changes();
  EXPECT_TRUE(intake_.scan(stop_));
  EXPECT_TRUE(intake_.is_scanning());
  intake_.request_scan();
  EXPECT_TRUE(intake_.scan(stop_)) << "the first is over, the next is waiting";
  EXPECT_EQ(status_.images_by_outcome().at("skipped"), 1500);
  EXPECT_TRUE(intake_.scan(stop_));
  EXPECT_FALSE(intake_.scan(stop_));
}

TEST_F(IntakeTest, ImagesOfASeriesBecomeOneStep) {
  rule_.groups_series = true;
  ImageExaminer examiner(pacs_, store_, log_, {{rule_}, "/dicom-web/", true}, time_.clock());
  Intake intake(pacs_, store_, examiner, log_);
  for (const char* id : {"1", "2", "3"}) pacs_.store(id, kUltrasound);
  intake.step(stop_);
  ASSERT_EQ(worklist_.count({}, 10), 1);
  std::vector<Workitem> steps;
  worklist_.visit({}, [&](const Workitem& step) {
    steps.push_back(step);
    return true;
  });
  EXPECT_EQ(dicom::from_workitem(steps[0].item.to_json()).inputs.at(0).instances.size(), 3U);
  EXPECT_EQ(sweep(worklist_, {}, time_.now()).quiet_series, 0);
  time_.advance(rule_.quiet);
  EXPECT_EQ(sweep(worklist_, {}, time_.now()).quiet_series, 1);
  IndexedFilter ready;
  ready.input_readiness = "READY";
  EXPECT_EQ(worklist_.count(ready, 10), 1);
  pacs_.store("4", kUltrasound);
  intake.step(stop_);
  EXPECT_EQ(worklist_.count(ready, 10), 0) << "nobody claimed it: the late image joins";
  EXPECT_EQ(worklist_.count({}, 10), 1);
}

TEST(WorkitemFactory, IsDeterministic) {
  ImageAttributes image;
  image.set("SOPInstanceUID", "1.2.3");
  image.set("SOPClassUID", kUltrasound);
  image.set("StudyInstanceUID", "1.7");
  image.set("SeriesInstanceUID", "1.8");
  image.set("PatientName", "A^B");
  const TimePoint now = FakeTime().now();
  Rule rule;
  rule.name = "us";
  rule.model = "m";
  rule.model_version = "1.0";
  const Workitem workitem = make_workitem(image, rule, "https://pacs/dicom-web/", now);
  EXPECT_EQ(workitem.uid(), make_workitem(image, rule, "/other/", now + std::chrono::hours(1)).uid());
  EXPECT_EQ(dicom::from_workitem(workitem.item.to_json()).storage_url, "https://pacs/dicom-web/studies");
  EXPECT_EQ(dicom::from_workitem(make_workitem(image, rule, "/other/", now).item.to_json()).storage_url, "");
  Rule next_version = rule;
  next_version.model_version = "1.1";
  EXPECT_NE(workitem.uid(), make_workitem(image, next_version, "/", now).uid());
  EXPECT_EQ(workitem.source_sop_uid(), "1.2.3");
  EXPECT_EQ(workitem.attempt(), 1);
  EXPECT_THAT(workitem.item.dump(),
              testing::HasSubstr("https://pacs/dicom-web/studies/1.7/series/1.8/instances/1.2.3"));
  EXPECT_FALSE(workitem.item.contains("00081195"));
}

}  // namespace
}  // namespace sonolist::plugin
