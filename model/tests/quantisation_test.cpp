#include "model/package/quantisation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/error.h"
#include "model/package/package.h"
#include "model/package/write_file.h"
#include "model/prediction/precision_choice.h"
#include "model/tests/example_manifest.h"
#include "model/tests/temporary_folder.h"

namespace sonolist::model {
namespace {

using testing::example_manifest;
using ::testing::HasSubstr;
using testing::TemporaryFolder;

Quantisation example(const std::string& hash) {
  Quantisation quantisation;
  quantisation.weights_sha256 = {hash};
  quantisation.ranges = {{1.5F, 2.0F}};
  quantisation.calibrated_on = "Test, part train";
  quantisation.measured_on = "Test, part validation";
  quantisation.calibration_images = 12;
  quantisation.largest_loss = 0.005;
  quantisation.losses = {{"sciatic_nerve", 30, 0.80, 0.798}};
  return quantisation;
}

TEST(QuantisationFile, IsReadAsItWasWritten) {
  const auto read = parse_quantisation(to_json(example("ab")), "int8.json");
  EXPECT_EQ(to_json(read), to_json(example("ab")));
  EXPECT_EQ(read.ranges, example("ab").ranges);
  EXPECT_NEAR(read.losses.front().loss(), 0.002, 1e-12);
}

TEST(QuantisationFile, RefusesWhatItDoesNotKnow) {
  auto document = to_json(example("ab"));
  document["bits"] = 4;
  EXPECT_THROW(parse_quantisation(document, "int8.json"), ModelError);
}

class QuantisedPackage : public ::testing::Test {
 protected:
  void write(const Quantisation& quantisation) {
    write_file(package_ + "/" + kQuantisationFile, to_json(quantisation).dump());
  }

  TemporaryFolder folder_;
  std::string package_ = folder_.file("package");
  Manifest manifest_ = write_package(package_, example_manifest(),
                                     *make_network(example_manifest().architecture, example_manifest().channels()));
};

TEST_F(QuantisedPackage, BelongsToItsWeights) {
  EXPECT_FALSE(load_package(package_).quantisation);
  write(example(manifest_.weights_sha256));
  EXPECT_TRUE(load_package(package_).quantisation);
  write(example(std::string(64, 'b')));
  try {
    load_package(package_);
    FAIL() << "loaded";
  } catch (const ModelError& error) {
    EXPECT_THAT(error.what(), HasSubstr("of other weights"));
  }
}

TEST_F(QuantisedPackage, RunsInBytesOnlyWhereThatIsPossible) {
  EXPECT_EQ(choose_precision("auto", load_package(package_), torch::kCPU), Precision::kFloat32);
  EXPECT_THROW(choose_precision("int8", load_package(package_), torch::kCPU), ModelError);
  EXPECT_THROW(choose_precision("bfloat16", load_package(package_), torch::kCPU), ModelError);
  EXPECT_THROW(choose_precision("half", load_package(package_), torch::kCPU), ModelError);
  write(example(manifest_.weights_sha256));
  EXPECT_EQ(choose_precision("float32", load_package(package_), torch::kCPU), Precision::kFloat32);
  EXPECT_THROW(choose_precision("int8", load_package(package_), torch::Device(torch::kCUDA, 0)), ModelError);
#ifdef SONOLIST_WITH_ONEDNN
  EXPECT_EQ(choose_precision("int8", load_package(package_), torch::kCPU), Precision::kInt8);
#endif
}

TEST_F(QuantisedPackage, StaysInFloatsByDefaultWhenBytesCostTooMuch) {
  auto quantisation = example(manifest_.weights_sha256);
  quantisation.losses.front().int8_dice = 0.7;
  write(quantisation);
  EXPECT_EQ(choose_precision("auto", load_package(package_), torch::kCPU), Precision::kFloat32);
}

}  // namespace
}  // namespace sonolist::model
