// A thin RAII face on the C SDK of Orthanc (1.10.1): log, configuration, REST calls, metrics, registrations.
#pragma once

#include <orthanc/OrthancCPlugin.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "plugin/log/log.h"

namespace sonolist::plugin {

struct RestAnswer {
  int status = 0;
  std::string body;
};

// Thread safe, as the SDK is. Borrows the context, which lives from Initialize to Finalize.
class OrthancServer : public Log {
 public:
  explicit OrthancServer(OrthancPluginContext* context) : context_(context) {}

  OrthancPluginContext* context() const { return context_; }

  void info(const std::string& sentence) override;
  void warning(const std::string& sentence) override;
  void error(const std::string& sentence) override;

  // The whole configuration of Orthanc; throws ConfigurationError when Orthanc hands out none.
  nlohmann::json configuration() const;

  // The folder where relative paths of the configuration start.
  std::string configuration_folder() const;

  // True for a keyword of Orthanc's DICOM dictionary.
  bool is_known_keyword(const std::string& keyword) const;

  // GET on the built-in REST API. Not from inside a callback for stored instances or changes (risk of deadlock).
  RestAnswer get(const std::string& uri) const;

  // POST, likewise.
  RestAnswer post(const std::string& uri, const std::string& body) const;

  void set_metric(const std::string& name, double value) const;

  // A UID that stays with the index of this PACS: it is in a global property there, written at the first call. Not
  // before the PACS has started. Throws std::runtime_error.
  std::string identifier() const;

  // A script for the pages of Orthanc Explorer.
  void extend_explorer(const std::string& script) const;

  void set_description(const std::string& text) const;
  void set_root_uri(const std::string& uri) const;

  // `callback` runs without the lock that Orthanc shares between plug-ins; the pattern must match the whole path.
  void register_route(const std::string& pattern, OrthancPluginRestCallback callback) const;

 private:
  RestAnswer call(OrthancPluginHttpMethod method, const std::string& uri, const std::string& body) const;

  OrthancPluginContext* context_;
};

}  // namespace sonolist::plugin
