// SPDX-License-Identifier: Apache-2.0
#include "io/connection.hpp"

#include "core/text.hpp"
#include "io/resolver.hpp"
#include "io/tls.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/system/system_error.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <tuple>
#include <utility>

namespace lapwing {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using Transfer = std::tuple<error_code, std::size_t>;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::uint32_t kMaxHeaderBytes = 16 * 1024;  // Cloudflare's and GitHub's run to 2-4 kB
constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::chrono::seconds kAddressLimit{3};

std::string describe_bytes(std::size_t bytes) {
  if (bytes % (1 << 20) == 0) return std::to_string(bytes >> 20) + " MiB";
  if (bytes % (1 << 10) == 0) return std::to_string(bytes >> 10) + " KiB";
  return std::to_string(bytes) + " bytes";
}

/// A cancelled task ends here; everything else is an Error.
void rethrow_cancellation(error_code failure) {
  if (failure == asio::error::operation_aborted) throw boost::system::system_error(failure);
}

Error describe(error_code failure, std::string const& who, Duration budget) {
  if (failure == beast::error::timeout) {
    return {ErrorKind::timed_out, who + " did not answer within " + format_duration(budget)};
  }
  if (failure == asio::error::connection_refused) return {ErrorKind::unreachable, who + " refused the connection"};
  if (failure == asio::error::eof || failure == asio::ssl::error::stream_truncated ||
      failure == asio::error::connection_reset || failure == asio::error::broken_pipe) {
    return {ErrorKind::unreachable, who + " closed the connection"};
  }
  return {ErrorKind::unreachable, who + " is unreachable (" + printable(failure.message(), 100) + ")"};
}

HttpResponse to_response(http::response<http::string_body>&& message) {
  HttpResponse out;
  out.status = static_cast<int>(message.result_int());
  for (auto const& field : message) out.headers.emplace_back(field.name_string(), field.value());
  out.body = std::move(message.body());
  return out;
}

}  // namespace

std::string authority(std::string const& host, std::string const& port) {
  auto const name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port.empty() ? name : name + ":" + port;
}

/// The socket with or without TLS above it, and what was read beyond the last message.
struct Connection::Wire {
  explicit Wire(asio::any_io_executor its_loop) : loop(std::move(its_loop)) {}

  asio::any_io_executor loop;
  std::optional<beast::tcp_stream> tcp;
  std::optional<asio::ssl::stream<beast::tcp_stream&>> tls;
  beast::flat_buffer buffer{kMaxHeaderBytes + kReadBytes};
  Deadline deadline{};  ///< set anew in `tcp` before each step; Beast closes the socket when it passes

  asio::awaitable<Transfer> read_some(asio::mutable_buffer into) {
    tcp->expires_at(deadline.at);
    if (tls) co_return co_await tls->async_read_some(into, kToken);
    co_return co_await tcp->async_read_some(into, kToken);
  }

  asio::awaitable<Transfer> write_some(asio::const_buffer from) {
    tcp->expires_at(deadline.at);
    if (tls) co_return co_await tls->async_write_some(from, kToken);
    co_return co_await tcp->async_write_some(from, kToken);
  }

  asio::awaitable<error_code> write(std::string bytes) {
    for (std::size_t sent = 0; sent < bytes.size();) {
      auto const rest = asio::buffer(bytes) + sent;
      auto const [failure, count] = co_await write_some(rest);
      rethrow_cancellation(failure);
      if (failure) co_return failure;
      sent += count;
    }
    co_return error_code();
  }

  asio::awaitable<Result<void>> connect(Addresses addresses, std::string port, std::string who);
  asio::awaitable<Result<void>> shake_hands(Tls& settings, Peer peer);
  asio::awaitable<Result<void>> pass_proxy(Peer peer);

  struct Answer {
    Result<HttpResponse> message;
    bool has_begun;  ///< a byte of it has come
    bool keep_alive;
  };
  /// `bodiless`: the answer has no body whatever its header says (HEAD, CONNECT).
  asio::awaitable<Answer> read_answer(bool bodiless, std::size_t max_body_bytes, std::string who);
};

asio::awaitable<Result<void>> Connection::Wire::connect(Addresses addresses, std::string port, std::string who) {
  auto failure = Error{ErrorKind::unreachable, who + " has no address"};
  for (auto const& address : addresses) {
    error_code broken;
    auto const literal = asio::ip::make_address(address, broken);
    if (broken) continue;
    asio::ip::tcp::endpoint const endpoint(literal, static_cast<unsigned short>(std::stoi(port)));
    tcp.emplace(loop);
    tcp->expires_at(std::min(deadline.at, steady_now() + kAddressLimit));
    auto const [refusal] = co_await tcp->async_connect(endpoint, kToken);
    rethrow_cancellation(refusal);
    if (!refusal) {
      error_code ignored;
      tcp->socket().set_option(asio::ip::tcp::no_delay(true), ignored);
      co_return Result<void>();
    }
    auto const is_over = steady_now() >= deadline.at;
    failure = describe(refusal, who, is_over ? deadline.budget : std::min(deadline.budget, Duration(kAddressLimit)));
    if (is_over) break;
  }
  co_return failure;
}

asio::awaitable<Result<void>> Connection::Wire::shake_hands(Tls& settings, Peer peer) {
  tls.emplace(*tcp, settings.new_session(peer.host, peer.is_ip_literal));
  tcp->expires_at(deadline.at);
  auto const [failure] = co_await tls->async_handshake(asio::ssl::stream_base::client, kToken);
  rethrow_cancellation(failure);
  if (!failure) co_return Result<void>();
  if (failure == beast::error::timeout) co_return describe(failure, peer.host, deadline.budget);
  co_return describe_handshake_failure(tls->native_handle(), peer.host, printable(failure.message(), 100));
}

asio::awaitable<Result<void>> Connection::Wire::pass_proxy(Peer peer) {
  auto const who = "the proxy " + peer.proxy->host;
  auto const target = authority(peer.host, peer.port);
  auto request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
  if (auto const& credentials = peer.proxy->authorization; !credentials.empty()) {
    request += "Proxy-Authorization: " + credentials.reveal() + "\r\n";
  }
  request += "\r\n";
  auto const failure = co_await write(std::move(request));
  if (failure) co_return describe(failure, who, deadline.budget);
  auto const answer = co_await read_answer(true, 0, who);
  if (!answer.message) co_return answer.message.error();
  auto const status = answer.message->status;
  if (status == 407) {
    co_return Error{
        ErrorKind::unreachable,
        who + " wants other credentials (status 407); they stand in its URL as http://user:password@host:port"};
  }
  if (status < 200 || status > 299) {
    co_return Error{ErrorKind::unreachable,
                    who + " refused a tunnel to " + peer.host + " (status " + std::to_string(status) + ")"};
  }
  if (buffer.size() != 0) co_return Error{ErrorKind::unreachable, who + " sent more than its answer"};
  co_return Result<void>();
}

asio::awaitable<Connection::Wire::Answer> Connection::Wire::read_answer(bool bodiless, std::size_t max_body_bytes,
                                                                        std::string who) {
  std::optional<http::response_parser<http::string_body>> parser;
  auto const start_over = [&] {
    parser.emplace();
    parser->eager(true);
    parser->skip(bodiless);
    parser->header_limit(kMaxHeaderBytes);
    parser->body_limit(max_body_bytes);
  };
  bool has_begun = buffer.size() != 0;
  auto const failed = [&](ErrorKind kind, std::string message) {
    return Answer{Error{kind, std::move(message)}, has_begun, false};
  };
  start_over();
  for (;;) {
    error_code failure;
    if (buffer.size() != 0) {
      auto const used = parser->put(buffer.data(), failure);
      buffer.consume(used);
      if (!failure && used != 0 && buffer.size() != 0 && !parser->is_done()) continue;
    }
    if (buffer.size() == buffer.max_size()) failure = http::error::header_limit;  // or an endless line between chunks
    if (failure == http::error::header_limit) {
      co_return failed(ErrorKind::too_large,
                       "the headers of the answer of " + who + " are larger than " + describe_bytes(kMaxHeaderBytes));
    }
    if (failure == http::error::body_limit) {
      co_return failed(ErrorKind::too_large,
                       "the answer of " + who + " is larger than " + describe_bytes(max_body_bytes));
    }
    if (failure && failure != http::error::need_more) {
      co_return failed(ErrorKind::unreachable,
                       "the answer of " + who + " is not HTTP (" + printable(failure.message(), 100) + ")");
    }
    if (parser->is_done()) {
      if (parser->get().result_int() / 100 != 1) break;
      start_over();
      continue;
    }

    // A peer that never stops sending would otherwise outrun the deadline of the single reads.
    if (steady_now() >= deadline.at) {
      co_return failed(ErrorKind::timed_out,
                       who + " did not finish its answer within " + format_duration(deadline.budget));
    }
    auto const space = buffer.prepare(std::min(kReadBytes, buffer.max_size() - buffer.size()));
    auto const [end, count] = co_await read_some(space);
    rethrow_cancellation(end);
    buffer.commit(count);
    has_begun = has_begun || count != 0;
    if (!end) continue;
    if (end == asio::error::eof && parser->is_header_done() && parser->need_eof()) {
      error_code none;
      parser->put_eof(none);
      if (!none) break;
    }
    if (end == beast::error::timeout) co_return Answer{describe(end, who, deadline.budget), has_begun, false};
    co_return failed(ErrorKind::unreachable, who + " closed the connection " +
                                                 (has_begun ? "in the middle of its answer" : "without an answer"));
  }
  auto const keep_alive = parser->keep_alive() && buffer.size() == 0;
  auto message = to_response(parser->release());
  co_return Answer{std::move(message), true, keep_alive};
}

Connection::Connection(asio::any_io_executor loop, Peer peer)
    : peer_(std::move(peer)), wire_(std::make_unique<Wire>(std::move(loop))) {}

Connection::~Connection() = default;

asio::awaitable<Result<void>> Connection::open(Resolver& resolver, Tls& tls, Deadline deadline) {
  wire_->deadline = deadline;
  auto const& next = peer_.proxy ? peer_.proxy->host : peer_.host;
  auto const& port = peer_.proxy ? peer_.proxy->port : peer_.port;
  auto addresses = co_await resolver.resolve(next, deadline.at);
  if (!addresses) co_return addresses.error();
  auto who = peer_.proxy ? "the proxy " + next : next;
  auto connected = co_await wire_->connect(std::move(*addresses), port, std::move(who));
  if (!connected) co_return connected;
  if (peer_.proxy) {
    auto passed = co_await wire_->pass_proxy(peer_);
    if (!passed) co_return passed;
  }
  if (!peer_.tls) co_return Result<void>();
  co_return co_await wire_->shake_hands(tls, peer_);
}

asio::awaitable<Result<HttpResponse>> Connection::exchange(std::string request, bool is_head,
                                                           std::size_t max_body_bytes, Deadline deadline) {
  wire_->deadline = deadline;
  may_be_kept_ = false;
  auto const failure = co_await wire_->write(std::move(request));
  if (failure) {
    died_idle_ = failure != beast::error::timeout;
    co_return describe(failure, peer_.host, deadline.budget);
  }
  auto answer = co_await wire_->read_answer(is_head, max_body_bytes, peer_.host);
  if (!answer.message) died_idle_ = !answer.has_begun && answer.message.error().kind == ErrorKind::unreachable;
  may_be_kept_ = answer.keep_alive;
  wire_->tcp->expires_never();
  co_return std::move(answer.message);
}

bool Connection::is_quiet() {
  char byte;
  auto const count = ::recv(wire_->tcp->socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace lapwing
