#include "plugin/listener/tls_context.h"

#include "plugin/configuration/configuration_error.h"

namespace sonolist::plugin {

asio::ssl::context make_tls_context(const std::filesystem::path& certificate_file,
                                    const std::filesystem::path& private_key_file) {
  asio::ssl::context context(asio::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  error_code error;
  context.use_certificate_chain_file(certificate_file.string(), error);
  if (error) {
    throw ConfigurationError("Sonolist.Listener.CertificateFile: " + certificate_file.string() +
                             " is no readable certificate in PEM form (" + error.message() + ")");
  }
  context.use_private_key_file(private_key_file.string(), asio::ssl::context::pem, error);
  if (error) {
    throw ConfigurationError("Sonolist.Listener.PrivateKeyFile: " + private_key_file.string() +
                             " is no readable private key in PEM form that belongs to the certificate (" +
                             error.message() + ")");
  }
  return context;
}

}  // namespace sonolist::plugin
