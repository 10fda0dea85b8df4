// SPDX-License-Identifier: Apache-2.0
#include "io/served_connection.hpp"

#include "io/clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <utility>

namespace lapwing {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using namespace asio::experimental::awaitable_operators;
using boost::system::error_code;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::size_t kMostUnread = 1 << 20;  // of a refused request, before the connection is closed over it
constexpr std::chrono::seconds kUnreadLimit{1};

std::optional<Method> method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::get;
    case http::verb::head:
      return Method::head;
    case http::verb::post:
      return Method::post;
    case http::verb::patch:
      return Method::patch;
    case http::verb::put:
      return Method::put;
    case http::verb::delete_:
      return Method::del;
    default:
      return std::nullopt;
  }
}

std::optional<PeerIdentity> identify(int family, int socket) {
  ucred who{};
  socklen_t size = sizeof who;
  if (family != AF_UNIX || ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) return std::nullopt;
  return PeerIdentity{who.uid, who.pid};
}

/// A request, or what is wrong with it; neither where the client has gone or said nothing.
struct Incoming {
  std::optional<HttpCall> call;
  std::optional<HttpAnswer> refused;
  bool keep_alive = false;
};

Incoming refused(int status, std::string_view why) {
  Incoming incoming;
  incoming.refused = refusal(status, why);
  return incoming;
}

Incoming accepted(http::request_parser<http::string_body>& parser) {
  Incoming incoming;
  auto& message = parser.get();
  auto const method = method_of(message.method());
  if (!method) return refused(501, "this method is not served here");
  HttpCall call;
  call.method = *method;
  call.target = std::string(message.target());
  for (auto const& field : message) call.headers.emplace_back(field.name_string(), field.value());
  call.body = std::move(message.body());
  incoming.call = std::move(call);
  incoming.keep_alive = parser.keep_alive();
  return incoming;
}

}  // namespace

std::string compose(HttpAnswer const& answer, bool is_head, bool keep_alive) {
  std::string const reason(http::obsolete_reason(http::int_to_status(unsigned(answer.status))));
  std::string text = "HTTP/1.1 " + std::to_string(answer.status) + " " + reason + "\r\n";
  for (auto const& [name, value] : answer.headers) text += name + ": " + value + "\r\n";
  if (!answer.body.empty()) text += "Content-Type: " + answer.content_type + "\r\n";
  text += "Content-Length: " + std::to_string(answer.body.size()) + "\r\n";
  text += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  if (!is_head) text += answer.body;
  return text;
}

/// The socket with its deadline, and what was read beyond the last request.
struct ServedConnection::Wire {
  Wire(asio::any_io_executor const& loop, int family, int socket, HttpLimits const& limits)
      : stream(loop, asio::generic::stream_protocol(family, 0), socket),
        timer(loop),
        buffer(limits.header_bytes + kReadBytes) {}

  asio::generic::stream_protocol::socket stream;
  asio::steady_timer timer;
  beast::flat_buffer buffer;

  enum class Read { some, ended, late };

  /// Puts what comes next into the buffer.
  asio::awaitable<Read> read_some(SteadyTime deadline) {
    auto const space = buffer.prepare(std::min(kReadBytes, buffer.max_size() - buffer.size()));
    timer.expires_at(deadline);
    auto const first = co_await (stream.async_read_some(space, kToken) || timer.async_wait(kToken));
    if (first.index() == 1) co_return Read::late;
    auto const [failure, count] = std::get<0>(first);
    buffer.commit(count);
    co_return failure ? Read::ended : Read::some;
  }

  /// False where the client does not take it in time, or has gone.
  asio::awaitable<bool> write(std::string bytes, SteadyTime deadline) {
    timer.expires_at(deadline);
    for (std::size_t sent = 0; sent < bytes.size();) {
      auto const rest = asio::buffer(bytes) + sent;
      auto const first = co_await (stream.async_write_some(rest, kToken) || timer.async_wait(kToken));
      if (first.index() == 1) co_return false;
      auto const [failure, count] = std::get<0>(first);
      if (failure) co_return false;
      sent += count;
    }
    co_return true;
  }

  asio::awaitable<Incoming> read_request(HttpLimits limits);

  /// Closing over unread bytes would take the answer away from a client that is still sending: lets it go first.
  asio::awaitable<void> close_gently() {
    error_code ignored;
    stream.shutdown(asio::socket_base::shutdown_send, ignored);
    auto const deadline = steady_now() + kUnreadLimit;
    for (std::size_t unread = 0; unread < kMostUnread;) {
      buffer.clear();
      auto const read = co_await read_some(deadline);
      if (read != Read::some) break;
      unread += buffer.size();
    }
    stream.close(ignored);
  }
};

asio::awaitable<Incoming> ServedConnection::Wire::read_request(HttpLimits limits) {
  http::request_parser<http::string_body> parser;
  parser.eager(true);
  parser.header_limit(limits.header_bytes);
  parser.body_limit(limits.body_bytes);
  auto deadline = steady_now() + limits.idle;
  if (buffer.size() == 0) {
    auto const read = co_await read_some(deadline);
    if (read != Read::some) co_return Incoming();
  }
  deadline = steady_now() + limits.header;
  bool in_body = false;
  for (;;) {
    error_code failure;
    auto const used = parser.put(buffer.data(), failure);
    buffer.consume(used);
    if (!failure && used != 0 && buffer.size() != 0 && !parser.is_done()) continue;
    if (buffer.size() == buffer.max_size()) failure = http::error::header_limit;  // or an endless line between chunks
    if (failure == http::error::header_limit) co_return refused(431, "the header is too large");
    if (failure == http::error::body_limit) co_return refused(413, "the body is too large");
    if (failure && failure != http::error::need_more) co_return refused(400, "this is no HTTP request");
    if (parser.is_done()) co_return accepted(parser);
    if (parser.is_header_done() && !std::exchange(in_body, true)) deadline = steady_now() + limits.body;
    auto const read = co_await read_some(deadline);
    if (read == Read::late) co_return refused(408, "the request did not come in time");
    if (read == Read::ended) co_return Incoming();
  }
}

ServedConnection::ServedConnection(asio::any_io_executor loop, int family, int socket, HttpLimits const& limits)
    : limits_(limits), peer_(identify(family, socket)), wire_(std::make_unique<Wire>(loop, family, socket, limits)) {}

ServedConnection::~ServedConnection() = default;

asio::awaitable<void> ServedConnection::serve(Handler const& handler, HttpRoutes const& routes) {
  for (;;) {
    is_waiting_ = true;
    auto incoming = co_await wire_->read_request(limits_);
    is_waiting_ = false;
    if (!incoming.call && !incoming.refused) co_return;
    bool const is_head = incoming.call && incoming.call->method == Method::head;
    HttpAnswer answer;
    if (incoming.call) {
      incoming.call->peer = peer_;
      answer = co_await handler(std::move(*incoming.call));
    } else {
      answer = routes.finished(*std::move(incoming.refused));
    }
    bool const keep_alive = incoming.keep_alive && !is_finishing_;
    auto const deadline = steady_now() + limits_.answer;
    auto const taken = co_await wire_->write(compose(answer, is_head, keep_alive), deadline);
    if (!taken) co_return;
    if (!keep_alive) break;
  }
  is_waiting_ = true;
  co_await wire_->close_gently();
}

void ServedConnection::finish() {
  is_finishing_ = true;
  error_code ignored;
  if (is_waiting_) wire_->stream.close(ignored);
}

}  // namespace lapwing
