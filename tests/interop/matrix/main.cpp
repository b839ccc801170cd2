// sonolist-result-matrix MODEL_JSON FOLDER [CASE...]: results of every kind of image, segmentation type and geometry,
// each in a folder "<image>-<type>-<geometry>"; with CASEs only those.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "dicom_sr/segmentation/segmentation_type.h"
#include "model/package/manifest.h"
#include "tests/interop/matrix/result_files.h"

namespace {

using namespace sonolist;

constexpr std::pair<dicom::SegmentationType, const char*> kTypes[] = {
    {dicom::SegmentationType::kBinary, "binary"},
    {dicom::SegmentationType::kFractional, "fractional"},
    {dicom::SegmentationType::kLabelMap, "labelmap"}};
constexpr std::pair<dicom::Geometry, const char*> kGeometries[] = {{dicom::Geometry::kViewer, "viewer"},
                                                                   {dicom::Geometry::kStrict, "strict"}};

model::Manifest read_manifest(const std::string& path) {
  std::ifstream in(path);
  return model::parse_manifest(nlohmann::json::parse(in), path);
}

void write_matrix(const model::Manifest& manifest, const std::filesystem::path& root,
                  const std::vector<std::string>& wanted) {
  for (const matrix::SourceCase& source_case : matrix::source_cases()) {
    for (const auto& [type, type_name] : kTypes) {
      for (const auto& [geometry, geometry_name] : kGeometries) {
        const std::string name = source_case.name + "-" + type_name + "-" + geometry_name;
        if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), name) == wanted.end()) continue;
        std::filesystem::create_directories(root / name);
        matrix::write_results(source_case, manifest, type, geometry, root / name);
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: sonolist-result-matrix MODEL_JSON FOLDER [CASE...]\n";
    return 2;
  }
  try {
    write_matrix(read_manifest(argv[1]), argv[2], {argv + 3, argv + argc});
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "sonolist-result-matrix: " << error.what() << '\n';
    return 1;
  }
}
