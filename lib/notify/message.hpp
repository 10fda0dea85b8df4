// SPDX-License-Identifier: Apache-2.0
// From what a channel is owed to what to say. Pure.
#pragma once

#include "notify/notification.hpp"
#include "store/records.hpp"

#include <string>
#include <vector>

namespace lapwing::notify {

/// One message that tells of all these debts, worst first.
Notification message_of(std::vector<store::Owed> const& debts, std::string const& project, Zone const& zone,
                        TimePoint now);

/// The message of `lapwing notify test`.
Notification test_message(Level level, std::string const& channel, std::string const& project, Zone const& zone,
                          TimePoint now);

}  // namespace lapwing::notify
