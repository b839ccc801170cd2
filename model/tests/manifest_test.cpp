#include "model/package/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model/error.h"
#include "model/tests/example_manifest.h"

namespace sonolist::model {
namespace {

using nlohmann::json;
using testing::example_manifest;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string refusal(const json& document) {
  try {
    parse_manifest(document, "model.json");
  } catch (const ModelError& error) {
    return error.what();
  }
  return "accepted";
}

json member_of(const json& architecture) {
  return {{"file", "weights-2.safetensors"}, {"sha256", std::string(64, 'a')}, {"architecture", architecture}};
}

TEST(Manifest, GivesBackWhatWasWritten) {
  const auto document = to_json(example_manifest());
  const auto read = parse_manifest(json::parse(document.dump()), "model.json");
  EXPECT_EQ(to_json(read), document);
  EXPECT_EQ(read.channels(), 3);
  EXPECT_EQ(read.classes[0].anatomic_region->meaning, "Thigh");
  EXPECT_FALSE(read.classes[1].anatomic_region.has_value());
  EXPECT_EQ(read.classes[0].colour_rgb[1], 221);
  EXPECT_EQ(read.input.width, 96);
  EXPECT_EQ(read.distances[0].to, "femoral_artery");
}

TEST(Manifest, NeedsNoOptionalField) {
  auto document = to_json(example_manifest());
  for (const char* key : {"postprocessing", "temperatures", "measurements", "distances", "metrics"})
    document.erase(key);
  const auto read = parse_manifest(document, "model.json");
  EXPECT_TRUE(read.temperatures.empty());
  EXPECT_FALSE(read.postprocessing.largest_part_only);
}

TEST(Manifest, TorchscriptHasNoParameters) {
  auto document = to_json(example_manifest());
  document["architecture"] = {{"type", "torchscript"}};
  EXPECT_EQ(to_json(parse_manifest(document, "model.json"))["architecture"], document["architecture"]);
  document["architecture"]["encoder"] = "resnet50";
  EXPECT_THAT(refusal(document), HasSubstr("'architecture.encoder': is unknown"));
}

TEST(Manifest, AMemberHasTheFirstNetworksArchitectureOrItsOwn) {
  auto document = to_json(example_manifest());
  auto unet = document["architecture"];
  unet["type"] = "unet";
  unet.erase("skip_channels");
  document["members"] = json::array({member_of(document["architecture"]), member_of(unet)});
  document["members"][0].erase("architecture");
  const auto read = parse_manifest(document, "model.json");
  EXPECT_EQ(read.members[0].architecture.type, read.architecture.type);
  EXPECT_EQ(read.members[1].architecture.type, "unet");
  EXPECT_EQ(to_json(read), document);
}

TEST(Manifest, SettingsAreWhatDecidesTheAnswer) {
  const auto manifest = example_manifest();
  EXPECT_EQ(settings_sha256(manifest).size(), 64U);
  auto told = manifest;
  told.title = "Other words";
  told.intended_use = "The same";
  told.training_data = "Said better";
  told.metrics = {{"dice", 1}};
  EXPECT_EQ(settings_sha256(told), settings_sha256(manifest));
  auto mirrored = manifest;
  mirrored.test_time.flip = !mirrored.test_time.flip;
  EXPECT_NE(settings_sha256(mirrored), settings_sha256(manifest));
  auto averaged = manifest;
  averaged.members.push_back({{"weights-2.safetensors", std::string(64, 'b')}, manifest.architecture});
  EXPECT_NE(settings_sha256(averaged), settings_sha256(manifest));
}

TEST(Manifest, UNetHasNoSkipChannels) {
  auto document = to_json(example_manifest());
  document["architecture"]["type"] = "unet";
  EXPECT_THAT(refusal(document), HasSubstr("'architecture.skip_channels': is unknown"));
  document["architecture"].erase("skip_channels");
  EXPECT_EQ(to_json(parse_manifest(document, "model.json"))["architecture"], document["architecture"]);
}

TEST(Manifest, RefusesArchitecturesThatCannotBeMade) {
  auto document = to_json(example_manifest());
  document["architecture"]["encoder"] = "stdc";
  EXPECT_THAT(refusal(document), HasSubstr("'architecture.attention_placement': 'block' is not possible"));
  document["architecture"]["attention_placement"] = "stage";
  document["architecture"]["output_stride"] = 16;
  EXPECT_THAT(refusal(document), HasSubstr("'architecture.output_stride': '16' is not possible with encoder stdc"));
  document["architecture"]["output_stride"] = 32;
  EXPECT_EQ(refusal(document), "accepted");
}

TEST(Manifest, RefusesEveryMissingField) {
  const auto whole = to_json(example_manifest());
  const std::vector<json::json_pointer> required = {
      "/schema"_json_pointer,
      "/name"_json_pointer,
      "/version"_json_pointer,
      "/title"_json_pointer,
      "/qualification"_json_pointer,
      "/intended_use"_json_pointer,
      "/simulated"_json_pointer,
      "/training_data"_json_pointer,
      "/architecture"_json_pointer,
      "/architecture/type"_json_pointer,
      "/architecture/encoder"_json_pointer,
      "/architecture/attention"_json_pointer,
      "/architecture/attention_placement"_json_pointer,
      "/architecture/output_stride"_json_pointer,
      "/architecture/decoder_channels"_json_pointer,
      "/architecture/skip_channels"_json_pointer,
      "/weights"_json_pointer,
      "/weights/file"_json_pointer,
      "/weights/sha256"_json_pointer,
      "/input"_json_pointer,
      "/input/height"_json_pointer,
      "/input/width"_json_pointer,
      "/input/colour"_json_pointer,
      "/input/resize"_json_pointer,
      "/input/region"_json_pointer,
      "/input/mean"_json_pointer,
      "/input/std"_json_pointer,
      "/classes"_json_pointer,
      "/classes/0/index"_json_pointer,
      "/classes/0/name"_json_pointer,
      "/classes/0/label"_json_pointer,
      "/classes/0/kind"_json_pointer,
      "/classes/0/colour_rgb"_json_pointer,
      "/classes/0/category"_json_pointer,
      "/classes/0/type/value"_json_pointer,
      "/classes/0/type/scheme"_json_pointer,
      "/classes/0/type/meaning"_json_pointer,
      "/postprocessing/largest_part_only"_json_pointer,
      "/postprocessing/minimum_area_fraction"_json_pointer,
      "/distances/0/from"_json_pointer,
      "/distances/0/to"_json_pointer,
  };
  for (const auto& pointer : required) {
    auto document = whole;
    document[pointer.parent_pointer()].erase(pointer.back());
    const auto sentence = refusal(document);
    EXPECT_THAT(sentence, StartsWith("model.json: field '")) << pointer;
    EXPECT_THAT(sentence, HasSubstr(pointer.back() + "': is missing")) << pointer;
  }
}

TEST(Manifest, RefusesWrongValuesNamingTheField) {
  const auto whole = to_json(example_manifest());
  const struct {
    const char* pointer;
    json value;
    const char* field;
  } cases[] = {
      {"/schema", 2, "schema"},
      {"/name", "", "name"},
      {"/name", "Upper Case", "name"},
      {"/name", std::string(65, 'a'), "name"},
      {"/version", "1 0", "version"},
      {"/title", 3, "title"},
      {"/qualification", "PRODUCT", "qualification"},
      {"/simulated", "yes", "simulated"},
      {"/architecture/type", "vnet", "architecture.type"},
      {"/architecture/encoder", "vgg", "architecture.encoder"},
      {"/architecture/attention", "full", "architecture.attention"},
      {"/architecture/attention_placement", "head", "architecture.attention_placement"},
      {"/architecture/output_stride", 12, "architecture.output_stride"},
      {"/architecture/output_stride", 16.5, "architecture.output_stride"},
      {"/architecture/decoder_channels", 1, "architecture.decoder_channels"},
      {"/architecture/skip_channels", 0, "architecture.skip_channels"},
      {"/architecture/extra", 0, "architecture.extra"},
      {"/weights/file", "../secret", "weights.file"},
      {"/weights/file", "/etc/passwd", "weights.file"},
      {"/members", json::array({{{"file", "../w"}, {"sha256", std::string(64, 'a')}}}), "members[0].file"},
      {"/members", 3, "members"},
      {"/members", json::array({member_of({{"type", "vnet"}})}), "members[0].architecture.type"},
      {"/members", json::array({member_of({{"type", "torchscript"}})}), "members[0].architecture"},
      {"/test_time", {{"flip", true}, {"scales", json::array()}}, "test_time.scales"},
      {"/test_time", {{"flip", true}, {"scales", {3.0}}}, "test_time.scales"},
      {"/test_time", {{"scales", {1.0}}}, "test_time.flip"},
      {"/weights/sha256", "abc", "weights.sha256"},
      {"/weights/sha256", std::string(64, 'A'), "weights.sha256"},
      {"/input", json::array(), "input"},
      {"/input/height", 63, "input.height"},
      {"/input/width", "640", "input.width"},
      {"/input/width", 1e9, "input.width"},
      {"/input/colour", "color", "input.colour"},
      {"/input/resize", "crop", "input.resize"},
      {"/input/region", "", "input.region"},
      {"/input/mean", {0.5, 0.5}, "input.mean"},
      {"/input/std", {0.5, 0.0, 0.5}, "input.std"},
      {"/input/std", {0.5, "x", 0.5}, "input.std"},
      {"/classes", json::array(), "classes"},
      {"/classes/0", 1, "classes[0]"},
      {"/classes/1/index", 3, "classes[1].index"},
      {"/classes/1/name", "sciatic_nerve", "classes[1].name"},
      {"/classes/1/name", "background", "classes[1].name"},
      {"/classes/1/name", "Femoral Artery", "classes[1].name"},
      {"/classes/0/kind", "organ", "classes[0].kind"},
      {"/classes/0/colour_rgb", {0, 0}, "classes[0].colour_rgb"},
      {"/classes/0/colour_rgb", {0, 0, 256}, "classes[0].colour_rgb"},
      {"/classes/0/colour_rgb", {0, 0, 0.5}, "classes[0].colour_rgb"},
      {"/classes/0/type/value", "12345678901234567", "classes[0].type.value"},
      {"/classes/0/type/version", "2020", "classes[0].type.version"},
      {"/classes/0/color", "red", "classes[0].color"},
      {"/postprocessing/minimum_area_fraction", 1.0, "postprocessing.minimum_area_fraction"},
      {"/postprocessing/minimum_area_fraction", -0.1, "postprocessing.minimum_area_fraction"},
      {"/postprocessing/largest_part_only", 1, "postprocessing.largest_part_only"},
      {"/temperatures", {1.0, 1.0}, "temperatures"},
      {"/temperatures", {1.0, 0.0, 1.0}, "temperatures"},
      {"/measurements", {"area", "area"}, "measurements"},
      {"/measurements", {""}, "measurements"},
      {"/distances/0/to", "vein", "distances[0].to"},
      {"/distances/0/to", "sciatic_nerve", "distances[0].to"},
      {"/temperature", 1.0, "temperature"},
  };
  for (const auto& item : cases) {
    auto document = whole;
    document[json::json_pointer(item.pointer)] = item.value;
    EXPECT_THAT(refusal(document), StartsWith("model.json: field '" + std::string(item.field) + "': ")) << item.value;
  }
}

TEST(Manifest, RefusesADocumentThatIsNoObject) {
  EXPECT_THAT(refusal(json::array()), HasSubstr("must be a JSON object"));
}

}  // namespace
}  // namespace sonolist::model
