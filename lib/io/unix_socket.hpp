// SPDX-License-Identifier: Apache-2.0
// Sockets as the system has them, and reaching one by its file. Private to io.
#pragma once

#include "core/result.hpp"

#include <sys/un.h>

#include <string>
#include <utility>

namespace lapwing {

/// Owns one descriptor; -1 is none.
class Socket {
 public:
  explicit Socket(int number) : number_(number) {}
  Socket(Socket&& other) noexcept : number_(other.release()) {}
  Socket& operator=(Socket&&) = delete;
  ~Socket();

  int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

/// Errors: invalid, where the path is longer than the 107 bytes that fit.
Result<sockaddr_un> unix_address(std::string const& path);

/// A non-blocking socket, connected to whoever listens there. Errors: not_found (there is no such file), unreachable
/// (nobody listens), unreadable (no permission), busy (its queue is full), invalid; the message begins with the path.
Result<Socket> connect_to_unix_socket(std::string const& path);

}  // namespace lapwing
