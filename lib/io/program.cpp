// SPDX-License-Identifier: Apache-2.0
#include "io/program.hpp"

#include "io/clock.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lapwing {
namespace {

using namespace std::chrono_literals;

constexpr Duration kGrace = 1s;          // after a stop was asked for
constexpr Duration kLookAround = 100ms;  // how soon a stop is seen

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() { close(); }
  int get() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_;
};

Error failure(ErrorKind kind, std::string const& path, int code) {
  return {kind, path + " can not be run: " + std::generic_category().message(code)};
}

/// A file in memory that holds the input: the program may leave it unread, and nobody waits for it.
Descriptor input_of(std::string_view text) {
  Descriptor file(::memfd_create("input", MFD_CLOEXEC));
  while (!text.empty()) {
    auto const written = ::write(file.get(), text.data(), text.size());
    if (written <= 0) return Descriptor();
    text.remove_prefix(std::size_t(written));
  }
  return ::lseek(file.get(), 0, SEEK_SET) == 0 ? std::move(file) : Descriptor();
}

std::vector<std::string> environment() {
  std::vector<std::string> out;
  for (auto const* const name : {"HOME", "LANG", "LOGNAME", "TZ", "USER"}) {
    if (auto const* const value = std::getenv(name)) out.push_back(std::string(name) + "=" + value);
  }
  auto const* const path = std::getenv("PATH");
  out.push_back(std::string("PATH=") + (path != nullptr ? path : "/usr/sbin:/usr/bin:/sbin:/bin"));
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

/// 0 or the errno. The program leads a process group of its own and begins with no signal blocked or ignored.
int spawn(ProgramCall const& call, int input, int output, pid_t& child) {
  std::vector<std::string> words{call.path};
  words.insert(words.end(), call.arguments.begin(), call.arguments.end());
  auto variables = environment();
  auto const argv = pointers(words), envp = pointers(variables);
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&files, input, 0);
  posix_spawn_file_actions_adddup2(&files, output, 1);
  posix_spawn_file_actions_adddup2(&files, output, 2);
  sigset_t none, broken_pipe;
  sigemptyset(&none);
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &broken_pipe);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  int const code = ::posix_spawn(&child, call.path.c_str(), &files, &attributes, argv.data(), envp.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return code;
}

/// Takes what is there; false at the end of it.
bool read_some(int from, std::string& output) {
  std::array<char, 4096> buffer;
  for (;;) {
    auto const size = ::read(from, buffer.data(), buffer.size());
    if (size == 0) return false;
    if (size < 0) return errno == EAGAIN || errno == EINTR;
    output.append(buffer.data(), std::min(std::size_t(size), kProgramOutput - output.size()));
  }
}

/// Reads until the program has ended; false if it has not by its deadline.
bool watch(int child, int output, Duration limit, std::stop_token const& stop, std::string& text) {
  auto deadline = steady_now() + limit;
  bool open = true;
  for (bool stopping = false;;) {
    if (!std::exchange(stopping, stop.stop_requested()) && stopping)
      deadline = std::min(deadline, steady_now() + kGrace);
    auto const left = std::chrono::ceil<Duration>(deadline - steady_now());
    if (left <= 0ms) return false;
    std::array<pollfd, 2> ready{{{child, POLLIN, 0}, {open ? output : -1, POLLIN, 0}}};
    ::poll(ready.data(), ready.size(), int(std::min(left, kLookAround).count()));
    if (ready[1].revents != 0) open = read_some(output, text);
    if (ready[0].revents == 0) continue;
    if (open) read_some(output, text);
    return true;
  }
}

}  // namespace

Result<ProgramResult> run_program(ProgramCall const& call, std::stop_token stop) {
  auto const input = input_of(call.input);
  std::array<int, 2> ends{-1, -1};
  if (input.get() < 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0) return failure(ErrorKind::busy, call.path, errno);
  Descriptor const from(ends[0]);
  Descriptor to(ends[1]);
  ::fcntl(from.get(), F_SETFL, O_NONBLOCK);  // ours alone: the two ends are files of their own
  pid_t child = 0;
  if (int const code = spawn(call, input.get(), to.get(), child); code != 0) {
    bool const is_absent = code == ENOENT || code == ENOTDIR;
    bool const is_barred = code == EACCES || code == EPERM || code == ENOEXEC || code == ELOOP;
    return failure(is_absent   ? ErrorKind::not_found
                   : is_barred ? ErrorKind::unreadable
                               : ErrorKind::busy,
                   call.path, code);
  }
  to.close();
  Descriptor const watched(int(::syscall(SYS_pidfd_open, child, 0)));
  ProgramResult result;
  bool const ended = watched.get() >= 0 && watch(watched.get(), from.get(), call.deadline, stop, result.output);
  if (!ended) ::kill(-child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!ended)
    return Error{ErrorKind::timed_out,
                 call.path + " did not end within " + format_duration(call.deadline) + " and was killed"};
  result.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return result;
}

}  // namespace lapwing
