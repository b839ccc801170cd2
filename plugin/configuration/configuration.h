// The section "Sonolist" of Orthanc's configuration, and what the plug-in reads of the rest of it.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "plugin/audit/syslog/syslog_settings.h"
#include "plugin/configuration/database_section.h"
#include "plugin/intake/intake_policy.h"
#include "plugin/listener/listener_settings.h"
#include "plugin/routing/rule.h"
#include "plugin/ups_rs/worklist_service.h"

namespace sonolist::plugin {

struct Configuration {
  bool enable = true;
  std::filesystem::path database_path;  // of SQLite
  DatabaseSection database;
  LeasePolicy lease;
  std::string dicom_web_root;        // path with a slash at both ends, from DicomWeb.Root
  std::string public_dicom_web_url;  // with a slash at the end, or empty: workitems then name paths only
  std::vector<Rule> rules;
  bool agreement = true;                          // compare a person's segmentation with ours
  std::chrono::seconds ageing{600};               // a LOW step goes before a HIGH one that came two intervals later
  std::optional<std::chrono::hours> retention{};  // of final steps and events; none: for ever
  std::chrono::hours reconcile{24};               // between two scans of all images
  std::vector<std::filesystem::path> package_folders;  // of model packages that people can read of
  ListenerSettings listener;
  SyslogSettings syslog;                // of audit messages
  std::filesystem::path viewer_folder;  // empty: no viewer

  std::string worklist_root() const { return dicom_web_root + "workitems"; }
  // Event channels, up to the AE title: where other servers have them, and below the worklist as every resource of it.
  std::vector<std::string> channel_roots() const {
    return {dicom_web_root + "ws/subscribers/", worklist_root() + "/ws/subscribers/"};
  }
  std::string retrieve_root() const { return public_dicom_web_url.empty() ? dicom_web_root : public_dicom_web_url; }
  std::vector<std::string> models() const;  // that the intake makes steps for, each once
  IntakePolicy intake_policy() const { return {rules, retrieve_root(), agreement}; }
};

// `orthanc` is the whole configuration; relative paths in it start at `folder`, as in Orthanc itself.
// `is_known_attribute` tells DICOM keywords from misspelt ones. Throws ConfigurationError.
Configuration parse_configuration(const nlohmann::json& orthanc, const std::filesystem::path& folder,
                                  const std::function<bool(const std::string&)>& is_known_attribute);

}  // namespace sonolist::plugin
