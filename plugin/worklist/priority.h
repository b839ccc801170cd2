// Scheduled Procedure Step Priority (0074,1200) as an order.
#pragma once

#include <string_view>

namespace sonolist::plugin {

// 0 HIGH, 1 MEDIUM, 2 LOW and everything else.
inline int priority_rank(std::string_view priority) {
  if (priority == "HIGH") return 0;
  return priority == "MEDIUM" ? 1 : 2;
}

inline bool is_priority(std::string_view text) {
  return text == "HIGH" || text == "MEDIUM" || text == "LOW";
}

}  // namespace sonolist::plugin
