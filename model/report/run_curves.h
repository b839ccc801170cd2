// The course of a training run, from the tables in its folder.
#pragma once

#include <optional>
#include <string>

#include "model/report/svg.h"

namespace sonolist::model::report {

// Losses (losses.csv: loss, cross_entropy, dice or dice_loss, auxiliary, against epoch or iteration) above the Dice of
// the validation (validation.csv: mean_dice and one column per class; or one line per class with its dice_mean).
// Columns and files that are not there are left out; nothing where there is no line to draw.
std::optional<Svg> run_curves(const std::string& run_folder);

// Writes run_curves() as curves.svg into the folder, as a whole; does nothing while there is nothing to draw. Cheap
// enough to be called after each line of the logs. Throws ModelError when the file cannot be written.
void draw_run_curves(const std::string& run_folder);

}  // namespace sonolist::model::report
