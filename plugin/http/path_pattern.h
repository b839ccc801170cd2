// A path before a pattern like "/reprocess/{job}": "{name}" stands for one segment, which is not empty. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sonolist::plugin {

// What the names stand for, in their order; nothing when the path is another one.
std::optional<std::vector<std::string>> match_path(std::string_view path, std::string_view pattern);

}  // namespace sonolist::plugin
