#include "model/evaluation/evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "model/error.h"
#include "model/evaluation/evaluation_file.h"
#include "model/evaluation/evaluation_folder.h"
#include "model/evaluation/evaluation_summary.h"
#include "model/prediction/estimated_dice.h"
#include "model/tests/example_manifest.h"
#include "model/tests/small_evaluation.h"
#include "model/tests/temporary_folder.h"

namespace sonolist::model {
namespace {

using testing::example_manifest;
using ::testing::HasSubstr;
using testing::one_row_prediction;
using testing::small_evaluation;
using testing::TemporaryFolder;

TEST(StructureMeasures, OfAKnownOverlap) {
  StructureResult result;
  result.counts = {6, 10, 8};  // 6 hits, 4 false alarms, 2 misses
  result.pixels = 100;
  EXPECT_DOUBLE_EQ(value_of(result, Measure::kIou), 0.5);
  EXPECT_DOUBLE_EQ(value_of(result, Measure::kDice), 12.0 / 18.0);
  EXPECT_DOUBLE_EQ(value_of(result, Measure::kPrecision), 0.6);
  EXPECT_DOUBLE_EQ(value_of(result, Measure::kRecall), 0.75);
  EXPECT_DOUBLE_EQ(value_of(result, Measure::kAccuracy), 0.94);
  EXPECT_DOUBLE_EQ(value_of(result, Measure::kSpecificity), 88.0 / 92.0);
  EXPECT_DOUBLE_EQ(value_of(result, Measure::kAreaError), 0.25);
}

TEST(StructureMeasures, AbsentAndMissedStructures) {
  StructureResult absent, missed;
  absent.pixels = missed.pixels = 50;
  missed.counts = {0, 0, 5};
  for (const auto measure : {Measure::kIou, Measure::kDice, Measure::kPrecision, Measure::kRecall}) {
    EXPECT_TRUE(std::isnan(value_of(absent, measure)));
    EXPECT_EQ(value_of(absent, measure, AbsentClass::kZero), 0.0);
    EXPECT_EQ(value_of(absent, measure, AbsentClass::kOne), 1.0);
    EXPECT_EQ(value_of(missed, measure, AbsentClass::kOne), 0.0) << measure_key(measure);
  }
  EXPECT_EQ(value_of(absent, Measure::kAccuracy), 1.0);
  EXPECT_TRUE(std::isnan(value_of(absent, Measure::kAreaError)));
  EXPECT_EQ(value_of(missed, Measure::kAreaError), -1.0);
}

TEST(EstimatedDice, IsTwiceTheProbabilityInsideOverAreaAndProbability) {
  const std::vector<std::uint8_t> labels{1, 1, 0, 2};
  const std::vector<float> probability{0.75F, 0.5F, 0.25F, 0.0F};
  const auto sums = sum_probability(labels.data(), 1, probability.data(), 4);
  EXPECT_EQ(sums.pixels, 2);
  EXPECT_DOUBLE_EQ(estimated_dice(sums), 2.0 * 1.25 / (2.0 + 1.5));
  EXPECT_EQ(estimated_dice({}), 0.0);
}

TEST(Evaluation, CountsEveryPixelOnce) {
  auto evaluation = make_evaluation(example_manifest());
  add_image(evaluation, "one", "a", one_row_prediction({1, 1, 2, 0}), {1, 0, 2, 0});
  EXPECT_EQ(evaluation.confusion[0][1], 1);
  EXPECT_EQ(evaluation.confusion[1][1], 1);
  EXPECT_EQ(evaluation.confusion[2][2], 1);
  EXPECT_EQ(evaluation.histograms[1].total(), 4);
  const auto& nerve = evaluation.images[0].structures[1];
  EXPECT_EQ(nerve.counts.overlap, 1);
  EXPECT_EQ(nerve.counts.predicted, 2);
  EXPECT_EQ(nerve.counts.reference, 1);
  EXPECT_EQ(nerve.pixels, 4);
  EXPECT_GT(nerve.estimated_dice, 0.5);
  EXPECT_EQ(evaluation.images[0].structures[2].surface.hausdorff_95, 0.0);
}

TEST(Evaluation, DistancesAreInMillimetresWhereTheSpacingIsKnown) {
  auto evaluation = make_evaluation(example_manifest());
  evaluation.data.mm_per_pixel = 0.5;
  add_image(evaluation, "one", "a", one_row_prediction({1, 0, 0, 0}), {0, 0, 0, 1});
  EXPECT_DOUBLE_EQ(evaluation.images[0].structures[1].surface.mean, 1.5);
  EXPECT_EQ(length_unit(evaluation), "mm");
}

TEST(Evaluation, RefusesLabelsAndSizesThatDoNotFit) {
  auto evaluation = make_evaluation(example_manifest());
  EXPECT_THROW(add_image(evaluation, "a", "a", one_row_prediction({0, 1}), {0}), ModelError);
  EXPECT_THROW(add_image(evaluation, "a", "a", one_row_prediction({0, 1}), {0, 3}), ModelError);
  EXPECT_TRUE(evaluation.images.empty());
}

TEST(Evaluation, SurvivesItsFile) {
  const auto evaluation = small_evaluation();
  const auto document = to_json(evaluation);
  const auto read = parse_evaluation(nlohmann::json::parse(document.dump()), "evaluation.json");
  EXPECT_EQ(to_json(read), document);
  // The form that a package's metrics share.
  EXPECT_EQ(document["images"], 12);
  EXPECT_TRUE(document["mean_dice"].is_number());
  EXPECT_TRUE(document["classes"]["sciatic_nerve"]["absent_left_out"]["dice"]["mean"].is_number());
  EXPECT_TRUE(document["classes"]["sciatic_nerve"]["measures"]["hausdorff_95"]["mean"].is_number());
}

TEST(Evaluation, RefusesADamagedFile) {
  const auto document = to_json(small_evaluation());
  for (const char* key : {"package", "confusion", "histograms", "per_image"}) {
    auto damaged = document;
    damaged.erase(key);
    EXPECT_THROW(parse_evaluation(damaged, "evaluation.json"), ModelError) << key;
  }
  auto other = document;
  other["package"]["classes"] = {"background"};
  EXPECT_THROW(parse_evaluation(other, "evaluation.json"), ModelError);
}

TEST(Evaluation, CsvHasALinePerImageAndStructure) {
  const auto csv = images_csv(small_evaluation());
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 12 * 2);
  EXPECT_THAT(csv, HasSubstr("image-3,group-1,sciatic_nerve,"));
}

TEST(EvaluationSummary, EstimatesFollowTheTruth) {
  const auto correlation = estimate_correlation(small_evaluation(), 1);
  EXPECT_EQ(correlation.pairs, 12);
  EXPECT_GE(correlation.spearman_interval.high, correlation.spearman);
  EXPECT_LE(correlation.spearman_interval.low, correlation.spearman);
}

TEST(EvaluationSummary, PairedDifferenceIsByName) {
  const auto better = small_evaluation(0), worse = small_evaluation(2);
  const auto difference = paired_difference(worse, better, "sciatic_nerve", Measure::kDice);
  EXPECT_EQ(difference.images, 12);
  EXPECT_GT(difference.mean, 0.0);
  EXPECT_GT(difference.interval.low, 0.0);
  EXPECT_EQ(paired_difference(better, better, "sciatic_nerve", Measure::kDice).mean, 0.0);
  EXPECT_THROW(paired_difference(better, worse, "femur", Measure::kDice), ModelError);
  auto others = better;
  for (auto& image : others.images) image.name += "-other";
  EXPECT_THROW(paired_difference(better, others, "sciatic_nerve", Measure::kDice), ModelError);
  auto doubled = better;
  doubled.images.push_back(doubled.images.front());
  EXPECT_THROW(paired_difference(doubled, better, "sciatic_nerve", Measure::kDice), ModelError);
  auto relabelled = better;
  relabelled.images[0].structures[1].counts.reference += 1;
  EXPECT_THROW(paired_difference(better, relabelled, "sciatic_nerve", Measure::kDice), ModelError);
}

TEST(EvaluationFolder, ExamplesDescendFromBestToWorst) {
  const auto examples = choose_examples(small_evaluation());
  ASSERT_EQ(examples.size(), 5u);
  for (std::size_t i = 1; i < examples.size(); ++i) EXPECT_LE(examples[i].mean_iou, examples[i - 1].mean_iou);
  EXPECT_EQ(examples[2].title, "Median");
}

TEST(EvaluationFolder, HoldsPredictionsAndExamples) {
  const TemporaryFolder temporary;
  const auto evaluation = small_evaluation();
  const auto packs = testing::small_packs();
  const auto folder = temporary.file("evaluation");
  write_evaluation(evaluation, packs.predictions, packs.references, folder);
  EXPECT_EQ(read_packed(folder + "/predictions.pack").count, 12);
  EXPECT_EQ(read_packed(folder + "/examples.pack").count, 5);
  EXPECT_EQ(to_json(read_evaluation(folder)), to_json(evaluation));
  EXPECT_THROW(read_evaluation(temporary.file("absent")), ModelError);
  const auto chosen = chosen_samples(packs.predictions, {7, 2});
  EXPECT_EQ(chosen.names, (std::vector<std::string>{"image-7", "image-2"}));
  EXPECT_TRUE(std::equal(chosen.labels.begin() + testing::kSmallWidth, chosen.labels.end(),
                         packs.predictions.labels.begin() + 2 * testing::kSmallWidth));
}

}  // namespace
}  // namespace sonolist::model
