// SPDX-License-Identifier: Apache-2.0
// HTTP/1.1 over TCP and TLS with Boost.Beast. Everything of Beast and OpenSSL stays in the .cpp.
#pragma once

#include "io/http_client.hpp"
#include "io/resolver.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>

namespace lapwing {

/// TLS: 1.2 or later, SNI, the host's name is verified against the system's CA store (SSL_CERT_FILE and SSL_CERT_DIR
/// are honoured). Connections are kept for 45 s and re-used after a peek; a request on a re-used connection that dies
/// before the first byte of an answer is sent once more on a fresh one. HTTPS_PROXY, HTTP_PROXY and NO_PROXY (either
/// case) are honoured by CONNECT. Names are resolved on threads of their own, so a dead DNS server stalls nobody else.
/// Addresses are tried in turn, each with its own limit within the request's deadline. Header cap 16 KiB; body cap per
/// request. One loop; not thread-safe.
class BeastClient final : public HttpClient {
 public:
  struct Options {
    std::string user_agent;                                 ///< e.g. "DiscordBot (https://…, 0.1.0) Lapwing/0.1.0"
    std::function<std::string(std::string const&)> getenv;  ///< "" where unset
    Resolver::Lookup lookup = system_lookup;
  };
  BeastClient(boost::asio::any_io_executor loop, Options options);
  ~BeastClient() override;

  boost::asio::awaitable<Result<HttpResponse>> send(HttpRequest request) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lapwing
