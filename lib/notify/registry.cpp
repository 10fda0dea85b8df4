// SPDX-License-Identifier: Apache-2.0
#include "notify/registry.hpp"

#include "notify/console.hpp"
#include "notify/discord.hpp"
#include "notify/email.hpp"
#include "notify/mime.hpp"
#include "notify/slack.hpp"
#include "notify/team_chat.hpp"
#include "notify/webhook.hpp"
#include "notify/webhook_url.hpp"

#include <array>

namespace lapwing::notify {
namespace {

/// The key `url`, made fit for the channel; absent after a problem.
std::optional<Secret> read_url(config::MapReader& map, Result<Secret> (*check)(Secret const&)) {
  auto const given = map.required_secret("url");
  if (given.empty()) return std::nullopt;  // its problem has been told
  auto url = check(given);
  if (url) {
    map.reading().references.redactor().add(url->reveal());  // it may have another form than the one that was given
    return *std::move(url);
  }
  map.problem("url", url.error().message);
  return std::nullopt;
}

/// `mention: {critical: "<@&123>"}`, by severity.
Mentions read_mentions(config::MapReader& map, Result<void> (*check)(std::string_view)) {
  Mentions mentions;
  auto given = map.map("mention");
  if (!given) return mentions;
  for (auto const level : kAlertLevels) {
    auto const name = name_of(level);
    auto mention = given->text(name, "");
    if (mention.empty()) continue;
    if (auto const fits = check(mention); !fits) given->problem(name, fits.error().message);
    mentions[std::size_t(level)] = std::move(mention);
  }
  given->finish();
  return mentions;
}

std::unique_ptr<Notifier> read_discord(config::MapReader& map) {
  auto url = read_url(map, normalise_discord_url);
  DiscordStyle style;
  style.username = map.shown_text("username", style.username);
  auto const fits = check_discord_username(style.username);
  if (!fits) map.problem("username", fits.error().message);
  style.mentions = read_mentions(map, check_discord_mention);
  auto const chart = map.choice("chart", {"never", "info", "warning", "critical"}, 3);
  style.chart_from = chart == 0 ? std::nullopt : std::optional(Level(chart));
  style.is_forum = map.flag("forum", false);
  if (url && style.is_forum && url->reveal().find("thread_id=") != std::string::npos)
    map.problem("forum", "forum: a message goes into a new post or into that of `thread_id`, not both; remove one");
  if (!url || !fits) return nullptr;
  return std::make_unique<Discord>(*std::move(url), std::move(style));
}

std::unique_ptr<Notifier> read_slack(config::MapReader& map) {
  auto const flavor = map.choice("flavor", {"slack", "mattermost", "rocketchat"}, 0);
  if (flavor != 0) {
    auto url = read_url(map, check_team_chat_url);
    auto mentions = read_mentions(map, check_team_chat_mention);
    if (!url) return nullptr;
    return std::make_unique<TeamChat>(flavor == 1 ? TeamChat::Flavor::mattermost : TeamChat::Flavor::rocketchat,
                                      *std::move(url), std::move(mentions));
  }
  auto url = read_url(map, check_slack_url);
  auto mentions = read_mentions(map, check_slack_mention);
  if (!url) return nullptr;
  return std::make_unique<Slack>(*std::move(url), std::move(mentions));
}

/// A key that may be left out.
std::optional<Secret> read_optional_secret(config::MapReader& map, std::string_view key) {
  if (map.raw(key) == nullptr) return std::nullopt;
  return map.required_secret(key);
}

std::unique_ptr<Notifier> read_webhook(config::MapReader& map) {
  auto url = read_url(map, check_webhook_url);
  Webhook::Keys keys{read_optional_secret(map, "secret"), read_optional_secret(map, "bearer")};
  if (!url) return nullptr;
  return std::make_unique<Webhook>(*std::move(url), std::move(keys));
}

std::unique_ptr<Notifier> read_email(config::MapReader& map) {
  bool fits = true;
  auto const check = [&](std::string_view key, std::string const& address) {
    auto const checked = check_mail_address(address);
    if (!checked) map.problem(key, std::string(key) + ": " + checked.error().message);
    fits = fits && checked;
  };
  Email::Addresses addresses{map.required_text("from"), map.texts("to", {})};
  if (addresses.from.empty())
    fits = false;  // its problem has been told
  else
    check("from", addresses.from);
  for (auto const& address : addresses.to) check("to", address);
  if (addresses.to.empty()) {
    map.problem("to", "to needs at least one address: [team@example.org]");
    fits = false;
  }
  auto sendmail = map.path("sendmail", "/usr/sbin/sendmail");
  if (!fits) return nullptr;
  return std::make_unique<Email>(std::move(sendmail), std::move(addresses));
}

std::unique_ptr<Notifier> read_console(config::MapReader& map) {
  return std::make_unique<Console>(map.flag("color", false));
}

constexpr std::array kKinds{
    NotifierKind{"discord", read_discord}, NotifierKind{"slack", read_slack},     NotifierKind{"webhook", read_webhook},
    NotifierKind{"email", read_email},     NotifierKind{"console", read_console},
};

}  // namespace

std::span<NotifierKind const> notifier_kinds() { return kKinds; }

}  // namespace lapwing::notify
