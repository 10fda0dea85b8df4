// SPDX-License-Identifier: Apache-2.0
// Slack, by an incoming webhook.
#pragma once

#include "core/secret.hpp"
#include "notify/mention.hpp"
#include "notify/notifier.hpp"

namespace lapwing::notify {

/// Shape:  `text` is the headline, with mrkdwn off; one attachment an item (colour bar; header, section, context) for
///         the worst, at most 9, then one that names the others line by line and counts what is left. At most 10 kB of
///         attachments. All text from outside stands in plain_text objects, where nothing is formatted, mentioned or
///         linked. Whom the operator wants called stands in a block before them. Plain: `text` alone, at most 500
///         characters.
/// Source: docs.slack.dev, "Sending messages using incoming webhooks", "Blocks", "Text object", read 2026-08.
class Slack final : public Notifier {
 public:
  /// `url` as check_slack_url gives it.
  explicit Slack(Secret url, Mentions mentions = {});

  Rendered render(Notification const& what, Form form) const override;
  Payload render_report(Brief const& what, Form form) const override;
  /// Delivered is a 200 whose body is "ok" and nothing else. Slack refuses with a word in the body, which says more
  /// than the status; a 429 without Retry-After waits 30 s.
  Outcome classify(HttpResponse const& answer) const override;
  Destination destination() const override { return destination_of(url_); }

 private:
  Secret url_;
  Mentions mentions_;
};

}  // namespace lapwing::notify
