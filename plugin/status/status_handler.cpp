#include "plugin/status/status_handler.h"

#include <algorithm>
#include <string_view>

#include "plugin/http/whole_number.h"
#include "plugin/status/web_files.h"

namespace sonolist::plugin {
namespace {

constexpr int kDefaultRows = 100;
constexpr int kMaximumRows = 1000;

// Only our own files, no inline script: a text that slipped through as markup would still not run.
constexpr const char* kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'";

class NotANumber : public std::exception {};

std::int64_t number(const HttpRequest& request, std::string_view name, std::int64_t otherwise) {
  for (const auto& [key, value] : request.query) {
    if (key != name) continue;
    const auto number = parse_whole_number(value);
    if (!number) throw NotANumber();
    return *number;
  }
  return otherwise;
}

int limit(const HttpRequest& request) {
  return static_cast<int>(std::clamp<std::int64_t>(number(request, "limit", kDefaultRows), 1, kMaximumRows));
}

HttpResponse no_such_resource() {
  return error_response(404, std::string("Known below ") + StatusHandler::kRoot + " are " + status_resource_names());
}

// The browser keeps the files, and asks each time whether they are still those of this plug-in.
HttpResponse web_file(std::string_view name, const HttpRequest& request) {
  const WebFile* file = find_web_file(name);
  if (file == nullptr) return no_such_resource();
  HttpResponse response = {200,
                           std::string(file->content_type),
                           {{"Content-Security-Policy", kContentSecurityPolicy},
                            {"X-Content-Type-Options", "nosniff"},
                            {"Referrer-Policy", "no-referrer"},
                            {"Cache-Control", "no-cache"},
                            {"ETag", std::string(file->etag)}},
                           std::string(file->content)};
  if (request.header("if-none-match").find(file->etag) != std::string::npos) {
    response.status = 304;
    response.content_type.clear();
    response.body.clear();
  }
  return response;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

HttpResponse StatusHandler::handle(const HttpRequest& request) const {
  if (request.method == HttpMethod::kOptions) return {204, "", {{"Allow", "GET, HEAD, OPTIONS"}}, ""};
  if (request.method != HttpMethod::kGet) {
    HttpResponse response = error_response(405, "This resource knows only GET");
    response.headers.emplace_back("Allow", "GET");
    return response;
  }
  std::string_view path = request.path;
  take_prefix(path, kRoot);
  const StatusRouteMatch match = find_status_route(path);
  if (match.route == nullptr) return no_such_resource();
  try {
    return answer(match, request);
  } catch (const NotANumber&) {
    return error_response(400, "since and limit must be whole numbers of zero or more");
  }
}

HttpResponse StatusHandler::answer(const StatusRouteMatch& match, const HttpRequest& request) const {
  switch (match.route->resource) {
    case StatusResource::kStatus:
      return status();
    case StatusResource::kWorkitems:
      return json_response(200, source_.recent_workitems(limit(request)));
    case StatusResource::kEvents:
      return json_response(200, source_.events(number(request, "since", 0), limit(request)));
    case StatusResource::kSkipped:
      return json_response(200, source_.unqueued_images(limit(request)));
    case StatusResource::kImage: {
      const auto image = source_.image(std::string(match.parameter));
      return image ? json_response(200, *image) : error_response(404, "The intake has not seen this image");
    }
    case StatusResource::kPage:
      return web_file("", request);
    case StatusResource::kPageFile:
      return web_file(match.parameter, request);
    case StatusResource::kSystem:
      return monitoring_.system();
    case StatusResource::kModels:
      return monitoring_.models();
    case StatusResource::kMetrics:
      return monitoring_.metrics();
    case StatusResource::kLive:
      return monitoring_.live();
    case StatusResource::kReady:
      return monitoring_.ready();
  }
  return no_such_resource();
}

HttpResponse StatusHandler::status() const {
  nlohmann::json status = {{"version", SONOLIST_VERSION},
                           {"workitems", source_.workitems_by_state()},
                           {"images", source_.images_by_outcome()},
                           {"lastErrors", errors_.to_json()}};
  status.update(more_status_());
  return json_response(200, status);
}

}  // namespace sonolist::plugin
