#include "plugin/viewer/viewer_handler.h"

#include "plugin/configuration/configuration_error.h"
#include "plugin/digest/sha256.h"
#include "plugin/viewer/content_type.h"
#include "plugin/viewer/rebase.h"
#include "plugin/viewer/viewer_configuration.h"
#include "plugin/viewer/viewer_routes.h"
#include "plugin/viewer/viewer_target.h"

namespace sonolist::plugin {
namespace {

// OHIF has scripts in its page, makes code and workers at run time and compiles WebAssembly. All of it is of this
// server, and what it reads goes nowhere else.
constexpr const char* kViewerPolicy =
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self' data: blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

constexpr const char* kNoViewer =
    "No viewer is installed here: Sonolist.Viewer.Folder of Orthanc's configuration names the folder of a built OHIF";

bool is_below(std::string_view path, std::string_view root) {
  return path.substr(0, root.size()) == root && (path.size() == root.size() || path[root.size()] == '/');
}

// Isolation (the two Cross-Origin policies) lets the viewer's workers share memory. The browser keeps the files, and
// asks each time whether they are still the same.
HttpResponse viewer_response(std::string_view content_type, std::string content, const HttpRequest& request) {
  const std::string etag = '"' + sha256_hex(content) + '"';
  HttpResponse response = {200,
                           std::string(content_type),
                           {{"Content-Security-Policy", kViewerPolicy},
                            {"Cross-Origin-Opener-Policy", "same-origin"},
                            {"Cross-Origin-Embedder-Policy", "require-corp"},
                            {"Cross-Origin-Resource-Policy", "same-origin"},
                            {"X-Content-Type-Options", "nosniff"},
                            {"Referrer-Policy", "no-referrer"},
                            {"Cache-Control", "no-cache"},
                            {"ETag", etag}},
                           std::move(content)};
  if (request.header("if-none-match").find(etag) != std::string::npos) {
    response.status = 304;
    response.content_type.clear();
    response.body.clear();
  }
  return response;
}

}  // namespace

ViewerHandler::ViewerHandler(const std::filesystem::path& folder, const std::string& dicom_web_root)
    : dicom_web_root_(dicom_web_root.substr(0, dicom_web_root.size() - 1)) {
  if (folder.empty()) return;
  try {
    files_.emplace(folder);
  } catch (const std::filesystem::filesystem_error& error) {
    throw ConfigurationError("Sonolist.Viewer.Folder cannot be read: " + std::string(error.what()) +
                             ": let Orthanc's user read all of it");
  }
}

std::string ViewerHandler::path() const {
  return files_ ? std::string(kRoot) + "/" : "";
}

std::optional<HttpResponse> ViewerHandler::handle(const HttpRequest& request) const {
  if (request.method != HttpMethod::kGet || !is_below(request.path, kRoot)) return std::nullopt;
  if (!files_) return error_response(404, kNoViewer);
  const std::string_view below_root = std::string_view(request.path).substr(std::string_view(kRoot).size());
  const ViewerTarget target = find_viewer_target(below_root, files_->names());
  switch (target.kind) {
    case ViewerTargetKind::kStartPage:
      return file("index.html", request);
    case ViewerTargetKind::kConfiguration:
      return viewer_response(content_type_of("app-config.js"), viewer_configuration(kRoot, dicom_web_root_), request);
    case ViewerTargetKind::kFile:
      return file(std::string(target.file), request);
    case ViewerTargetKind::kNothing:
      break;
  }
  return error_response(404, "The viewer has no such file");
}

HttpResponse ViewerHandler::file(const std::string& name, const HttpRequest& request) const {
  return viewer_response(content_type_of(name), rebase(files_->read(name), name, std::string(kRoot) + "/"), request);
}

}  // namespace sonolist::plugin
