// SPDX-License-Identifier: Apache-2.0
#include "io/listener.hpp"

#include "core/text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace lapwing {

namespace {

constexpr int kBacklog = 64;
constexpr mode_t kSocketMode = 0660;

Error failure(ErrorKind kind, std::string const& where) {
  return {kind, "can not listen at " + where + ": " + std::generic_category().message(errno)};
}

/// Removes what a dead process left at `path`.
Result<void> make_room(std::string const& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) return {};
  if (!S_ISSOCK(found.st_mode)) {
    return Error{ErrorKind::invalid, "can not listen at " + path + ": something is there that is no socket; remove it"};
  }
  auto const reached = connect_to_unix_socket(path);
  if (reached || reached.error().kind == ErrorKind::busy) {
    return Error{ErrorKind::busy, "can not listen at " + path + ": another process does"};
  }
  if (reached.error().kind != ErrorKind::unreachable) return reached.error();
  if (::unlink(path.c_str()) != 0) return failure(ErrorKind::unreadable, path);
  return {};
}

}  // namespace

Result<Listener> Listener::on_unix_socket(std::string const& path) {
  auto const address = unix_address(path);
  if (!address) return address.error();
  if (auto const free = make_room(path); !free) return free.error();
  Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (::bind(socket.number(), reinterpret_cast<sockaddr const*>(&*address), sizeof *address) != 0) {
    return failure(errno == EADDRINUSE ? ErrorKind::busy : ErrorKind::unreadable, path);
  }
  Listener listener(std::move(socket), AF_UNIX, path);
  // Whatever the umask says. Nobody can connect before listen().
  if (::chmod(path.c_str(), kSocketMode) != 0 || ::listen(listener.number(), kBacklog) != 0) {
    return failure(ErrorKind::unreadable, path);
  }
  return listener;
}

Result<Listener> Listener::on_port(std::string const& address, std::uint16_t port) {
  sockaddr_storage where{};
  auto& v4 = reinterpret_cast<sockaddr_in&>(where);
  auto& v6 = reinterpret_cast<sockaddr_in6&>(where);
  bool const is_v6 = address.find(':') != address.npos;
  auto const name = (is_v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
  where.ss_family = is_v6 ? AF_INET6 : AF_INET;
  void* const bytes = is_v6 ? static_cast<void*>(&v6.sin6_addr) : &v4.sin_addr;
  if (::inet_pton(where.ss_family, address.c_str(), bytes) != 1)
    return Error{ErrorKind::invalid, "can not listen at " + name + ": this is no address"};
  (is_v6 ? v6.sin6_port : v4.sin_port) = ::htons(port);
  Socket socket(::socket(where.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  int const yes = 1;  // a restart need not wait for the connections of the one before
  ::setsockopt(socket.number(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (::bind(socket.number(), reinterpret_cast<sockaddr const*>(&where), is_v6 ? sizeof v6 : sizeof v4) != 0 ||
      ::listen(socket.number(), kBacklog) != 0) {
    return failure(errno == EADDRINUSE ? ErrorKind::busy : ErrorKind::unreadable, name);
  }
  return Listener(std::move(socket), where.ss_family, "");
}

Listener::~Listener() { close(); }

void Listener::close() {
  if (!file_.empty()) ::unlink(file_.c_str());
  file_.clear();
  Socket const closed(socket_.release());
}

std::uint16_t Listener::port() const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  ::getsockname(socket_.number(), reinterpret_cast<sockaddr*>(&address), &size);
  if (address.ss_family == AF_INET6) return ::ntohs(reinterpret_cast<sockaddr_in6 const&>(address).sin6_port);
  if (address.ss_family == AF_INET) return ::ntohs(reinterpret_cast<sockaddr_in const&>(address).sin_port);
  return 0;
}

Result<std::optional<Socket>> Listener::accept() {
  Socket client(::accept4(socket_.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (client.number() >= 0) return std::optional(std::move(client));
  // A client that went before it was taken is no failure.
  if (errno == EAGAIN || errno == ECONNABORTED || errno == EINTR) return std::optional<Socket>();
  return Error{ErrorKind::unreadable, "no further client can be taken: " + std::generic_category().message(errno)};
}

}  // namespace lapwing
