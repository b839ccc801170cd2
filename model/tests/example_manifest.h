// A small manifest for tests: two classes, the lightest network.
#pragma once

#include "model/package/manifest.h"

namespace sonolist::model::testing {

inline Manifest example_manifest() {
  Manifest manifest;
  manifest.name = "test-nerve";
  manifest.version = "1.0.0";
  manifest.title = "Nerve and artery";
  manifest.intended_use = "Research and tests";
  manifest.simulated = true;
  manifest.architecture.output_stride = 32;
  manifest.architecture.decoder_channels = 32;
  manifest.architecture.skip_channels = 8;
  manifest.weights_file = "weights.safetensors";
  manifest.weights_sha256 = std::string(64, 'a');
  manifest.input.height = 64;
  manifest.input.width = 96;
  StructureClass nerve;
  nerve.index = 1;
  nerve.name = "sciatic_nerve";
  nerve.label = "Sciatic nerve";
  nerve.kind = "nerve";
  nerve.colour_rgb = {255, 221, 0};
  nerve.category = {"91723000", "SCT", "Anatomical Structure"};
  nerve.type = {"23074001", "SCT", "Sciatic nerve"};
  nerve.anatomic_region = CodedConcept{"68367000", "SCT", "Thigh"};
  StructureClass artery = nerve;
  artery.index = 2;
  artery.name = "femoral_artery";
  artery.label = "Femoral artery";
  artery.kind = "artery";
  artery.type = {"7657000", "SCT", "Femoral artery"};
  artery.anatomic_region.reset();
  manifest.classes = {nerve, artery};
  manifest.temperatures = {1.0, 1.5, 2.0};
  manifest.measurements = {"area"};
  manifest.distances = {{"sciatic_nerve", "femoral_artery"}};
  manifest.training_data = "None: random weights";
  manifest.metrics = {{"dice", {{"sciatic_nerve", 0.5}}}};
  return manifest;
}

}  // namespace sonolist::model::testing
