// SPDX-License-Identifier: Apache-2.0
// What `lapwing check` has found, and how it is said.
#pragma once

#include "app/options.hpp"
#include "app/replay.hpp"
#include "poll/poller.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lapwing::daemon {

/// Of a configuration that is valid.
struct Checked {
  struct Due {
    std::string name;
    std::string every;
    bool catches_up;
    std::vector<TimePoint> next;
  };
  struct Source {
    std::string poller;
    std::string type;
    std::vector<poll::Probed> parts;
  };
  app::Options const* options;  ///< outlives this
  TimePoint now;
  std::vector<app::TestOutcome> outcomes;
  std::vector<std::string> warnings;  ///< what can never fire or be heard, a sentence each
  std::vector<Due> timetable;
  std::optional<TimePoint> clocks_change;
  std::optional<std::vector<Source>> probed;  ///< absent: not asked for

  std::size_t tests_failed() const;
  bool all_is_readable() const;
};

/// Only what is wrong or noteworthy, if `brief`.
std::string as_text(Checked const& checked, bool brief);

/// {"valid": true, "file", "pollers", "alerts", "channels", "tests": {"passed", "failed", "of_edited_alerts"},
///  "warnings": [], "notes": [], "zone", "clocks_change", "schedule": [{"name", "every", "catch_up", "next": []}],
///  "probe": [{"poller", "type", "parts": [{"part", "readable", "words"}]}] or null}
std::string as_json(Checked const& checked);

/// {"valid": false, "problems": [{"file", "line", "column", "what"}]}
std::string as_json(config::Problems const& problems);

}  // namespace lapwing::daemon
