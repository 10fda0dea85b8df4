// SPDX-License-Identifier: Apache-2.0
#include "io/http_server.hpp"

#include "io/listener.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace lapwing {

namespace {

namespace asio = boost::asio;
using asio::posix::stream_descriptor;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds kPauseWithoutDescriptors{1};

}  // namespace

/// A listener, and the bell that rings when somebody comes.
struct HttpServer::Door {
  Door(asio::any_io_executor const& loop, Listener its_listener)
      : listener(std::move(its_listener)), bell(loop, listener.number()) {}
  ~Door() { close(); }
  void close() {
    bell.release();  // the socket is the listener's
    listener.close();
  }

  Listener listener;
  stream_descriptor bell;
};

HttpServer::HttpServer(asio::any_io_executor loop, HttpRoutes routes, HttpLimits limits,
                       std::function<void(std::string const&, std::string const&)> on_failure)
    : loop_(std::move(loop)),
      routes_(std::move(routes)),
      limits_(limits),
      on_failure_(std::move(on_failure)),
      handler_([this](HttpCall call) { return answer(std::move(call)); }) {}

HttpServer::~HttpServer() = default;

Result<void> HttpServer::listen_on_unix_socket(std::string const& path) {
  auto listener = Listener::on_unix_socket(path);
  if (!listener) return listener.error();
  doors_.emplace_back(loop_, *std::move(listener));
  return {};
}

Result<std::uint16_t> HttpServer::listen_on_port(std::string const& address, std::uint16_t port) {
  auto listener = Listener::on_port(address, port);
  if (!listener) return listener.error();
  doors_.emplace_back(loop_, *std::move(listener));
  return doors_.back().listener.port();
}

void HttpServer::start(TaskGroup& tasks) {
  for (auto& door : doors_) tasks.spawn("http listener", accept(door, tasks));
}

void HttpServer::stop() {
  stopping_ = true;
  for (auto& door : doors_) door.close();
  for (auto const& connection : connections_) connection->finish();
}

asio::awaitable<void> HttpServer::accept(Door& door, TaskGroup& tasks) {
  asio::steady_timer pause(loop_);
  std::string told;
  while (!stopping_) {
    auto const [cancelled] = co_await door.bell.async_wait(stream_descriptor::wait_read, kToken);
    if (cancelled || stopping_) break;
    auto client = door.listener.accept();
    if (client) {
      told.clear();
      if (*client) take_in(door.listener.family(), (*client)->release(), tasks);
      continue;
    }
    if (std::exchange(told, client.error().message) != told) on_failure_("accept", told);
    pause.expires_after(kPauseWithoutDescriptors);
    co_await pause.async_wait(kToken);
  }
}

void HttpServer::take_in(int family, int socket, TaskGroup& tasks) {
  Socket owned(socket);
  if (!make_room()) {
    // Fits the empty buffer of a new connection; a client that does not get it sees the connection closed.
    auto const full = compose(routes_.finished(refusal(503, "all connections are in use")), false, false);
    [[maybe_unused]] auto const sent = ::send(socket, full.data(), full.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return;
  }
  connections_.push_back(std::make_unique<ServedConnection>(loop_, family, owned.release(), limits_));
  tasks.spawn("http connection", serve(std::prev(connections_.end())));
}

/// Whether one more connection can be taken, after closing one that waits if need be.
bool HttpServer::make_room() {
  auto const is_open = [](auto const& one) { return !one->is_finishing(); };
  if (std::size_t(std::ranges::count_if(connections_, is_open)) < limits_.connections) return true;
  auto const idle =
      std::ranges::find_if(connections_, [](auto const& one) { return one->is_waiting() && !one->is_finishing(); });
  if (idle == connections_.end()) return false;
  (*idle)->finish();
  return true;
}

asio::awaitable<void> HttpServer::serve(Connections::iterator connection) {
  struct Leave {
    Connections& all;
    Connections::iterator one;
    ~Leave() { all.erase(one); }
  } const leave{connections_, connection};
  co_await (*connection)->serve(handler_, routes_);
}

asio::awaitable<HttpAnswer> HttpServer::answer(HttpCall call) {
  auto const request = std::string(name_of(call.method)) + " " + call.target;
  std::string failure;
  try {
    co_return co_await routes_.answer(std::move(call));
  } catch (boost::system::system_error const&) {
    throw;  // cancelled
  } catch (std::exception const& error) {
    failure = error.what();
  }
  on_failure_(request, failure);
  co_return routes_.finished(refusal(500, "this request failed; the log of the daemon says why"));
}

}  // namespace lapwing
