// The content type of a file of the viewer, by its name.
#pragma once

#include <string_view>

namespace sonolist::plugin {

// Browsers run scripts and compile WebAssembly only under the right type, and with "nosniff" guess none. What is not
// known is bytes. Pure.
std::string_view content_type_of(std::string_view name);

}  // namespace sonolist::plugin
