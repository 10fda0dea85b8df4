// SPDX-License-Identifier: Apache-2.0
#include "io/unix_socket.hpp"

#include "core/text.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace lapwing {

Socket::~Socket() {
  if (number_ >= 0) ::close(number_);
}

Result<sockaddr_un> unix_address(std::string const& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) {
    return Error{ErrorKind::invalid, printable(path) + ": the path of a socket must not be longer than " +
                                         std::to_string(sizeof address.sun_path - 1) + " bytes"};
  }
  std::ranges::copy(path, address.sun_path);
  return address;
}

Result<Socket> connect_to_unix_socket(std::string const& path) {
  auto const address = unix_address(path);
  if (!address) return address.error();
  Socket client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (::connect(client.number(), reinterpret_cast<sockaddr const*>(&*address), sizeof *address) == 0) return client;
  auto const where = printable(path) + ": ";
  switch (errno) {
    case ENOENT:
    case ENOTDIR:
      return Error{ErrorKind::not_found, where + "there is no such socket"};
    case ECONNREFUSED:
      return Error{ErrorKind::unreachable, where + "nobody listens there"};
    case EACCES:
    case EPERM:
      return Error{ErrorKind::unreadable, where + "permission denied"};
    case EAGAIN:
      return Error{ErrorKind::busy, where + "too many are waiting there"};
    default:
      return Error{ErrorKind::unreadable, where + std::generic_category().message(errno)};
  }
}

}  // namespace lapwing
