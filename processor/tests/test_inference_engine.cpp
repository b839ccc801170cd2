#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "processor/error.h"
#include "processor/inference/inference_engine.h"
#include "processor/inference/load_packages.h"
#include "processor/tests/fake_predictor.h"

namespace sonolist::processor {
namespace {

using testing::ElementsAre;

dicom::RgbFrame grey_frame(int rows, int cols) {
  return {rows, cols, std::vector<std::uint8_t>(static_cast<std::size_t>(rows) * cols * 3, 50)};
}

void paint(dicom::RgbFrame& frame, int row, int col, std::uint8_t grey) {
  std::fill_n(frame.pixels.begin() + 3 * (row * frame.cols + col), 3, grey);
}

// An engine with one fake network that the test keeps a view on.
struct OneModel {
  explicit OneModel(int batch_frames) : OneModel(batch_frames, std::make_unique<FakePredictor>()) {}
  OneModel(int batch_frames, std::unique_ptr<FakePredictor> owned)
      : predictor(*owned), engine(list_of(std::move(owned)), {batch_frames}) {}

  static std::vector<std::unique_ptr<model::Predictor>> list_of(std::unique_ptr<model::Predictor> predictor) {
    std::vector<std::unique_ptr<model::Predictor>> list;
    list.push_back(std::move(predictor));
    return list;
  }
  std::vector<SegmentedFrame> segment(const std::vector<dicom::RgbFrame>& frames, const dicom::PixelBox& box) {
    return engine.segment(predictor.manifest(), frames, box, {true}, times);
  }

  FakePredictor& predictor;
  InferenceEngine engine;
  NetworkTimes times;
};

TEST(InferenceEngine, MapsTheBoxBackToTheSource) {
  OneModel one(4);
  dicom::RgbFrame frame = grey_frame(6, 8);
  paint(frame, 2, 3, 110);
  paint(frame, 4, 6, 130);
  paint(frame, 0, 0, 120);  // outside the box: the network must not see it
  const auto results = one.segment({frame}, {1, 2, 5, 7});
  ASSERT_EQ(results.size(), 1U);
  std::vector<std::uint8_t> expected(48, 0);
  expected[2 * 8 + 3] = 1;
  expected[4 * 8 + 6] = 3;
  EXPECT_EQ(results[0].labels, expected);
  constexpr std::uint8_t kThreeQuarters = 191;  // of 255
  ASSERT_EQ(results[0].probabilities.size(), 3U);
  EXPECT_EQ(results[0].probabilities[0][2 * 8 + 3], kThreeQuarters);
  EXPECT_EQ(results[0].probabilities[2][4 * 8 + 6], kThreeQuarters);
  EXPECT_EQ(results[0].probabilities[1], std::vector<std::uint8_t>(48, 0));
  ASSERT_EQ(results[0].probability_sums.size(), 4U);
  EXPECT_EQ(results[0].probability_sums[1].pixels, 1);
  EXPECT_EQ(results[0].probability_sums[1].inside, 0.75);
  EXPECT_EQ(results[0].probability_sums[2].everywhere, 0.0);
}

TEST(InferenceEngine, SplitsIntoBatchesAndAddsTheTimes) {
  OneModel one(4);
  const std::vector<dicom::RgbFrame> frames(10, grey_frame(4, 4));
  EXPECT_EQ(one.segment(frames, {0, 0, 4, 4}).size(), 10U);
  EXPECT_THAT(one.predictor.batch_sizes, ElementsAre(4, 4, 2));
  EXPECT_NEAR(one.times.network, 2.0, 1e-9);
}

TEST(InferenceEngine, HalvesTheBatchWhenMemoryEnds) {
  OneModel one(8);
  one.predictor.memory_for = 3;
  const std::vector<dicom::RgbFrame> frames(5, grey_frame(4, 4));
  EXPECT_EQ(one.segment(frames, {0, 0, 4, 4}).size(), 5U);
  EXPECT_THAT(one.predictor.batch_sizes, ElementsAre(5, 2, 2, 1));
  EXPECT_EQ(one.engine.batch_frames(), 2);
}

template <typename Action>
FailureClass failure_of(Action action) {
  try {
    action();
  } catch (const ProcessorError& error) {
    return error.failure_class();
  }
  ADD_FAILURE() << "no failure";
  return FailureClass::kInternal;
}

TEST(InferenceEngine, FailuresAreClassified) {
  OneModel one(2);
  one.predictor.memory_for = 0;
  EXPECT_EQ(failure_of([&] { one.segment({grey_frame(4, 4)}, {0, 0, 4, 4}); }), FailureClass::kTransient);
  one.predictor.memory_for = 10;
  one.predictor.defect = true;
  EXPECT_EQ(failure_of([&] { one.segment({grey_frame(4, 4)}, {0, 0, 4, 4}); }), FailureClass::kInternal);
  EXPECT_EQ(failure_of([&] { one.engine.segment(fake_manifest(), {}, {}, {}, one.times); }), FailureClass::kInternal);
}

TEST(InferenceEngine, FindsByNameAndVersion) {
  std::vector<std::unique_ptr<model::Predictor>> predictors;
  for (const char* version : {"1.0.0", "2.0.0"}) {
    model::Manifest manifest = fake_manifest();
    manifest.version = version;
    predictors.push_back(std::make_unique<FakePredictor>(manifest));
  }
  const InferenceEngine engine(std::move(predictors), {});
  EXPECT_EQ(engine.find("fake", "2.0.0")->version, "2.0.0");
  EXPECT_EQ(engine.find("fake", "")->version, "1.0.0");
  EXPECT_EQ(engine.find("fake", "3.0.0"), nullptr);
  EXPECT_EQ(engine.find("other", ""), nullptr);
}

TEST(InferenceEngine, RefusesNoPackageAndTwins) {
  EXPECT_EQ(failure_of([] { InferenceEngine({}, {}); }), FailureClass::kConfiguration);
  EXPECT_EQ(failure_of([] {
              std::vector<std::unique_ptr<model::Predictor>> twins;
              twins.push_back(std::make_unique<FakePredictor>());
              twins.push_back(std::make_unique<FakePredictor>());
              InferenceEngine(std::move(twins), {});
            }),
            FailureClass::kConfiguration);
}

TEST(ImagesAtOnce, FollowTheDeviceUnlessToldOtherwise) {
  EXPECT_EQ(images_at_once(0, is_gpu("cpu"), 2), 4);
  EXPECT_EQ(images_at_once(0, is_gpu("cuda:1"), 1), 8);
  EXPECT_EQ(images_at_once(5, true, 1), 5);
}

}  // namespace
}  // namespace sonolist::processor
