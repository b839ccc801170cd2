#include "plugin/listener/admission.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "dicom_sr/json/base64.h"
#include "plugin/http/lower_case.h"

namespace sonolist::plugin {
namespace {

// "host:port" of "scheme://host:port/path", in lower case; empty when there is none.
std::string authority_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string::npos) return "";
  const std::size_t begin = scheme + 3;
  return lower_case(url.substr(begin, url.find('/', begin) - begin));
}

bool is_loopback_name(const std::string& authority) {
  const std::size_t bracket = authority.find(']');
  const std::size_t colon = authority.find(':', bracket == std::string::npos ? 0 : bracket);
  const std::string host = authority.substr(0, colon);
  return host == "127.0.0.1" || host == "localhost" || host == "[::1]";
}

}  // namespace

Admission::Admission(const std::optional<Users>& users, const std::string& public_url)
    : asks_for_password_(users.has_value()), public_authority_(authority_of(public_url)) {
  if (!users) return;
  for (const auto& [name, password] : *users) {
    const std::string text = name + ":" + password;
    credentials_.push_back(digest(dicom::to_base64({text.begin(), text.end()})));
  }
}

std::optional<HttpResponse> Admission::refusal(const HttpRequest& request) const {
  const std::string host = lower_case(request.header("host"));
  if (host.empty()) return error_response(400, "The header Host is missing");
  const bool is_public_name = !public_authority_.empty() && host == public_authority_;
  if (!asks_for_password_ && !is_loopback_name(host) && !is_public_name) {
    return error_response(403, "Without users the listener serves 127.0.0.1, localhost and [::1] only, no other Host");
  }
  if (request.headers.count("origin") > 0) {
    const std::string origin = authority_of(request.header("origin"));
    if (origin.empty() || (origin != host && origin != public_authority_)) {
      return error_response(403, "Web pages of another origin may not use the listener");
    }
  }
  if (asks_for_password_ && !is_known(request.header("authorization"))) {
    HttpResponse response = error_response(401, "A user of the listener must be named (Basic authentication)");
    response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"Sonolist\", charset=\"UTF-8\"");
    return response;
  }
  return std::nullopt;
}

Admission::Digest Admission::digest(const std::string& text) {
  Digest result{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), result.data());
  return result;
}

// Takes the same time whether and where the credentials match.
bool Admission::is_known(const std::string& authorization) const {
  constexpr std::size_t kSchemeLength = 6;
  if (lower_case(authorization.substr(0, kSchemeLength)) != "basic ") return false;
  const Digest given = digest(authorization.substr(kSchemeLength));
  bool found = false;
  for (const Digest& known : credentials_) {
    found |= CRYPTO_memcmp(given.data(), known.data(), given.size()) == 0;
  }
  return found;
}

}  // namespace sonolist::plugin
