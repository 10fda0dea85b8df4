// SPDX-License-Identifier: Apache-2.0
#include "io/resolver.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <netdb.h>
#include <sys/socket.h>

#include <cerrno>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace lapwing {

namespace {

namespace asio = boost::asio;
constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

/// Where the thread leaves its answer. Shared by that thread and the coroutine that waits; the coroutine lives on the
/// loop and may be gone, together with the loop, when the answer comes. Hence the mutex.
class Mailbox {
 public:
  explicit Mailbox(asio::steady_timer& bell) : bell_(&bell) {}

  static void put(std::shared_ptr<Mailbox> const& box, Result<Addresses> answer) {
    std::lock_guard const lock(box->mutex_);
    if (box->bell_ == nullptr) return;
    box->answer_ = std::move(answer);
    asio::post(box->bell_->get_executor(), [box] { box->ring(); });
  }

  /// What has come; nothing can come afterwards.
  std::optional<Result<Addresses>> close() {
    std::lock_guard const lock(mutex_);
    bell_ = nullptr;
    return std::exchange(answer_, std::nullopt);
  }

 private:
  void ring() {
    std::lock_guard const lock(mutex_);
    if (bell_ != nullptr) bell_->cancel();
  }

  std::mutex mutex_;
  asio::steady_timer* bell_;  // of the coroutine; null once that has left
  std::optional<Result<Addresses>> answer_;
};

Addresses in_turn(Addresses const& v6, Addresses const& v4) {
  Addresses both;
  for (std::size_t i = 0; i < v6.size() || i < v4.size(); ++i) {
    if (i < v6.size()) both.push_back(v6[i]);
    if (i < v4.size()) both.push_back(v4[i]);
  }
  return both;
}

Error lookup_failure(std::string const& host, int code, int system_error) {
  if (code == EAI_NONAME || code == EAI_NODATA) {
    return Error{ErrorKind::unreachable, "no such host " + host + ": " + ::gai_strerror(code)};
  }
  auto const why =
      code == EAI_SYSTEM ? std::generic_category().message(system_error) : std::string(::gai_strerror(code));
  return Error{ErrorKind::unreachable,
               "cannot look up the host " + host + " (" + why + "); does DNS work on this machine?"};
}

}  // namespace

Result<Addresses> system_lookup(std::string const& host) {
  // RFC 6761 §6.3: this name is this machine, also where no hosts file says so.
  if (host == "localhost" || host.ends_with(".localhost")) return Addresses{"127.0.0.1", "::1"};
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  int const code = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
  if (code != 0) return lookup_failure(host, code, errno);
  std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> const owner(found, &::freeaddrinfo);

  Addresses v6;
  Addresses v4;
  for (auto const* at = found; at != nullptr; at = at->ai_next) {
    char text[NI_MAXHOST];
    if (::getnameinfo(at->ai_addr, at->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) != 0) continue;
    (at->ai_family == AF_INET6 ? v6 : v4).emplace_back(text);
  }
  auto addresses = in_turn(v6, v4);
  if (addresses.empty()) return lookup_failure(host, EAI_NODATA, 0);
  return addresses;
}

asio::awaitable<Result<Addresses>> Resolver::resolve(std::string host, SteadyTime deadline) {
  boost::system::error_code no_literal;
  asio::ip::make_address(host, no_literal);
  if (!no_literal) co_return Addresses(1, host);

  auto const known = last_good_.contains(host);
  auto const patience = known ? steady_now() + (deadline - steady_now()) / 2 : deadline;
  auto found = co_await look_up(host, patience);
  if (found) last_good_[host] = *found;
  if (!found && known) co_return last_good_.at(host);
  co_return found;
}

asio::awaitable<Result<Addresses>> Resolver::look_up(std::string host, SteadyTime deadline) {
  if (ticket_.use_count() > kMaxLookups) {
    co_return Error{ErrorKind::busy, "cannot look up the host " + host + ": " + std::to_string(kMaxLookups) +
                                         " earlier lookups are hanging; does DNS work on this machine?"};
  }
  asio::steady_timer bell(loop_, deadline);
  auto const box = std::make_shared<Mailbox>(bell);
  // Also on the way out by a cancellation: after this the thread touches nothing of ours.
  struct Closer {
    Mailbox& box;
    ~Closer() { box.close(); }
  } const closer{*box};

  std::thread([box, host, lookup = lookup_, ticket = ticket_] { Mailbox::put(box, lookup(host)); }).detach();

  auto const [rung] = co_await bell.async_wait(kToken);
  auto answer = box->close();
  if (answer) co_return std::move(*answer);
  if (rung) throw boost::system::system_error(rung);
  co_return Error{ErrorKind::timed_out,
                  "the lookup of the host " + host + " did not end in time; does DNS work on this machine?"};
}

}  // namespace lapwing
