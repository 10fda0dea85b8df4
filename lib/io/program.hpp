// SPDX-License-Identifier: Apache-2.0
// Another program, run to its end: no shell, nothing inherited but a few variables of the environment.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

namespace lapwing {

struct ProgramCall {
  std::string path;                    ///< not looked for in PATH
  std::vector<std::string> arguments;  ///< without the program's own name
  std::string input;                   ///< what it reads on its standard input
  Duration deadline{std::chrono::seconds{30}};
};

struct ProgramResult {
  int exit_code = 0;   ///< 128 and the signal's number where a signal ended it, as shells have it
  std::string output;  ///< what it wrote on both its outputs; the first kProgramOutput bytes
};

inline constexpr std::size_t kProgramOutput = 4096;

/// Blocks until the program has ended: run it on a worker. It and what it started are killed at the deadline, and a
/// second after `stop` was asked for. What outlives it (a mailer that delivers in the background) is not waited for. Of
/// the environment it gets HOME, LANG, LOGNAME, PATH, TZ and USER: the rest may hold credentials. Errors: not_found (no
/// such program), unreadable (no right to run it), timed_out, busy (no process or memory to be had).
Result<ProgramResult> run_program(ProgramCall const& call, std::stop_token stop = {});

}  // namespace lapwing
