#pragma once

#include <filesystem>

#include "plugin/listener/beast.h"

namespace sonolist::plugin {

// A server's context for TLS 1.2 and later. Throws ConfigurationError that names the key of the configuration.
asio::ssl::context make_tls_context(const std::filesystem::path& certificate_file,
                                    const std::filesystem::path& private_key_file);

}  // namespace sonolist::plugin
