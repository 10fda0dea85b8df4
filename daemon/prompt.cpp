// SPDX-License-Identifier: Apache-2.0
#include "prompt.hpp"

#include "command.hpp"
#include "core/text.hpp"

#include <termios.h>
#include <unistd.h>

#include <iostream>

namespace lapwing::daemon {
namespace {

/// While it lives the terminal shows nothing of what is typed.
class Unseen {
 public:
  Unseen() : is_terminal_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    auto silent = before_;
    silent.c_lflag &= ~tcflag_t(ECHO);
    if (is_terminal_) ::tcsetattr(STDIN_FILENO, TCSADRAIN, &silent);
  }
  Unseen(Unseen const&) = delete;
  Unseen& operator=(Unseen const&) = delete;
  ~Unseen() {
    if (is_terminal_) ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
  }

 private:
  termios before_{};
  bool is_terminal_;
};

std::string read_line() {
  std::string line;
  std::getline(std::cin, line);
  return std::string(trim(line));
}

}  // namespace

bool can_ask() { return ::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0; }

std::string ask(std::string const& question, std::string const& otherwise) {
  print(question + (otherwise.empty() ? "" : " [" + otherwise + "]") + ": ");
  auto answer = read_line();
  return answer.empty() ? otherwise : answer;
}

std::string ask_secret(std::string const& question) {
  Unseen const unseen;
  print(question + " (not shown): ");
  auto answer = read_line();
  print("\n");
  return answer;
}

}  // namespace lapwing::daemon
