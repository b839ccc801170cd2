// model.json, the manifest of a model package: everything that a performer must know besides the weights.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace sonolist::model {

struct CodedConcept {
  std::string value, scheme, meaning;
};

// One class of the network's output (channel `index`; channel 0 is the background and has no entry).
struct StructureClass {
  int index = 0;
  std::string name;   // lower case with underscores, unique: "sciatic_nerve"
  std::string label;  // for people: "Sciatic nerve"
  std::string kind;   // "nerve", "artery", "vein", "vessel", "muscle", "bone", "other"
  std::array<std::uint8_t, 3> colour_rgb{};
  CodedConcept category, type;
  std::optional<CodedConcept> anatomic_region;
};

struct NetworkInput {
  std::int64_t height = 480, width = 640;    // pixels that the network sees
  std::string colour = "grey";               // "grey" (luma in three equal channels) or "rgb"
  std::string resize = "stretch";            // "stretch" or "letterbox" (aspect kept, zero padded right and below)
  std::string region = "ultrasound_region";  // "ultrasound_region" or "whole_image"
  std::array<double, 3> mean{0.485, 0.456, 0.406}, std{0.229, 0.224, 0.225};  // of values in [0,1]
};

// What goes with what: architecture_rules.h.
struct Architecture {
  std::string type = "triplet_attention_net";  // "unet", "deeplabv3plus" or "torchscript", which has no other field
  std::string encoder = "resnet50";            // or another of encoder_names()
  std::string attention = "paper";             // "paper", "rotate3" or "none"
  std::string attention_placement = "block";   // "block" (every residual block) or "stage" (end of each stage)
  int output_stride = 16;                      // 8, 16 or 32
  int decoder_channels = 256;
  int skip_channels = 48;  // "unet" has none
};

struct PostProcessing {
  double minimum_area_fraction = 0.0;  // of the analysis box; smaller parts are dropped
  bool largest_part_only = false;
};

// Views of one picture whose probabilities are averaged.
struct TestTimeViews {
  bool flip = false;                // also the mirror image; only where labels do not depend on the side
  std::vector<double> scales{1.0};  // of the network's input, 0.5 to 2
};

struct StoredWeights {
  std::string file, sha256;
};

// Of an ensemble: a network that is averaged with the first.
struct Member {
  StoredWeights weights;
  Architecture architecture;  // in model.json only where it is not the first one's; then not "torchscript"
};

struct Distance {
  std::string from, to;  // class names
};

struct Manifest {
  int schema = 1;
  std::string name, version, title, qualification = "RESEARCH", intended_use;
  bool simulated = false;
  Architecture architecture;
  std::string weights_file, weights_sha256;
  std::vector<Member> members;  // the further networks
  TestTimeViews test_time;
  NetworkInput input;
  std::vector<StructureClass> classes;  // index 1..N without gaps
  PostProcessing postprocessing;
  std::vector<double> temperatures;       // per channel incl. background, > 0; empty = all 1
  std::vector<std::string> measurements;  // names of DESIGN section 3; empty = all
  std::vector<Distance> distances;
  std::string training_data;
  nlohmann::json metrics;  // free form, on the held-out set
  std::string precision;   // not in model.json: "int8" or "bfloat16" where a Predictor runs the package so, else empty

  int channels() const { return static_cast<int>(classes.size()) + 1; }
};

// Throws ModelError "model.json: field 'input.height': ..." for the first field that is missing or wrong. `origin` is
// the name shown in messages. Unknown fields are refused too (a typo must not be a silent default).
Manifest parse_manifest(const nlohmann::json& document, const std::string& origin);
nlohmann::json to_json(const Manifest& manifest);
nlohmann::json to_json(const Architecture& architecture);  // of its type's fields

// SHA-256, 64 hexadecimal digits, of all in model.json that decides what the model answers, other members' weights and
// the views of a picture among it; texts about the model and its metrics are left out.
std::string settings_sha256(const Manifest& manifest);

}  // namespace sonolist::model
