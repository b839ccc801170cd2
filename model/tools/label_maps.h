// One annotator's label maps: of a packed data set, or (with OpenCV) a folder of masks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sonolist::model::tools {

struct LabelMap {
  std::string name, group;
  std::int64_t height = 0, width = 0;
  std::vector<std::uint8_t> labels;
};

struct LabelMaps {
  std::vector<std::string> classes;  // "background" first
  std::vector<LabelMap> maps;        // in order of name
};

// `classes` names mask values 1, 2, ... of a folder, whose masks are PNG files (class indices) and a group each; of a
// packed data set it must be empty or the same. Throws ModelError naming the file, and for a label without a class.
LabelMaps read_label_maps(const std::string& path, const std::vector<std::string>& classes);

}  // namespace sonolist::model::tools
