// SPDX-License-Identifier: Apache-2.0
#include "e2e/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace lapwing::test {

namespace {

/// As exec wants them; of no use longer than `words`.
std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (auto& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

Terminal::Terminal(std::vector<std::string> const& arguments, std::map<std::string, std::string> const& environment) {
  std::vector<std::string> words{LAPWING_BINARY};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> settings;
  for (auto const& [name, value] : environment) settings.push_back(name + "=" + value);
  auto const argv = pointers(words);
  auto const envp = pointers(settings);
  pid_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
  if (pid_ < 0) throw std::runtime_error("forkpty failed");
  if (pid_ > 0) return;
  ::execve(LAPWING_BINARY, argv.data(), envp.data());
  ::_exit(127);
}

Terminal::~Terminal() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(terminal_);
}

/// False at the end, and where nothing comes for 20 s.
bool Terminal::read_more() {
  pollfd readable{terminal_, POLLIN, 0};
  std::array<char, 4096> bytes{};
  if (::poll(&readable, 1, 20'000) != 1) return false;
  auto const got = ::read(terminal_, bytes.data(), bytes.size());
  if (got <= 0) return false;
  shown_.append(bytes.data(), std::size_t(got));
  return true;
}

bool Terminal::answer(std::string const& question, std::string const& answer) {
  while (shown_.find(question) == std::string::npos) {
    if (!read_more()) return false;
  }
  auto const line = answer + "\n";
  return ::write(terminal_, line.data(), line.size()) == ssize_t(line.size());
}

int Terminal::finish() {
  while (read_more()) {
  }
  int status = 0;
  ::waitpid(std::exchange(pid_, -1), &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace lapwing::test
