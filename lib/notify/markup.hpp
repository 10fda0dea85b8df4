// SPDX-License-Identifier: Apache-2.0
// Text that carries no formatting rights, one escape a medium. Each takes any bytes and gives valid UTF-8 on one line
// of at most `limit` characters, escapes included: the cut falls between characters and never inside an escape; a cut
// text ends in "…". A bare URL becomes no link: a zero-width space stands in its "://".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lapwing::notify {

/// For content, titles and descriptions of Discord. Backslashes stand before \ * _ ~ | ` [ ] < @ anywhere, and before
/// - # > and "1." at the start, where they would make lists, headings and quotes. Round brackets need none: without a
/// square one they link nothing.
std::string discord_text(std::string_view text, std::size_t limit);

/// For every text of Slack: & < > become entities, each once. There is no escape for * _ ~ and backticks, so text from
/// outside belongs into plain_text objects and into a message with `mrkdwn` off, never into a mrkdwn object. Source:
/// docs.slack.dev, "Formatting message text", read 2026-08.
std::string slack_text(std::string_view text, std::size_t limit);

/// For the Markdown of Mattermost and Rocket.Chat. Both translate `<…>` of Slack's kind before they read Markdown, so <
/// and > become ‹ and ›. Backslashes stand before \ * _ ~ and `; where a server knows no escape (or reads a name before
/// it reads Markdown) a zero-width space breaks what would be a mention, a tag, a link, an entity, a table, a formula,
/// an emoji or, at the start, a list or heading.
std::string markdown_text(std::string_view text, std::size_t limit);

/// For text/plain of mail, whose readers make links of whatever looks like an address.
std::string mail_text(std::string_view text, std::size_t limit);

/// The same for HTML, also between the quotes of an attribute.
std::string html_text(std::string_view text, std::size_t limit);

/// The URL as it may stand in [label](…) and in <…|label>, or "" where it is no http(s) URL or longer than `limit`.
std::string link_target(std::string_view url, std::size_t limit);

}  // namespace lapwing::notify
