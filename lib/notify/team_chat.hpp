// SPDX-License-Identifier: Apache-2.0
// Mattermost and Rocket.Chat, by an incoming webhook of Slack's kind.
#pragma once

#include "core/secret.hpp"
#include "notify/mention.hpp"
#include "notify/notifier.hpp"

namespace lapwing::notify {

/// Shape:  `text` is the headline, after whom the operator wants called; one attachment an item (colour bar, fallback,
/// text, fields) for the worst, at most 9,
///         then one that names the others line by line and counts what is left. At most 7,600 characters of
///         attachments, which the oldest servers take. Neither server shows blocks, and Rocket.Chat shows a title as it
///         is, with the escapes in it: so the title is the first line of the text, in bold. Plain: `text` alone, at
///         most 500 characters.
/// Source: developers.mattermost.com, "Incoming webhooks" and "Message attachments"; Rocket.Chat's
///         app/integrations/server/api/api.ts; read 2026-08.
class TeamChat final : public Notifier {
 public:
  enum class Flavor { mattermost, rocketchat };
  /// `url` as check_team_chat_url gives it.
  TeamChat(Flavor flavor, Secret url, Mentions mentions = {});

  Rendered render(Notification const& what, Form form) const override;
  Payload render_report(Brief const& what, Form form) const override;
  /// Delivered is a 200 with "ok" of Mattermost, with a JSON `success: true` of Rocket.Chat, and nothing else.
  Outcome classify(HttpResponse const& answer) const override;
  Destination destination() const override { return destination_of(url_); }

 private:
  Flavor flavor_;
  Secret url_;
  Mentions mentions_;
};

}  // namespace lapwing::notify
