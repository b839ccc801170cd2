// Strict reading of one JSON object: every field named in the message, no field unread.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace sonolist::model {

// Borrows `object`, which must outlive the reader. Every function throws ModelError "<origin>: field '<path>': ...".
class FieldReader {
 public:
  FieldReader(const nlohmann::json& object, const std::string& origin, const std::string& path = "");

  bool has(const std::string& key) const;
  const nlohmann::json& value(const std::string& key);  // any type; throws when missing
  std::string text(const std::string& key);             // not empty
  bool boolean(const std::string& key);
  std::int64_t integer(const std::string& key, std::int64_t smallest, std::int64_t largest);
  double number(const std::string& key);  // finite
  std::vector<double> numbers(const std::string& key);
  std::vector<std::string> texts(const std::string& key);  // none empty, none twice
  std::string one_of(const std::string& key, const std::vector<std::string>& known);
  FieldReader object(const std::string& key);
  std::vector<FieldReader> objects(const std::string& key);

  // Refuses a field that no call has asked for.
  void refuse_unknown() const;
  [[noreturn]] void refuse(const std::string& key, const std::string& reason) const;

 private:
  std::string path(const std::string& key) const;

  const nlohmann::json* object_;
  std::string origin_, path_;
  std::set<std::string> read_;
};

}  // namespace sonolist::model
