#include "model/dataset/label_table.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "model/dataset/csv_table.h"
#include "model/error.h"

namespace sonolist::model {
namespace {

constexpr std::size_t kMostClasses = 256;

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, value);
  if (problem != std::errc() || stopped != end) return std::nullopt;
  return value;
}

// Adds entries one by one; `origin` and the entry's place begin every message.
class LabelTableBuilder {
 public:
  explicit LabelTableBuilder(std::string origin) : origin_(std::move(origin)) {}

  void add(std::int64_t value, const std::string& name, bool ignore, const std::string& place) {
    if (name.empty()) throw ModelError(origin_ + place + ": value " + std::to_string(value) + " has no name");
    if (!given_.emplace(value, name).second) {
      throw ModelError(origin_ + place + ": value " + std::to_string(value) + " stands twice");
    }
    table_.label_of[value] = ignore ? std::uint8_t{0} : class_of(name);
  }

  LabelTable finished() {
    if (table_.classes.size() < 2) throw ModelError(origin_ + ": names no class; give lines of value and name");
    return std::move(table_);
  }

 private:
  std::uint8_t class_of(const std::string& name) {
    const auto found = std::find(table_.classes.begin(), table_.classes.end(), name);
    if (found != table_.classes.end()) return static_cast<std::uint8_t>(found - table_.classes.begin());
    if (table_.classes.size() == kMostClasses) throw ModelError(origin_ + ": names more than 255 classes");
    table_.classes.push_back(name);
    return static_cast<std::uint8_t>(table_.classes.size() - 1);
  }

  std::string origin_;
  std::map<std::int64_t, std::string> given_;
  LabelTable table_;
};

bool means_yes(const std::string& text, const std::string& where) {
  if (text.empty() || text == "0" || text == "false" || text == "no") return false;
  if (text == "1" || text == "true" || text == "yes") return true;
  throw ModelError(where + ": '" + text + "' is neither 1 nor 0 for ignore");
}

LabelTable read_csv_labels(const std::string& path) {
  LabelTableBuilder builder(path);
  const auto rows = read_csv(path);
  for (const auto& row : rows) {
    const auto place = ": line " + std::to_string(row.line);
    const auto value = whole_number(row.cells.front());
    if (!value && &row == &rows.front() && row.cells.front() == "value") continue;  // the head line
    if (!value) throw ModelError(path + place + ": '" + row.cells.front() + "' is no whole number");
    if (row.cells.size() < 2 || row.cells.size() > 3) throw ModelError(path + place + ": give value,name[,ignore]");
    const bool ignore = row.cells.size() == 3 && means_yes(row.cells[2], path + place);
    builder.add(*value, row.cells[1], ignore, place);
  }
  return builder.finished();
}

LabelTable read_json_labels(const std::string& path) {
  std::ifstream in(path);
  const auto document = nlohmann::json::parse(in, nullptr, false);
  if (!document.is_array()) {
    throw ModelError(path + R"(: is not a JSON list of {"value":3,"name":"nerve"})");
  }
  LabelTableBuilder builder(path);
  for (std::size_t i = 0; i < document.size(); ++i) {
    const auto place = ": entry " + std::to_string(i + 1);
    try {
      const auto& entry = document[i];
      if (!entry.at("value").is_number_integer()) throw ModelError(path + place + ": 'value' is no whole number");
      builder.add(entry.at("value").get<std::int64_t>(), entry.at("name").get<std::string>(),
                  entry.value("ignore", false), place);
    } catch (const nlohmann::json::exception&) {
      throw ModelError(path + place + R"(: give {"value":3,"name":"nerve"}, with "ignore":true where it is no class)");
    }
  }
  return builder.finished();
}

}  // namespace

LabelTable consecutive_labels(const std::vector<std::string>& names) {
  LabelTable table;
  for (std::size_t i = !names.empty() && names.front() == "background" ? 1 : 0; i < names.size(); ++i) {
    if (table.classes.size() == kMostClasses) throw ModelError("more than 255 classes are named");
    table.label_of[static_cast<std::int64_t>(table.classes.size())] = static_cast<std::uint8_t>(table.classes.size());
    table.classes.push_back(names[i]);
  }
  return table;
}

LabelTable parse_label_table(const std::string& text) {
  LabelTableBuilder builder("label map");
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    const auto entry = text.substr(begin, end - begin);
    const auto equals = entry.find('=');
    const auto value = whole_number(entry.substr(0, equals));
    if (equals == std::string::npos || !value) {
      throw ModelError("label map: '" + entry + "' is not VALUE=NAME, such as 3=nerve");
    }
    builder.add(*value, entry.substr(equals + 1), false, ": '" + entry + "'");
    begin = end + 1;
  }
  return builder.finished();
}

LabelTable read_label_table(const std::string& path) {
  const bool is_json = path.size() >= 5 && path.compare(path.size() - 5, 5, ".json") == 0;
  return is_json ? read_json_labels(path) : read_csv_labels(path);
}

std::vector<std::uint8_t> labels_of(const std::vector<std::int32_t>& values, const LabelTable& table,
                                    const std::string& path) {
  std::vector<std::uint8_t> labels(values.size());
  std::int64_t last_value = 0;  // neighbours mostly agree: one look-up a run
  auto found = table.label_of.end();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (found == table.label_of.end() || values[i] != last_value) {
      last_value = values[i];
      found = table.label_of.find(last_value);
      if (found == table.label_of.end()) {
        throw ModelError(path + ": holds label " + std::to_string(last_value) + ", for which no class is named");
      }
    }
    labels[i] = found->second;
  }
  return labels;
}

}  // namespace sonolist::model
