#include "plugin/configuration/configuration.h"

#include <algorithm>
#include <set>

#include "dicom_sr/workitem/processing_task.h"
#include "plugin/configuration/audit_section.h"
#include "plugin/configuration/configuration_error.h"
#include "plugin/configuration/listener_section.h"
#include "plugin/configuration/section_reader.h"
#include "plugin/configuration/viewer_section.h"

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

// Where the packages of an installation lie, beside the processor.
const std::vector<std::string> kPackageFolders = {"/usr/share/sonolist/packages", "/usr/local/share/sonolist/packages"};

std::vector<std::filesystem::path> parse_package_folders(const json& folders, const std::filesystem::path& folder) {
  const auto is_text = [](const json& entry) { return entry.is_string(); };
  if (folders.is_null()) return {kPackageFolders.begin(), kPackageFolders.end()};
  if (!folders.is_array() || !std::all_of(folders.begin(), folders.end(), is_text)) {
    throw ConfigurationError("Sonolist.PackageFolders must be a list of folders");
  }
  std::vector<std::filesystem::path> parsed;
  for (const json& entry : folders) parsed.push_back(folder / entry.get<std::string>());
  return parsed;
}

}  // namespace

std::vector<std::string> Configuration::models() const {
  std::set<std::string> names;
  for (const Rule& rule : rules) names.insert(rule.model);
  if (agreement) names.insert(dicom::kAgreementModel);
  return {names.begin(), names.end()};
}

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
  configuration.package_folders = parse_package_folders(reader.any("PackageFolders"), folder);
  configuration.listener = parse_listener_section(reader.any("Listener"), orthanc, folder);
  configuration.viewer_folder = parse_viewer_section(reader.any("Viewer"), folder);
  configuration.syslog = parse_audit_section(reader.any("Audit"), orthanc, folder);
  json rules = reader.any("Rules");
  reader.reject_unknown();
  if (rules.is_null()) rules = json::parse(kDefaultRules);
  configuration.rules = parse_rules(rules, is_known_attribute);
  configuration.dicom_web_root = dicom_web_root(orthanc);
  return configuration;
}

}  // namespace sonolist::plugin
