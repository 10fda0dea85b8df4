// SPDX-License-Identifier: Apache-2.0
#include "notify/webhook_url.hpp"

#include <gtest/gtest.h>

namespace lapwing::notify {
namespace {

constexpr std::string_view kToken = "s3cr3t-tokenAbCdEfGhIjKlMnOpQrStUvWxYz_0123456789";

std::string with_token(std::string_view form) {
  std::string url(form);
  if (auto const at = url.find("TOKEN"); at != url.npos) url.replace(at, 5, kToken);
  return url;
}

std::string discord(std::string_view form) {
  auto const url = normalise_discord_url(Secret(with_token(form)));
  return url ? url->reveal() : "refused: " + url.error().message;
}

std::string slack(std::string_view form) {
  auto const url = check_slack_url(Secret(with_token(form)));
  return url ? url->reveal() : "refused: " + url.error().message;
}

TEST(WebhookUrl, EveryFormThatDiscordHandsOutBecomesVersionTenOnDiscordCom) {
  auto const expected = with_token("https://discord.com/api/v10/webhooks/123/TOKEN");
  for (auto const* form :
       {"https://discord.com/api/webhooks/123/TOKEN", "https://discord.com/api/v9/webhooks/123/TOKEN",
        "https://discord.com/api/v10/webhooks/123/TOKEN", "https://canary.discord.com/api/webhooks/123/TOKEN",
        "https://ptb.discord.com/api/webhooks/123/TOKEN", "https://discordapp.com/api/webhooks/123/TOKEN",
        "https://DISCORD.com/api/webhooks/123/TOKEN/", "http://discord.com/api/webhooks/123/TOKEN",
        "https://discord.com:443/api/webhooks/123/TOKEN", "https://discord.com/api/webhooks/123/TOKEN?wait=false",
        " https://discord.com/api/webhooks/123/TOKEN\r\n"}) {
    EXPECT_EQ(discord(form), expected) << form;
  }
}

TEST(WebhookUrl, AThreadIsKept) {
  EXPECT_EQ(discord("https://discord.com/api/webhooks/123/TOKEN?wait=true&thread_id=77"),
            with_token("https://discord.com/api/v10/webhooks/123/TOKEN?thread_id=77"));
  EXPECT_EQ(discord("https://discord.com/api/webhooks/123/TOKEN?thread_id=7x").find("refused:"), 0u);
}

TEST(WebhookUrl, AnotherHostIsKeptAsItIsWhereTheTokenIsSafeOnTheWay) {
  for (auto const* url :
       {"https://localhost:8443/api/webhooks/1/x", "http://127.0.0.1:8080/api/webhooks/1/x?y=z", "http://[::1]:80/hook",
        "http://localhost/hook", "https://proxy.example/discord/hook/", "https://notdiscord.com/api/webhooks/1/x"}) {
    EXPECT_EQ(discord(url), url);
    EXPECT_EQ(slack(url), url);
  }
  EXPECT_EQ(discord("http://proxy.example/hook"), "refused: the webhook's URL must begin with https://");
  EXPECT_EQ(slack("http://localhost.evil.example/hook"), "refused: the webhook's URL must begin with https://");
}

TEST(WebhookUrl, TheSlackAndGithubFormsAreRefusedWithTheRemedy) {
  EXPECT_EQ(discord("https://discord.com/api/webhooks/123/TOKEN/slack"),
            "refused: the URL ends in /slack, which expects another kind of message; remove that ending");
  EXPECT_EQ(discord("https://discord.com/api/v10/webhooks/123/TOKEN/github"),
            "refused: the URL ends in /github, which expects another kind of message; remove that ending");
}

// Checklist 17: secrets never appear on URL parse errors.
TEST(WebhookUrl, NoRefusalRepeatsTheToken) {
  for (auto const* form :
       {"", "TOKEN", "discord.com/api/webhooks/123/TOKEN", "https://discord.com/api/webhooks/TOKEN",
        "https://discord.com/api/webhooks/abc/TOKEN", "https://discord.com/api/webhooks/123/a/TOKEN",
        "https://discord.com/TOKEN", "https://discord.com/api/webhooks/123/TO KEN",
        "https://discord.com/api/webhooks/123/TOKEN/messages/1", "https://user:TOKEN@discord.com/api/webhooks/123/x",
        "https://discord.com/api/webhooks/123/x?thread_id=TOKEN", "ftp://discord.com/api/webhooks/123/TOKEN",
        "https://discord.com/api/webhooks/123/x/TOKEN"}) {
    auto const said = discord(form);
    EXPECT_EQ(said.find("refused:"), 0u) << form;
    EXPECT_EQ(said.find(kToken), said.npos) << form;
  }
  for (auto const* form :
       {"", "TOKEN", "https://hooks.slack.com/TOKEN", "https://hooks.slack.com/workflows/T1/A1/1/TOKEN",
        "https://hooks.slack.com/triggers/T1/1/TOKEN", "http://hooks.slack.com/services/T1/B1/TOKEN"}) {
    auto const said = slack(form);
    EXPECT_EQ(said.find("refused:"), 0u) << form;
    EXPECT_EQ(said.find(kToken), said.npos) << form;
  }
}

TEST(WebhookUrl, SlacksOwnFormsAreTakenAndWorkflowsAreNot) {
  for (auto const* form : {"https://hooks.slack.com/services/T1/B1/TOKEN",
                           "https://hooks.slack-gov.com/services/T1/B1/TOKEN", "https://hooks.slack.com/T1/B1/TOKEN"}) {
    EXPECT_EQ(slack(form), with_token(form));
  }
  EXPECT_EQ(slack("https://hooks.slack.com/services/T1/B1/TOKEN\n"),
            with_token("https://hooks.slack.com/services/T1/B1/TOKEN"));
  EXPECT_NE(slack("https://hooks.slack.com/triggers/T1/1/TOKEN").find("incoming webhook instead"), std::string::npos);
}

}  // namespace
}  // namespace lapwing::notify
