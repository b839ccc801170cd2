#include "processor/client/http.h"

#include <curl/curl.h>

#include <new>

#include "processor/error.h"

namespace sonolist::processor {
namespace {

// libcurl's process-wide state, initialised before the first handle and never torn down while one may live.
void initialise_libcurl() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw ProcessorError(FailureClass::kInternal, "libcurl cannot be initialised");
}

std::size_t append_body(char* data, std::size_t size, std::size_t count, void* target) {
  static_cast<std::string*>(target)->append(data, size * count);
  return size * count;
}

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

void append(HeaderList& list, const std::string& line) {
  curl_slist* extended = curl_slist_append(list.get(), line.c_str());
  if (extended == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(extended);
}

std::string header_line(const std::string& name, const std::string& value) {
  return name + ": " + value;
}

HeaderList header_lines(const HttpRequest& request) {
  HeaderList list;
  // Orthanc answers "Expect: 100-continue" late; without the header the body follows at once.
  append(list, "Expect:");
  for (const auto& [name, value] : request.headers) append(list, header_line(name, value));
  return list;
}

bool is_configuration_error(CURLcode code) {
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return true;
    default:
      return false;
  }
}

}  // namespace

struct HttpClient::Impl {
  HttpSettings settings;
  Handle handle;
};

HttpClient::HttpClient(HttpSettings settings) : impl_(std::make_unique<Impl>()) {
  initialise_libcurl();
  impl_->settings = std::move(settings);
  impl_->handle.reset(curl_easy_init());
  if (!impl_->handle) throw ProcessorError(FailureClass::kInternal, "libcurl gives no handle");
}

HttpClient::~HttpClient() = default;

HttpResponse HttpClient::send(const HttpRequest& request) {
  CURL* handle = impl_->handle.get();
  const HttpSettings& settings = impl_->settings;
  curl_easy_reset(handle);  // keeps the connection
  const HeaderList headers = header_lines(request);
  HttpResponse response;
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, append_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &response.body);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, static_cast<long>(settings.connect_timeout_seconds));
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(settings.timeout_seconds));
  if (!settings.username.empty()) {
    curl_easy_setopt(handle, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl_easy_setopt(handle, CURLOPT_USERNAME, settings.username.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, settings.password.c_str());
  }
  if (!settings.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, settings.ca_file.c_str());
  if (request.method != "GET") {
    curl_easy_setopt(handle, CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
  }
  const CURLcode code = curl_easy_perform(handle);
  if (code != CURLE_OK) {
    const FailureClass failure = is_configuration_error(code) ? FailureClass::kConfiguration : FailureClass::kTransient;
    throw ProcessorError(
        failure, request.method + " " + request.url.substr(0, request.url.find('?')) + ": " + curl_easy_strerror(code));
  }
  long status = 0;
  const char* content_type = nullptr;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle, CURLINFO_CONTENT_TYPE, &content_type);
  response.status = static_cast<int>(status);
  if (content_type != nullptr) response.content_type = content_type;
  return response;
}

void throw_unless_usable(const HttpResponse& response, const std::string& what) {
  const int status = response.status;
  const std::string sentence = what + ": the server answers " + std::to_string(status);
  if (status == 401 || status == 403) {
    throw ProcessorError(FailureClass::kConfiguration, sentence + "; check user name, password file and permissions");
  }
  if (status == 408 || status == 429 || status >= 500) throw ProcessorError(FailureClass::kTransient, sentence);
}

}  // namespace sonolist::processor
