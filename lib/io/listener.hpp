// SPDX-License-Identifier: Apache-2.0
// Sockets that listen: a unix socket that its group may use, or a port. Private to io: HttpServer keeps
// them.
#pragma once

#include "io/unix_socket.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lapwing {

/// Owns the socket, which does not block, and its file, if it has one: both go with it.
class Listener {
 public:
  /// Made with mode 0660. A socket that a dead process left behind is replaced. Errors: busy (somebody listens there),
  /// invalid (the path is too long, or something else is there), unreadable (it can not be made there).
  static Result<Listener> on_unix_socket(std::string const& path);
  /// An address of this machine in numbers (IPv4 or IPv6); port 0 means any that is free. Errors: busy, invalid,
  /// unreadable.
  static Result<Listener> on_port(std::string const& address, std::uint16_t port);

  Listener(Listener&& other) noexcept
      : socket_(std::move(other.socket_)), family_(other.family_), file_(std::move(other.file_)) {
    other.file_.clear();
  }
  Listener& operator=(Listener&&) = delete;
  ~Listener();

  int family() const { return family_; }
  std::uint16_t port() const;  ///< 0 of a unix socket

  /// The next client; absent where none waits. The socket does not block. Errors: unreadable (out of descriptors).
  Result<std::optional<Socket>> accept();
  /// Takes nobody any more; twice is fine.
  void close();
  int number() const { return socket_.number(); }

 private:
  Listener(Socket socket, int family, std::string file)
      : socket_(std::move(socket)), family_(family), file_(std::move(file)) {}

  Socket socket_;
  int family_;
  std::string file_;
};

}  // namespace lapwing
