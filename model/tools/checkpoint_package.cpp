#include "model/tools/checkpoint_package.h"

#include "model/package/package.h"
#include "model/package/state_dict.h"
#include "model/training/checkpoint.h"

namespace sonolist::model::tools {

CheckpointPackage package_checkpoint(const std::string& checkpoint, const std::string& template_path,
                                     const PackageIdentity& identity, bool half, const std::string& folder) {
  const auto trained = read_checkpoint(checkpoint);
  const auto manifest = manifest_of(template_path, identity, trained.description);
  const auto network = make_network(manifest.architecture, manifest.channels());
  load_state_dict(*network, weights_for_use(trained), checkpoint);
  return {write_package(folder, manifest, *network, half), trained.iteration};
}

}  // namespace sonolist::model::tools
