// SPDX-License-Identifier: Apache-2.0
#include "terminal.hpp"

#include "command.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <ctime>
#include <string>

namespace lapwing::daemon {
namespace {

constexpr std::size_t kUsualWidth = 100;

std::size_t screen_height() {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : 24;
}

/// What `wait` waits for; blocked while nobody waits.
sigset_t awaited_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (int const one : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH}) sigaddset(&set, one);
  return set;
}

}  // namespace

bool is_terminal() { return ::isatty(STDOUT_FILENO) != 0; }

std::size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  auto const columns = environment_variable("COLUMNS");
  std::size_t width = 0;
  auto const read = std::from_chars(columns.data(), columns.data() + columns.size(), width);
  return read.ec == std::errc{} && width > 0 ? width : kUsualWidth;
}

Screen::Screen() {
  auto const signals = awaited_signals();
  ::sigprocmask(SIG_BLOCK, &signals, nullptr);
  print("\x1b[?1049h\x1b[?25l");  // the other screen, without a cursor
}

Screen::~Screen() { print("\x1b[?25h\x1b[?1049l"); }

void Screen::draw(std::string_view text) {
  auto const height = screen_height();
  std::string out = "\x1b[H";
  std::size_t lines = 0;
  while (!text.empty() && lines < height - 1) {
    auto const end = text.find('\n');
    out += std::string(text.substr(0, end)) + "\x1b[K\n";
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    ++lines;
  }
  print(out + "\x1b[J");
}

bool Screen::wait(std::chrono::seconds pause) {
  auto const signals = awaited_signals();
  timespec const time{.tv_sec = pause.count(), .tv_nsec = 0};
  int const signal = ::sigtimedwait(&signals, nullptr, &time);
  return signal < 0 || signal == SIGWINCH;
}

}  // namespace lapwing::daemon
