// SPDX-License-Identifier: Apache-2.0
// One connection to one host for any number of requests, one after the other. Private to io: BeastClient keeps a few.
// The only part that knows Beast's types is connection.cpp.
#pragma once

#include "core/result.hpp"
#include "io/clock.hpp"
#include "io/http.hpp"
#include "io/proxy.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace lapwing {

class Resolver;
class Tls;

/// Where a connection leads; connections to equal peers are interchangeable.
struct Peer {
  bool tls;
  std::string host;
  std::string port;
  bool is_ip_literal;
  std::optional<Proxy> proxy;
  bool operator==(Peer const&) const = default;
};

/// host:port with brackets around an IPv6 address; the port is left out where it is "".
std::string authority(std::string const& host, std::string const& port);

/// By when, and how long that was for the words "did not answer within 15s".
struct Deadline {
  SteadyTime at;
  Duration budget;
};

class Connection {
 public:
  Connection(boost::asio::any_io_executor loop, Peer peer);
  Connection(Connection const&) = delete;
  Connection& operator=(Connection const&) = delete;
  ~Connection();

  Peer const& peer() const { return peer_; }

  /// Resolves, connects (to each address in turn, at most 3 s each), passes the proxy, shakes hands. Once, before
  /// anything else. `resolver` and `tls` must live until it ends. Errors: unreachable, timed_out.
  boost::asio::awaitable<Result<void>> open(Resolver& resolver, Tls& tls, Deadline deadline);

  /// Writes a request as it stands and reads its answer; 1xx answers are passed over. After an error the connection is
  /// of no use. Errors: unreachable, timed_out, too_large.
  boost::asio::awaitable<Result<HttpResponse>> exchange(std::string request, bool is_head, std::size_t max_body_bytes,
                                                        Deadline deadline);

  /// Whether the last exchange failed before the first byte of an answer: the peer had closed an idle connection.
  bool died_idle() const { return died_idle_; }
  /// Whether both sides agreed to go on after the last exchange.
  bool may_be_kept() const { return may_be_kept_; }
  /// Whether the peer has neither closed the idle connection nor sent anything unasked.
  bool is_quiet();

 private:
  struct Wire;

  Peer peer_;
  bool died_idle_ = false;
  bool may_be_kept_ = false;
  std::unique_ptr<Wire> wire_;
};

}  // namespace lapwing
