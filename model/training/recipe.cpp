#include "model/training/recipe.h"

#include <cmath>
#include <regex>

#include "model/error.h"
#include "model/networks/input_size.h"

namespace sonolist::model {
namespace {

constexpr double kMany = 1e9;
constexpr std::int64_t kCropStep = 8;  // pixels; a share of the sides is rounded down to whole steps

Recipe published_recipe() {
  Recipe recipe;
  recipe.name = "published";
  recipe.size = {480, 640};
  recipe.crop = "473x473";
  return recipe;
}

Recipe sonolist_recipe() {
  Recipe recipe;
  recipe.name = "sonolist";
  recipe.size = {240, 320};
  recipe.crop = "90%";
  recipe.batch_size = 16;
  recipe.learning_rate = 8e-4;  // measured: docs/comparison.md
  recipe.schedule = "cosine";
  recipe.warmup = 0.05;
  recipe.weight_decay = 0.01;
  recipe.clip = 5.0;
  recipe.auxiliary = 0.4;
  recipe.ema = 0.999;
  auto& augmentation = recipe.augmentation;
  augmentation.rotation_degrees = 15.0;
  augmentation.scale = 0.2;
  augmentation.stretch = 0.1;
  augmentation.shear_degrees = 8.0;
  augmentation.elastic = {5.0, 0.5};
  augmentation.flip = true;
  augmentation.blur = {1.0, 0.2};
  augmentation.speckle = {0.2, 0.3};
  augmentation.tgc = {0.3, 0.5};
  augmentation.shadow = {0.7, 0.3};
  augmentation.gamma = {0.3, 0.5};
  augmentation.gain = {0.25, 0.5};
  return recipe;
}

// In whole pixels; 0x0 is the whole picture.
PictureShape crop_shape(const Recipe& recipe) {
  std::smatch parts;
  if (recipe.crop == "none") return {};
  if (std::regex_match(recipe.crop, parts, std::regex("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})"))) {
    return {std::stoll(parts[1]), std::stoll(parts[2])};
  }
  if (!std::regex_match(recipe.crop, parts, std::regex("([1-9][0-9]?)%"))) {
    throw ModelError("--crop: '" + recipe.crop + "' does not fit; give HEIGHTxWIDTH, a share such as 90%, or none");
  }
  const auto share_of = [&](std::int64_t side) { return side * std::stoll(parts[1]) / 100 / kCropStep * kCropStep; };
  const PictureShape share{share_of(recipe.size.height), share_of(recipe.size.width)};
  return share.height < kSmallestInput || share.width < kSmallestInput ? PictureShape{} : share;
}

void add_augmentation_fields(std::vector<RecipeField>& fields, AugmentationOptions& augmentation) {
  auto& a = augmentation;
  fields.insert(fields.end(),
                {{"rotation", "Random rotation within +- degrees", &a.rotation_degrees, 0, 180},
                 {"scale", "Random zoom within 1 +- this", &a.scale, 0, 0.99},
                 {"stretch", "Random ratio of width to height within exp(+- this)", &a.stretch, 0, 1},
                 {"shear", "Random slant of the depth axis within +- degrees", &a.shear_degrees, 0, 60},
                 {"elastic", "Random elastic deformation: pixels of a picture of 240 rows", &a.elastic, 0, 40},
                 {"flip", "Random left-right flip (labels must not depend on the side)", &a.flip},
                 {"blur", "Random Gaussian blur: sigma up to this, in pixels of a picture of 240 rows", &a.blur, 0, 4},
                 {"speckle", "Random multiplicative correlated noise: deviation up to this", &a.speckle, 0, 1},
                 {"tgc", "Random gain along the depth within 1 +- this", &a.tgc, 0, 0.99},
                 {"shadow", "Random acoustic shadow: darkened by up to this share", &a.shadow, 0, 1},
                 {"gamma", "Random gamma within exp(+- this)", &a.gamma, 0, 2},
                 {"gain", "Random brightness factor within 1 +- this", &a.gain, 0, 0.99}});
}

}  // namespace

Recipe make_recipe(const std::string& name) {
  if (name == "sonolist") return sonolist_recipe();
  if (name == "published") return published_recipe();
  throw ModelError("recipe '" + name + "' is unknown; use sonolist or published");
}

std::vector<RecipeField> fields_of(Recipe& recipe) {
  auto& r = recipe;
  const std::vector<std::string> schedules{"constant", "cosine", "poly"};
  const std::vector<std::string> losses{"dice-ce",       "dice-focal",       "tversky-ce",
                                        "tversky-focal", "focal-tversky-ce", "focal-tversky-focal"};
  std::vector<RecipeField> fields{
      {"size", "HEIGHTxWIDTH of the pictures before the crop", &r.size},
      {"crop", "Random crop: HEIGHTxWIDTH, a share of both sides such as 90%, or none", &r.crop},
      {"epochs", "Passes over the training samples", &r.epochs, 1e-6, kMany},
      {"iterations", "Steps of the whole run, instead of --epochs; 0: by epochs", &r.iterations, 0, kMany},
      {"batch", "Samples a step", &r.batch_size, 1, 1e6},
      {"lr", "Learning rate of AdamW, the highest", &r.learning_rate, 1e-12, 1e3},
      {"schedule", "Of the learning rate", &r.schedule, 0, 0, schedules},
      {"warmup", "Iterations of linear rise; under 1: this share of the run", &r.warmup, 0, kMany},
      {"weight-decay", "Decoupled; 0 is plain Adam", &r.weight_decay, 0, 1},
      {"encoder-lr-factor", "Of the learning rate in the encoder (for a pretrained one)", &r.encoder_lr, 1e-6, 10},
      {"clip", "Norm to which the gradients of a step are clipped; 0: never", &r.clip, 0, kMany},
      {"loss", "Term of the regions and of the pixels", &r.loss, 0, 0, losses},
      {"focal-gamma", "Of a focal loss: how little certain pixels weigh", &r.loss_numbers.focal_gamma, 0, 5},
      {"tversky-alpha", "Of a Tversky loss: weight of missed pixels against false ones", &r.loss_numbers.tversky_alpha,
       0.01, 0.99},
      {"region-per-picture", "The region term is that of each picture instead of the batch",
       &r.loss_numbers.region_per_picture},
      {"label-smoothing", "Of the cross entropy", &r.loss_numbers.label_smoothing, 0, 0.99},
      {"class-weights", "Of the pixel term, background first (comma separated)", &r.class_weights, 0, kMany},
      {"auxiliary", "Weight of deep supervision, where the network allows it; 0: none", &r.auxiliary, 0, 10},
      {"ema", "Decay of a moving average of the weights, such as 0.999; 0: none", &r.ema, 0, 0.999999},
      {"freeze-bn", "Keep the statistics of batch normalisation (tiny batches)", &r.freeze_batch_norm}};
  add_augmentation_fields(fields, r.augmentation);
  fields.insert(fields.end(), {{"teacher", "Package of the same classes whose opinion is learnt, too", &r.teacher},
                               {"distil", "Weight of the teacher's opinion", &r.distillation, 0, 100},
                               {"seed", "Of everything random, the split too", &r.seed, 0, kMany}});
  return fields;
}

TrainerOptions trainer_options(const Recipe& recipe, std::int64_t training_samples) {
  TrainerOptions options;
  options.batch_size = recipe.batch_size;
  auto& rate = options.learning_rate;
  rate.peak = recipe.learning_rate;
  rate.schedule = parse_schedule(recipe.schedule);
  const double epochs = recipe.epochs * static_cast<double>(training_samples);
  rate.iterations = recipe.iterations > 0
                        ? recipe.iterations
                        : static_cast<std::int64_t>(std::ceil(epochs / static_cast<double>(recipe.batch_size)));
  rate.warmup_iterations =
      std::llround(recipe.warmup < 1.0 ? recipe.warmup * static_cast<double>(rate.iterations) : recipe.warmup);
  options.optimizer = {recipe.weight_decay, recipe.encoder_lr};
  options.largest_gradient = recipe.clip;
  options.augmentation = recipe.augmentation;
  const auto crop = crop_shape(recipe);
  options.augmentation.crop_height = crop.height;
  options.augmentation.crop_width = crop.width;
  check_augmentation(options.augmentation, recipe.size.height, recipe.size.width);
  options.loss = recipe.loss_numbers;
  set_loss_terms(options.loss, recipe.loss);
  check_loss(options.loss);
  options.class_weights = recipe.class_weights;
  options.auxiliary_weight = recipe.auxiliary;
  if (recipe.ema > 0.0) options.average_decay = recipe.ema;
  options.freeze_batch_norm = recipe.freeze_batch_norm;
  options.distillation_weight = recipe.distillation;
  options.seed = static_cast<std::uint64_t>(recipe.seed);
  return options;
}

}  // namespace sonolist::model
