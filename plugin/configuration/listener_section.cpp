#include "plugin/configuration/listener_section.h"

#include <boost/asio/ip/address.hpp>

#include "plugin/configuration/configuration_error.h"
#include "plugin/configuration/section_reader.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;

constexpr int kLargestPort = 65'535;

Users parse_users(const json& users, const std::string& name) {
  if (!users.is_object()) throw ConfigurationError(name + " must map names to passwords");
  Users parsed;
  for (const auto& [user, password] : users.items()) {
    if (!password.is_string()) throw ConfigurationError(name + ": the password of each user must be a text");
    if (user.find(':') != std::string::npos) throw ConfigurationError(name + ": a name must not have a colon");
    parsed[user] = password.get<std::string>();
  }
  return parsed;
}

bool orthanc_asks_for_password(const json& orthanc) {
  SectionReader reader(orthanc, "Orthanc");
  return reader.boolean("AuthenticationEnabled", reader.boolean("RemoteAccessAllowed", false));
}

std::optional<Users> parse_all_users(const json& own, const json& orthanc) {
  if (!own.is_null() && !own.empty()) return parse_users(own, "Sonolist.Listener.Users");
  if (!orthanc_asks_for_password(orthanc)) return std::nullopt;
  // Orthanc invents a well-known user when there is none; here nobody gets in then.
  return parse_users(orthanc.value("RegisteredUsers", json::object()), "RegisteredUsers");
}

void check_address(const ListenerSettings& settings) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(settings.address, error);
  if (error) {
    throw ConfigurationError(
        "Sonolist.Listener.Address must be an IP address of this host, such as 127.0.0.1, or "
        "0.0.0.0 for all");
  }
  if (!settings.users && !address.is_loopback()) {
    throw ConfigurationError(
        "Sonolist.Listener.Address must be 127.0.0.1 or ::1 as long as nobody is asked for a "
        "password: add Sonolist.Listener.Users, or AuthenticationEnabled and RegisteredUsers");
  }
}

std::filesystem::path file(const std::filesystem::path& folder, const std::string& name) {
  return name.empty() ? std::filesystem::path() : folder / name;
}

std::string parse_public_url(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  const bool is_url = url.rfind("http://", 0) == 0 || url.rfind("https://", 0) == 0;
  if (!url.empty() && !is_url) {
    throw ConfigurationError("Sonolist.Listener.PublicUrl must begin with http:// or https://");
  }
  return url;
}

}  // namespace

ListenerSettings parse_listener_section(const json& section, const json& orthanc, const std::filesystem::path& folder) {
  const json content = section.is_null() ? json::object() : section;
  SectionReader reader(content, "Sonolist.Listener");
  ListenerSettings settings;
  settings.enable = reader.boolean("Enable", true);
  settings.address = reader.text("Address", settings.address);
  settings.port = static_cast<std::uint16_t>(reader.integer("Port", settings.port, 0, kLargestPort));
  settings.certificate_file = file(folder, reader.text("CertificateFile", ""));
  settings.private_key_file = file(folder, reader.text("PrivateKeyFile", ""));
  settings.public_url = parse_public_url(reader.text("PublicUrl", ""));
  settings.threads = reader.integer("Threads", settings.threads, 1, 64);
  const json users = reader.any("Users");
  reader.reject_unknown();
  if (!settings.enable) return settings;
  if (settings.certificate_file.empty() != settings.private_key_file.empty()) {
    throw ConfigurationError("Sonolist.Listener.CertificateFile and PrivateKeyFile must be given both or not at all");
  }
  settings.users = parse_all_users(users, orthanc);
  check_address(settings);
  return settings;
}

}  // namespace sonolist::plugin
