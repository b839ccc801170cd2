#include "plugin/audit/sql/statement.h"

namespace sonolist::plugin {

std::string Statement::value(SqlValue value) {
  values_.push_back(std::move(value));
  return "?" + std::to_string(values_.size());
}

const char* sign_of(Comparison comparison) {
  switch (comparison) {
    case Comparison::kLess:
      return " < ";
    case Comparison::kLessOrEqual:
      return " <= ";
    case Comparison::kEqual:
      return " = ";
    case Comparison::kGreaterOrEqual:
      return " >= ";
    case Comparison::kGreater:
    case Comparison::kAny:
      break;
  }
  return " > ";
}

}  // namespace sonolist::plugin
