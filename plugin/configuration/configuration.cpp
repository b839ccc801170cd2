#include "plugin/configuration/configuration.h"

#include "plugin/configuration/section_reader.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;

constexpr const char* kDefaultRules = R"json([
  {"Name": "anterior-sciatic", "Model": "anterior-sciatic",
   "Match": {"SOPClassUID": ["1.2.840.10008.5.1.4.1.1.6.1", "1.2.840.10008.5.1.4.1.1.3.1"], "Modality": "US"}}
])json";

constexpr int kSecondsPerDay = 86'400;

std::string text_or(const json& object, const char* key, const std::string& otherwise) {
  if (!object.is_object()) return otherwise;
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : otherwise;
}

std::string with_slash_at_end(std::string text) {
  if (text.empty() || text.back() != '/') text += '/';
  return text;
}

std::string dicom_web_root(const json& orthanc) {
  const json section = orthanc.value("DicomWeb", json::object());
  std::string root = with_slash_at_end(text_or(section, "Root", "/dicom-web/"));
  return root.front() == '/' ? root : "/" + root;
}

std::filesystem::path default_database_folder(const json& orthanc) {
  return text_or(orthanc, "IndexDirectory", text_or(orthanc, "StorageDirectory", "OrthancStorage"));
}

}  // namespace

Configuration parse_configuration(const json& orthanc, const std::filesystem::path& folder,
                                  const std::function<bool(const std::string&)>& is_known_attribute) {
  const json section = orthanc.value("Sonolist", json::object());
  SectionReader reader(section, "Sonolist");
  Configuration configuration;
  configuration.enable = reader.boolean("Enable", true);
  const std::string path = reader.text("DatabasePath", "");
  configuration.database_path =
      folder / (path.empty() ? default_database_folder(orthanc) / "sonolist.db" : std::filesystem::path(path));
  configuration.database = parse_database_section(reader.any("Database"), folder);
  configuration.lease.duration = std::chrono::seconds(reader.integer("LeaseSeconds", 30, 1, kSecondsPerDay));
  configuration.lease.retry.maximum_attempts = reader.integer("MaximumAttempts", 3, 1, 100);
  configuration.lease.retry.retry_delay =
      std::chrono::seconds(reader.integer("RetryDelaySeconds", 5, 0, kSecondsPerDay));
  configuration.public_dicom_web_url = reader.text("PublicDicomWebUrl", "");
  if (!configuration.public_dicom_web_url.empty()) {
    configuration.public_dicom_web_url = with_slash_at_end(configuration.public_dicom_web_url);
  }
  configuration.agreement = reader.boolean("Agreement", true);
  json rules = reader.any("Rules");
  reader.reject_unknown();
  if (rules.is_null()) rules = json::parse(kDefaultRules);
  configuration.rules = parse_rules(rules, is_known_attribute);
  configuration.dicom_web_root = dicom_web_root(orthanc);
  return configuration;
}

}  // namespace sonolist::plugin
