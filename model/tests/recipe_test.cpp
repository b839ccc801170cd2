#include "model/training/recipe.h"

#include <gmock/gmock.h>

#include <fstream>

#include "model/error.h"
#include "model/tests/temporary_folder.h"

namespace sonolist::model {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;

RecipeField field_named(Recipe& recipe, const std::string& name) {
  for (auto& field : fields_of(recipe)) {
    if (field.name == name) return field;
  }
  throw std::invalid_argument(name);
}

TEST(Recipe, PublishedIsThePapers) {
  const auto recipe = make_recipe("published");
  const auto options = trainer_options(recipe, 1800);
  EXPECT_EQ(recipe.size.height, 480);
  EXPECT_EQ(options.batch_size, 8);
  EXPECT_EQ(options.learning_rate.peak, 5e-5);
  EXPECT_EQ(options.learning_rate.schedule, Schedule::kConstant);
  EXPECT_EQ(options.learning_rate.iterations, 22500);
  EXPECT_EQ(options.augmentation.crop_width, 473);
  EXPECT_EQ(options.augmentation.rotation_degrees, 10.0);
  EXPECT_FALSE(options.augmentation.flip || options.augmentation.gain.active() ||
               options.augmentation.elastic.active());
  EXPECT_FALSE(options.average_decay.has_value());
  EXPECT_EQ(options.auxiliary_weight + options.largest_gradient + options.optimizer.weight_decay, 0.0);
}

TEST(Recipe, SonolistsOwnUsesWhatThereIs) {
  const auto options = trainer_options(make_recipe("sonolist"), 160);
  EXPECT_EQ(options.learning_rate.schedule, Schedule::kCosine);
  EXPECT_EQ(options.learning_rate.iterations, 1000);
  EXPECT_EQ(options.learning_rate.warmup_iterations, 50);
  EXPECT_EQ(options.augmentation.crop_height, 216);
  EXPECT_EQ(options.augmentation.crop_width, 288);
  EXPECT_TRUE(options.average_decay.has_value());
  EXPECT_GT(options.auxiliary_weight, 0.0);
  EXPECT_GT(options.largest_gradient, 0.0);
  EXPECT_THROW(make_recipe("best"), ModelError);
}

TEST(Recipe, EveryFieldIsWrittenAndReadBack) {
  auto recipe = make_recipe("sonolist");
  set_field(field_named(recipe, "lr"), "0.00123456789");
  set_field(field_named(recipe, "shadow"), "0.25@0.125");
  set_field(field_named(recipe, "size"), "100x200");
  set_field(field_named(recipe, "class-weights"), "1,2.5,3");
  set_field(field_named(recipe, "flip"), "false");
  set_field(field_named(recipe, "loss"), "focal-tversky-ce");
  set_field(field_named(recipe, "teacher"), "/a folder/with=signs");
  const TemporaryFolder folder;
  const auto path = folder.file("options.ini");
  write_settings(path, settings_of(recipe), "of a test");
  const auto again = recipe_from(read_settings(path), path);
  EXPECT_EQ(settings_of(again), settings_of(recipe));
  EXPECT_EQ(again.learning_rate, 0.00123456789);
  EXPECT_EQ(again.augmentation.shadow.strength, 0.25);
  EXPECT_EQ(again.augmentation.shadow.probability, 0.125);
  EXPECT_EQ(again.class_weights, (std::vector<double>{1.0, 2.5, 3.0}));
  EXPECT_EQ(again.teacher, "/a folder/with=signs");
  EXPECT_FALSE(again.augmentation.flip);
}

TEST(Recipe, RefusesTextThatDoesNotFitNamingTheOption) {
  auto recipe = make_recipe("sonolist");
  const auto before = settings_of(recipe);
  const std::pair<const char*, const char*> wrong[] = {{"lr", "fast"},         {"lr", "-1"},
                                                       {"lr", "1e-3x"},        {"batch", "0"},
                                                       {"batch", "2.5"},       {"ema", "1"},
                                                       {"schedule", "linear"}, {"loss", "dice"},
                                                       {"size", "240"},        {"flip", "yes"},
                                                       {"shadow", "0.5@"},     {"shadow", "0.5@2"},
                                                       {"shadow", "2"},        {"class-weights", "1,,2"},
                                                       {"rotation", "nan"}};
  for (const auto& [name, text] : wrong) {
    try {
      set_field(field_named(recipe, name), text);
      ADD_FAILURE() << name << " took " << text;
    } catch (const ModelError& problem) {
      EXPECT_THAT(problem.what(), HasSubstr(std::string("--") + name));
    }
  }
  EXPECT_EQ(settings_of(recipe), before);
}

TEST(Recipe, RefusesSettingsOfAnotherVersion) {
  auto settings = settings_of(make_recipe("published"));
  settings.pop_back();
  EXPECT_THROW(recipe_from(settings, "options.ini"), ModelError);
  settings.emplace_back("elsewhere", "1");
  EXPECT_THROW(recipe_from(settings, "options.ini"), ModelError);
  EXPECT_THROW(recipe_from({}, "options.ini"), ModelError);
  EXPECT_THROW(read_settings("/nowhere/options.ini"), ModelError);
}

TEST(Recipe, CropsByPixelsByShareOrNotAtAll) {
  const auto crop_of = [](const std::string& crop, const std::string& size) {
    auto recipe = make_recipe("sonolist");
    set_field(field_named(recipe, "size"), size);
    recipe.crop = crop;
    const auto options = trainer_options(recipe, 100);
    return std::pair(options.augmentation.crop_height, options.augmentation.crop_width);
  };
  using Pair = std::pair<std::int64_t, std::int64_t>;
  EXPECT_EQ(crop_of("none", "240x320"), Pair(0, 0));
  EXPECT_EQ(crop_of("100x120", "240x320"), Pair(100, 120));
  EXPECT_EQ(crop_of("50%", "240x320"), Pair(120, 160));
  EXPECT_EQ(crop_of("90%", "64x64"), Pair(0, 0));  // would be smaller than a network takes
  EXPECT_THROW(crop_of("241x100", "240x320"), ModelError);
  EXPECT_THROW(crop_of("half", "240x320"), ModelError);
}

TEST(Recipe, WarmUpIsAShareOrIterations) {
  auto recipe = make_recipe("published");
  recipe.iterations = 40;
  recipe.warmup = 0.25;
  EXPECT_EQ(trainer_options(recipe, 100).learning_rate.warmup_iterations, 10);
  recipe.warmup = 3.0;
  EXPECT_EQ(trainer_options(recipe, 100).learning_rate.warmup_iterations, 3);
}

}  // namespace
}  // namespace sonolist::model
