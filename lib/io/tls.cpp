// SPDX-License-Identifier: Apache-2.0
#include "io/tls.hpp"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <new>
#include <stdexcept>
#include <utility>

namespace lapwing {

void Tls::Free::operator()(ssl_ctx_st* context) const { ::SSL_CTX_free(context); }

Tls::Tls() = default;
Tls::~Tls() = default;

ssl_st* Tls::new_session(std::string const& host, bool is_ip_literal) {
  if (!context_) {
    context_.reset(::SSL_CTX_new(::TLS_client_method()));
    if (!context_) throw std::bad_alloc();
    ::SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
    ::SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    ::SSL_CTX_set_default_verify_paths(context_.get());  // a missing store shows as "not trusted", with the remedy
    ::SSL_CTX_set_mode(context_.get(),
                       SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    ::SSL_CTX_set_session_cache_mode(context_.get(), SSL_SESS_CACHE_OFF);
  }
  auto* const session = ::SSL_new(context_.get());
  if (session == nullptr) throw std::bad_alloc();
  bool is_prepared;
  if (is_ip_literal) {
    is_prepared = ::X509_VERIFY_PARAM_set1_ip_asc(::SSL_get0_param(session), host.c_str()) == 1;
  } else {
    is_prepared = ::SSL_set_tlsext_host_name(session, host.c_str()) == 1 && ::SSL_set1_host(session, host.c_str()) == 1;
  }
  if (!is_prepared) {
    // Without the name to verify, any certificate would do.
    ::SSL_free(session);
    throw std::runtime_error("OpenSSL does not take the host name " + host);
  }
  return session;
}

Error describe_handshake_failure(ssl_st const* session, std::string const& host, std::string const& reason) {
  auto const verdict = ::SSL_get_verify_result(session);
  std::string const why = ::X509_verify_cert_error_string(verdict);
  auto const failure = [](std::string message) { return Error{ErrorKind::unreachable, std::move(message)}; };
  switch (verdict) {
    case X509_V_OK:
      return failure("the TLS handshake with " + host + " failed (" + reason +
                     "); is that a TLS port, with TLS 1.2 or later?");
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return failure("certificate of " + host + " is for another host (" + why + ")");
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return failure("certificate of " + host + " is outside its period of validity (" + why +
                     "); is the clock of this machine right?");
    default:
      return failure("certificate of " + host + " is not trusted (" + why +
                     "); is the package ca-certificates installed, or does SSL_CERT_FILE point elsewhere?");
  }
}

}  // namespace lapwing
