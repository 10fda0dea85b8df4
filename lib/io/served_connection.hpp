// SPDX-License-Identifier: Apache-2.0
// One client of an HttpServer: its requests one after the other, each within its limits. Private to io. The only part
// of the server that knows Beast's types is served_connection.cpp.
#pragma once

#include "core/time.hpp"
#include "io/http_routes.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace lapwing {

/// What one client, and all of them together, may take.
struct HttpLimits {
  std::size_t connections = 32;
  std::uint32_t header_bytes = 16 * 1024;
  std::size_t body_bytes = 64 * 1024;
  Duration idle{std::chrono::seconds{30}};    ///< until the first byte of a request
  Duration header{std::chrono::seconds{10}};  ///< from there to the end of the header
  Duration body{std::chrono::seconds{10}};    ///< from there to the end of the body
  Duration answer{std::chrono::seconds{10}};  ///< for the client to take the answer
};

/// The answer as it goes over the wire.
std::string compose(HttpAnswer const& answer, bool is_head, bool keep_alive);

class ServedConnection {
 public:
  /// Never throws anything but a cancellation.
  using Handler = std::function<boost::asio::awaitable<HttpAnswer>(HttpCall)>;

  /// Takes over a connected, non-blocking stream socket of that address family.
  ServedConnection(boost::asio::any_io_executor loop, int family, int socket, HttpLimits const& limits);
  ServedConnection(ServedConnection const&) = delete;
  ServedConnection& operator=(ServedConnection const&) = delete;
  ~ServedConnection();

  /// Until the client goes, breaks a rule (it is told which: 400, 408, 413, 431, 501; finished by `routes`), or
  /// `finish`. `handler` and `routes` must live until then.
  boost::asio::awaitable<void> serve(Handler const& handler, HttpRoutes const& routes);

  /// Whether no request is being answered: nothing is lost by closing it.
  bool is_waiting() const { return is_waiting_; }
  bool is_finishing() const { return is_finishing_; }
  /// Takes no further request: closes at once if it waits for one, else after the answer.
  void finish();

 private:
  struct Wire;

  HttpLimits limits_;
  std::optional<PeerIdentity> peer_;
  bool is_waiting_ = true;
  bool is_finishing_ = false;
  std::unique_ptr<Wire> wire_;
};

}  // namespace lapwing
