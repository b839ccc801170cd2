#include "plugin/intake/intake.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

#include "dicom_sr/workitem/processing_task.h"
#include "plugin/intake/background_worker.h"
#include "plugin/intake/workitem_factory.h"
#include "plugin/tests/samples.h"
#include "plugin/worklist/sql/sql_intake_store.h"
#include "plugin/worklist/sql/sql_status_source.h"
#include "plugin/worklist/sql/sql_worklist_store.h"
#include "plugin/worklist/sqlite/sqlite_database.h"

namespace sonolist::plugin {
namespace {

constexpr const char* kUltrasound = "1.2.840.10008.5.1.4.1.1.6.1";
constexpr const char* kSegmentation = "1.2.840.10008.5.1.4.1.1.66.4";
constexpr const char* kTomography = "1.2.840.10008.5.1.4.1.1.2";

class QuietLog : public Log {
 public:
  void info(const std::string&) override {}
  void warning(const std::string&) override { ++warnings; }
  void error(const std::string&) override { ++errors; }
  std::atomic<int> warnings{0}, errors{0};
};

// A PACS in memory.
class FakePacs : public ImageSource {
 public:
  void store(const std::string& id, const std::string& sop_class) {
    images_[id] = sop_class;
    changes_.push_back({++sequence_, "NewInstance", id});
    changes_.push_back({++sequence_, "NewSeries", "series"});
  }
  // One segment, drawn by `algorithm_type`, of the image 1.2.`source`.
  void store_segmentation(const std::string& id, const std::string& manufacturer, const std::string& algorithm_type,
                          const std::string& source) {
    const nlohmann::json instance{{"0008,1155", tag("ReferencedSOPInstanceUID", "1.2." + source)}};
    const nlohmann::json series{{"0008,114a", sequence("ReferencedInstanceSequence", instance)}};
    const nlohmann::json segment{{"0062,0008", tag("SegmentAlgorithmType", algorithm_type)}};
    more_tags_[id] = {{"0008,0070", tag("Manufacturer", manufacturer)},
                      {"0008,1115", sequence("ReferencedSeriesSequence", series)},
                      {"0062,0002", sequence("SegmentSequence", segment)}};
    store(id, kSegmentation);
  }
  void forget_changes() { changes_.clear(); }
  void remove(const std::string& id) { images_.erase(id); }
  void break_image(const std::string& id) { broken_ = id; }

  ChangesPage changes(std::int64_t since, int limit) override {
    ChangesPage page;
    page.last = sequence_;  // the last number, also when its change was deleted
    for (const Change& change : changes_) {
      if (change.sequence <= since) continue;
      if (page.changes.size() == static_cast<std::size_t>(limit)) {
        page.done = false;
        page.last = page.changes.back().sequence;
        break;
      }
      page.changes.push_back(change);
    }
    return page;
  }
  std::int64_t last_change() override { return sequence_; }
  std::vector<std::string> instances(std::int64_t since, int limit) override {
    std::vector<std::string> ids;
    for (const auto& [id, sop_class] : images_) {
      if (since-- <= 0 && ids.size() < static_cast<std::size_t>(limit)) ids.push_back(id);
    }
    return ids;
  }
  std::optional<std::string> sop_class_uid(const std::string& id) override {
    if (id == broken_) throw ImageSourceError("broken");
    const auto found = images_.find(id);
    if (found == images_.end()) return std::nullopt;
    return found->second;
  }
  std::optional<std::string> sop_instance_uid(const std::string& id) override { return "1.2." + id; }
  std::optional<nlohmann::json> tags(const std::string& id) override {
    nlohmann::json tags{{"0008,0016", tag("SOPClassUID", images_.at(id))},
                        {"0008,0018", tag("SOPInstanceUID", "1.2." + id)},
                        {"0008,0060", tag("Modality", "US")},
                        {"0020,000d", tag("StudyInstanceUID", "1.7")},
                        {"0020,000e", tag("SeriesInstanceUID", "1.8")}};
    if (more_tags_.count(id) != 0) tags.update(more_tags_.at(id));
    return tags;
  }

 private:
  static nlohmann::json tag(const char* name, const std::string& value) {
    return {{"Name", name}, {"Type", "String"}, {"Value", value}};
  }
  static nlohmann::json sequence(const char* name, const nlohmann::json& item) {
    return {{"Name", name}, {"Type", "Sequence"}, {"Value", nlohmann::json::array({item})}};
  }

  std::map<std::string, std::string> images_;
  std::map<std::string, nlohmann::json> more_tags_;
  std::vector<Change> changes_;
  std::int64_t sequence_ = 0;
  std::string broken_;
};

class IntakeTest : public testing::Test {
 protected:
  std::string outcome(const std::string& id) {
    const auto image = status_.image(id);
    return image ? image->at("outcome").get<std::string>() : "";
  }

  FakeTime time_;
  TemporaryFolder folder_;
  SqliteDatabase database_{folder_.database()};
  SqlIntakeStore store_{database_, time_.clock(), "pacs"};
  SqlWorklistStore worklist_{database_, time_.clock()};
  SqlStatusSource status_{database_};
  QuietLog log_;
  FakePacs pacs_;
  Rule rule_{"us", "anterior-sciatic", "", "HIGH", {{"SOPClassUID", {kUltrasound}}, {"Modality", {"US"}}}, {}, {}};
  Intake intake_{pacs_, store_, log_, {{rule_}, "/dicom-web/", true}, time_.clock()};
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
    tasks.push_back(dicom::from_workitem(workitem.item));
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
  intake_.step(stop_);
  EXPECT_EQ(worklist_.count({}, 1000), 1);
}

TEST_F(IntakeTest, NoComparisonWhenItIsSwitchedOff) {
  Intake intake(pacs_, store_, log_, {{rule_}, "/dicom-web/", false}, time_.clock());
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
  for (int tries = 1; tries < Intake::kMaximumTries; ++tries) {
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
  store_.commit(1000, {{"1", "1.2.1", ImageOutcome::kSkipped, "Known from before", {}, {}}});
  pacs_.store("1", kUltrasound);
  pacs_.store("2", kUltrasound);
  intake_.reconcile(stop_);
  EXPECT_EQ(store_.cursor(), 4);
  EXPECT_EQ(outcome("1"), "skipped");
  EXPECT_EQ(outcome("2"), "queued");
  EXPECT_EQ(log_.warnings, 1);
}

TEST_F(IntakeTest, FindsImagesWhoseChangesWereDeleted) {
  pacs_.store("1", kUltrasound);
  intake_.step(stop_);
  pacs_.store("2", kUltrasound);
  pacs_.forget_changes();
  intake_.step(stop_);
  EXPECT_EQ(outcome("2"), "queued");
  EXPECT_EQ(store_.cursor(), 4);
  pacs_.store("3", kUltrasound);
  pacs_.forget_changes();
  pacs_.store("4", kUltrasound);
  intake_.step(stop_);
  EXPECT_EQ(outcome("3"), "queued");
  EXPECT_EQ(outcome("4"), "queued");
  EXPECT_EQ(log_.warnings, 2);
}

TEST_F(IntakeTest, DoesNotLookThroughWhatItHasRead) {
  pacs_.store("1", kUltrasound);
  intake_.step(stop_);
  intake_.reconcile(stop_);
  intake_.step(stop_);
  EXPECT_EQ(log_.warnings, 0);
}

TEST_F(IntakeTest, WorkerTakesInUntilItIsStopped) {
  pacs_.store("1", kUltrasound);
  {
    BackgroundWorker worker(intake_, worklist_, {}, log_, time_.clock());
    worker.start();
    worker.hint();
    while (worklist_.count({}, 1000) == 0) std::this_thread::yield();
    worker.stop();
    worker.stop();
  }
  EXPECT_EQ(outcome("1"), "queued");
  EXPECT_EQ(log_.errors, 0);
}

TEST(WorkitemFactory, IsDeterministic) {
  ImageAttributes image;
  image.set("SOPInstanceUID", "1.2.3");
  image.set("SOPClassUID", kUltrasound);
  image.set("StudyInstanceUID", "1.7");
  image.set("SeriesInstanceUID", "1.8");
  image.set("PatientName", "A^B");
  const TimePoint now = FakeTime().now();
  const Rule rule{"us", "m", "1.0", "HIGH", {}, {}, {}};
  const Workitem workitem = make_workitem(image, rule, "https://pacs/dicom-web/", now);
  EXPECT_EQ(workitem.uid(), make_workitem(image, rule, "/other/", now + std::chrono::hours(1)).uid());
  EXPECT_NE(workitem.uid(), make_workitem(image, {"us", "m", "1.1", "HIGH", {}, {}, {}}, "/", now).uid());
  EXPECT_EQ(workitem.source_sop_uid(), "1.2.3");
  EXPECT_EQ(workitem.attempt(), 1);
  EXPECT_THAT(workitem.item.dump(),
              testing::HasSubstr("https://pacs/dicom-web/studies/1.7/series/1.8/instances/1.2.3"));
  EXPECT_FALSE(workitem.item.contains("00081195"));
}

}  // namespace
}  // namespace sonolist::plugin
