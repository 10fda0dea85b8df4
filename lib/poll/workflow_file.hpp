// SPDX-License-Identifier: Apache-2.0
// When a workflow file says that it runs by itself. Pure over bytes.
#pragma once

#include "core/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lapwing::poll {

struct FileSchedule {
  std::string cron;
  std::string zone;  ///< an IANA name; GitHub's default is UTC
};

/// The entries of `on.schedule`; empty where there is none. Errors: invalid, with the place in the file.
Result<std::vector<FileSchedule>> parse_schedules(std::string_view bytes, std::string const& file);

}  // namespace lapwing::poll
