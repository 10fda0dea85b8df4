// SPDX-License-Identifier: Apache-2.0
#include "store/state_lock.hpp"

#include "core/text.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace lapwing::store {

std::error_code make_state_directory(std::string const& directory) {
  std::error_code fault;
  auto const before = ::umask(0077);
  std::filesystem::create_directories(directory, fault);
  ::umask(before);
  return fault;
}

Result<StateLock> StateLock::take(std::string const& directory) {
  auto const refused = [&](std::string const& what) {
    return Error{ErrorKind::unreadable, "the state directory " + directory + " can not be " + what +
                                            "; set `state:` to a directory that this user may write"};
  };
  if (auto const fault = make_state_directory(directory)) return refused("made: " + fault.message());
  auto const path = directory + "/lock";
  int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return refused("written: " + std::string(std::strerror(errno)));
  StateLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return refused("locked: " + std::string(std::strerror(errno)));
    std::array<char, 32> owner{};
    auto const size = ::pread(file, owner.data(), owner.size() - 1, 0);
    std::string const process = size > 0 ? " (process " + printable(owner.data()) + ")" : "";
    return Error{ErrorKind::busy, "another lapwing" + process + " uses the state directory " + directory +
                                      "; stop it, or set another `state:`"};
  }
  auto const self = std::to_string(::getpid());
  // The number is for the other's error message only; without it the lock holds as well.
  if (::ftruncate(file, 0) == 0 && ::pwrite(file, self.data(), self.size(), 0) < 0) return lock;
  return lock;
}

StateLock::StateLock(StateLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

StateLock::~StateLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace lapwing::store
