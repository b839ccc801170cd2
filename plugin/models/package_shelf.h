// GET /sonolist/models: the model packages that lie beside the PACS, as people want to read of them. The plug-in knows
// their manifests as JSON only: it runs no network.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

namespace sonolist::plugin {

// {"models": [{"name", "version", "title", "description", "architecture", "parameters", "classes": [{"label",
// "meaning", "colour"}], "intendedUse", "qualification", "trainingData", "metrics", "weightsSha256", "card"}]}, by name
// and version.
//
// Each folder is a package itself or holds packages; one that does not exist has none. "description" is the first
// paragraph of the model card, "card" all of it, "parameters" what the manifest says of the architecture besides its
// type. A package that cannot be read is {"name": <its folder>, "error": <a sentence>}; so is a .zip, which only the
// processor reads. Weights are not read, so their hash is what the manifest claims. Reads the files anew with every
// call. Throws nothing but bad_alloc.
nlohmann::json list_packages(const std::vector<std::filesystem::path>& folders);

}  // namespace sonolist::plugin
