#include "plugin/orthanc/orthanc_server.h"

#include <filesystem>
#include <stdexcept>

#include "dicom_sr/uid/deterministic_uid.h"
#include "plugin/configuration/configuration_error.h"
#include "plugin/orthanc/memory_buffer.h"

namespace sonolist::plugin {
namespace {

// Of the range that is free for plug-ins; none of the official ones has it.
constexpr std::int32_t kIdentifierProperty = 5510;

// A string that Orthanc allocated.
class OrthancString {
 public:
  OrthancString(OrthancPluginContext* context, char* text) : context_(context), text_(text) {}
  ~OrthancString() {
    if (text_ != nullptr) OrthancPluginFreeString(context_, text_);
  }
  OrthancString(const OrthancString&) = delete;
  OrthancString& operator=(const OrthancString&) = delete;
  std::string text() const { return text_ == nullptr ? "" : text_; }

 private:
  OrthancPluginContext* context_;
  char* text_;
};

}  // namespace

void OrthancServer::info(const std::string& sentence) {
  OrthancPluginLogInfo(context_, sentence.c_str());
}
void OrthancServer::warning(const std::string& sentence) {
  OrthancPluginLogWarning(context_, sentence.c_str());
}
void OrthancServer::error(const std::string& sentence) {
  OrthancPluginLogError(context_, sentence.c_str());
}

nlohmann::json OrthancServer::configuration() const {
  const OrthancString text(context_, OrthancPluginGetConfiguration(context_));
  nlohmann::json parsed = nlohmann::json::parse(text.text(), nullptr, false);
  if (!parsed.is_object()) throw ConfigurationError("Orthanc gave no configuration to the plug-in");
  return parsed;
}

std::string OrthancServer::configuration_folder() const {
  const OrthancString text(context_, OrthancPluginGetConfigurationPath(context_));
  const std::filesystem::path path = std::filesystem::absolute(text.text().empty() ? "." : text.text());
  return std::filesystem::is_directory(path) ? path.string() : path.parent_path().string();
}

bool OrthancServer::is_known_keyword(const std::string& keyword) const {
  OrthancPluginDictionaryEntry entry;
  return OrthancPluginLookupDictionary(context_, &entry, keyword.c_str()) == OrthancPluginErrorCode_Success;
}

RestAnswer OrthancServer::call(OrthancPluginHttpMethod method, const std::string& uri, const std::string& body) const {
  MemoryBuffer answer(context_);
  std::uint16_t status = 0;
  const OrthancPluginErrorCode code =
      OrthancPluginCallRestApi(context_, answer.target(), nullptr, &status, method, uri.c_str(), 0, nullptr, nullptr,
                               body.empty() ? nullptr : body.data(), static_cast<std::uint32_t>(body.size()), 0);
  // Orthanc gives a plug-in the error that it turns into a status only for clients of its port.
  if (code == OrthancPluginErrorCode_UnknownResource) return {404, ""};
  if (code != OrthancPluginErrorCode_Success && status == 0) return {500, ""};
  return {status, answer.text()};
}

RestAnswer OrthancServer::get(const std::string& uri) const {
  return call(OrthancPluginHttpMethod_Get, uri, "");
}

RestAnswer OrthancServer::post(const std::string& uri, const std::string& body) const {
  return call(OrthancPluginHttpMethod_Post, uri, body);
}

void OrthancServer::set_metric(const std::string& name, double value) const {
  OrthancPluginSetMetricsValue(context_, name.c_str(), static_cast<float>(value), OrthancPluginMetricsType_Default);
}

std::string OrthancServer::identifier() const {
  const OrthancString known(context_, OrthancPluginGetGlobalProperty(context_, kIdentifierProperty, ""));
  if (!known.text().empty()) return known.text();
  std::string made = dicom::random_uid();
  if (OrthancPluginSetGlobalProperty(context_, kIdentifierProperty, made.c_str()) != OrthancPluginErrorCode_Success) {
    throw std::runtime_error("Orthanc does not keep a global property: is its index read-only?");
  }
  return made;
}

void OrthancServer::extend_explorer(const std::string& script) const {
  OrthancPluginExtendOrthancExplorer(context_, script.c_str());
}

void OrthancServer::set_description(const std::string& text) const {
  OrthancPluginSetDescription(context_, text.c_str());
}

void OrthancServer::set_root_uri(const std::string& uri) const {
  OrthancPluginSetRootUri(context_, uri.c_str());
}

void OrthancServer::register_route(const std::string& pattern, OrthancPluginRestCallback callback) const {
  OrthancPluginRegisterRestCallbackNoLock(context_, pattern.c_str(), callback);
}

}  // namespace sonolist::plugin
