// SPDX-License-Identifier: Apache-2.0
// What people read in a channel about each incident, from the messages that arrived there.
#pragma once

#include "core/level.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace lapwing::test {

/// By incident, the levels in the order in which they were told; ok for a recovery or an end.
using Heard = std::map<std::int64_t, std::vector<Level>>;

/// From bodies in order of arrival: Discord's embeds, Slack's attachments.
Heard heard_on_discord(std::vector<std::string> const& bodies);
Heard heard_on_slack(std::vector<std::string> const& bodies);

}  // namespace lapwing::test
