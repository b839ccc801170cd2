#include "model/package/manifest.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string_view>

#include "model/networks/input_size.h"
#include "model/package/architecture_rules.h"
#include "model/package/field_reader.h"
#include "model/package/sha256.h"

namespace sonolist::model {
namespace {

using nlohmann::json;

constexpr std::int64_t kLargestClass = 255;                           // labels are bytes
constexpr std::size_t kLongestShortText = 16, kLongestLongText = 64;  // characters, DICOM VR SH and LO
constexpr std::size_t kMostMembers = 15, kMostScales = 8;             // beyond them a picture takes minutes
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kDigits = "0123456789";

std::string text_of(FieldReader& fields, const std::string& key, std::initializer_list<std::string_view> alphabets,
                    const std::string& allowed) {
  auto text = fields.text(key);
  const auto known = [&](char letter) {
    return std::any_of(alphabets.begin(), alphabets.end(),
                       [&](std::string_view alphabet) { return alphabet.find(letter) != std::string_view::npos; });
  };
  if (text.size() > kLongestLongText || !std::all_of(text.begin(), text.end(), known)) {
    fields.refuse(key, "may hold " + allowed + ", at most " + std::to_string(kLongestLongText) + " of them");
  }
  return text;
}

std::string short_text(FieldReader& fields, const std::string& key, std::size_t longest) {
  auto text = fields.text(key);
  if (text.size() > longest) fields.refuse(key, "is longer than " + std::to_string(longest) + " characters");
  return text;
}

CodedConcept parse_concept(FieldReader fields) {
  CodedConcept code;
  code.value = short_text(fields, "value", kLongestShortText);
  code.scheme = short_text(fields, "scheme", kLongestShortText);
  code.meaning = short_text(fields, "meaning", kLongestLongText);
  fields.refuse_unknown();
  return code;
}

StructureClass parse_class(FieldReader fields, int index) {
  StructureClass structure;
  structure.index = static_cast<int>(fields.integer("index", index, index));
  structure.name = text_of(fields, "name", {kLower, kDigits, "_"}, "lower-case letters, digits and underscores");
  if (structure.name == "background") fields.refuse("name", "is reserved for channel 0, which has no entry");
  structure.label = short_text(fields, "label", kLongestLongText);
  structure.kind = fields.one_of("kind", {"nerve", "artery", "vein", "vessel", "muscle", "bone", "other"});
  const auto colour = fields.numbers("colour_rgb");
  if (colour.size() != structure.colour_rgb.size()) fields.refuse("colour_rgb", "must have three entries");
  for (std::size_t i = 0; i < colour.size(); ++i) {
    structure.colour_rgb[i] = static_cast<std::uint8_t>(std::clamp(colour[i], 0.0, 255.0));
    if (structure.colour_rgb[i] != colour[i]) fields.refuse("colour_rgb", "must hold whole numbers from 0 to 255");
  }
  structure.category = parse_concept(fields.object("category"));
  structure.type = parse_concept(fields.object("type"));
  if (fields.has("anatomic_region")) structure.anatomic_region = parse_concept(fields.object("anatomic_region"));
  fields.refuse_unknown();
  return structure;
}

std::vector<StructureClass> parse_classes(FieldReader& manifest) {
  std::vector<StructureClass> classes;
  std::set<std::string> names;
  for (auto& fields : manifest.objects("classes")) {
    classes.push_back(parse_class(fields, static_cast<int>(classes.size()) + 1));
    if (!names.insert(classes.back().name).second) fields.refuse("name", "is that of another class too");
  }
  if (classes.empty() || classes.size() > kLargestClass) manifest.refuse("classes", "must have 1 to 255 entries");
  return classes;
}

Architecture parse_architecture(FieldReader fields) {
  Architecture architecture;
  const auto check = [&] {
    if (const auto problem = problem_of(architecture)) fields.refuse(problem->field, problem->reason);
  };
  architecture.type = fields.text("type");
  check();  // the type alone: it decides which fields there are
  const auto integer = [&](const char* key) {
    constexpr auto kWidest = std::numeric_limits<int>::max();  // the rules know better
    return static_cast<int>(fields.integer(key, 0, kWidest));
  };
  if (architecture.type != "torchscript") {
    architecture.encoder = fields.text("encoder");
    architecture.attention = fields.text("attention");
    architecture.attention_placement = fields.text("attention_placement");
    architecture.output_stride = integer("output_stride");
    architecture.decoder_channels = integer("decoder_channels");
    if (has_skip_channels(architecture.type)) architecture.skip_channels = integer("skip_channels");
  }
  check();
  fields.refuse_unknown();
  return architecture;
}

std::array<double, 3> three(FieldReader& fields, const std::string& key) {
  const auto list = fields.numbers(key);
  if (list.size() != 3) fields.refuse(key, "must have three entries");
  return {list[0], list[1], list[2]};
}

NetworkInput parse_input(FieldReader fields) {
  NetworkInput input;
  input.height = fields.integer("height", kSmallestInput, kLargestInput);
  input.width = fields.integer("width", kSmallestInput, kLargestInput);
  input.colour = fields.one_of("colour", {"grey", "rgb"});
  input.resize = fields.one_of("resize", {"stretch", "letterbox"});
  input.region = fields.one_of("region", {"ultrasound_region", "whole_image"});
  input.mean = three(fields, "mean");
  input.std = three(fields, "std");
  if (std::any_of(input.std.begin(), input.std.end(), [](double value) { return value <= 0; })) {
    fields.refuse("std", "must be greater than 0");
  }
  fields.refuse_unknown();
  return input;
}

PostProcessing parse_postprocessing(FieldReader fields) {
  PostProcessing rules;
  rules.minimum_area_fraction = fields.number("minimum_area_fraction");
  if (rules.minimum_area_fraction < 0 || rules.minimum_area_fraction >= 1) {
    fields.refuse("minimum_area_fraction", "must be at least 0 and less than 1");
  }
  rules.largest_part_only = fields.boolean("largest_part_only");
  fields.refuse_unknown();
  return rules;
}

std::vector<double> parse_temperatures(FieldReader& manifest, int channels) {
  auto temperatures = manifest.numbers("temperatures");
  if (!temperatures.empty() && temperatures.size() != static_cast<std::size_t>(channels)) {
    manifest.refuse("temperatures", "must be empty or have " + std::to_string(channels) +
                                        " entries, one per class and the background first");
  }
  if (std::any_of(temperatures.begin(), temperatures.end(), [](double value) { return value <= 0; })) {
    manifest.refuse("temperatures", "must be greater than 0");
  }
  return temperatures;
}

std::vector<Distance> parse_distances(FieldReader& manifest, const std::vector<StructureClass>& classes) {
  std::vector<std::string> names;
  names.reserve(classes.size());
  for (const auto& structure : classes) names.push_back(structure.name);
  std::vector<Distance> distances;
  for (auto& fields : manifest.objects("distances")) {
    distances.push_back({fields.one_of("from", names), fields.one_of("to", names)});
    if (distances.back().from == distances.back().to) fields.refuse("to", "is the same structure as 'from'");
    fields.refuse_unknown();
  }
  return distances;
}

// Leaves other fields to the caller.
StoredWeights parse_stored_weights(FieldReader& fields) {
  StoredWeights weights{fields.text("file"), fields.text("sha256")};
  // A name, not a path: a package reads nothing outside of itself.
  if (weights.file.find_first_of("/\\") != std::string::npos || weights.file[0] == '.') {
    fields.refuse("file", "must be the name of a file beside model.json");
  }
  if (weights.sha256.size() != 64 || weights.sha256.find_first_not_of("0123456789abcdef") != std::string::npos) {
    fields.refuse("sha256", "must be 64 lower-case hexadecimal digits");
  }
  return weights;
}

Member parse_member(FieldReader& fields, const Architecture& first) {
  Member member{parse_stored_weights(fields), first};
  if (fields.has("architecture")) {
    member.architecture = parse_architecture(fields.object("architecture"));
    if (member.architecture.type == "torchscript") {
      fields.refuse("architecture", "must not be of type torchscript beside networks of ours");
    }
  }
  fields.refuse_unknown();
  return member;
}

TestTimeViews parse_test_time(FieldReader fields) {
  TestTimeViews views;
  views.flip = fields.boolean("flip");
  views.scales = fields.numbers("scales");
  if (views.scales.empty() || views.scales.size() > kMostScales ||
      std::any_of(views.scales.begin(), views.scales.end(), [](double scale) { return scale < 0.5 || scale > 2.0; })) {
    fields.refuse("scales", "must have 1 to " + std::to_string(kMostScales) + " entries from 0.5 to 2");
  }
  fields.refuse_unknown();
  return views;
}

json members_json(const Manifest& manifest) {
  json documents = json::array();
  for (const auto& member : manifest.members) {
    json document = {{"file", member.weights.file}, {"sha256", member.weights.sha256}};
    auto architecture = to_json(member.architecture);
    if (architecture != to_json(manifest.architecture)) document["architecture"] = std::move(architecture);
    documents.push_back(std::move(document));
  }
  return documents;
}

json concept_json(const CodedConcept& code) {
  return {{"value", code.value}, {"scheme", code.scheme}, {"meaning", code.meaning}};
}

json class_json(const StructureClass& structure) {
  json document = {{"index", structure.index},
                   {"name", structure.name},
                   {"label", structure.label},
                   {"kind", structure.kind},
                   {"colour_rgb", structure.colour_rgb},
                   {"category", concept_json(structure.category)},
                   {"type", concept_json(structure.type)}};
  if (structure.anatomic_region) document["anatomic_region"] = concept_json(*structure.anatomic_region);
  return document;
}

json input_json(const NetworkInput& input) {
  return {{"height", input.height}, {"width", input.width}, {"colour", input.colour}, {"resize", input.resize},
          {"region", input.region}, {"mean", input.mean},   {"std", input.std}};
}

}  // namespace

Manifest parse_manifest(const json& document, const std::string& origin) {
  FieldReader fields(document, origin);
  Manifest manifest;
  manifest.schema = static_cast<int>(fields.integer("schema", 1, 1));
  manifest.name = text_of(fields, "name", {kLower, kDigits, "-_."}, "lower-case letters, digits, '-', '_' and '.'");
  manifest.version = text_of(fields, "version", {kLower, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", kDigits, "-_.+"},
                             "letters, digits, '-', '_', '.' and '+'");
  manifest.title = short_text(fields, "title", kLongestLongText);
  manifest.qualification = fields.one_of("qualification", {"RESEARCH"});
  manifest.intended_use = fields.text("intended_use");
  manifest.simulated = fields.boolean("simulated");
  manifest.architecture = parse_architecture(fields.object("architecture"));
  auto first = fields.object("weights");
  const auto weights = parse_stored_weights(first);
  first.refuse_unknown();
  manifest.weights_file = weights.file;
  manifest.weights_sha256 = weights.sha256;
  if (fields.has("members")) {
    for (auto& member : fields.objects("members")) {
      manifest.members.push_back(parse_member(member, manifest.architecture));
    }
    if (manifest.members.size() > kMostMembers) {
      fields.refuse("members", "may have " + std::to_string(kMostMembers) + " entries at most");
    }
  }
  if (fields.has("test_time")) manifest.test_time = parse_test_time(fields.object("test_time"));
  manifest.input = parse_input(fields.object("input"));
  manifest.classes = parse_classes(fields);
  manifest.training_data = fields.text("training_data");
  if (fields.has("postprocessing")) manifest.postprocessing = parse_postprocessing(fields.object("postprocessing"));
  if (fields.has("temperatures")) manifest.temperatures = parse_temperatures(fields, manifest.channels());
  if (fields.has("measurements")) manifest.measurements = fields.texts("measurements");
  if (fields.has("distances")) manifest.distances = parse_distances(fields, manifest.classes);
  if (fields.has("metrics")) manifest.metrics = fields.value("metrics");
  fields.refuse_unknown();
  return manifest;
}

json to_json(const Architecture& architecture) {
  if (architecture.type == "torchscript") return {{"type", architecture.type}};
  json document = {{"type", architecture.type},
                   {"encoder", architecture.encoder},
                   {"attention", architecture.attention},
                   {"attention_placement", architecture.attention_placement},
                   {"output_stride", architecture.output_stride},
                   {"decoder_channels", architecture.decoder_channels}};
  if (has_skip_channels(architecture.type)) document["skip_channels"] = architecture.skip_channels;
  return document;
}

json to_json(const Manifest& manifest) {
  json classes = json::array();
  for (const auto& structure : manifest.classes) classes.push_back(class_json(structure));
  json distances = json::array();
  for (const auto& distance : manifest.distances) distances.push_back({{"from", distance.from}, {"to", distance.to}});
  return {{"schema", manifest.schema},
          {"name", manifest.name},
          {"version", manifest.version},
          {"title", manifest.title},
          {"qualification", manifest.qualification},
          {"intended_use", manifest.intended_use},
          {"simulated", manifest.simulated},
          {"architecture", to_json(manifest.architecture)},
          {"weights", {{"file", manifest.weights_file}, {"sha256", manifest.weights_sha256}}},
          {"members", members_json(manifest)},
          {"test_time", {{"flip", manifest.test_time.flip}, {"scales", manifest.test_time.scales}}},
          {"input", input_json(manifest.input)},
          {"classes", classes},
          {"postprocessing",
           {{"minimum_area_fraction", manifest.postprocessing.minimum_area_fraction},
            {"largest_part_only", manifest.postprocessing.largest_part_only}}},
          {"temperatures", manifest.temperatures},
          {"measurements", manifest.measurements},
          {"distances", distances},
          {"training_data", manifest.training_data},
          {"metrics", manifest.metrics}};
}

std::string settings_sha256(const Manifest& manifest) {
  auto document = to_json(manifest);
  for (const char* text : {"title", "qualification", "intended_use", "training_data", "metrics"}) document.erase(text);
  return sha256_hex(document.dump());
}

}  // namespace sonolist::model
