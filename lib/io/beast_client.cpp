// SPDX-License-Identifier: Apache-2.0
#include "io/beast_client.hpp"

#include "core/text.hpp"
#include "io/clock.hpp"
#include "io/connection.hpp"
#include "io/proxy.hpp"
#include "io/tls.hpp"

#include <algorithm>
#include <array>
#include <list>
#include <string_view>
#include <utility>

namespace lapwing {

namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kMaxIdle{45};
constexpr std::size_t kMaxIdleConnections = 8;

/// Set by the client alone: a second one would let two readers of the request disagree.
constexpr std::array<std::string_view, 7> kReserved{
    "host", "user-agent", "connection", "accept-encoding", "content-length", "transfer-encoding", "proxy-connection"};

bool is_control(char c) { return (c >= '\0' && c < ' ') || c == '\x7f'; }

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

/// A line end inside a value would begin a header of its own, so nothing of the kind is ever sent.
Result<void> check_header(std::string const& name, std::string const& value) {
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_character)) {
    return Error{ErrorKind::invalid, "'" + printable(name, 50) + "' is no name of an HTTP header"};
  }
  if (std::any_of(value.begin(), value.end(), is_control)) {
    return Error{ErrorKind::invalid,
                 "the value of the HTTP header " + name + " contains a line end or another control character"};
  }
  return {};
}

/// The whole request as it goes over the wire.
Result<std::string> compose(HttpRequest const& request, Url const& url, std::string const& user_agent) {
  auto const is_default_port = url.port == (url.tls ? "443" : "80");
  std::vector<Header> headers{{"Host", authority(url.host, is_default_port ? "" : url.port)},
                              {"User-Agent", user_agent},
                              {"Connection", "keep-alive"},
                              {"Accept-Encoding", "identity"}};
  if (request.bearer) headers.emplace_back("Authorization", "Bearer " + request.bearer->reveal());
  auto const has_body =
      request.method != Method::get && request.method != Method::head && request.method != Method::del;
  if (has_body || !request.body.empty()) headers.emplace_back("Content-Length", std::to_string(request.body.size()));
  for (auto const& header : request.headers) {
    auto const name = to_lower(header.first);
    if (std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end() ||
        (request.bearer && name == "authorization")) {
      return Error{ErrorKind::invalid,
                   "the HTTP header " + printable(header.first, 50) + " is set by the program itself"};
    }
    headers.push_back(header);
  }

  std::string text(name_of(request.method));
  text += " " + url.target + " HTTP/1.1\r\n";
  for (auto const& [name, value] : headers) {
    auto const checked = check_header(name, value);
    if (!checked) return checked.error();
    text += name + ": " + value + "\r\n";
  }
  text += "\r\n";
  text += request.body;
  return text;
}

}  // namespace

struct BeastClient::State {
  struct Idle {
    std::unique_ptr<Connection> connection;
    SteadyTime since;
  };

  asio::any_io_executor loop;
  Options options;
  Resolver resolver;
  Tls tls;
  std::list<Idle> idle;  // oldest first

  /// The connection to that peer which was used last, if one is still good.
  std::unique_ptr<Connection> take(Peer const& peer) {
    auto const now = steady_now();
    idle.remove_if([&](Idle const& one) { return now - one.since > kMaxIdle; });
    for (auto at = idle.end(); at != idle.begin();) {
      --at;
      if (at->connection->peer() != peer) continue;
      auto connection = std::move(at->connection);
      at = idle.erase(at);
      if (connection->is_quiet()) return connection;
    }
    return nullptr;
  }

  void keep(std::unique_ptr<Connection> connection) {
    if (!connection->may_be_kept()) return;
    if (idle.size() >= kMaxIdleConnections) idle.pop_front();
    idle.push_back(Idle{std::move(connection), steady_now()});
  }
};

BeastClient::BeastClient(asio::any_io_executor loop, Options options)
    : state_(new State{
          .loop = loop, .options = options, .resolver = Resolver(loop, options.lookup), .tls = {}, .idle = {}}) {}

BeastClient::~BeastClient() = default;

asio::awaitable<Result<HttpResponse>> BeastClient::send(HttpRequest request) {
  auto const url = parse_url(request.url.reveal());
  if (!url) {
    co_return Error{ErrorKind::invalid,
                    "the URL is not of the form https://host/path (its text is not shown, it may be a secret)"};
  }
  auto const text = compose(request, *url, state_->options.user_agent);
  if (!text) co_return text.error();
  auto const proxy = proxy_for(*url, state_->options.getenv);
  if (!proxy) co_return proxy.error();

  Peer const peer{url->tls, url->host, url->port, url->is_ip_literal, *proxy};
  Deadline const deadline{steady_now() + request.deadline, request.deadline};
  auto const is_head = request.method == Method::head;

  auto connection = state_->take(peer);
  if (connection) {
    auto answer = co_await connection->exchange(*text, is_head, request.max_body_bytes, deadline);
    if (answer || !connection->died_idle()) {
      state_->keep(std::move(connection));
      co_return answer;
    }
  }

  connection = std::make_unique<Connection>(state_->loop, peer);
  auto opened = co_await connection->open(state_->resolver, state_->tls, deadline);
  if (!opened) co_return opened.error();
  auto answer = co_await connection->exchange(*text, is_head, request.max_body_bytes, deadline);
  state_->keep(std::move(connection));
  co_return answer;
}

}  // namespace lapwing
