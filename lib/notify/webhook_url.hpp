// SPDX-License-Identifier: Apache-2.0
// The URLs that people paste as the destination of a channel. The whole URL is the credential, so no error repeats any
// of it.
#pragma once

#include "core/result.hpp"
#include "core/secret.hpp"

namespace lapwing::notify {

/// https://discord.com/api/v10/webhooks/ID/TOKEN[?thread_id=ID] from the forms in use: without a version or with an old
/// one, on canary., ptb. and discordapp.com. The version is pinned because an unversioned request is served by the
/// deprecated v6, whose waits are in milliseconds. A URL on another host (a proxy, a test) is kept as it is: https, or
/// http to this machine. Errors: invalid; also for the /slack and /github forms, which expect other messages. Source:
/// Discord developer docs, "Webhook Resource" and "Reference", read 2026-08.
Result<Secret> normalise_discord_url(Secret const& url);

/// https://hooks.slack.com/services/T…/B…/… (or hooks.slack-gov.com). Another host is taken as above.
/// Errors: invalid; also for Workflow Builder's /workflows and /triggers, which expect other messages.
/// Source: docs.slack.dev, "Sending messages using incoming webhooks", read 2026-08.
Result<Secret> check_slack_url(Secret const& url);

/// The URL of an incoming webhook of Mattermost (…/hooks/KEY) or Rocket.Chat (…/hooks/ID/TOKEN), wherever the server
/// is: https, or http to this machine. Errors: invalid; also for Slack's own.
Result<Secret> check_team_chat_url(Secret const& url);

/// Any server's URL: https, or http to this machine. Errors: invalid.
Result<Secret> check_webhook_url(Secret const& url);

}  // namespace lapwing::notify
