// --recipe and an option for each of its values.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>

#include "model/training/recipe.h"

namespace sonolist::model::tools {

// What stood on the command line. Must stay where it is once its options are added.
struct RecipeOption {
  std::string name;                          // empty: "sonolist"
  std::map<std::string, std::string> given;  // of each field; empty: not given
};

// --help names the values of both recipes.
void add_recipe_options(CLI::App& command, RecipeOption& option);

// The named recipe with what was given in place of its values.
Recipe chosen_recipe(const RecipeOption& option);

// The recipe of a run that is continued, from its file of settings. Throws ModelError naming the first option that was
// given with another value: it would change the course of the training.
Recipe recipe_of_run(const RecipeOption& option, const std::string& settings_file);

}  // namespace sonolist::model::tools
