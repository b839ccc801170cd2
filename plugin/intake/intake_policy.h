// What the intake does with the images it finds.
#pragma once

#include <string>
#include <vector>

#include "plugin/routing/rule.h"

namespace sonolist::plugin {

struct IntakePolicy {
  std::vector<Rule> rules;
  std::string retrieve_root;          // ends with a slash
  bool compare_segmentations = true;  // a person's segmentation of an image with ours
};

}  // namespace sonolist::plugin
