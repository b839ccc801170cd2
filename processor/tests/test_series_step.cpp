#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/report/measurement_report.h"
#include "dicom_sr/tests/temporary_folder.h"
#include "dicom_sr/validation/validator.h"
#include "processor/error.h"
#include "processor/pipeline/image_step.h"
#include "processor/tests/example_source.h"
#include "processor/tests/fake_predictor.h"

namespace sonolist::processor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::unique_ptr<model::Predictor>> fake_predictors() {
  std::vector<std::unique_ptr<model::Predictor>> list;
  list.push_back(std::make_unique<FakePredictor>());
  return list;
}

class SeriesStep : public testing::Test {
 protected:
  // An image of the series with a nerve, and an artery when wanted; images may differ in size.
  void add(int number, bool has_artery, int rows = 60) {
    ExampleSource example;
    example.rows = rows;
    example.instance_number = number;
    example.sop_instance_uid = "1.2.3." + std::to_string(number);
    example.grey = [has_artery](int, int row, int col) {
      if (row >= 20 && row < 30 && col >= 20 && col < 40) return std::uint8_t{120};
      if (has_artery && row >= 20 && row < 26 && col >= 50 && col < 56) return std::uint8_t{130};
      return std::uint8_t{50};
    };
    files_[example.sop_instance_uid] = make_source_file(example);
    inputs_.push_back({UID_UltrasoundImageStorage, example.sop_instance_uid});
  }
  void add_damaged(int number) {
    const std::string uid = "1.2.3." + std::to_string(number);
    files_[uid] = {1, 2, 3};
    inputs_.push_back({UID_UltrasoundImageStorage, uid});
  }
  StepResult run(int images_at_once = 1) {
    dicom::ProcessingTask task;
    task.study_instance_uid = "1.2.826.0.1.3680043.10.1.1";
    task.inputs = {{"1.2.826.0.1.3680043.10.1.2", "", inputs_}};
    ImageStep step(engine_, journal_, {{}, "", images_at_once});
    StageTimes times;
    const auto fetch = [this](const InstanceAddress& address) {
      const auto found = files_.find(address.sop_instance_uid);
      if (found == files_.end()) throw ProcessorError(FailureClass::kInput, "the image is no longer in the store");
      return found->second;
    };
    return step.process(
        *step.served_model("fake", ""), task, fetch, [this](double done) { progress_.push_back(done); }, times);
  }
  static std::vector<std::string> kinds_of(const StepResult& result) {
    std::vector<std::string> kinds;
    for (const ResultObject& object : result.objects) kinds.push_back(object.kind);
    return kinds;
  }
  static dicom::MeasurementReport report_of(const StepResult& result) {
    return dicom::read_measurement_report(*dicom::from_part10(result.objects.back().file));
  }

  dicom::test::TemporaryFolder folder_;
  CrashJournal journal_{folder_.path("state"), "test", Log::silent()};
  InferenceEngine engine_{fake_predictors(), {4}};
  std::map<std::string, std::vector<std::uint8_t>> files_;
  std::vector<dicom::InstanceReference> inputs_;
  std::vector<double> progress_;
};

TEST_F(SeriesStep, OneReportOnAllImages) {
  add(1, true);
  add(2, false, 70);
  add(3, true);
  const StepResult result = run();
  EXPECT_THAT(kinds_of(result), ElementsAre("seg", "seg", "seg", "sr"));
  EXPECT_TRUE(result.left_out.empty());
  const auto report = report_of(result);
  EXPECT_EQ(report.images.size(), 3U);
  EXPECT_EQ(report.groups.size(), 5U);  // three nerves, two arteries
  for (const auto& group : report.groups) {
    const auto seg = std::find_if(result.objects.begin(), result.objects.end(), [&](const ResultObject& object) {
      return object.sop_instance_uid == group.segmentation_uid;
    });
    ASSERT_NE(seg, result.objects.end());
    EXPECT_THAT(std::string(seg->file.begin(), seg->file.end()), HasSubstr(group.source_sop_instance_uid));
  }
  EXPECT_TRUE(std::is_sorted(progress_.begin(), progress_.end()));
}

TEST_F(SeriesStep, WhatIsWrittenIsValid) {
  add(1, true);
  add(2, false);
  dicom::Validator validator;
  const StepResult result = run();
  for (const auto& [uid, file] : files_) validator.add(uid, *dicom::from_part10(file));
  for (const ResultObject& object : result.objects) validator.add(object.kind, *dicom::from_part10(object.file));
  for (const dicom::Finding& finding : validator.finish())
    ADD_FAILURE() << finding.object << ": " << finding.rule << " " << finding.attribute << " " << finding.sentence;
}

TEST_F(SeriesStep, ImageThatCannotBeReadIsLeftOutAndNamed) {
  add(1, true);
  add_damaged(2);
  inputs_.push_back({UID_UltrasoundImageStorage, "1.2.3.4"});  // not in the store
  const StepResult result = run();
  EXPECT_THAT(kinds_of(result), ElementsAre("seg", "sr"));
  ASSERT_EQ(result.left_out.size(), 2U);
  EXPECT_EQ(result.left_out[0].sop_instance_uid, "1.2.3.2");
  std::string said;
  for (const auto& evaluation : report_of(result).evaluations) said += evaluation.text + "\n";
  EXPECT_THAT(said, testing::AllOf(HasSubstr("1.2.3.2: "), HasSubstr("1.2.3.4: the image is no longer in the store")));
}

TEST_F(SeriesStep, NothingReadableIsAnInputFailure) {
  add_damaged(1);
  add_damaged(2);
  try {
    run();
    ADD_FAILURE() << "no failure";
  } catch (const ProcessorError& error) {
    EXPECT_EQ(error.failure_class(), FailureClass::kInput);
    EXPECT_THAT(error.what(), HasSubstr("none of the 2 images"));
  }
}

TEST_F(SeriesStep, SameImagesAreTheSameReportWhateverTheOrder) {
  add(1, true);
  add(2, false);
  const std::string uid = run().objects.back().sop_instance_uid;
  std::swap(inputs_[0], inputs_[1]);
  EXPECT_EQ(run().objects.back().sop_instance_uid, uid);
  add(3, true);
  EXPECT_NE(run().objects.back().sop_instance_uid, uid);
}

TEST_F(SeriesStep, SeveralImagesAtOnceGiveTheSame) {
  for (int number = 1; number <= 5; ++number) add(number, number % 2 == 0);
  const StepResult one_by_one = run(1);
  const StepResult together = run(3);
  ASSERT_EQ(kinds_of(together), kinds_of(one_by_one));
  for (std::size_t i = 0; i < together.objects.size(); ++i)
    EXPECT_EQ(together.objects[i].sop_instance_uid, one_by_one.objects[i].sop_instance_uid);
}

TEST_F(SeriesStep, StatementsOfOneImageNameIt) {
  add(1, true);
  ExampleSource bare;
  bare.calibrated = false;
  bare.instance_number = 2;
  bare.sop_instance_uid = "1.2.3.2";
  files_[bare.sop_instance_uid] = make_source_file(bare);
  inputs_.push_back({UID_UltrasoundImageStorage, bare.sop_instance_uid});
  std::vector<std::string> calibrations;
  for (const auto& evaluation : report_of(run()).evaluations) {
    if (evaluation.text.find("calibration:") != std::string::npos) calibrations.push_back(evaluation.text);
  }
  EXPECT_THAT(calibrations, ElementsAre(HasSubstr("Image 1: Spatial calibration: present"),
                                        HasSubstr("Image 2: Spatial calibration: absent")));
}

}  // namespace
}  // namespace sonolist::processor
