// A viewer that was built for the root of a server, made to live below another path.
#pragma once

#include <string>
#include <string_view>

namespace sonolist::plugin {

// The text of a page (.html), style sheet (.css) or script (.js, .mjs) whose absolute addresses begin at `root`, which
// has a slash at both ends: attributes of pages, url(/ of style sheets, and webpack's public path in scripts, from
// which they load their other parts. Other files come back as they are. Addresses with a host are left alone. Pure.
std::string rebase(std::string content, std::string_view name, std::string_view root);

}  // namespace sonolist::plugin
