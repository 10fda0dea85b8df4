// SPDX-License-Identifier: Apache-2.0
// The terminal that a command prints to, if it does.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace lapwing::daemon {

bool is_terminal();

/// In columns: of the terminal, else $COLUMNS, else 100.
std::size_t terminal_width();

/// The whole screen, drawn again and again until Ctrl-C. What was there before comes back at the end.
class Screen {
 public:
  Screen();
  Screen(Screen const&) = delete;
  Screen& operator=(Screen const&) = delete;
  ~Screen();

  /// In the place of what was drawn before; what is longer than the screen is cut at its end.
  void draw(std::string_view text);
  /// False once somebody wants to leave; earlier than `pause` where the size of the terminal changes.
  bool wait(std::chrono::seconds pause);
};

}  // namespace lapwing::daemon
