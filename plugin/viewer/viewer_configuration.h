// app-config.js of OHIF, which tells it where it lives and where the images are.
#pragma once

#include <string>
#include <string_view>

namespace sonolist::plugin {

// `root`: path of the viewer; `dicom_web_root`: path of DICOMweb on the same server; both without a slash at the end.
// Pure.
std::string viewer_configuration(std::string_view root, std::string_view dicom_web_root);

}  // namespace sonolist::plugin
