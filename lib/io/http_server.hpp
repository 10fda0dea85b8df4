// SPDX-License-Identifier: Apache-2.0
// A small HTTP/1.1 server for few clients: over a unix socket or on a port.
#pragma once

#include "core/result.hpp"
#include "io/http_routes.hpp"
#include "io/served_connection.hpp"
#include "io/task_group.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>

namespace lapwing {

class Listener;

/// Every connection is a task of its own, so that a slow or silent client delays nobody. Everything a client may take
/// is bounded; where all connections are in use, the oldest that waits for a request makes room for a new one, and if
/// every one is being answered, the new one hears 503. Errors are answered as {"error": "…"}. Outlives its tasks.
class HttpServer {
 public:
  /// `on_failure(request line, what)` hears of a handler that threw (the client hears 500), and of clients that can not
  /// be taken.
  HttpServer(boost::asio::any_io_executor loop, HttpRoutes routes, HttpLimits limits,
             std::function<void(std::string const&, std::string const&)> on_failure);
  HttpServer(HttpServer const&) = delete;
  HttpServer& operator=(HttpServer const&) = delete;
  ~HttpServer();

  /// Before start. Mode 0660; what a dead process left there is replaced. Errors: busy, invalid, unreadable.
  Result<void> listen_on_unix_socket(std::string const& path);
  /// Before start. An address of this machine in numbers; port 0 means any that is free. The port comes back. Errors:
  /// busy, invalid, unreadable.
  Result<std::uint16_t> listen_on_port(std::string const& address, std::uint16_t port);

  void start(TaskGroup& tasks);
  /// Takes nobody in any more and closes what waits; answers under way are finished. Drain the tasks afterwards.
  void stop();

  HttpRoutes const& routes() const { return routes_; }

 private:
  struct Door;
  using Connections = std::list<std::unique_ptr<ServedConnection>>;

  boost::asio::awaitable<void> accept(Door& door, TaskGroup& tasks);
  void take_in(int family, int socket, TaskGroup& tasks);
  boost::asio::awaitable<void> serve(Connections::iterator connection);
  boost::asio::awaitable<HttpAnswer> answer(HttpCall call);
  bool make_room();

  boost::asio::any_io_executor loop_;
  HttpRoutes routes_;
  HttpLimits limits_;
  std::function<void(std::string const&, std::string const&)> on_failure_;
  ServedConnection::Handler handler_;
  std::list<Door> doors_;
  Connections connections_;  // the oldest first
  bool stopping_ = false;
};

}  // namespace lapwing
