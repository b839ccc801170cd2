// Text of others made fit for XML 1.0.
#pragma once

#include <string>
#include <string_view>

namespace sonolist::plugin {

// UTF-8; each byte that belongs to no well-formed character and each character outside of production [2] "Char" of XML
// 1.0 becomes U+FFFD: names and paths come from whoever sent the request, and one bad byte would make the whole message
// unreadable. Markup is left alone. Pure.
std::string xml_text(std::string_view bytes);

}  // namespace sonolist::plugin
