// SPDX-License-Identifier: Apache-2.0
// Discord, by an incoming webhook.
#pragma once

#include "core/result.hpp"
#include "core/secret.hpp"
#include "notify/mention.hpp"
#include "notify/notifier.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <span>
#include <string>

namespace lapwing::notify {

/// How its messages look, and whom they call.
struct DiscordStyle {
  std::string username = "Lapwing";  ///< as check_discord_username accepts it
  Mentions mentions = {};
  std::optional<Level> chart_from = Level::critical;  ///< the mildest level with a chart
  bool is_forum = false;  ///< each message is a post of its own; word of a change goes into the incident's post
};

/// Shape:  `content` is the headline (what a phone shows), then one embed an item for the worst, at most 8, then up to
///         two that name the others in few words; what does not fit is counted and left to the next message. An item
///         whose own message is changed is told briefly. 6000 characters of embed text in all; mentions are off but
///         for the operator's own. Plain: `content` alone, at most 500 characters, under the webhook's own name.
/// Source: Discord developer docs, "Webhook Resource", "Message Resource", "Rate Limits", read 2026-08.
class Discord final : public Notifier {
 public:
  /// `url` as normalise_discord_url gives it.
  explicit Discord(Secret url, DiscordStyle style = {});

  Rendered render(Notification const& what, Form form) const override;
  Payload render_report(Brief const& what, Form form) const override;
  /// A delivery that used up the allowance carries the wait until the next. A deleted or refused webhook, a redirect
  /// and a forum channel without a thread are bad destinations. A 429 waits for the longer of the header's and the
  /// body's hint; one without hints comes from Cloudflare and binds the host for a minute.
  Outcome classify(HttpResponse const& answer) const override;
  /// In full, without a mention.
  std::optional<HttpRequest> edit(Notification const& what, std::string const& message) const override;
  std::optional<Level> chart_from() const override { return style_.chart_from; }
  Destination destination() const override { return destination_of(url_); }

 private:
  Rendered render_post(Notification const& what, Form form) const;
  Rendered render_message(Notification const& what, Form form, std::string const& parameter,
                          std::string const& thread_name) const;
  HttpRequest request_to(Method method, std::string const& below, std::string const& parameter, nlohmann::json body,
                         std::span<Item const> items) const;

  Secret url_;
  DiscordStyle style_;
};

/// Discord refuses the whole message for a bad name: 1 to 80 characters, no "clyde" or "discord" within, not "everyone"
/// or "here". Errors: invalid.
Result<void> check_discord_username(std::string_view name);

}  // namespace lapwing::notify
