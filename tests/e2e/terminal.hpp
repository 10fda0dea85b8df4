// SPDX-License-Identifier: Apache-2.0
// lapwing on a terminal of its own, at which a test types.
#pragma once

#include <sys/types.h>
#include <map>
#include <string>
#include <vector>

namespace lapwing::test {

class Terminal {
 public:
  /// Nothing but `environment` is in its environment.
  Terminal(std::vector<std::string> const& arguments, std::map<std::string, std::string> const& environment);
  Terminal(Terminal const&) = delete;
  Terminal& operator=(Terminal const&) = delete;
  /// Kills what still runs.
  ~Terminal();

  /// Waits until the question stands there, then types the answer. False where it is not asked within 20 s.
  bool answer(std::string const& question, std::string const& answer);
  /// Until it has ended; the exit code, or -1 where it was killed.
  int finish();
  /// All that the terminal has shown so far, what was typed included.
  std::string const& shown() const { return shown_; }

 private:
  bool read_more();

  int terminal_ = -1;
  pid_t pid_ = -1;
  std::string shown_;
};

}  // namespace lapwing::test
