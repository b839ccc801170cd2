#include "plugin/models/package_shelf.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "dicom_sr/json/utf8.h"

namespace sonolist::plugin {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kManifest = "model.json";
constexpr const char* kCard = "MODEL_CARD.md";
constexpr std::uintmax_t kLargestText = 1 << 20;  // bytes
constexpr std::size_t kMostPackages = 200;

std::string read_text(const fs::path& file) {
  const std::string name = file.filename().string();
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  if (error) throw std::runtime_error(name + " cannot be read: " + error.message());
  if (size > kLargestText) throw std::runtime_error(name + " is larger than 1 MiB");
  std::ifstream stream(file, std::ios::binary);
  std::string text(static_cast<std::size_t>(size), '\0');
  if (!stream.read(text.data(), static_cast<std::streamsize>(size))) throw std::runtime_error(name + " cannot be read");
  if (!dicom::is_utf8(text)) throw std::runtime_error(name + " is not UTF-8");
  return text;
}

// The first paragraph that is no headline, on one line.
std::string first_paragraph(const std::string& card) {
  std::string paragraph;
  std::size_t begin = 0;
  while (begin < card.size()) {
    const std::size_t end = std::min(card.find('\n', begin), card.size());
    std::string line = card.substr(begin, end - begin);
    begin = end + 1;
    if (line.compare(0, 2, "> ") == 0) line.erase(0, 2);  // a paragraph that is set apart reads on
    const bool is_text = line.find_first_not_of(" \t\r") != std::string::npos && line.front() != '#';
    if (is_text) paragraph += (paragraph.empty() ? "" : " ") + line;
    if (!is_text && !paragraph.empty()) break;
  }
  return paragraph;
}

std::string colour_of(const json& structure) {
  const std::vector<int> rgb = structure.at("colour_rgb").get<std::vector<int>>();
  if (rgb.size() != 3) throw std::runtime_error("a colour does not have three parts");
  static constexpr const char* kHex = "0123456789abcdef";
  std::string colour = "#";
  for (const int part : rgb) {
    const auto value = static_cast<unsigned int>(std::clamp(part, 0, 255));
    colour += kHex[value / 16];
    colour += kHex[value % 16];
  }
  return colour;
}

json classes_of(const json& manifest) {
  json classes = json::array();
  for (const json& structure : manifest.at("classes")) {
    classes.push_back({{"label", structure.at("label").get<std::string>()},
                       {"meaning", structure.at("type").at("meaning").get<std::string>()},
                       {"colour", colour_of(structure)}});
  }
  return classes;
}

json parameters_of(json architecture) {
  architecture.erase("type");
  return architecture;
}

std::string card_of(const fs::path& package) {
  return fs::exists(package / kCard) ? read_text(package / kCard) : "";
}

json describe(const fs::path& package) {
  const json manifest = json::parse(read_text(package / kManifest));
  const std::string card = card_of(package);
  const auto text = [&](const char* key) { return manifest.at(key).get<std::string>(); };
  return {{"name", text("name")},
          {"version", text("version")},
          {"title", text("title")},
          {"description", first_paragraph(card)},
          {"architecture", manifest.at("architecture").at("type").get<std::string>()},
          {"parameters", parameters_of(manifest.at("architecture"))},
          {"classes", classes_of(manifest)},
          {"intendedUse", text("intended_use")},
          {"qualification", text("qualification")},
          {"trainingData", text("training_data")},
          {"metrics", manifest.value("metrics", json::object())},
          {"weightsSha256", manifest.at("weights").at("sha256").get<std::string>()},
          {"card", card}};
}

std::string folder_name(const fs::path& package) {
  const fs::path normal = package.lexically_normal();
  return (normal.has_filename() ? normal : normal.parent_path()).filename().string();
}

json describe_or_say_why_not(const fs::path& package) {
  try {
    if (package.extension() == ".zip") throw std::runtime_error("a .zip is read by the processor only: unpack it here");
    return describe(package);
  } catch (const json::exception& error) {
    return {{"name", folder_name(package)}, {"error", std::string(kManifest) + ": " + error.what()}};
  } catch (const std::runtime_error& error) {
    return {{"name", folder_name(package)}, {"error", error.what()}};
  }
}

std::vector<fs::path> packages_in(const fs::path& folder) {
  std::error_code ignored;
  if (fs::exists(folder / kManifest, ignored)) return {folder};
  std::vector<fs::path> packages;
  for (fs::directory_iterator entry(folder, ignored), end; entry != end; entry.increment(ignored)) {
    const fs::path& path = entry->path();
    if (path.extension() == ".zip" || fs::exists(path / kManifest, ignored)) packages.push_back(path);
  }
  std::sort(packages.begin(), packages.end());
  return packages;
}

std::pair<std::string, std::string> order_of(const json& row) {
  return {row.at("name").get<std::string>(), row.value("version", "")};
}

}  // namespace

json list_packages(const std::vector<fs::path>& folders) {
  std::vector<json> rows;
  for (const fs::path& folder : folders) {
    for (const fs::path& package : packages_in(folder)) {
      if (rows.size() < kMostPackages) rows.push_back(describe_or_say_why_not(package));
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const json& left, const json& right) { return order_of(left) < order_of(right); });
  return {{"models", rows}};
}

}  // namespace sonolist::plugin
