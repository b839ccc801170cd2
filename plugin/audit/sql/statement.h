// An SQL text in the making, with the values of its parameters. Pure.
#pragma once

#include <string>
#include <vector>

#include "plugin/audit/audit_filter.h"
#include "plugin/worklist/sql/sql_session.h"

namespace sonolist::plugin {

class Statement {
 public:
  Statement& operator<<(const std::string& text) {
    sql_ += text;
    return *this;
  }

  // The parameter for a value: "?3".
  std::string value(SqlValue value);

  // "(?3, ?4)"; "(NULL)" for none, to which nothing compares.
  template <typename Values>
  std::string list(const Values& values) {
    std::string text;
    for (const auto& one : values) text += (text.empty() ? "(" : ", ") + value(one);
    return text.empty() ? "(NULL)" : text + ")";
  }

  const std::string& sql() const { return sql_; }
  const SqlValues& values() const { return values_; }

 private:
  std::string sql_;
  SqlValues values_;
};

// " < ", ... of a comparison with a value.
const char* sign_of(Comparison comparison);

}  // namespace sonolist::plugin
