// SPDX-License-Identifier: Apache-2.0
// From what a channel is owed to what to say. Pure.
#pragma once

#include "notify/notification.hpp"
#include "store/records.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace lapwing::notify {

/// How many incidents one message may tell of at most; what comes after them is counted.
inline constexpr std::size_t kMostItems = 500;

/// Sorts worst first: level, then alert by alert and of each the oldest first, the alert with the oldest incident in
/// front. What is over comes last.
void sort_worst_first(std::vector<store::Owed>& debts);

/// What these debts tell, in their order: an item for each of the first kMostItems.
Notification message_of(std::vector<store::Owed> const& debts, std::string const& project, Zone const& zone,
                        TimePoint now);

/// A message that tells how these incidents stand now, in the place of one that told of them.
Notification edited_message(std::vector<store::Owed> const& told, std::string const& project, Zone const& zone,
                            TimePoint now);

/// The message of `lapwing notify test`.
Notification test_message(Level level, std::string const& channel, std::string const& project, Zone const& zone,
                          TimePoint now);

}  // namespace lapwing::notify
