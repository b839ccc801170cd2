// Which maps of a graph are stored in how many bits.
#pragma once

#include <optional>
#include <vector>

#include "model/compiled/activation_ranges.h"
#include "model/compiled/graph.h"
#include "model/kernels/element.h"

namespace sonolist::model {

// Whether this node has a place in ActivationRanges.
bool has_range(const Node& node);

// A convolution of few channels (the first) or of one pixel gains nothing in 8 bits and loses more.
bool is_worth_bytes(const Node& node, const Graph& graph);

// Of each node's result.
struct MapFormats {
  std::vector<Format> stored;
  std::vector<Format> operand;  // that an 8-bit convolution takes it in; floats where none should
};

// All floats without ranges. In 8 bits: unsigned where no value can be negative. Throws ModelError when the number of
// ranges is not that of the graph.
MapFormats formats_of(const Graph& graph, const std::optional<ActivationRanges>& ranges);

}  // namespace sonolist::model
