// Everything that decides how a network is trained, as plain values: two named recipes, and one table of their fields
// from which the command line, its help, the record of a run and the check of a resumed run are made.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "model/training/augmentation.h"
#include "model/training/settings.h"
#include "model/training/trainer.h"

namespace sonolist::model {

struct PictureShape {
  std::int64_t height = 0, width = 0;  // pixels
};

struct Recipe {
  std::string name;
  PictureShape size;                            // of the pictures before the crop
  std::string crop = "none";                    // HEIGHTxWIDTH, PERCENT% of both sides, or none
  double epochs = 100.0;                        // passes over the training samples
  std::int64_t iterations = 0;                  // steps of the whole run, instead of epochs; 0: by epochs
  std::int64_t batch_size = 8;                  // samples a step
  double learning_rate = 5e-5;                  // the highest
  std::string schedule = "constant";            // see parse_schedule()
  double warmup = 0.0;                          // iterations of linear rise; under 1: this share of the run
  double weight_decay = 0.0, encoder_lr = 1.0;  // OptimizerOptions
  double clip = 0.0;                            // TrainerOptions::largest_gradient
  std::string loss = "dice-ce";                 // see set_loss_terms()
  LossOptions loss_numbers;                     // the terms in it are not used
  std::vector<double> class_weights;            // TrainerOptions
  double auxiliary = 0.0;                       // weight of deep supervision
  double ema = 0.0;                             // decay of the average of the weights; 0: none
  bool freeze_batch_norm = false;               // TrainerOptions
  AugmentationOptions augmentation;             // the crop in it is not used
  std::string teacher;                          // package; empty: none
  double distillation = 1.0;                    // weight of the teacher's opinion
  std::int64_t seed = 1;                        // of everything random
};

// "sonolist": our own, for ultrasound. "published": that of the sciatic nerve paper (Lanzhou Univ. J. (Med. Sci.) 2026,
// 52(2):23-29). Throws ModelError for another name.
Recipe make_recipe(const std::string& name);

struct RecipeField {
  std::string name, description;  // name: that of the command line option, without dashes
  std::variant<std::int64_t*, double*, bool*, std::string*, Effect*, std::vector<double>*, PictureShape*> value;
  double lowest = 0.0, highest = 0.0;  // of numbers and strengths, inclusive
  std::vector<std::string> choices{};  // of a text; empty: any
};

// They point into `recipe`, which must outlive them.
std::vector<RecipeField> fields_of(Recipe& recipe);

// Effects read STRENGTH or STRENGTH@PROBABILITY, sizes HEIGHTxWIDTH, lists 1,2,3. set_field() throws ModelError naming
// the option where the text does not fit; the value is then unchanged.
std::string text_of(const RecipeField& field);
void set_field(const RecipeField& field, const std::string& text);

Settings settings_of(const Recipe& recipe);  // "recipe" and every field
// Throws ModelError naming `origin` for a field that is missing, unknown or wrong.
Recipe recipe_from(const Settings& settings, const std::string& origin);

// What the trainer is told for a run on so many training samples; the teacher is not loaded. Throws ModelError for
// values that contradict each other.
TrainerOptions trainer_options(const Recipe& recipe, std::int64_t training_samples);

}  // namespace sonolist::model
