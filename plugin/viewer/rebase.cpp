#include "plugin/viewer/rebase.h"

namespace sonolist::plugin {
namespace {

struct AbsoluteAddress {
  std::string_view ending;  // of the names of such files
  std::string_view before;  // what stands before the slash of the server's root
  std::string_view after;   // what stands behind it; empty: anything but another slash
};

constexpr AbsoluteAddress kAbsoluteAddresses[] = {
    {".html", "=\"", ""},   {".html", "='", ""},     {".css", "url(", ""},
    {".css", "url(\"", ""}, {".css", "url('", ""},   {".js", ".p = \"", "\""},
    {".js", ".p=\"", "\""}, {".mjs", ".p=\"", "\""}, {".mjs", ".p = \"", "\""},
};

bool ends_with(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

bool is_followed_by(std::string_view rest, std::string_view after) {
  if (after.empty()) return rest.empty() || rest.front() != '/';
  return rest.substr(0, after.size()) == after;
}

std::string with_root(const std::string& content, const AbsoluteAddress& address, std::string_view root) {
  const std::string wanted = std::string(address.before) + "/";
  const std::string_view text = content;
  std::string result;
  std::size_t copied = 0;
  for (std::size_t at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + 1)) {
    if (!is_followed_by(text.substr(at + wanted.size()), address.after)) continue;
    result.append(text, copied, at + address.before.size() - copied).append(root);
    copied = at + wanted.size();
  }
  if (copied == 0) return content;
  return result.append(text, copied);
}

}  // namespace

std::string rebase(std::string content, std::string_view name, std::string_view root) {
  for (const AbsoluteAddress& address : kAbsoluteAddresses) {
    if (ends_with(name, address.ending)) content = with_root(content, address, root);
  }
  return content;
}

}  // namespace sonolist::plugin
