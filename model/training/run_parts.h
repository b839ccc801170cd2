// Which groups a run trained on, chose by and left untouched, and the record of it: without it no number of the run
// can be checked.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/dataset/split.h"

namespace sonolist::model {

// {"training":[group,...],"held_out":[...],"test":[...]}: held_out is the validation, which chose best.pt; the test is
// what the run was not shown. `groups`: one a sample.
nlohmann::json part_record(const ThreeWaySplit& split, const std::vector<std::string>& groups);

// The split that `record` describes. Throws ModelError naming `origin` when it is no such record, or the data set has a
// group that the record does not name, or the other way round.
ThreeWaySplit split_of_record(const nlohmann::json& record, const std::vector<std::string>& groups,
                              const std::string& origin);

}  // namespace sonolist::model
