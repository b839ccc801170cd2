// How fast a package's network runs on this machine's CPU, as JSON for scripts/check speed: LibTorch's eager run and
// our compiled plans in turn, and the floors beside them. Picture and size are the caller's; weights are the package's.
#include <torch/torch.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "model/networks/cost.h"
#include "model/package/package.h"
#include "model/prediction/device_choice.h"
#include "model/prediction/predictor.h"
#include "tests/bench/machine_rates.h"

namespace {

using sonolist::model::Package;
using sonolist::model::PictureView;
using sonolist::model::Predictor;

double milliseconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
  return elapsed.count();
}

// The package at another size of input; its weights do not know the size.
Package package_at(const std::string& path, int side) {
  Package package = sonolist::model::load_package(path);
  if (side > 0) package.manifest.input.height = package.manifest.input.width = side;
  return package;
}

std::vector<std::uint8_t> speckled_picture(int rows, int cols) {
  torch::manual_seed(5);
  const auto coarse = torch::rand({1, 1, rows / 8 + 1, cols / 8 + 1});
  namespace F = torch::nn::functional;
  const auto fine = F::interpolate(coarse, F::InterpolateFuncOptions()
                                               .size(std::vector<std::int64_t>{rows, cols})
                                               .mode(torch::kBilinear)
                                               .align_corners(false));
  const auto bytes = (fine * 255).to(torch::kUInt8).contiguous();
  return {bytes.data_ptr<std::uint8_t>(), bytes.data_ptr<std::uint8_t>() + bytes.numel()};
}

// Milliseconds a picture when as many go through side by side as there are threads, each on one of them: the most that
// the network gives.
double milliseconds_side_by_side(Predictor& predictor, const PictureView& picture, int runs) {
  const int lanes = torch::get_num_threads();
  const auto on_all_lanes = [&](int count) {
    std::vector<std::thread> threads;
    for (int lane = 0; lane < lanes; ++lane) {
      threads.emplace_back([&, count] {
        for (int i = 0; i < count; ++i) predictor.predict({picture}, 1);
      });
    }
    for (auto& thread : threads) thread.join();
  };
  on_all_lanes(1);  // makes the plan of each lane
  return milliseconds_of([&] { on_all_lanes(runs); }) / runs / lanes;
}

struct Times {
  std::vector<double> network, whole;  // milliseconds of each run
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Times the network of a model package", "sonolist-network-speed");
  std::string package;
  std::vector<std::string> precisions{"float32"};
  int side = 0, runs = 20, rows = 768, cols = 1024;
  bool eager = false;
  app.add_option("package", package, "Package folder")->required();
  app.add_option("--side", side, "Rows and columns of the network's input; 0: the package's");
  app.add_option("--precision", precisions, "float32, int8 (both: in turn)");
  app.add_option("--runs", runs, "Of each");
  app.add_option("--picture-rows", rows, "Of the picture");
  app.add_option("--picture-cols", cols, "Of the picture");
  app.add_flag("--eager", eager, "Also LibTorch's eager run, normalisation folded");
  CLI11_PARSE(app, argc, argv);

  const auto pixels = speckled_picture(rows, cols);
  const PictureView picture{pixels.data(), rows, cols, 1, static_cast<std::size_t>(cols)};
  nlohmann::json answer{{"runs", runs}};
  std::vector<std::unique_ptr<Predictor>> predictors;
  for (const auto& precision : precisions) {
    answer["start_ms"][precision] = milliseconds_of(
        [&] { predictors.push_back(Predictor::create_from(package_at(package, side), "cpu", 0, precision)); });
  }
  Package plain = package_at(package, side);
  const auto& input = plain.manifest.input;
  answer["input"] = {input.height, input.width};
  const auto cost = sonolist::model::network_cost(*plain.network, input.height, input.width);
  answer["multiply_accumulates"] = cost.multiply_accumulates;
  answer["parameters"] = cost.parameters;
  plain.network->fold_batch_norm();

  const torch::InferenceMode inference;
  const auto x = torch::zeros({1, 3, input.height, input.width});
  std::vector<Times> times(predictors.size());
  std::vector<double> eager_times;
  if (eager) plain.network->forward(x);
  for (int run = 0; run < runs; ++run) {  // in turn, so that all see the same machine
    for (std::size_t i = 0; i < predictors.size(); ++i) {
      times[i].whole.push_back(milliseconds_of(
          [&] { times[i].network.push_back(predictors[i]->predict({picture}).front().times.network); }));
    }
    if (eager) eager_times.push_back(milliseconds_of([&] { plain.network->forward(x); }));
  }
  for (std::size_t i = 0; i < predictors.size(); ++i) {
    answer["network_ms"][precisions[i]] = times[i].network;
    answer["picture_ms"][precisions[i]] = times[i].whole;
    answer["side_by_side_ms"][precisions[i]] =
        milliseconds_side_by_side(*predictors[i], picture, std::max(1, runs / 2));
  }
  if (eager) answer["network_ms"]["eager"] = eager_times;
  const auto rates = sonolist::tests::measure_machine();
  answer["float_gflops"] = rates.float_gflops;
  answer["int8_gops"] = rates.int8_gops;
  answer["read_gigabytes_per_second"] = rates.read_gigabytes_per_second;
  std::cout << answer.dump() << '\n';
  return 0;
}
