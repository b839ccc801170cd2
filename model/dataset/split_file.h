// The parts of a data set by the names of their samples, in a file that several runs share: whoever compares two models
// compares them on the same test pictures.
#pragma once

#include <cstdint>
#include <string>

#include "model/dataset/packed_dataset.h"
#include "model/dataset/split.h"

namespace sonolist::model {

// File: {"training":["0001",...],"validation":[...],"test":[...],"seed":1,
//        "groups":{"training":["block-000",...],"validation":[...],"test":[...]}}
// Only the three lists of names are read back; seed and groups are for people.

// Throws ModelError naming the file and the sample: for one that the data set does not hold, that stands twice or in no
// part, and for a group (of the data set) that is cut between parts.
ThreeWaySplit read_split_file(const std::string& path, const PackedDataset& dataset);

// Throws ModelError when two samples of the data set have one name, or the file cannot be written.
void write_split_file(const ThreeWaySplit& split, const PackedDataset& dataset, std::uint64_t seed,
                      const std::string& path);

}  // namespace sonolist::model
