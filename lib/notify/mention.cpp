// SPDX-License-Identifier: Apache-2.0
#include "notify/mention.hpp"

#include <algorithm>

namespace lapwing::notify {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kSlackId = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// Whether it is `before`, an id of at most 20 of the letters, and ">".
bool is_id(std::string_view text, std::string_view before, std::string_view letters) {
  if (!text.starts_with(before) || !text.ends_with('>')) return false;
  auto const id = text.substr(before.size(), text.size() - before.size() - 1);
  return !id.empty() && id.size() <= 20 && id.find_first_not_of(letters) == id.npos;
}

}  // namespace

std::string_view mention_for(Mentions const& mentions, Notification const& what) {
  if (what.is_edit) return "";
  Level level = Level::ok;
  for (auto const& item : what.items) {
    bool const calls = item.what == What::opened || item.what == What::worsened || item.what == What::reminder;
    if (calls) level = std::max(level, item.level);
  }
  return mentions[std::size_t(level)];
}

Result<void> check_discord_mention(std::string_view mention) {
  bool const is_one =
      mention == "@here" || mention == "@everyone" || is_id(mention, "<@&", kDigits) || is_id(mention, "<@", kDigits);
  if (is_one) return {};
  return Error{
      ErrorKind::invalid,
      "a mention on Discord is <@&ROLE_ID>, <@USER_ID>, @here or @everyone (its developer mode shows the ids)"};
}

Result<void> check_slack_mention(std::string_view mention) {
  bool const is_one = mention == "<!here>" || mention == "<!channel>" || mention == "<!everyone>" ||
                      is_id(mention, "<@", kSlackId) || is_id(mention, "<!subteam^", kSlackId);
  if (is_one) return {};
  return Error{ErrorKind::invalid,
               "a mention on Slack is <!here>, <!channel>, <!everyone>, <@USER_ID> or <!subteam^GROUP_ID>"};
}

Result<void> check_team_chat_mention(std::string_view mention) {
  constexpr std::string_view name = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  bool const is_one = mention.starts_with('@') && mention.size() > 1 && mention.size() <= 65 &&
                      mention.find_first_not_of(name, 1) == mention.npos;
  if (is_one) return {};
  return Error{ErrorKind::invalid, "a mention on Mattermost or Rocket.Chat is @here, @channel, @all or @NAME"};
}

}  // namespace lapwing::notify
