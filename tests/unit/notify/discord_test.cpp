// SPDX-License-Identifier: Apache-2.0
#include "notify/discord.hpp"

#include "support/folder.hpp"
#include "support/webhook_rules.hpp"
#include "unit/notify/items.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace lapwing::notify {
namespace {

using nlohmann::json;
using test::notification;
using testing::IsEmpty;

Discord const kDiscord(Secret("https://discord.com/api/v10/webhooks/123/token"));

HttpRequest request_of(Notification const& what, Form form = Form::full) {
  return std::get<HttpRequest>(kDiscord.render(what, form).payload);
}

json body_of(Notification const& what, Form form = Form::full) { return json::parse(request_of(what, form).body); }

json golden(std::string const& name) {
  return json::parse(lapwing::test::read_file(std::string(LAPWING_SOURCE_DIR) + "/tests/data/notify/" + name));
}

TEST(Discord, OneIncidentIsTheGoldenMessage) {
  EXPECT_EQ(body_of(notification({test::an_accuracy_item()})), golden("discord_one.json"));
}

TEST(Discord, AWaveOfThreeIsTheGoldenMessage) {
  EXPECT_EQ(body_of(notification({test::a_recovered_item(), test::a_data_age_item(), test::an_accuracy_item()})),
            golden("discord_wave.json"));
}

TEST(Discord, TheShortFormIsTheGoldenMessage) {
  EXPECT_EQ(body_of(notification({test::a_data_age_item(), test::an_accuracy_item()}), Form::plain),
            golden("discord_plain.json"));
}

TEST(Discord, TheRequestAsksForConfirmationAndKeepsTheThread) {
  auto const request = request_of(notification({test::an_accuracy_item()}));
  EXPECT_EQ(request.method, Method::post);
  EXPECT_EQ(request.url.reveal(), "https://discord.com/api/v10/webhooks/123/token?wait=true");
  EXPECT_THAT(request.headers, testing::ElementsAre(Header("Content-Type", "application/json")));

  Discord const threaded(Secret("https://discord.com/api/v10/webhooks/1/t?thread_id=77"));
  auto const in_thread =
      std::get<HttpRequest>(threaded.render(notification({test::an_accuracy_item()}), Form::full).payload);
  EXPECT_EQ(in_thread.url.reveal(), "https://discord.com/api/v10/webhooks/1/t?thread_id=77&wait=true");
}

// Checklist 15: many items are split or folded, never refused; what is left out is counted.
TEST(Discord, AnyNumberOfItemsIsAcceptedAndEachIsNamedOrCounted) {
  for (std::size_t const count : {1, 2, 9, 10, 11, 100, 1000}) {
    for (auto const form : {Form::full, Form::plain}) {
      auto const body = request_of(test::many(count), form).body;
      EXPECT_THAT(lapwing::test::discord_violations(body), IsEmpty()) << count;
      auto const told = test::told(lapwing::test::visible_text(body), count);
      EXPECT_EQ(told.named + told.counted, count);
      EXPECT_GE(told.named, form == Form::plain ? 1 : std::min<std::size_t>(count, 40));
    }
  }
}

TEST(Discord, TheWorstAreToldInFullAndTheDigestWearsTheWorstOfItsOwnColours) {
  auto what = test::many(30);
  for (std::size_t i = 1; i < what.items.size(); ++i) what.items[i].level = Level::warning;
  auto const embeds = body_of(what)["embeds"];
  EXPECT_EQ(embeds.front()["title"], "🔴 CRITICAL · alert-0001 · bitcoin");
  EXPECT_EQ(embeds.front()["color"], 0xE74C3C);
  EXPECT_EQ(embeds.back()["title"], std::to_string(31 - embeds.size()) + " more, in short");
  EXPECT_EQ(embeds.back()["color"], 0xF1C40F);
}

// Checklist 14: texts of every awkward length and kind.
TEST(Discord, AnyTextIsAcceptedWhateverHasHappened) {
  for (auto const& text : test::awkward_texts()) {
    for (auto const happened : test::every_what()) {
      auto item = test::all_texts(text);
      item.what = happened;
      auto one = notification({item});
      one.project = text;
      for (auto const form : {Form::full, Form::plain}) {
        EXPECT_THAT(lapwing::test::discord_violations(request_of(one, form).body), IsEmpty()) << text.substr(0, 60);
      }
    }
    std::vector<Item> const twelve(12, test::all_texts(text));
    auto const body = request_of(notification(twelve)).body;
    EXPECT_THAT(lapwing::test::discord_violations(body), IsEmpty()) << text.substr(0, 60);
    EXPECT_EQ(json::parse(body)["embeds"].back()["description"].get<std::string>().find("🔴"), 0u)
        << "the digest names at least one";
  }
}

TEST(Discord, AMessageWithNothingToSayBesideItsNameIsStillAccepted) {
  Item item;
  item.what = What::test;
  item.alert = "x";
  EXPECT_THAT(lapwing::test::discord_violations(request_of(notification({item})).body), IsEmpty());
  auto nameless = notification({item});
  nameless.project = "";
  EXPECT_THAT(lapwing::test::discord_violations(request_of(nameless).body), IsEmpty());
}

// Checklist 16: text from outside mentions nobody, links nowhere and formats nothing.
TEST(Discord, HostileTextIsShownAsItIsWritten) {
  auto item = test::an_accuracy_item();
  item.note = Untrusted("@everyone <@&1> ``` [x](https://evil.example) \x1b[31m");
  auto const body = body_of(notification({item}));
  EXPECT_EQ(body["allowed_mentions"], json({{"parse", json::array()}}));
  auto const description = body["embeds"][0]["description"].get<std::string>();
  EXPECT_NE(description.find("\\@everyone \\<\\@&1> \\`\\`\\` \\[x\\](https:\u200B//evil.example)  \\[31m"),
            std::string::npos)
      << description;
}

TEST(Discord, LinksThatAreNoneOrTooLongAreLeftOut) {
  auto item = test::an_accuracy_item();
  item.runbook = "javascript:alert(1)";
  EXPECT_EQ(body_of(notification({item})).dump().find("[Runbook]"), std::string::npos);
  item.runbook = "https://wiki.example/" + std::string(400, 'x');
  EXPECT_EQ(body_of(notification({item})).dump().find("[Runbook]"), std::string::npos);
}

TEST(Discord, TheEvidencesLinksStandBeforeTheRunbook) {
  auto item = test::a_pipeline_item();
  item.runbook = "https://wiki.example/ci";
  auto const body = request_of(notification({item})).body;
  EXPECT_THAT(lapwing::test::discord_violations(body), IsEmpty());
  EXPECT_NE(
      body.find("[Failing step](https://github.com/acme/model/actions/runs/7/job/9#step:4:1) · [First bad "
                "commit](https://github.com/acme/model/commit/abc&x=%281%29) · [Runbook](https://wiki.example/ci)"),
      std::string::npos)
      << body;
}

// Checklist 17: the URL is nowhere in what people read.
TEST(Discord, TheMessageNeverHoldsTheWebhooksUrl) {
  for (auto const form : {Form::full, Form::plain}) {
    EXPECT_EQ(request_of(notification({test::an_accuracy_item()}), form).body.find("webhooks"), std::string::npos);
  }
}

TEST(Discord, TheRulesOfTheseTestsFindWhatDiscordWouldRefuse) {
  auto const found = [](json body) {
    body["allowed_mentions"] = {{"parse", json::array()}};
    return lapwing::test::discord_violations(body.dump()).size();
  };
  EXPECT_EQ(found({{"content", "fine \\* <t:1:R>"}}), 0u);
  for (auto const* text : {"", "**x**", "@everyone", "<@&1>", "[x](https://x)", "a\n> b", "see https://x", "\x07"}) {
    EXPECT_GE(found({{"content", text}}), 1u) << text;
  }
  EXPECT_EQ(found({{"content", std::string(2001, 'x')}}), 1u);
  EXPECT_EQ(found({{"embeds", {{{"description", std::string(4097, 'x')}}}}}), 1u);
  EXPECT_EQ(found({{"embeds", json(11, {{"title", "x"}})}}), 1u);
  EXPECT_EQ(found({{"embeds", json(2, {{"description", std::string(3001, 'x')}})}}), 1u);
}

TEST(Discord, ANameThatDiscordWouldRefuseIsRefusedAtLoad) {
  EXPECT_TRUE(check_discord_username("Lapwing"));
  EXPECT_TRUE(check_discord_username("there is hope"));
  EXPECT_TRUE(check_discord_username(std::string(80, 'x')));
  for (auto const& bad : {std::string(), std::string("  "), std::string(81, 'x'), std::string("My Discord bot"),
                          std::string("CLYDE"), std::string("everyone"), std::string("Here")}) {
    EXPECT_FALSE(check_discord_username(bad)) << bad;
  }
}

}  // namespace
}  // namespace lapwing::notify
