#include "dicom_sr/tools/dicom_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "dicom_sr/error.h"

namespace sonolist::dicom {

namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) {
  return path.filename().string().compare(0, 1, ".") == 0;
}

void append_folder(const fs::path& folder, std::vector<std::string>& files) {
  std::error_code failure;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, failure);
  for (; !failure && at != fs::recursive_directory_iterator(); at.increment(failure)) {
    if (is_hidden(at->path())) {
      at.disable_recursion_pending();
      continue;
    }
    std::error_code ignored;
    if (at->is_regular_file(ignored)) files.push_back(at->path().string());
  }
  if (failure) throw DicomError(ErrorClass::kInput, "cannot read " + folder.string() + ": " + failure.message());
}

}  // namespace

std::vector<std::string> files_below(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code ignored;
    if (!fs::exists(path, ignored)) throw DicomError(ErrorClass::kInput, path + " does not exist");
    if (!fs::is_directory(path, ignored)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    append_folder(path, found);
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

bool looks_like_dicom(const std::string& path) {
  constexpr std::size_t kPreamble = 128;
  std::array<char, kPreamble + 4> begin{};
  std::ifstream in(path, std::ios::binary);
  if (!in.read(begin.data(), begin.size())) return false;
  return std::string_view(begin.data() + kPreamble, 4) == "DICM";
}

}  // namespace sonolist::dicom
