#include "plugin/viewer/content_type.h"

#include <string>
#include <utility>

#include "plugin/http/lower_case.h"

namespace sonolist::plugin {
namespace {

constexpr std::pair<std::string_view, std::string_view> kContentTypes[] = {
    {"html", "text/html; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"json", "application/json"},
    {"jsonc", "application/json"},
    {"map", "application/json"},
    {"webmanifest", "application/manifest+json"},
    {"webapp", "application/manifest+json"},
    {"wasm", "application/wasm"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"gif", "image/gif"},
    {"webp", "image/webp"},
    {"ico", "image/x-icon"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"ttf", "font/ttf"},
    {"xml", "text/xml; charset=utf-8"},
    {"txt", "text/plain; charset=utf-8"},
};

}  // namespace

std::string_view content_type_of(std::string_view name) {
  const std::string ending = lower_case(std::string(name.substr(name.rfind('.') + 1)));
  for (const auto& [known, type] : kContentTypes) {
    if (ending == known) return type;
  }
  return "application/octet-stream";
}

}  // namespace sonolist::plugin
