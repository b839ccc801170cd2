// The weights of a graph's convolutions as oneDNN wants them, prepared once for all plans of the graph.
#pragma once

#include <torch/torch.h>

#include <map>
#include <oneapi/dnnl/dnnl.hpp>
#include <utility>
#include <vector>

#include "model/compiled/graph.h"

namespace sonolist::model {

struct ConvolutionNumbers {
  torch::Tensor weight, bias;  // float, or 8 bits with a bias in units of the sum
  std::vector<float> scales;   // from the sum to the result; empty with floats
};

// Not thread safe while plans are made; plans that run only read what is here. Nodes are told apart by their address:
// the graph must stay where it is.
class PreparedWeights {
 public:
  // With the scales of the maps around a convolution of 8 bits; with floats they are not looked at. The same node
  // always has the same.
  const ConvolutionNumbers& numbers(const Node& node, bool bytes, float from_scale, float to_scale);

  // The weights of numbers() in the layout `wanted`; plans whose layouts are equal share them.
  dnnl::memory weight(const Node& node, const dnnl::memory::desc& given, const dnnl::memory::desc& wanted);

 private:
  struct Prepared {
    ConvolutionNumbers numbers;
    std::vector<dnnl::memory> weights;  // one for each layout
  };
  std::map<const Node*, Prepared> nodes_;
};

// The one engine of the CPU.
const dnnl::engine& cpu_engine();

}  // namespace sonolist::model
