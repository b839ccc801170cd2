#include "processor/client/http.h"

#include <curl/curl.h>

#include <boost/algorithm/string.hpp>
#include <mutex>
#include <new>

#include "processor/error.h"

namespace sonolist::processor {
namespace {

constexpr long kFarewellSeconds = 5;
constexpr long kKeepAliveIdleSeconds = 15;
constexpr long kKeepAliveIntervalSeconds = 5;

// libcurl's process-wide state, initialised before the first handle and never torn down while one may live.
void initialise_libcurl() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw ProcessorError(FailureClass::kInternal, "libcurl cannot be initialised");
}

// What the callbacks of one request see.
struct Transfer {
  const HttpSettings& settings;
  HttpResponse response;
  bool is_farewell = false, too_large = false, abandoned = false;
};

std::size_t append_body(char* data, std::size_t size, std::size_t count, void* target) {
  auto& transfer = *static_cast<Transfer*>(target);
  transfer.too_large = transfer.response.body.size() + size * count > transfer.settings.largest_body;
  if (transfer.too_large) return 0;
  transfer.response.body.append(data, size * count);
  return size * count;
}

std::size_t note_header(char* data, std::size_t size, std::size_t count, void* target) {
  auto& headers = static_cast<Transfer*>(target)->response.headers;
  const std::string line(data, size * count);
  const std::size_t colon = line.find(':');
  // A status line begins the headers of another response: the one before was provisional.
  if (boost::starts_with(line, "HTTP/")) headers.clear();
  if (colon != std::string::npos) {
    headers[boost::to_lower_copy(line.substr(0, colon))] = boost::trim_copy(line.substr(colon + 1));
  }
  return size * count;
}

int look_for_abandonment(void* target, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& transfer = *static_cast<Transfer*>(target);
  transfer.abandoned = !transfer.is_farewell && transfer.settings.abandon && transfer.settings.abandon();
  return transfer.abandoned ? 1 : 0;
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

HeaderList header_lines(const HttpRequest& request) {
  HeaderList list;
  // Orthanc answers "Expect: 100-continue" late; without the header the body follows at once.
  append(list, "Expect:");
  for (const auto& [name, value] : request.headers) append(list, std::string(name).append(": ").append(value));
  return list;
}

FailureClass failure_class_of(CURLcode code, const Transfer& transfer) {
  if (transfer.too_large) return FailureClass::kInput;
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return FailureClass::kConfiguration;
    default:
      return FailureClass::kTransient;
  }
}

std::string reason_of(CURLcode code, const Transfer& transfer) {
  if (transfer.too_large) {
    return "the answer is larger than " + std::to_string(transfer.settings.largest_body >> 20) + " MiB";
  }
  return transfer.abandoned ? "given up, for the processor stops" : curl_easy_strerror(code);
}

void bound_the_wait(CURL* handle, const HttpSettings& settings, bool is_farewell) {
  const auto bounded = [&](int seconds) { return is_farewell ? kFarewellSeconds : static_cast<long>(seconds); };
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, bounded(settings.connect_timeout_seconds));
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, bounded(settings.longest_seconds));
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);  // bytes a second
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, bounded(settings.stall_seconds));
  // A peer that vanished without a word is noticed on a connection that is kept for later.
  curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(handle, CURLOPT_TCP_KEEPIDLE, kKeepAliveIdleSeconds);
  curl_easy_setopt(handle, CURLOPT_TCP_KEEPINTVL, kKeepAliveIntervalSeconds);
  curl_easy_setopt(handle, CURLOPT_TCP_NODELAY, 1L);
}

void identify(CURL* handle, const HttpSettings& settings) {
  if (!settings.username.empty()) {
    curl_easy_setopt(handle, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl_easy_setopt(handle, CURLOPT_USERNAME, settings.username.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, settings.password.c_str());
  }
  if (!settings.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, settings.ca_file.c_str());
}

void address(CURL* handle, const HttpRequest& request, const HeaderList& headers) {
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  if (request.method == "GET") return;
  curl_easy_setopt(handle, CURLOPT_POST, 1L);
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
}

void receive_into(CURL* handle, Transfer& transfer) {
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, append_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, note_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, look_for_abandonment);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &transfer);
}

}  // namespace

struct HttpClient::Impl {
  HttpSettings settings;
  std::mutex mutex;
  std::vector<Handle> idle;  // guarded by mutex; each keeps its connection

  Handle take() {
    const std::lock_guard<std::mutex> lock(mutex);
    if (idle.empty()) return Handle(curl_easy_init());
    Handle handle = std::move(idle.back());
    idle.pop_back();
    return handle;
  }
  void give_back(Handle handle) {
    const std::lock_guard<std::mutex> lock(mutex);
    idle.push_back(std::move(handle));
  }
};

HttpClient::HttpClient(HttpSettings settings) : impl_(std::make_unique<Impl>()) {
  initialise_libcurl();
  impl_->settings = std::move(settings);
}

HttpClient::~HttpClient() = default;

HttpResponse HttpClient::send(const HttpRequest& request) const {
  const HttpSettings& settings = impl_->settings;
  Handle handle = impl_->take();
  if (!handle) throw ProcessorError(FailureClass::kInternal, "libcurl gives no handle");
  curl_easy_reset(handle.get());  // keeps the connection
  Transfer transfer{settings, {}, settings.abandon && settings.abandon()};
  const HeaderList headers = header_lines(request);
  address(handle.get(), request, headers);
  identify(handle.get(), settings);
  bound_the_wait(handle.get(), settings, transfer.is_farewell);
  receive_into(handle.get(), transfer);
  const CURLcode code = curl_easy_perform(handle.get());
  if (code != CURLE_OK) {
    throw ProcessorError(
        failure_class_of(code, transfer),
        request.method + " " + request.url.substr(0, request.url.find('?')) + ": " + reason_of(code, transfer));
  }
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  transfer.response.status = static_cast<int>(status);
  transfer.response.content_type = transfer.response.headers["content-type"];
  impl_->give_back(std::move(handle));
  return std::move(transfer.response);
}

}  // namespace sonolist::processor
