#include "tests/bench/machine_rates.h"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <oneapi/dnnl/dnnl.hpp>

namespace sonolist::tests {
namespace {

constexpr int kRuns = 12;

double best_seconds(const std::function<void()>& work) {
  double best = 1e9;
  for (int run = 0; run < kRuns; ++run) {
    const auto start = std::chrono::steady_clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

using Type = dnnl::memory::data_type;

// A 1x1 convolution is a matrix product in the layout that the networks use: pixels x in -> pixels x out.
double giga_operations(Type from, Type weight, Type to) {
  constexpr dnnl::memory::dim kChannels = 512, kSide = 60;
  const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
  dnnl::stream stream(cpu);
  const dnnl::memory::dims map{1, kChannels, kSide, kSide}, filter{kChannels, kChannels, 1, 1};
  const auto tag = dnnl::memory::format_tag::nhwc;
  const dnnl::convolution_forward::desc wanted(dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct,
                                               {map, from, tag}, {filter, weight, dnnl::memory::format_tag::any},
                                               {map, to, tag}, {1, 1}, {0, 0}, {0, 0});
  const dnnl::convolution_forward::primitive_desc chosen(wanted, cpu);
  dnnl::memory input(chosen.src_desc(), cpu), weights(chosen.weights_desc(), cpu), output(chosen.dst_desc(), cpu);
  const dnnl::convolution_forward product(chosen);
  const double seconds = best_seconds([&] {
    product.execute(stream, {{DNNL_ARG_SRC, input}, {DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_DST, output}});
    stream.wait();
  });
  return 2.0 * kChannels * kChannels * kSide * kSide / seconds / 1e9;
}

}  // namespace

MachineRates measure_machine() {
  MachineRates rates;
  rates.float_gflops = giga_operations(Type::f32, Type::f32, Type::f32);
  rates.int8_gops = giga_operations(Type::u8, Type::s8, Type::u8);
  const auto numbers = torch::ones({256 << 18});  // 256 MiB
  const double seconds = best_seconds([&] { numbers.sum(); });
  rates.read_gigabytes_per_second = static_cast<double>(numbers.numel()) * sizeof(float) / seconds / 1e9;
  return rates;
}

}  // namespace sonolist::tests
