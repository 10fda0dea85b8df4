// SPDX-License-Identifier: Apache-2.0
// What Discord, Slack and its like would refuse, and what would give text from outside a power it must not have.
// Stricter than the services are. Sources: their developer docs, read 2026-08.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lapwing::test {

/// One line a violation; empty when the body would be accepted: lengths in code points, counts, sums, required and
/// known keys, mentions off, and no markup but the renderer's own.
std::vector<std::string> discord_violations(std::string_view body);

/// The same for Slack; every entity whole, every <…> a date or a link, at most 10 kB of attachments.
std::vector<std::string> slack_violations(std::string_view body);

/// The same for Mattermost and Rocket.Chat, at most 7,900 characters of attachments.
std::vector<std::string> team_chat_violations(std::string_view body);

/// Every text of the body that people read, a line each.
std::string visible_text(std::string_view body);

}  // namespace lapwing::test
