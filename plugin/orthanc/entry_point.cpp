// The four functions that Orthanc looks for, and the callbacks it is given. The SDK hands no user pointer to
// callbacks, so this file holds the only global state of the plug-in.

#include <memory>

#include "plugin/configuration/configuration.h"
#include "plugin/orthanc/orthanc_server.h"
#include "plugin/orthanc/rest_bridge.h"
#include "plugin/orthanc/sonolist_plugin.h"
#include "plugin/status/web_files.h"

namespace {

using sonolist::plugin::Configuration;
using sonolist::plugin::HttpRequest;
using sonolist::plugin::OrthancServer;
using sonolist::plugin::SonolistPlugin;
using sonolist::plugin::StatusHandler;

constexpr const char* kName = "sonolist";
constexpr const char* kDescription =
    "Worklist (UPS-RS) that schedules the segmentation of ultrasound images. For research use only.";

struct Instance {
  explicit Instance(OrthancPluginContext* context) : server(context) {}
  OrthancServer server;
  std::unique_ptr<SonolistPlugin> plugin;
};

std::unique_ptr<Instance> instance;  // from Initialize to Finalize; callbacks only run in between

OrthancPluginErrorCode on_worklist(OrthancPluginRestOutput* output, const char* url,
                                   const OrthancPluginHttpRequest* request) {
  return sonolist::plugin::answer_request(instance->server, output, url, request, [](const HttpRequest& parsed) {
    return instance->plugin->answer_worklist(parsed);
  });
}

OrthancPluginErrorCode on_status(OrthancPluginRestOutput* output, const char* url,
                                 const OrthancPluginHttpRequest* request) {
  return sonolist::plugin::answer_request(instance->server, output, url, request, [](const HttpRequest& parsed) {
    return instance->plugin->answer_status(parsed);
  });
}

// Runs in the thread that receives the image, under a lock of all plug-ins: a hint and nothing else.
OrthancPluginErrorCode on_stored_instance(const OrthancPluginDicomInstance*, const char*) {
  instance->plugin->hint();
  return OrthancPluginErrorCode_Success;
}

OrthancPluginErrorCode on_change(OrthancPluginChangeType change, OrthancPluginResourceType level, const char* id) {
  try {
    if (change == OrthancPluginChangeType_Deleted && level == OrthancPluginResourceType_Instance) {
      instance->plugin->hint_deletion(id);
    }
    if (change == OrthancPluginChangeType_OrthancStarted) instance->plugin->start();
    if (change == OrthancPluginChangeType_OrthancStopped) instance->plugin->stop();
    return OrthancPluginErrorCode_Success;
  } catch (const std::exception& error) {
    instance->server.error(std::string("Sonolist: ") + error.what());
    return OrthancPluginErrorCode_Plugin;
  }
}

void on_refresh_metrics() {
  try {
    instance->plugin->refresh_metrics();
  } catch (const std::exception& error) {
    instance->server.error(std::string("Sonolist: the metrics are not up to date: ") + error.what());
  }
}

// Orthanc Explorer asks for the script once: it is told in front of it whether there is a viewer.
std::string explorer_script(const std::string& viewer) {
  const std::string prelude = viewer.empty() ? "" : "var sonolistViewer = '.." + viewer + "';\n";
  return prelude + std::string(sonolist::plugin::find_web_file("explorer.js")->content);
}

void register_callbacks(const OrthancServer& server, const Configuration& configuration) {
  server.register_route(configuration.worklist_root() + "(/.*)?", on_worklist);
  server.register_route(std::string(StatusHandler::kRoot) + "/.*", on_status);
  server.extend_explorer(explorer_script(instance->plugin->viewer_path()));
  server.set_root_uri(std::string(StatusHandler::kRoot) + "/app/");
  OrthancPluginRegisterOnStoredInstanceCallback(server.context(), on_stored_instance);
  OrthancPluginRegisterOnChangeCallback(server.context(), on_change);
  OrthancPluginRegisterRefreshMetricsCallback(server.context(), on_refresh_metrics);
}

void initialize(Instance& created) {
  OrthancServer& server = created.server;
  server.set_description(kDescription);
  const Configuration configuration = sonolist::plugin::parse_configuration(
      server.configuration(), server.configuration_folder(),
      [&server](const std::string& keyword) { return server.is_known_keyword(keyword); });
  if (!configuration.enable) {
    server.warning("Sonolist is disabled by Sonolist.Enable");
    return;
  }
  created.plugin = std::make_unique<SonolistPlugin>(server, configuration);
  register_callbacks(server, configuration);
  server.warning("Sonolist " SONOLIST_VERSION " serves its worklist at " + configuration.worklist_root());
}

}  // namespace

// NOLINTBEGIN(readability-identifier-naming): Orthanc gives the names
extern "C" {

ORTHANC_PLUGINS_API std::int32_t OrthancPluginInitialize(OrthancPluginContext* context) {
  if (OrthancPluginCheckVersion(context) == 0) {
    OrthancPluginLogError(context, "Sonolist needs Orthanc 1.10.1 or later");
    return -1;
  }
  try {
    instance = std::make_unique<Instance>(context);
    initialize(*instance);
    return 0;
  } catch (const std::exception& error) {
    OrthancPluginLogError(context, (std::string("Sonolist does not start: ") + error.what()).c_str());
    return -1;
  }
}

ORTHANC_PLUGINS_API void OrthancPluginFinalize() {
  instance.reset();
}

ORTHANC_PLUGINS_API const char* OrthancPluginGetName() {
  return kName;
}

ORTHANC_PLUGINS_API const char* OrthancPluginGetVersion() {
  return SONOLIST_VERSION;
}

}  // extern "C"
// NOLINTEND(readability-identifier-naming)
