#include "model/package/field_reader.h"

#include <algorithm>
#include <cmath>

#include "model/error.h"

namespace sonolist::model {

using nlohmann::json;

FieldReader::FieldReader(const json& object, const std::string& origin, const std::string& path)
    : object_(&object), origin_(origin), path_(path) {
  if (object.is_object()) return;
  throw ModelError(origin_ + ": " + (path_.empty() ? "" : "field '" + path_ + "': ") + "must be a JSON object");
}

bool FieldReader::has(const std::string& key) const {
  return object_->contains(key);
}

const json& FieldReader::value(const std::string& key) {
  read_.insert(key);
  const auto found = object_->find(key);
  if (found == object_->end()) refuse(key, "is missing");
  return *found;
}

std::string FieldReader::text(const std::string& key) {
  const auto& field = value(key);
  if (!field.is_string() || field.get_ref<const std::string&>().empty())
    refuse(key, "must be a text that is not empty");
  return field.get<std::string>();
}

bool FieldReader::boolean(const std::string& key) {
  const auto& field = value(key);
  if (!field.is_boolean()) refuse(key, "must be true or false");
  return field.get<bool>();
}

std::int64_t FieldReader::integer(const std::string& key, std::int64_t smallest, std::int64_t largest) {
  const auto& field = value(key);
  if (!field.is_number_integer() || field.get<std::int64_t>() < smallest || field.get<std::int64_t>() > largest) {
    refuse(key, "must be a whole number from " + std::to_string(smallest) + " to " + std::to_string(largest));
  }
  return field.get<std::int64_t>();
}

double FieldReader::number(const std::string& key) {
  const auto& field = value(key);
  if (!field.is_number() || !std::isfinite(field.get<double>())) refuse(key, "must be a number");
  return field.get<double>();
}

std::vector<double> FieldReader::numbers(const std::string& key) {
  const auto& field = value(key);
  const auto is_number = [](const json& item) { return item.is_number() && std::isfinite(item.get<double>()); };
  if (!field.is_array() || !std::all_of(field.begin(), field.end(), is_number))
    refuse(key, "must be a list of numbers");
  return field.get<std::vector<double>>();
}

std::vector<std::string> FieldReader::texts(const std::string& key) {
  const auto& field = value(key);
  const auto is_text = [](const json& item) { return item.is_string() && !item.get_ref<const std::string&>().empty(); };
  if (!field.is_array() || !std::all_of(field.begin(), field.end(), is_text)) refuse(key, "must be a list of texts");
  const auto list = field.get<std::vector<std::string>>();
  if (std::set<std::string>(list.begin(), list.end()).size() != list.size()) refuse(key, "names something twice");
  return list;
}

std::string FieldReader::one_of(const std::string& key, const std::vector<std::string>& known) {
  const auto& field = value(key);
  std::string list;
  for (const auto& name : known) {
    if (field == name) return name;
    list += (list.empty() ? "'" : ", '") + name + "'";
  }
  refuse(key, "is " + field.dump() + "; use " + list);
}

FieldReader FieldReader::object(const std::string& key) {
  return {value(key), origin_, path(key)};
}

std::vector<FieldReader> FieldReader::objects(const std::string& key) {
  const auto& field = value(key);
  if (!field.is_array()) refuse(key, "must be a list");
  std::vector<FieldReader> readers;
  for (const auto& item : field) {
    readers.emplace_back(item, origin_, path(key) + "[" + std::to_string(readers.size()) + "]");
  }
  return readers;
}

void FieldReader::refuse_unknown() const {
  for (const auto& item : object_->items()) {
    if (read_.count(item.key()) == 0) refuse(item.key(), "is unknown; misspelt?");
  }
}

void FieldReader::refuse(const std::string& key, const std::string& reason) const {
  throw ModelError(origin_ + ": field '" + path(key) + "': " + reason);
}

std::string FieldReader::path(const std::string& key) const {
  return path_.empty() ? key : path_ + "." + key;
}

}  // namespace sonolist::model
