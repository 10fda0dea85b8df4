// SPDX-License-Identifier: Apache-2.0
// What the parts of a courier (courier.cpp, courier_sending.cpp, courier_edits.cpp) hand each other; for them alone.
#pragma once

#include "notify/courier.hpp"

#include <optional>
#include <vector>

namespace lapwing::notify {

/// What is owed, by what is to be done with it. What is held stays in the backlog.
struct Courier::Pile {
  std::vector<store::Owed> news;
  std::vector<store::Owed> superseded;
  std::vector<store::Owed> too_old;
  std::optional<TimePoint> again;  // when the first of those that are held may be told
};

/// What one step came to.
struct Courier::Step {
  Duration wait{};       // before the next
  bool settled = false;  // nothing is left that may be told now
};

}  // namespace lapwing::notify
