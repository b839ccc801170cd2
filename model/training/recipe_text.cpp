// The text form of a recipe's fields.

#include <algorithm>
#include <charconv>
#include <regex>
#include <sstream>

#include "model/error.h"
#include "model/training/recipe.h"

namespace sonolist::model {
namespace {

// The shortest text that reads back as the same number.
std::string number_text(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof(buffer), value);
  return {buffer, end.ptr};
}

struct TextOf {
  std::string operator()(const std::int64_t* value) const { return std::to_string(*value); }
  std::string operator()(const double* value) const { return number_text(*value); }
  std::string operator()(const bool* value) const { return *value ? "true" : "false"; }
  std::string operator()(const std::string* value) const { return *value; }
  std::string operator()(const Effect* value) const {
    return number_text(value->strength) + (value->probability == 1.0 ? "" : "@" + number_text(value->probability));
  }
  std::string operator()(const std::vector<double>* values) const {
    std::string text;
    for (const auto value : *values) text += (text.empty() ? "" : ",") + number_text(value);
    return text;
  }
  std::string operator()(const PictureShape* value) const {
    return std::to_string(value->height) + "x" + std::to_string(value->width);
  }
};

class ValueReader {
 public:
  ValueReader(const RecipeField& field, const std::string& text) : field_(field), text_(text) {}

  void operator()(std::int64_t* value) const { *value = number<std::int64_t>(text_); }
  void operator()(double* value) const { *value = number<double>(text_); }
  void operator()(bool* value) const {
    if (text_ != "true" && text_ != "false") refuse("true or false");
    *value = text_ == "true";
  }
  void operator()(std::string* value) const {
    std::string known;
    for (const auto& choice : field_.choices) known += (known.empty() ? "" : ", ") + choice;
    const bool fits =
        known.empty() || std::find(field_.choices.begin(), field_.choices.end(), text_) != field_.choices.end();
    if (!fits) refuse("one of " + known);
    *value = text_;
  }
  void operator()(Effect* value) const {
    const auto at = text_.find('@');
    const auto strength = number<double>(text_.substr(0, at));
    const auto probability = at == std::string::npos ? 1.0 : plain<double>(text_.substr(at + 1));
    if (!(probability >= 0.0 && probability <= 1.0)) refuse("STRENGTH@PROBABILITY with a probability from 0 to 1");
    *value = Effect(strength, probability);
  }
  void operator()(std::vector<double>* values) const {
    std::vector<double> list;
    std::istringstream in(text_);
    for (std::string item; std::getline(in, item, ',');) list.push_back(number<double>(item));
    *values = list;
  }
  void operator()(PictureShape* value) const {
    std::smatch parts;
    if (!std::regex_match(text_, parts, std::regex("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})"))) {
      refuse("HEIGHTxWIDTH in pixels, such as 480x640");
    }
    *value = {std::stoll(parts[1]), std::stoll(parts[2])};
  }

 private:
  [[noreturn]] void refuse(const std::string& wanted) const {
    throw ModelError("--" + field_.name + ": '" + text_ + "' does not fit; give " + wanted);
  }

  template <typename Number>
  Number plain(const std::string& text) const {
    Number value{};
    const auto* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    if (result.ec != std::errc() || result.ptr != end) refuse("a number");
    return value;
  }

  template <typename Number>
  Number number(const std::string& text) const {
    const auto value = plain<Number>(text);
    const auto compared = static_cast<double>(value);
    if (!(compared >= field_.lowest && compared <= field_.highest)) {
      refuse("a number from " + number_text(field_.lowest) + " to " + number_text(field_.highest));
    }
    return value;
  }

  const RecipeField& field_;
  const std::string& text_;
};

}  // namespace

std::string text_of(const RecipeField& field) {
  return std::visit(TextOf{}, field.value);
}

void set_field(const RecipeField& field, const std::string& text) {
  std::visit(ValueReader(field, text), field.value);
}

Settings settings_of(const Recipe& recipe) {
  auto copy = recipe;
  Settings settings{{"recipe", recipe.name}};
  for (const auto& field : fields_of(copy)) settings.emplace_back(field.name, text_of(field));
  return settings;
}

Recipe recipe_from(const Settings& settings, const std::string& origin) {
  if (settings.empty() || settings.front().first != "recipe") {
    throw ModelError(origin + ": does not begin with the name of the recipe; it is of another version of the program");
  }
  auto recipe = make_recipe(settings.front().second);
  const auto fields = fields_of(recipe);
  if (fields.size() + 1 != settings.size()) {
    throw ModelError(origin + ": has " + std::to_string(settings.size() - 1) + " settings where this version has " +
                     std::to_string(fields.size()) + "; use the version that wrote it");
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto& [name, value] = settings[i + 1];
    if (name != fields[i].name) {
      throw ModelError(origin + ": has '" + name + "' where '" + fields[i].name +
                       "' belongs; use the version that wrote it");
    }
    try {
      set_field(fields[i], value);
    } catch (const ModelError& problem) {
      throw ModelError(origin + ": " + problem.what());
    }
  }
  return recipe;
}

}  // namespace sonolist::model
