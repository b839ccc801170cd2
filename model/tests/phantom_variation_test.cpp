// What varies between phantoms and what does not: ranges, randomisation, detail.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "model/phantom/border_marks.h"
#include "model/phantom/machine.h"
#include "model/phantom/parameter_ranges.h"
#include "model/phantom/phantom.h"
#include "model/phantom/quick_random.h"
#include "model/phantom/speckle_reduction.h"

namespace sonolist::model {
namespace {

PhantomOptions varied(PhantomScene scene, std::uint64_t seed) {
  PhantomOptions options;
  options.scene = scene;
  options.detail = PhantomDetail::kReduced;
  options.seed = seed;
  options.rows = 72;
  options.cols = 96;
  return options;
}

TEST(PhantomRanges, CountParametersWithinTheirIntervals) {
  const std::vector<HeldOutInterval> intervals{{"depth", 10.0, 20.0}, {"tilt", 5.0, 6.0}};
  EXPECT_EQ(count_held_out({{"depth", 9.99}, {"tilt", 6.0}}, intervals), 0);
  EXPECT_EQ(count_held_out({{"depth", 10.0}, {"tilt", 7.0}}, intervals), 1);
  EXPECT_EQ(count_held_out({{"depth", 19.9}, {"tilt", 5.0}, {"other", 5.5}}, intervals), 2);
  EXPECT_EQ(count_held_out({}, intervals), 0);
}

TEST(PhantomRanges, TrainHasNoneAndHeldOutSeveral) {
  const std::vector<HeldOutInterval> intervals{{"a", 0.0, 1.0}, {"b", 0.0, 1.0}, {"c", 0.0, 1.0}};
  const std::vector<Parameter> none{{"a", 2.0}, {"b", 2.0}, {"c", 2.0}};
  const std::vector<Parameter> one{{"a", 0.5}, {"b", 2.0}, {"c", 2.0}};
  const std::vector<Parameter> two{{"a", 0.5}, {"b", 0.5}, {"c", 2.0}};
  for (const auto& parameters : {none, one, two}) EXPECT_TRUE(within(PhantomRanges::kAll, parameters, intervals));
  EXPECT_TRUE(within(PhantomRanges::kTrain, none, intervals));
  EXPECT_FALSE(within(PhantomRanges::kTrain, one, intervals));
  EXPECT_FALSE(within(PhantomRanges::kHeldOut, none, intervals));
  EXPECT_FALSE(within(PhantomRanges::kHeldOut, one, intervals));
  EXPECT_TRUE(within(PhantomRanges::kHeldOut, two, intervals));
}

TEST(PhantomRanges, AreKeptByWhatIsDrawn) {
  for (const auto scene : {PhantomScene::kAnterior, PhantomScene::kRegional}) {
    for (const auto randomisation :
         {PhantomRandomisation::kNone, PhantomRandomisation::kUsual, PhantomRandomisation::kStrong}) {
      for (std::uint64_t seed = 0; seed < 2; ++seed) {
        PhantomOptions options = varied(scene, seed);
        options.randomisation = randomisation;
        options.ranges = PhantomRanges::kTrain;
        EXPECT_EQ(count_held_out(draw_phantom(options).parameters, held_out_intervals(scene)), 0);
        options.ranges = PhantomRanges::kHeldOut;
        EXPECT_GE(count_held_out(draw_phantom(options).parameters, held_out_intervals(scene)), kLeastHeldOut);
      }
    }
  }
}

TEST(PhantomRanges, LeaveAPhantomAloneThatKeepsThem) {
  int kept = 0;
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    PhantomOptions options = varied(PhantomScene::kAnterior, seed);
    const Phantom any = draw_phantom(options);
    options.ranges = PhantomRanges::kTrain;
    const bool trainable = count_held_out(any.parameters, held_out_intervals(options.scene)) == 0;
    EXPECT_EQ(any.frames[0].picture == draw_phantom(options).frames[0].picture, trainable) << "seed " << seed;
    kept += trainable ? 1 : 0;
  }
  EXPECT_GT(kept, 0);
  EXPECT_LT(kept, 8);
}

TEST(PhantomRanges, AreStatedForEveryParameter) {
  for (const auto scene : {PhantomScene::kAnterior, PhantomScene::kRegional}) {
    const Phantom phantom = draw_phantom(varied(scene, 3));
    const std::string statement = statement_of(scene, PhantomRanges::kHeldOut);
    for (const HeldOutInterval& interval : held_out_intervals(scene)) {
      EXPECT_LT(interval.low, interval.high);
      EXPECT_NE(statement.find(interval.parameter), std::string::npos);
    }
    EXPECT_EQ(statement_of(scene, PhantomRanges::kAll), "ranges all");
  }
}

TEST(PhantomMachine, IsSettledWithoutRandomisation) {
  for (const auto scene : {PhantomScene::kAnterior, PhantomScene::kRegional}) {
    Probe probe;
    if (scene == PhantomScene::kRegional) probe.radius_mm = 0.0;
    Random random(1, 0);
    Random other(2, 0);
    const Scanner first = machine_for(scene, PhantomRandomisation::kNone, probe, 80.0, random);
    const Scanner second = machine_for(scene, PhantomRandomisation::kNone, probe, 80.0, other);
    EXPECT_EQ(first.frequency_mhz, second.frequency_mhz);
    EXPECT_EQ(first.muscle_grey, second.muscle_grey);
    EXPECT_EQ(first.noise_db, second.noise_db);
    EXPECT_EQ(first.gain_error_db, second.gain_error_db);
    EXPECT_EQ(first.lost_contact_db, 0.0);
    EXPECT_EQ(random.bits(), Random(1, 0).bits()) << "something was drawn";
  }
}

TEST(PhantomMachine, KeepsItsLimits) {
  for (const auto scene : {PhantomScene::kAnterior, PhantomScene::kRegional}) {
    double least_range = 100.0;
    double most_range = 0.0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      Random random(seed, 0);
      const Probe probe = scene == PhantomScene::kRegional ? draw_linear_probe(random) : draw_probe(random);
      const Scanner scanner = machine_for(scene, PhantomRandomisation::kStrong, probe, 80.0, random);
      const bool linear = scene == PhantomScene::kRegional;
      EXPECT_GE(scanner.frequency_mhz, linear ? 6.0 : 2.0);
      EXPECT_LE(scanner.frequency_mhz, linear ? 14.0 : 5.0);
      EXPECT_GE(scanner.dynamic_range_db, 45.0);
      EXPECT_LE(scanner.dynamic_range_db, 75.0);
      EXPECT_LE(std::abs(scanner.grey_bend), 1.0);
      EXPECT_GE(scanner.probe.depth_mm, linear ? 20.0 : 72.0);
      EXPECT_LE(scanner.probe.depth_mm, linear ? 55.0 : 130.0);
      least_range = std::min(least_range, scanner.dynamic_range_db);
      most_range = std::max(most_range, scanner.dynamic_range_db);
    }
    EXPECT_LT(least_range, 48.0);
    EXPECT_GT(most_range, 72.0);
  }
}

TEST(PhantomRandomisation, ChangesThePictureAndNotTheLabels) {
  for (const auto scene : {PhantomScene::kAnterior, PhantomScene::kRegional}) {
    PhantomOptions options = varied(scene, 11);
    const Phantom usual = draw_phantom(options);
    options.randomisation = PhantomRandomisation::kStrong;
    const Phantom strong = draw_phantom(options);
    EXPECT_NE(usual.frames[0].picture, strong.frames[0].picture);
    EXPECT_EQ(usual.frames[0].labels, strong.frames[0].labels);
  }
}

double whole_grey(const Phantom& phantom) {
  double sum = 0.0;
  for (const std::uint8_t grey : phantom.frames[0].picture) sum += grey;
  return sum / static_cast<double>(phantom.frames[0].picture.size());
}

TEST(PhantomDetail, ReducedShowsTheSameAnatomyAboutAsBright) {
  for (const auto scene : {PhantomScene::kAnterior, PhantomScene::kRegional}) {
    PhantomOptions options = varied(scene, 2);
    const Phantom reduced = draw_phantom(options);
    options.detail = PhantomDetail::kFull;
    const Phantom full = draw_phantom(options);
    EXPECT_EQ(reduced.frames[0].labels, full.frames[0].labels);
    EXPECT_NE(reduced.frames[0].picture, full.frames[0].picture);
    EXPECT_NEAR(whole_grey(reduced), whole_grey(full), 5.0);
  }
}

TEST(PhantomQuickRandom, HasTheMomentsItPromises) {
  QuickRandom random(7);
  constexpr int kDraws = 40000;
  double sum = 0.0, squares = 0.0, waiting = 0.0;
  for (int draw = 0; draw < kDraws; ++draw) {
    const double value = random.normal();
    sum += value;
    squares += value * value;
    waiting += random.exponential();
  }
  EXPECT_NEAR(sum / kDraws, 0.0, 0.02);
  EXPECT_NEAR(squares / kDraws, 1.0, 0.04);
  EXPECT_NEAR(waiting / kDraws, 1.0, 0.04);
}

TEST(PhantomSpeckleReduction, SmoothsSpeckleAndSparesAnEdge) {
  Probe probe;
  probe.radius_mm = 0.0;
  probe.half_span = 19.0;
  probe.depth_mm = 20.0;
  const PolarGrid grid = polar_grid(probe, 0.5, 40);
  QuickRandom random(3);
  std::vector<float> grey(static_cast<std::size_t>(grid.size()));
  for (std::size_t cell = 0; cell < grey.size(); ++cell) {
    grey[cell] = (cell % 40 < 20 ? 40.0F : 200.0F) + 8.0F * random.normal();
  }
  const auto spread = [&](const std::vector<float>& values) {
    double sum = 0.0;
    for (int row = 2; row < grid.rows - 2; ++row) {
      const double off = values[static_cast<std::size_t>(row) * 40 + 10] - 40.0;
      sum += off * off;
    }
    return sum;
  };
  std::vector<float> untouched = grey;
  reduce_speckle(untouched, grid, 0.0);
  EXPECT_EQ(untouched, grey);
  std::vector<float> smooth = grey;
  reduce_speckle(smooth, grid, 1.0);
  EXPECT_LT(spread(smooth), 0.5 * spread(grey));
  EXPECT_LT(smooth[10 * 40 + 19], 70.0F);
  EXPECT_GT(smooth[10 * 40 + 20], 170.0F);
}

TEST(PhantomMarks, StayOffTheMiddle) {
  Probe probe;
  probe.radius_mm = 0.0;
  probe.half_span = 19.0;
  probe.depth_mm = 30.0;
  const PictureGeometry geometry(probe, 240, 320);
  int marked = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    std::vector<std::uint8_t> picture(240U * 320U, 0);
    Random random(seed, 0);
    burn_marks(picture, geometry, probe, random);
    for (int row = 0; row < 240; ++row) {
      for (int col = 0; col < 320; ++col) {
        if (picture[static_cast<std::size_t>(row) * 320 + col] == 0) continue;
        ++marked;
        EXPECT_FALSE(row > 40 && row < 200 && col > 40 && col < 280) << row << ' ' << col;
      }
    }
  }
  EXPECT_GT(marked, 100);
}

}  // namespace
}  // namespace sonolist::model
