#include "plugin/ups_rs/capabilities.h"

#include <map>
#include <pugixml.hpp>
#include <sstream>

#include "plugin/http/media_type.h"
#include "plugin/ups_rs/answer_format.h"
#include "plugin/ups_rs/routes.h"

namespace sonolist::plugin {
namespace {

constexpr const char* kWadlType = "application/vnd.sun.wadl+xml";

nlohmann::json json_capabilities(const std::string& base) {
  nlohmann::json routes = nlohmann::json::array();
  for (const Route& route : worklist_routes()) {
    nlohmann::json statuses = nlohmann::json::array();
    for (const int status : route.statuses) {
      if (status != 0) statuses.push_back(status);
    }
    routes.push_back({{"Method", to_string(route.method)},
                      {"Path", route.path},
                      {"Transaction", route.transaction},
                      {"Statuses", std::move(statuses)}});
  }
  return {{"Service", "Unified Procedure Step, Worklist Service (PS3.18 chapter 11)"},
          {"BaseURI", base},
          {"MediaTypes", {kDicomJsonType, "multipart/related; type=\"application/dicom+xml\"", kDicomXmlType}},
          {"CharacterSets", {"utf-8"}},
          {"FuzzyMatching", false},
          {"Resources", std::move(routes)}};
}

std::string wadl_capabilities(const std::string& base) {
  pugi::xml_document document;
  pugi::xml_node application = document.append_child("application");
  application.append_attribute("xmlns").set_value("http://wadl.dev.java.net/2009/02");
  pugi::xml_node resources = application.append_child("resources");
  resources.append_attribute("base").set_value(base.c_str());
  std::map<std::string_view, pugi::xml_node> by_path;
  for (const Route& route : worklist_routes()) {
    pugi::xml_node& resource = by_path[route.path];
    if (!resource) {
      resource = resources.append_child("resource");
      resource.append_attribute("path").set_value(std::string(route.path).c_str());
    }
    pugi::xml_node method = resource.append_child("method");
    method.append_attribute("name").set_value(std::string(to_string(route.method)).c_str());
    method.append_attribute("id").set_value(std::string(route.transaction).c_str());
    std::string statuses;
    for (const int status : route.statuses) {
      if (status != 0) statuses += (statuses.empty() ? "" : " ") + std::to_string(status);
    }
    method.append_child("response").append_attribute("status").set_value(statuses.c_str());
  }
  std::ostringstream text;
  document.save(text, "", pugi::format_raw, pugi::encoding_utf8);
  return text.str();
}

}  // namespace

HttpResponse answer_capabilities(const HttpRequest& request, const std::string& base) {
  double json = 0, wadl = 0;
  const auto ranges = parse_media_types(request.header("accept"));
  for (const MediaType& range : ranges) {
    if (range.name == "application/json" || range.name == "application/*" || range.name == "*/*")
      json = std::max(json, range.quality);
    if (range.name == kWadlType) wadl = std::max(wadl, range.quality);
  }
  if (ranges.empty()) json = 1;
  if (json == 0 && wadl == 0) {
    return error_response(406, std::string("Capabilities are application/json or ") + kWadlType);
  }
  if (json >= wadl) return json_response(200, json_capabilities(base));
  return {200, kWadlType, {}, wadl_capabilities(base)};
}

}  // namespace sonolist::plugin
