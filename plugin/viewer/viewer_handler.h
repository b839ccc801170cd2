// The viewer (OHIF) under the plug-in's own root: files of a folder that the operator names, nothing of ours.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "plugin/http/http_message.h"
#include "plugin/viewer/viewer_files.h"

namespace sonolist::plugin {

// Answers GET of the routes in viewer_routes.h. Files are served with the addresses of rebase(), app-config.js is that
// of viewer_configuration(). Thread safe.
class ViewerHandler {
 public:
  // An empty folder: no viewer. `dicom_web_root` has a slash at both ends. Throws ConfigurationError when the folder
  // cannot be listed.
  ViewerHandler(const std::filesystem::path& folder, const std::string& dicom_web_root);

  // Nothing for the requests of others. Throws std::runtime_error when a file has gone since the start.
  std::optional<HttpResponse> handle(const HttpRequest& request) const;

  // Path of the viewer with a slash at its end, or empty: for those who link to it.
  std::string path() const;

  static constexpr const char* kRoot = "/sonolist/viewer";

 private:
  HttpResponse file(const std::string& name, const HttpRequest& request) const;

  const std::string dicom_web_root_;
  std::optional<ViewerFiles> files_;
};

}  // namespace sonolist::plugin
