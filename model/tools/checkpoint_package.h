// A package of a trained run.
#pragma once

#include <string>

#include "model/tools/manifest_template.h"

namespace sonolist::model::tools {

struct CheckpointPackage {
  Manifest manifest;  // as written
  std::int64_t iterations = 0;
};

// Writes the package of a checkpoint (best.pt, final.pt or last.pt of a run) into `folder`; `half`: 16-bit weights.
// Throws ModelError as manifest_of(), read_checkpoint() and write_package().
CheckpointPackage package_checkpoint(const std::string& checkpoint, const std::string& template_path,
                                     const PackageIdentity& identity, bool half, const std::string& folder);

}  // namespace sonolist::model::tools
