// SPDX-License-Identifier: Apache-2.0
#include "io/unix_client.hpp"

#include "core/text.hpp"
#include "io/clock.hpp"
#include "io/unix_socket.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace lapwing {

namespace {

namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t kReadBytes = 16 * 1024;

std::string compose(HttpRequest const& request, Url const& url) {
  std::string text(name_of(request.method));
  text += " " + url.target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
  for (auto const& [name, value] : request.headers) text += name + ": " + value + "\r\n";
  text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n\r\n";
  return text + request.body;
}

/// One exchange on a connected socket.
class Exchange {
 public:
  Exchange(Socket const& socket, std::string who, Duration limit)
      : socket_(socket), who_(std::move(who)), limit_(limit), deadline_(steady_now() + limit) {}

  Result<void> send(std::string_view bytes) {
    while (!bytes.empty()) {
      auto const ready = wait_for(POLLOUT);
      if (!ready) return ready.error();
      auto const count = ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      // The server may have answered and closed without reading everything: its answer counts.
      if (count < 0 && errno != EAGAIN && errno != EINTR) return {};
      bytes.remove_prefix(count < 0 ? 0 : std::size_t(count));
    }
    return {};
  }

  Result<HttpResponse> receive(bool is_head, std::size_t max_body_bytes) {
    http::response_parser<http::string_body> parser;
    parser.eager(true);
    parser.skip(is_head);
    parser.body_limit(max_body_bytes);
    boost::beast::flat_buffer buffer;
    while (!parser.is_done()) {
      auto const ready = wait_for(POLLIN);
      if (!ready) return ready.error();
      auto const space = buffer.prepare(kReadBytes);
      auto const count = ::recv(socket_.number(), space.data(), space.size(), 0);
      if (count < 0 && (errno == EAGAIN || errno == EINTR)) continue;
      error_code failure;
      if (count <= 0) {
        if (parser.is_header_done()) parser.put_eof(failure);
        if (failure || !parser.is_done()) return broken("closed the connection without a whole answer");
        break;
      }
      buffer.commit(std::size_t(count));
      while (!failure && buffer.size() != 0 && !parser.is_done()) {
        auto const used = parser.put(buffer.data(), failure);
        buffer.consume(used);
        if (used == 0) break;
      }
      if (failure == http::error::body_limit) return Error{ErrorKind::too_large, who_ + ": the answer is too large"};
      if (failure && failure != http::error::need_more) return broken("does not answer in HTTP");
    }
    HttpResponse out;
    auto message = parser.release();
    out.status = int(message.result_int());
    for (auto const& field : message) out.headers.emplace_back(field.name_string(), field.value());
    out.body = std::move(message.body());
    return out;
  }

 private:
  Result<void> wait_for(short event) {
    auto const left = std::chrono::ceil<Duration>(deadline_ - steady_now());
    pollfd ready{socket_.number(), event, 0};
    auto const count = ::poll(&ready, 1, int(std::max(left, Duration{0}).count()));
    if (count > 0 || (count < 0 && errno == EINTR && left > Duration{0})) return {};
    return Error{ErrorKind::timed_out, who_ + ": there was no answer within " + format_duration(limit_)};
  }

  Error broken(std::string const& how) const { return {ErrorKind::unreachable, who_ + ": the process there " + how}; }

  Socket const& socket_;
  std::string who_;
  Duration limit_;
  SteadyTime deadline_;
};

}  // namespace

Result<HttpResponse> send_over_unix_socket(std::string const& path, HttpRequest const& request) {
  auto const url = parse_url(request.url.reveal());
  if (!url) return Error{ErrorKind::invalid, printable(path) + ": the request has no URL of the form http://host/path"};
  auto const socket = connect_to_unix_socket(path);
  if (!socket) return socket.error();
  Exchange exchange(*socket, printable(path), request.deadline);
  auto const sent = exchange.send(compose(request, *url));
  if (!sent) return sent.error();
  return exchange.receive(request.method == Method::head, request.max_body_bytes);
}

}  // namespace lapwing
