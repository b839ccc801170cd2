#include "processor/client/http_answer.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>

#include "processor/error.h"

namespace sonolist::processor {
namespace {

std::optional<std::time_t> parse_date(const std::string& text) {
  const std::time_t date = curl_getdate(text.c_str(), nullptr);
  return date < 0 ? std::nullopt : std::optional<std::time_t>(date);
}

std::string header_of(const HttpResponse& response, const char* name) {
  const auto found = response.headers.find(name);
  return found == response.headers.end() ? "" : found->second;
}

const char* remedy_for(int status) {
  if (status == 401 || status == 403) return "; check user name, password file and permissions";
  if (status == 413) return ", the message is too large for it; raise its limit";
  if (status == 415) return ", it does not take this kind of content; is the address the root of a DICOMweb server?";
  return ", a redirection, which is not followed; configure the address that it leads to";
}

}  // namespace

void throw_unless_usable(const HttpResponse& response, const std::string& what) {
  const int status = response.status;
  const std::string sentence = what + ": the server answers " + std::to_string(status);
  const bool is_redirection = status >= 300 && status < 400;
  if (is_redirection || status == 401 || status == 403 || status == 413 || status == 415) {
    throw ProcessorError(FailureClass::kConfiguration, sentence + remedy_for(status));
  }
  if (status == 408 || status == 429 || status >= 500) {
    throw ProcessorError(FailureClass::kTransient, sentence, retry_after(response, std::time(nullptr)));
  }
}

std::optional<std::chrono::seconds> retry_after(const HttpResponse& response, std::time_t now) {
  const std::string text = header_of(response, "retry-after");
  if (text.empty()) return std::nullopt;
  int seconds = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (result.ec == std::errc() && result.ptr == text.data() + text.size()) {
    return seconds < 0 ? std::nullopt : std::optional(std::chrono::seconds(seconds));
  }
  const auto date = parse_date(text);
  if (!date) return std::nullopt;
  return std::chrono::seconds(std::max<std::time_t>(0, *date - server_time(response).value_or(now)));
}

std::optional<std::time_t> server_time(const HttpResponse& response) {
  const std::string text = header_of(response, "date");
  return text.empty() ? std::nullopt : parse_date(text);
}

}  // namespace sonolist::processor
