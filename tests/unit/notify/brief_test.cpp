// SPDX-License-Identifier: Apache-2.0
#include "notify/brief.hpp"

#include "notify/console.hpp"
#include "notify/discord.hpp"
#include "notify/email.hpp"
#include "notify/markup.hpp"
#include "notify/slack.hpp"
#include "notify/team_chat.hpp"
#include "notify/webhook.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace lapwing::notify {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Brief a_brief() {
  Brief out;
  out.project = "bitcoin";
  out.title = "Weekly report";
  out.period = "2026-02-23 14:00 +00:00 to 2026-03-02 14:00 +00:00";
  out.at = *parse_timestamp("2026-03-02T14:00:00Z");
  out.level = Level::warning;
  out.verdict = "needs attention";
  out.summary = {"Success rate, CI: 90%, target at least 95%"};
  out.lines = {{"🟡", "Success rate, CI", "90%", "▼ 5pp, n=50"}, {"🟢", "Accuracy, btc", "70.5%", ""}};
  out.in_full = "lapwing report weekly --at 2026-03-02T14:00:00Z";
  return out;
}

json body_of(Payload const& payload) { return json::parse(std::get<HttpRequest>(payload).body); }

TEST(Brief, IsAFewLines) {
  EXPECT_EQ(headline(a_brief()), "🟡 Weekly report: needs attention · bitcoin");
  EXPECT_EQ(text_of(a_brief(), printable, "*", 2000),
            "2026-02-23 14:00 +00:00 to 2026-03-02 14:00 +00:00\n"
            "• Success rate, CI: 90%, target at least 95%\n"
            "🟡 Success rate, CI: *90%* (▼ 5pp, n=50)\n"
            "🟢 Accuracy, btc: *70.5%*\n"
            "All of it: lapwing report weekly --at 2026-03-02T14:00:00Z");
}

TEST(Brief, WhatDoesNotFitIsCountedWhateverItIsMadeOf) {
  auto what = a_brief();
  for (int i = 0; i < 500; ++i) what.lines.push_back({"🟢", std::string(300, '*') + "@everyone", "1", "[x](y)"});
  for (auto const limit : {900u, 1450u, 4000u}) {
    auto const text = text_of(what, discord_text, "**", limit);
    EXPECT_LE(count_characters(text), limit);
    EXPECT_THAT(text, AllOf(HasSubstr("more lines"), HasSubstr("lapwing report weekly"), Not(HasSubstr("[x]("))));
  }
}

TEST(Brief, DiscordShowsItWithItsChart) {
  auto what = a_brief();
  what.chart = "PNG";
  what.chart_title = "Accuracy, btc";
  Discord const channel(Secret("https://discord.com/api/v10/webhooks/1/token"));
  auto const request = std::get<HttpRequest>(channel.render_report(what, Form::full));
  EXPECT_THAT(request.body,
              AllOf(HasSubstr("files[0]"), HasSubstr("Chart: Accuracy, btc"), HasSubstr("Weekly report")));
  auto const plain = body_of(channel.render_report(what, Form::plain));
  EXPECT_THAT(plain["content"].get<std::string>(), HasSubstr("All of it: lapwing report weekly"));
  EXPECT_TRUE(plain["allowed_mentions"]["parse"].empty());
}

TEST(Brief, SlackAndItsCousinsShowIt) {
  auto const slack =
      body_of(Slack(Secret("https://hooks.slack.com/services/T/B/x")).render_report(a_brief(), Form::full));
  EXPECT_THAT(slack["text"].get<std::string>(), HasSubstr("Weekly report"));
  auto const text = slack["attachments"][0]["blocks"][0]["text"];
  EXPECT_EQ(text["type"], "plain_text");
  EXPECT_THAT(text["text"].get<std::string>(), HasSubstr("Accuracy, btc: 70.5%"));
  auto const chat = body_of(TeamChat(TeamChat::Flavor::mattermost, Secret("https://chat.example/hooks/x"))
                                .render_report(a_brief(), Form::full));
  EXPECT_THAT(chat["attachments"][0]["text"].get<std::string>(), HasSubstr("**70.5%**"));
}

TEST(Brief, AReceiverOfWebhooksWakesNobody) {
  auto const body = body_of(Webhook(Secret("https://x.example/hook"), {}).render_report(a_brief(), Form::full));
  EXPECT_EQ(body["status"], "resolved");
  EXPECT_EQ(body["alerts"][0]["labels"]["alertname"], "report");
  EXPECT_THAT(body["alerts"][0]["annotations"]["description"].get<std::string>(), HasSubstr("Accuracy, btc: 70.5%"));
}

TEST(Brief, TheConsolePrintsItAndMailHasItAsItsSubject) {
  auto const text = std::get<ConsoleText>(Console(false).render_report(a_brief(), Form::full)).text;
  EXPECT_THAT(text, testing::StartsWith("🟡 Weekly report: needs attention · bitcoin\n"));
  auto const call = std::get<ProgramCall>(
      Email("/usr/sbin/sendmail", {"lapwing@example.org", {"team@example.org"}}).render_report(a_brief(), Form::full));
  EXPECT_THAT(call.input, AllOf(HasSubstr("To: team@example.org"), HasSubstr("Message-ID: <")));
}

}  // namespace
}  // namespace lapwing::notify
