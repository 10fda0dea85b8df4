// SPDX-License-Identifier: Apache-2.0
// Every kind of event there is: what it is called, what it carries, what it means.
#pragma once

#include <span>
#include <string_view>

namespace lapwing {

struct EventKind {
  std::string_view name;
  std::string_view labels;  ///< comma-separated; all are on every event
  std::string_view fields;  ///< comma-separated; those in [brackets] are not on every event
  std::string_view source;  ///< the poller type that yields it
  std::string_view meaning;
};

std::span<EventKind const> event_catalogue();

/// The event of that name, or nullptr.
EventKind const* find_event(std::string_view name);

}  // namespace lapwing
