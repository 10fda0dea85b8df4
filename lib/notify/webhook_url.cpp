// SPDX-License-Identifier: Apache-2.0
#include "notify/webhook_url.hpp"

#include "core/text.hpp"
#include "io/http.hpp"

#include <algorithm>

namespace lapwing::notify {
namespace {

Error invalid(std::string message) { return {ErrorKind::invalid, std::move(message)}; }

bool is_number(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == text.npos; }

bool is_within(std::string_view host, std::string_view domain) {
  return host == domain || (host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.');
}

bool is_this_machine(Url const& url) {
  return url.host == "localhost" || url.host == "::1" || (url.is_ip_literal && url.host.starts_with("127."));
}

bool is_slack(Url const& url) { return url.host == "hooks.slack.com" || url.host == "hooks.slack-gov.com"; }

/// A URL of some other server: anything that does not carry the message in the clear over a network.
Result<Secret> other_host(Url const& url, std::string_view text) {
  if (!url.tls && !is_this_machine(url)) return invalid("the webhook's URL must begin with https://");
  return Secret(std::string(text));
}

Error not_a_url() { return invalid("this is no webhook URL: it must begin with https:// and hold no spaces"); }

}  // namespace

Result<Secret> normalise_discord_url(Secret const& secret) {
  auto const text = trim(secret.reveal());  // a URL read from a file may end in a newline
  auto const url = parse_url(text);
  if (!url) return not_a_url();
  if (!is_within(url->host, "discord.com") && !is_within(url->host, "discordapp.com")) return other_host(*url, text);

  auto const question = url->target.find('?');
  auto const path = std::string_view(url->target).substr(0, question);
  auto const query =
      question == url->target.npos ? std::string_view{} : std::string_view(url->target).substr(question + 1);
  auto parts = split(path, '/');
  std::erase(parts, std::string_view{});  // the leading slash, a trailing one
  bool const versioned = parts.size() > 1 && parts[1].starts_with('v') && is_number(parts[1].substr(1));
  if (versioned) parts.erase(parts.begin() + 1);
  if (parts.size() < 4 || parts[0] != "api" || parts[1] != "webhooks" || !is_number(parts[2])) {
    return invalid(
        "this is no Discord webhook URL; it looks like https://discord.com/api/webhooks/ID/TOKEN (channel settings, "
        "Integrations, Webhooks)");
  }
  if (parts.size() > 4) {
    bool const known = parts.size() == 5 && (parts[4] == "slack" || parts[4] == "github");
    return invalid(known ? "the URL ends in /" + std::string(parts[4]) +
                               ", which expects another kind of message; remove that ending"
                         : "the Discord webhook URL has more parts than https://discord.com/api/webhooks/ID/TOKEN");
  }
  std::string out = "https://discord.com/api/v10/webhooks/" + std::string(parts[2]) + "/" + std::string(parts[3]);
  for (auto const parameter : split(query, '&')) {
    constexpr std::string_view name = "thread_id=";
    if (!parameter.starts_with(name)) continue;
    if (!is_number(parameter.substr(name.size())))
      return invalid("the thread_id in the Discord webhook URL must be a number");
    return Secret(out + "?" + std::string(parameter));
  }
  return Secret(std::move(out));
}

Result<Secret> check_slack_url(Secret const& secret) {
  auto const text = trim(secret.reveal());
  auto const url = parse_url(text);
  if (!url) return not_a_url();
  if (!is_slack(*url)) return other_host(*url, text);
  if (!url->tls) return invalid("the webhook's URL must begin with https://");
  if (url->target.starts_with("/workflows/") || url->target.starts_with("/triggers/")) {
    return invalid(
        "this URL starts a Slack workflow; make an incoming webhook instead (https://hooks.slack.com/services/…)");
  }
  if (!url->target.starts_with("/services/") && !url->target.starts_with("/T")) {  // OAuth answers leave /services out
    return invalid("this is no Slack webhook URL; it looks like https://hooks.slack.com/services/T…/B…/…");
  }
  return Secret(std::string(text));
}

Result<Secret> check_team_chat_url(Secret const& secret) {
  auto const text = trim(secret.reveal());
  auto const url = parse_url(text);
  if (!url) return not_a_url();
  if (is_slack(*url))
    return invalid("this is a webhook of Slack itself: remove `flavor`, or give the other server's URL");
  if (url->target.find("/hooks/") == std::string::npos)
    return invalid("this is no incoming webhook of that server; it looks like https://HOST/hooks/KEY");
  return other_host(*url, text);
}

Result<Secret> check_webhook_url(Secret const& secret) {
  auto const text = trim(secret.reveal());
  auto const url = parse_url(text);
  if (!url) return not_a_url();
  return other_host(*url, text);
}

}  // namespace lapwing::notify
