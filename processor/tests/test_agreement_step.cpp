#include "processor/pipeline/agreement_step.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/report/measurement_report.h"
#include "dicom_sr/tests/temporary_folder.h"
#include "processor/pipeline/one_image.h"
#include "processor/tests/example_source.h"
#include "processor/tests/fake_predictor.h"

namespace sonolist::processor {
namespace {

// A nerve of 10 rows x 20 columns.
std::uint8_t nerve(int, int row, int col) {
  return row >= 20 && row < 30 && col >= 20 && col < 40 ? 120 : 50;
}

// A person draws the nerve 10 columns further left.
std::uint8_t persons_nerve(int frame, int row, int col) {
  return nerve(frame, row, col + 10);
}

std::vector<std::uint8_t> segmentation_of(std::uint8_t (*grey)(int, int, int), const dicom::SourceImage& source) {
  std::vector<std::unique_ptr<model::Predictor>> predictors;
  predictors.push_back(std::make_unique<FakePredictor>());
  InferenceEngine engine(std::move(predictors), {4});
  ExampleSource drawn;
  drawn.grey = grey;
  const auto image = dicom::SourceImage::from_bytes(make_source_file(drawn));
  EXPECT_EQ(image.sop_instance_uid(), source.sop_instance_uid());
  StageTimes times;
  return process_image(
             image, engine, {*engine.manifests().front(), {}}, [](double) {}, times)
      .objects.at(0)
      .file;
}

class AgreementStepTest : public testing::Test {
 protected:
  AgreementStepTest() {
    ExampleSource example;
    example.grey = nerve;
    source_ = make_source_file(example);
    const auto image = dicom::SourceImage::from_bytes(source_);
    files_[image.sop_instance_uid()] = source_;
    files_["1.1"] = segmentation_of(nerve, image);
    const auto reference = dicom::from_part10(segmentation_of(persons_nerve, image));
    reference->putAndInsertString(DCM_Manufacturer, "Workstation");
    reference->putAndInsertString(DCM_SOPInstanceUID, "1.2");
    reference->putAndInsertString(DCM_SeriesInstanceUID, "1.2.1");
    files_["1.2"] = dicom::to_part10(*reference);
    task_.model = dicom::kAgreementModel;
    task_.study_instance_uid = image.study_instance_uid();
    task_.inputs = {{"1.1.1", "", {{UID_SegmentationStorage, "1.1"}}},
                    {"1.2.1", "", {{UID_SegmentationStorage, "1.2"}}}};
  }

  std::vector<ResultObject> process() { return result().objects; }
  StepResult result() {
    const auto fetch = [this](const InstanceAddress& address) { return files_.at(address.sop_instance_uid); };
    return step_.process(
        *step_.served_model(dicom::kAgreementModel, ""), task_, fetch, [](double) {}, times_);
  }

  std::vector<std::uint8_t> source_;
  std::map<std::string, std::vector<std::uint8_t>> files_;
  dicom::ProcessingTask task_;
  StageTimes times_;
  dicom::test::TemporaryFolder folder_;
  CrashJournal journal_{folder_.path("state"), "test", Log::silent()};
  AgreementStep step_{dicom::Language::kEnglish, journal_};
};

TEST_F(AgreementStepTest, ReportsTheOverlap) {
  const auto objects = process();
  ASSERT_EQ(objects.size(), 1U);
  const auto dataset = dicom::from_part10(objects[0].file);
  const dicom::MeasurementReport report = dicom::read_measurement_report(*dataset);
  ASSERT_EQ(report.groups.size(), 1U);
  // 200 pixels each, half of them common: Dice 0.5, IoU 1/3; the far edges are 10 columns of 0.2 mm apart.
  std::vector<double> values;
  for (const dicom::ReadMeasurement& measurement : report.groups[0].measurements)
    values.push_back(measurement.value.value());
  EXPECT_THAT(values, testing::ElementsAre(0.5, testing::DoubleNear(1.0 / 3.0, 5e-5), testing::DoubleNear(2.0, 1e-6),
                                           200.0, 200.0));
}

TEST_F(AgreementStepTest, TheSamePairIsTheSameObject) {
  EXPECT_EQ(process().at(0).sop_instance_uid, process().at(0).sop_instance_uid);
}

TEST_F(AgreementStepTest, RefusesAFirstInputThatIsNotOurs) {
  std::swap(files_["1.1"], files_["1.2"]);
  EXPECT_THROW(process(), dicom::DicomError);
}

TEST_F(AgreementStepTest, RefusesASingleInput) {
  task_.inputs.pop_back();
  EXPECT_THROW(process(), dicom::DicomError);
}

TEST(AgreementStep, ServesItsOwnModelOnly) {
  const dicom::test::TemporaryFolder folder;
  CrashJournal journal(folder.path("state"), "test", Log::silent());
  const AgreementStep step(dicom::Language::kEnglish, journal);
  EXPECT_FALSE(step.served_model("anterior-sciatic", ""));
  EXPECT_FALSE(step.served_model(dicom::kAgreementModel, "0.0.0"));
  EXPECT_TRUE(step.served_model(dicom::kAgreementModel, ""));
}

}  // namespace
}  // namespace sonolist::processor
