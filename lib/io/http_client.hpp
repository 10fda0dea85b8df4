// SPDX-License-Identifier: Apache-2.0
// The seam to the network. Two implementations: BeastClient (io/beast_client.hpp) and FakeHttp (tests/support).
#pragma once

#include "core/result.hpp"
#include "io/http.hpp"

#include <boost/asio/awaitable.hpp>

namespace lapwing {

class HttpClient {
 public:
  virtual ~HttpClient() = default;

  /// Sends one request and returns the whole answer. Every status is a response, 4xx and 5xx too; redirects are not
  /// followed. Errors: unreachable (no such host, refused, reset, TLS: with the reason and the host), timed_out,
  /// too_large, invalid (URL). No error or log holds the path or query of the URL.
  virtual boost::asio::awaitable<Result<HttpResponse>> send(HttpRequest request) = 0;
};

}  // namespace lapwing
