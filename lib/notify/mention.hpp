// SPDX-License-Identifier: Apache-2.0
// Whom a message calls: the only text that may ping anybody, and only the operator writes it.
#pragma once

#include "core/result.hpp"
#include "notify/notification.hpp"

#include <array>
#include <string>
#include <string_view>

namespace lapwing::notify {

/// By Level, as the channel writes it; "" for nobody.
using Mentions = std::array<std::string, 4>;

/// The mention that this message is worth: that of the worst level that an incident opened at, rose to or is still at.
/// Nobody is called for what eases or ends, nor for a test.
std::string_view mention_for(Mentions const& mentions, Notification const& what);

/// <@&ROLE>, <@USER>, @here, @everyone. Errors: invalid.
Result<void> check_discord_mention(std::string_view mention);
/// <!here>, <!channel>, <!everyone>, <@USER>, <!subteam^GROUP>. Errors: invalid.
Result<void> check_slack_mention(std::string_view mention);
/// @here, @channel, @all, @NAME, for Mattermost and Rocket.Chat. Errors: invalid.
Result<void> check_team_chat_mention(std::string_view mention);

}  // namespace lapwing::notify
