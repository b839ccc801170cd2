// Bytes as text inside a document (RFC 4648, with padding).
#pragma once

#include <string>
#include <string_view>

namespace sonolist::model::report {

std::string base64(std::string_view bytes);

}  // namespace sonolist::model::report
