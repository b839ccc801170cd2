#include "plugin/models/package_shelf.h"

#include <gmock/gmock.h>

#include <fstream>

#include "plugin/tests/samples.h"

namespace sonolist::plugin {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::SizeIs;

class PackageShelfTest : public testing::Test {
 protected:
  static Json manifest(const std::string& name, const std::string& version = "1.0.0") {
    return {{"name", name},
            {"version", version},
            {"title", "Nerves"},
            {"qualification", "RESEARCH"},
            {"intended_use", "Research"},
            {"training_data", "SIMULATED"},
            {"architecture", {{"type", "unet"}, {"encoder", "resnet18"}}},
            {"classes", Json::array({{{"label", "Sciatic nerve"},
                                      {"colour_rgb", {255, 0, 25}},
                                      {"type", {{"meaning", "Nerve"}, {"value", "1"}, {"scheme", "SCT"}}}}})},
            {"metrics", {{"mean_dice", 0.9}}},
            {"weights", {{"file", "weights.safetensors"}, {"sha256", "ab12"}}}};
  }
  void write(const std::string& file, const std::string& text) {
    const fs::path path = folder_.path() / file;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  Json models(const std::vector<fs::path>& folders) { return list_packages(folders).at("models"); }
  Json models() { return models({folder_.path()}); }

  TemporaryFolder folder_;
};

TEST_F(PackageShelfTest, TellsWhatAManifestSays) {
  write("nerves/model.json", manifest("nerves").dump());
  write("nerves/MODEL_CARD.md", "# Nerves\n\nFinds nerves\nin the thigh.\n\nMore.\n");
  const Json found = models();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0],
            (Json{{"name", "nerves"},
                  {"version", "1.0.0"},
                  {"title", "Nerves"},
                  {"description", "Finds nerves in the thigh."},
                  {"architecture", "unet"},
                  {"parameters", {{"encoder", "resnet18"}}},
                  {"classes", Json::array({{{"label", "Sciatic nerve"}, {"meaning", "Nerve"}, {"colour", "#ff0019"}}})},
                  {"intendedUse", "Research"},
                  {"qualification", "RESEARCH"},
                  {"trainingData", "SIMULATED"},
                  {"metrics", {{"mean_dice", 0.9}}},
                  {"weightsSha256", "ab12"},
                  {"card", "# Nerves\n\nFinds nerves\nin the thigh.\n\nMore.\n"}}));
}

TEST_F(PackageShelfTest, AnAbsentFolderHasNoPackages) {
  EXPECT_EQ(list_packages({folder_.path() / "nowhere"}), (Json{{"models", Json::array()}}));
  EXPECT_EQ(list_packages({}), (Json{{"models", Json::array()}}));
}

TEST_F(PackageShelfTest, AFolderMayBeAPackageItself) {
  write("b/model.json", manifest("b").dump());
  write("a/model.json", manifest("a", "2.0.0").dump());
  write("c/notes.txt", "no package");
  const Json found = models({folder_.path() / "b/", folder_.path() / "a"});
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0]["name"], "a");
  EXPECT_EQ(found[0]["card"], "");
  EXPECT_EQ(found[0]["description"], "");
  EXPECT_EQ(found[1]["name"], "b");
  EXPECT_THAT(models(), SizeIs(2));
}

TEST_F(PackageShelfTest, NamesWhatCannotBeRead) {
  write("broken/model.json", "{\"name\": ");
  Json without_version = manifest("x");
  without_version.erase("version");
  write("half/model.json", without_version.dump());
  Json without_colour = manifest("y");
  without_colour["classes"][0]["colour_rgb"] = {1, 2};
  write("grey/model.json", without_colour.dump());
  write("huge/model.json", std::string((1 << 20) + 1, ' '));
  write("latin/model.json", "{\"name\": \"\xE4\"}");
  write("list/model.json", "[1]");
  write("packed.zip", "PK");
  write("good/model.json", manifest("good").dump());
  std::map<std::string, std::string> errors;
  for (const Json& row : models()) errors[row.at("name")] = row.value("error", "");
  EXPECT_THAT(errors, SizeIs(8));
  EXPECT_THAT(errors["broken"], HasSubstr("model.json"));
  EXPECT_THAT(errors["half"], HasSubstr("version"));
  EXPECT_THAT(errors["grey"], HasSubstr("colour"));
  EXPECT_THAT(errors["huge"], HasSubstr("1 MiB"));
  EXPECT_THAT(errors["latin"], HasSubstr("UTF-8"));
  EXPECT_NE(errors["list"], "");
  EXPECT_THAT(errors["packed.zip"], HasSubstr("unpack"));
  EXPECT_EQ(errors["good"], "");
}

}  // namespace
}  // namespace sonolist::plugin
