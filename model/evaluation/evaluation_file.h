// An evaluation as files: evaluation.json holds everything, images.csv one line per image and structure.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "model/evaluation/evaluation.h"

namespace sonolist::model {

// The overlap table in the form that checkpoints and packages share (to_json of training_run.h), and beside it the
// measures with intervals, calibration, correlation, analysis of variance (with Boost only), and the values of every
// image, from which parse_evaluation() makes the evaluation again. NaN is null.
nlohmann::json to_json(const Evaluation& evaluation);

// Throws ModelError naming `origin` and what is missing or wrong.
Evaluation parse_evaluation(const nlohmann::json& document, const std::string& origin);

std::string images_csv(const Evaluation& evaluation);  // an undefined value is an empty field

}  // namespace sonolist::model
