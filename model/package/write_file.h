// Files that appear whole or not at all.
#pragma once

#include <string>
#include <string_view>

namespace sonolist::model {

// Writes through a temporary name in the same folder. Throws ModelError naming the file; what was there before then
// stays.
void write_file(const std::string& path, std::string_view bytes);

}  // namespace sonolist::model
