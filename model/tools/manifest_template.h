// The manifest of a package that is made: a template of it, filled in from what the weights are.
#pragma once

#include <string>

#include "model/package/manifest.h"
#include "model/training/network_description.h"

namespace sonolist::model::tools {

// The JSON object in a file. Throws ModelError naming it.
nlohmann::json read_template(const std::string& path);

struct PackageIdentity {
  std::string name, version;  // empty: the template's
};

// Architecture, input size, metrics, source and identity replace those of the template, whose classes must be those of
// the description. The fields of the weights are placeholders. Throws ModelError naming the template.
Manifest manifest_of(const std::string& template_path, const PackageIdentity& identity,
                     const NetworkDescription& description);

}  // namespace sonolist::model::tools
