// Which descriptions of a network can be made: one table of rules for manifests, checkpoints and command lines.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/package/manifest.h"

namespace sonolist::model {

struct ArchitectureProblem {
  std::string field;   // of Architecture
  std::string reason;  // "'vgg' is unknown; use ...": what is wrong and the remedy
};

// What Architecture's `encoder` may be, the published one first.
const std::vector<std::string>& encoder_names();

// The first rule that `architecture` breaks; type "torchscript" has no other field and breaks none.
std::optional<ArchitectureProblem> problem_of(const Architecture& architecture);

// The U-Net joins the encoder's maps whole: it has no skip_channels.
bool has_skip_channels(const std::string& type);

}  // namespace sonolist::model
