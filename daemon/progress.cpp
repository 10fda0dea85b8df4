// SPDX-License-Identifier: Apache-2.0
#include "progress.hpp"

#include "command.hpp"
#include "io/clock.hpp"
#include "report/progress_bar.hpp"

#include <unistd.h>

#include <string>

namespace lapwing::daemon {

using namespace std::chrono_literals;

Progress::Progress(std::string_view what)
    : what_(what), begun_(system_now()), is_terminal_(::isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
  if (shown_ >= 0) print_error("\r\x1b[K");
}

void Progress::show(double share) {
  auto const percent = int(share * 100);
  if (!is_terminal_ || percent == shown_ || system_now() - begun_ < 2s) return;
  shown_ = percent;
  print_error("\r" + std::string(what_) + " " + report::progress_bar(std::size_t(percent), 100, 40) + " " +
              std::to_string(percent) + "%");
}

}  // namespace lapwing::daemon
