// SPDX-License-Identifier: Apache-2.0
// A program as a child process: its output, its signals, its end. Every wait is bounded.
#pragma once

#include <sys/types.h>
#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace lapwing::test {

class Process {
 public:
  /// Starts it with these arguments; the environment is this process's plus `environment`. Its standard input stays
  /// open and empty until `close_input`, or until this process ends, however it does.
  Process(std::string const& program, std::vector<std::string> const& arguments,
          std::map<std::string, std::string> const& environment);
  /// Starts lapwing.
  Process(std::vector<std::string> const& arguments, std::map<std::string, std::string> const& environment);
  Process(Process const&) = delete;
  Process& operator=(Process const&) = delete;
  /// Kills what still runs.
  ~Process();

  void signal(int number);
  void close_input();
  /// The exit code; 128 + the signal that ended it; -1 if it has not ended within the limit.
  int wait(std::chrono::milliseconds limit = std::chrono::seconds{60});
  /// Standard output and error so far, in one.
  std::string output() const;
  /// False if the text has not been printed within the limit.
  bool wait_for_output(std::string const& text, std::chrono::milliseconds limit = std::chrono::seconds{60}) const;
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  int input_ = -1;
  int exit_code_ = -1;
  std::string output_file_;
};

struct Finished {
  int exit_code;
  std::string output;
};

/// Runs to the end.
Finished run_program(std::string const& program, std::vector<std::string> const& arguments,
                     std::map<std::string, std::string> const& environment);
Finished run_lapwing(std::vector<std::string> const& arguments,
                     std::map<std::string, std::string> const& environment = {});

}  // namespace lapwing::test
