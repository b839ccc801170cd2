// How fast a network trains here, beside what the machine could do at most.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "model/bench/ceiling.h"
#include "model/error.h"
#include "model/networks/cost.h"
#include "model/prediction/device_choice.h"
#include "model/tools/architecture_option.h"
#include "model/tools/option_values.h"
#include "model/training/memory_reuse.h"
#include "model/training/trainer.h"

namespace {

using namespace sonolist::model;

struct BenchOptions {
  Architecture architecture;
  std::string size = "240x320", device = "auto";
  std::int64_t batch = 8, steps = 10, channels = 3;
  int threads = 0;
};

SampleTensors random_samples(std::int64_t count, std::int64_t height, std::int64_t width, std::int64_t channels,
                             const torch::Device& device) {
  return {torch::randint(0, 256, {count, height, width}, torch::kUInt8).to(device),
          torch::randint(0, channels, {count, height, width}, torch::kUInt8).to(device)};
}

nlohmann::json measure(const BenchOptions& options) {
  keep_freed_memory();
  set_network_threads(options.threads);
  const auto device = choose_device(options.device);
  const auto size = tools::parse_size(options.size, "--size");
  torch::manual_seed(1);
  auto network = make_network(options.architecture, static_cast<int>(options.channels));
  const auto cost = network_cost(*network, size.height, size.width);

  NetworkDescription description;
  description.architecture = options.architecture;
  for (std::int64_t i = 0; i < options.channels; ++i) description.classes.push_back("class_" + std::to_string(i));
  description.height = size.height;
  description.width = size.width;
  TrainerOptions trainer_options;
  trainer_options.batch_size = options.batch;
  trainer_options.augmentation.crop_height = trainer_options.augmentation.crop_width = 0;
  trainer_options.average_decay = 0.999;
  std::vector<std::int64_t> training;
  for (std::int64_t i = 0; i < 4 * options.batch; ++i) training.push_back(i);
  Trainer trainer(network, description,
                  random_samples(4 * options.batch, size.height, size.width, options.channels, device), training,
                  trainer_options);
  for (int warm_up = 0; warm_up < 2; ++warm_up) trainer.step();
  const double seconds = seconds_of(device, [&] {
    for (std::int64_t step = 0; step < options.steps; ++step) trainer.step();
  });
  const double pictures = static_cast<double>(options.steps * options.batch) / seconds;
  const double ceiling = measured_ceiling(device);
  // Backward costs twice the forward pass: once for the gradient of the input, once for that of the weights.
  const double operations = 2.0 * 3.0 * static_cast<double>(cost.multiply_accumulates) * pictures;
  return {{"device", device.str()},
          {"architecture", to_json(description).at("architecture")},
          {"height", size.height},
          {"width", size.width},
          {"batch", options.batch},
          {"parameters", cost.parameters},
          {"multiply_accumulates", cost.multiply_accumulates},
          {"images_per_second", pictures},
          {"seconds_per_step", seconds / static_cast<double>(options.steps)},
          {"ceiling_flops", ceiling},
          {"share_of_ceiling", operations / ceiling}};
}

}  // namespace

int main(int argument_count, char** arguments) {
  BenchOptions options;
  CLI::App application{"Times training steps on random pictures, augmentation included, and prints JSON"};
  application.option_defaults()->always_capture_default();
  sonolist::model::tools::add_architecture_options(application, options.architecture);
  application.add_option("--size", options.size, "HEIGHTxWIDTH");
  application.add_option("--batch", options.batch, "Pictures a step")->check(CLI::PositiveNumber);
  application.add_option("--steps", options.steps, "Steps timed, after two that are not")->check(CLI::PositiveNumber);
  application.add_option("--channels", options.channels, "Of the output, background included")
      ->check(CLI::Range(2, 64));
  application.add_option("--device", options.device, "auto, cpu, cuda or cuda:N");
  application.add_option("--threads", options.threads, "CPU threads; 0: all cores, at least 2");
  CLI11_PARSE(application, argument_count, arguments);
  try {
    std::cout << measure(options).dump(2) << '\n';
  } catch (const std::exception& problem) {
    std::cerr << "sonolist-training-speed: " << problem.what() << '\n';
    return 1;
  }
  return 0;
}
