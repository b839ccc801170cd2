#include "plugin/configuration/configuration.h"

#include "plugin/configuration/configuration_error.h"
#include "plugin/configuration/listener_section.h"
#include "plugin/configuration/section_reader.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;

constexpr const char* kDefaultRules = R"json([
  {"Name": "anterior-sciatic", "Model": "anterior-sciatic",
   "Match": {"SOPClassUID": ["1.2.840.10008.5.1.4.1.1.6.1", "1.2.840.10008.5.1.4.1.1.3.1"], "Modality": "US"}}
])json";

constexpr int kSecondsPerDay = 86'400;
constexpr int kHoursPerDay = 24;
constexpr int kMostDays = 36'500;
constexpr int kMostHours = 24 * 366;

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

// {"anterior-sciatic": {"AtOnce": 4}}
std::map<std::string, ClaimLimit> parse_models(const json& models) {
  std::map<std::string, ClaimLimit> limits;
  if (models.is_null()) return limits;
  if (!models.is_object()) throw ConfigurationError("Sonolist.Models must map names of models to their settings");
  for (const auto& [model, settings] : models.items()) {
    SectionReader reader(settings, "Sonolist.Models." + model);
    limits[model].at_once = reader.integer("AtOnce", 0, 0, 1'000'000);
    reader.reject_unknown();
  }
  return limits;
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
  configuration.ageing = std::chrono::seconds(reader.integer("AgeingSeconds", 600, 0, kSecondsPerDay));
  configuration.lease.limits = parse_models(reader.any("Models"));
  const int retention_days = reader.integer("RetentionDays", 90, 0, kMostDays);
  if (retention_days > 0) configuration.retention = std::chrono::hours(kHoursPerDay * retention_days);
  configuration.reconcile = std::chrono::hours(reader.integer("ReconcileHours", 24, 1, kMostHours));
  configuration.listener = parse_listener_section(reader.any("Listener"), orthanc, folder);
  json rules = reader.any("Rules");
  reader.reject_unknown();
  if (rules.is_null()) rules = json::parse(kDefaultRules);
  configuration.rules = parse_rules(rules, is_known_attribute);
  configuration.dicom_web_root = dicom_web_root(orthanc);
  return configuration;
}

}  // namespace sonolist::plugin
