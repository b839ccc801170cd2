// The files below the paths that a person names.
#pragma once

#include <string>
#include <vector>

namespace sonolist::dicom {

// Folders are replaced by every file below them, sorted by path; files stay as they are. Hidden files and folders are
// left out, links to folders are not followed. Throws DicomError(kInput) for a path that does not exist.
std::vector<std::string> files_below(const std::vector<std::string>& paths);

// Whether the file begins as PS3.10 demands (128 bytes, then DICM). False for what cannot be read.
bool looks_like_dicom(const std::string& path);

}  // namespace sonolist::dicom
