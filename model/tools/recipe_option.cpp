#include "model/tools/recipe_option.h"

#include <algorithm>

#include "model/error.h"

namespace sonolist::model::tools {
namespace {

constexpr const char* kRecipeNames[] = {"sonolist", "published"};

// "16 (published: 8)"
std::string default_text(std::size_t field) {
  auto own = make_recipe(kRecipeNames[0]), published = make_recipe(kRecipeNames[1]);
  const auto first = text_of(fields_of(own)[field]), second = text_of(fields_of(published)[field]);
  return first == second ? first : first + "; published " + second;
}

bool is_switch(const RecipeField& field) {
  return std::holds_alternative<bool*>(field.value);
}

const char* type_name(const RecipeField& field) {
  if (std::holds_alternative<Effect*>(field.value)) return "NUMBER[@PROBABILITY]";
  if (std::holds_alternative<PictureShape*>(field.value)) return "SIZE";
  if (std::holds_alternative<std::string*>(field.value)) return "TEXT";
  return "NUMBER";
}

void add_field_option(CLI::App& command, const RecipeField& field, const std::string& defaults, std::string& given) {
  if (is_switch(field)) {
    command.add_flag_function(
        "--" + field.name + ",!--no-" + field.name,
        [&given](std::int64_t count) { given = count > 0 ? "true" : "false"; },
        field.description + " [" + defaults + "]");
    return;
  }
  auto* option = command.add_option_function<std::string>(
      "--" + field.name, [&given](const std::string& text) { given = text; }, field.description);
  option->type_name(type_name(field));
  if (!defaults.empty()) option->default_str(defaults);
  option->check([name = field.name](const std::string& text) {
    Recipe scratch;
    for (const auto& candidate : fields_of(scratch)) {
      if (candidate.name != name) continue;
      try {
        set_field(candidate, text);
      } catch (const ModelError& problem) {
        return std::string(problem.what());
      }
    }
    return std::string();
  });
}

bool is_given(const RecipeOption& option, const std::string& name) {
  return !option.given.at(name).empty();
}

[[noreturn]] void refuse_change(const std::string& name, const std::string& wanted, const std::string& own) {
  throw ModelError("--" + name + " " + wanted + ": the run that is to be continued has '" + own +
                   "'; leave the option out, or begin another run with another --out");
}

}  // namespace

void add_recipe_options(CLI::App& command, RecipeOption& option) {
  command.add_option("--recipe", option.name, "Gives the values of the options of training that are not given")
      ->default_str(kRecipeNames[0])
      ->check(CLI::IsMember({kRecipeNames[0], kRecipeNames[1]}));
  Recipe names;
  const auto fields = fields_of(names);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    add_field_option(command, fields[i], default_text(i), option.given[fields[i].name]);
  }
  command.get_option("--iterations")->excludes(command.get_option("--epochs"));
}

Recipe chosen_recipe(const RecipeOption& option) {
  auto recipe = make_recipe(option.name.empty() ? kRecipeNames[0] : option.name);
  for (const auto& field : fields_of(recipe)) {
    if (is_given(option, field.name)) set_field(field, option.given.at(field.name));
  }
  // The published crop belongs to the published size.
  const bool smaller = recipe.size.height < 473 || recipe.size.width < 473;
  if (recipe.name == "published" && !is_given(option, "crop") && smaller) recipe.crop = "none";
  return recipe;
}

Recipe recipe_of_run(const RecipeOption& option, const std::string& settings_file) {
  auto recipe = recipe_from(read_settings(settings_file), settings_file);
  if (!option.name.empty() && option.name != recipe.name) refuse_change("recipe", option.name, recipe.name);
  for (const auto& field : fields_of(recipe)) {
    if (!is_given(option, field.name)) continue;
    const auto own = text_of(field);
    auto wanted = recipe;
    for (const auto& changed : fields_of(wanted)) {
      if (changed.name != field.name) continue;
      set_field(changed, option.given.at(field.name));
      if (text_of(changed) != own) refuse_change(field.name, text_of(changed), own);
    }
  }
  return recipe;
}

}  // namespace sonolist::model::tools
