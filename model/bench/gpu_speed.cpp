// A package's network on a GPU, as JSON for scripts/check gpu: images a second at several batches, the latency of one,
// the share of the measured ceiling, how far the masks of bfloat16 are from those of float32, and the pipeline from
// pictures in memory (as if decoded: there is no DICOM here) to labels and the sums that measurements are made of. With
// --device cpu only to try the program out.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <future>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "model/bench/ceiling.h"
#include "model/error.h"
#include "model/networks/cost.h"
#include "model/package/package.h"
#include "model/phantom/phantom.h"
#include "model/prediction/device_choice.h"
#include "model/prediction/estimated_dice.h"
#include "model/prediction/predictor.h"

namespace {

using namespace sonolist::model;

struct BenchOptions {
  std::string package, device = "cuda";
  std::int64_t side = 473;
  int runs = 20;
  std::vector<std::int64_t> batches{1, 8, 32, 64};
  std::int64_t picture_rows = 480, picture_cols = 640;
  int feeders = 2;  // threads that prepare pictures and take answers, each with a batch of its own
};

Package package_at(const BenchOptions& options) {
  Package package = load_package(options.package);
  package.manifest.input.height = package.manifest.input.width = options.side;
  return package;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Seconds of one forward pass of a batch.
double forward_seconds(SegmentationNetwork& network, const torch::Tensor& x, int runs) {
  const torch::InferenceMode inference;
  network.forward(x);
  std::vector<double> seconds;
  for (int run = 0; run < runs; ++run) seconds.push_back(seconds_of(x.device(), [&] { network.forward(x); }));
  return median(seconds);
}

// Of all structures of a SIMULATED picture together, between the masks of both precisions. Throws ModelError where
// there is none: that would be an agreement about nothing.
double dice_between(const BenchOptions& options, const std::string& precision) {
  const PhantomOptions drawn;
  const auto phantom = draw_phantom(drawn);
  const auto& pixels = phantom.frames.front().picture;
  const PictureView picture{pixels.data(), drawn.rows, drawn.cols, 1, static_cast<std::size_t>(drawn.cols)};
  std::vector<std::vector<std::uint8_t>> labels;
  for (const auto& one : {std::string("float32"), precision}) {
    labels.push_back(Predictor::create_from(package_at(options), options.device, 0, one)->predict({picture})[0].labels);
  }
  std::size_t both = 0, either = 0;
  for (std::size_t i = 0; i < labels[0].size(); ++i) {
    either += (labels[0][i] > 0 ? 1U : 0U) + (labels[1][i] > 0 ? 1U : 0U);
    both += labels[0][i] > 0 && labels[0][i] == labels[1][i] ? 1U : 0U;
  }
  if (either == 0) throw ModelError("the network finds nothing on the phantom; use a package for anterior-sciatic");
  return 2.0 * static_cast<double>(both) / static_cast<double>(either);
}

// Noise, as fast as a decoder gives pictures at best; RGB, as frames of DICOM images come.
std::vector<std::vector<std::uint8_t>> decoded_pictures(const BenchOptions& options, std::int64_t count,
                                                        std::mt19937& random) {
  std::vector<std::vector<std::uint8_t>> pictures(static_cast<std::size_t>(count));
  for (auto& picture : pictures) {
    picture.resize(static_cast<std::size_t>(options.picture_rows * options.picture_cols * 3));
    std::generate(picture.begin(), picture.end(), [&random] { return static_cast<std::uint8_t>(random() >> 24U); });
  }
  return pictures;
}

// What a report needs of an answer; returned so that no compiler leaves it out.
double expected_overlap(const Prediction& prediction) {
  double sum = 0.0;
  for (std::size_t label = 1; label < prediction.probabilities.size(); ++label) {
    const auto& probability = prediction.probabilities[label];
    sum += estimated_dice(sum_probability(prediction.labels.data(), static_cast<std::uint8_t>(label),
                                          probability.data(), probability.size()));
  }
  return sum;
}

// Of all feeders together, from the first picture to the last answer.
double pipeline_images_per_second(const BenchOptions& options, const std::string& precision, std::int64_t batch) {
  const auto predictor = Predictor::create_from(package_at(options), options.device, 0, precision);
  const auto feed = [&](unsigned seed) {
    std::mt19937 random(seed);
    double checksum = 0.0;
    for (int run = 0; run < options.runs; ++run) {
      const auto pictures = decoded_pictures(options, batch, random);
      std::vector<PictureView> views;
      for (const auto& picture : pictures) {
        views.push_back({picture.data(), static_cast<int>(options.picture_rows), static_cast<int>(options.picture_cols),
                         3, static_cast<std::size_t>(options.picture_cols) * 3});
      }
      for (const auto& prediction : predictor->predict(views)) checksum += expected_overlap(prediction);
    }
    return checksum;
  };
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::future<double>> feeders;
  for (int feeder = 0; feeder < options.feeders; ++feeder) {
    feeders.push_back(std::async(std::launch::async, feed, static_cast<unsigned>(feeder)));
  }
  for (auto& feeder : feeders) feeder.get();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  return static_cast<double>(batch * options.runs * options.feeders) / elapsed.count();
}

nlohmann::json measure(const BenchOptions& options) {
  set_network_threads(0);
  const auto device = choose_device(options.device);
  const auto type = device.is_cuda() ? torch::kBFloat16 : torch::kFloat32;
  const auto precision = device.is_cuda() ? "bfloat16" : "float32";
  auto network = package_at(options).network;
  const auto cost = network_cost(*network, options.side, options.side);
  network->fold_batch_norm();
  network->to(device);
  network->to(type);
  const auto ceiling = measured_ceiling(device);
  nlohmann::json answer{{"device", device.str()},
                        {"precision", precision},
                        {"side", options.side},
                        {"ceiling_flops", ceiling},
                        {"multiply_accumulates", cost.multiply_accumulates},
                        {"dice_with_float32", dice_between(options, precision)}};
  for (const auto batch : options.batches) {
    const auto x =
        torch::rand({batch, 3, options.side, options.side}, torch::TensorOptions().device(device).dtype(type))
            .contiguous(torch::MemoryFormat::ChannelsLast);
    const auto seconds = forward_seconds(*network, x, options.runs);
    const auto images = static_cast<double>(batch) / seconds;
    answer["batches"].push_back(
        {{"batch", batch},
         {"milliseconds", seconds * 1e3},
         {"images_per_second", images},
         {"share_of_ceiling", 2.0 * static_cast<double>(cost.multiply_accumulates) * images / ceiling},
         {"pipeline_images_per_second", pipeline_images_per_second(options, precision, batch)}});
  }
  return answer;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Times the network of a model package on a GPU", "sonolist-gpu-speed");
  BenchOptions options;
  app.add_option("package", options.package, "Package folder")->required();
  app.add_option("--device", options.device, "cuda, cuda:N or cpu");
  app.add_option("--side", options.side, "Rows and columns of the network's input");
  app.add_option("--runs", options.runs, "Of each batch")->check(CLI::PositiveNumber);
  app.add_option("--batch", options.batches, "Pictures at a time; may be repeated");
  app.add_option("--feeders", options.feeders, "Threads that prepare pictures and take answers")
      ->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);
  try {
    std::cout << measure(options).dump() << '\n';
  } catch (const ModelError& error) {
    std::cerr << "sonolist-gpu-speed: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
