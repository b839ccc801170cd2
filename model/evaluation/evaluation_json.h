// The computed figures of an evaluation as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "model/evaluation/bootstrap.h"
#include "model/evaluation/evaluation.h"

namespace sonolist::model {

nlohmann::json finite_or_null(double value);
nlohmann::json to_json(const Interval& interval);  // [low, high], or null
std::string csv_field(const std::string& text);    // quoted where it holds a comma, a quote or a line break

// Adds to document["classes"][NAME] the measures, calibration, ROC area and correlation of each structure, and to the
// document what concerns them all.
void add_summaries(const Evaluation& evaluation, nlohmann::json& document);

}  // namespace sonolist::model
