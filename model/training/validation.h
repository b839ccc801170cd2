// How well a network does on samples that are already tensors of its input size.
#pragma once

#include <cstdint>
#include <vector>

#include "model/networks/segmentation_network.h"
#include "model/training/metrics.h"
#include "model/training/sample_tensors.h"

namespace sonolist::model {

// Whole pictures, no augmentation, `batch_size` at a time, on the device of `samples`, where the network must be. The
// network is left in evaluation mode.
OverlapTable validate(SegmentationNetwork& network, const SampleTensors& samples,
                      const std::vector<std::int64_t>& indices, int channels, std::int64_t batch_size);

}  // namespace sonolist::model
