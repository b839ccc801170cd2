// Wild card matching (PS3.4 C.2.2.2.4), for search keys and for rules.
#pragma once

#include <string_view>

namespace sonolist::plugin {

// "*" stands for any text, "?" for one character (of UTF-8). Case matters. Pure.
bool matches_wildcard(std::string_view text, std::string_view pattern);

}  // namespace sonolist::plugin
