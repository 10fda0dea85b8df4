// SPDX-License-Identifier: Apache-2.0
#include "notify/team_chat.hpp"

#include "support/folder.hpp"
#include "support/webhook_rules.hpp"
#include "unit/notify/items.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace lapwing::notify {
namespace {

using nlohmann::json;
using test::notification;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TeamChat const kMattermost(TeamChat::Flavor::mattermost, Secret("https://chat.example/hooks/secret"));
TeamChat const kRocketChat(TeamChat::Flavor::rocketchat, Secret("https://chat.example/hooks/id/secret"));

HttpRequest request_of(Notification const& what, Form form = Form::full) {
  return std::get<HttpRequest>(kMattermost.render(what, form).payload);
}

json body_of(Notification const& what, Form form = Form::full) { return json::parse(request_of(what, form).body); }

json golden(std::string const& name) {
  return json::parse(lapwing::test::read_file(std::string(LAPWING_SOURCE_DIR) + "/tests/data/notify/" + name));
}

TEST(TeamChat, OneIncidentIsTheGoldenMessage) {
  EXPECT_EQ(body_of(notification({test::an_accuracy_item()})), golden("team_chat_one.json"));
}

TEST(TeamChat, AWaveOfThreeIsTheGoldenMessage) {
  EXPECT_EQ(body_of(notification({test::a_recovered_item(), test::a_data_age_item(), test::an_accuracy_item()})),
            golden("team_chat_wave.json"));
}

TEST(TeamChat, TheShortFormIsTheGoldenMessage) {
  EXPECT_EQ(body_of(notification({test::a_data_age_item(), test::an_accuracy_item()}), Form::plain),
            golden("team_chat_plain.json"));
}

TEST(TeamChat, BothServersGetTheSameAsAPostOfJsonToTheUrlAsItIs) {
  auto const what = notification({test::an_accuracy_item()});
  auto const request = request_of(what);
  EXPECT_EQ(request.method, Method::post);
  EXPECT_EQ(request.url.reveal(), "https://chat.example/hooks/secret");
  EXPECT_THAT(request.headers, testing::ElementsAre(Header("Content-Type", "application/json")));
  EXPECT_EQ(std::get<HttpRequest>(kRocketChat.render(what, Form::full).payload).body, request.body);
}

// Checklist 15.
TEST(TeamChat, AnyNumberOfItemsIsAcceptedAndEachIsNamedOrCounted) {
  for (std::size_t const count : {1, 2, 9, 10, 11, 100, 1000}) {
    for (auto const form : {Form::full, Form::plain}) {
      auto const body = request_of(test::many(count), form).body;
      EXPECT_THAT(lapwing::test::team_chat_violations(body), IsEmpty()) << count;
      auto const told = test::told(lapwing::test::visible_text(body), count);
      EXPECT_EQ(told.named + told.counted, count);
      EXPECT_GE(told.named, form == Form::plain ? 1 : std::min<std::size_t>(count, 40));
    }
  }
}

// Checklist 14 and 16: texts of every awkward length and kind, hostile ones too.
TEST(TeamChat, AnyTextIsAcceptedAndHasNoPowerWhateverHasHappened) {
  for (auto const& text : test::awkward_texts()) {
    for (auto const happened : test::every_what()) {
      auto item = test::all_texts(text);
      item.what = happened;
      auto one = notification({item});
      one.project = text;
      for (auto const form : {Form::full, Form::plain}) {
        EXPECT_THAT(lapwing::test::team_chat_violations(request_of(one, form).body), IsEmpty()) << text.substr(0, 60);
      }
    }
    std::vector<Item> const twelve(12, test::all_texts(text));
    auto const rendered = kMattermost.render(notification(twelve), Form::full);
    auto const body = std::get<HttpRequest>(rendered.payload).body;
    EXPECT_THAT(lapwing::test::team_chat_violations(body), IsEmpty()) << text.substr(0, 60);
    ASSERT_GE(rendered.told, 1u);
    auto const last = json::parse(body)["attachments"].back()["text"].get<std::string>();
    EXPECT_TRUE(rendered.told == 12 || last.ends_with(std::to_string(12 - rendered.told) + " more follow")) << last;
  }
}

TEST(TeamChat, HostileTextMentionsNobodyAndLinksNowhere) {
  auto item = test::an_accuracy_item();
  item.summary = Untrusted("@all <!channel> <evil.example|x> [y](https://evil.example)");
  auto const text = body_of(notification({item}))["text"].get<std::string>();
  EXPECT_EQ(text,
            "🔴 CRITICAL: @\u200Ball ‹!channel› ‹evil.\u200Bexample|\u200Bx› "
            "[y]\u200B(https:\u200B//evil.\u200Bexample) · bitcoin-ml-pipeline");
}

TEST(TeamChat, WhomTheOperatorWantsCalledStandsFirst) {
  Mentions mentions;
  mentions[std::size_t(Level::critical)] = "@here";
  TeamChat const calling(TeamChat::Flavor::mattermost, Secret("https://chat.example/hooks/secret"), mentions);
  auto const text_for = [&](Item const& item) {
    auto const request = std::get<HttpRequest>(calling.render(notification({item}), Form::full).payload);
    return json::parse(request.body)["text"].get<std::string>();
  };
  EXPECT_THAT(text_for(test::an_accuracy_item()), testing::StartsWith("@here 🔴 CRITICAL"));
  EXPECT_THAT(text_for(test::a_recovered_item()), Not(HasSubstr("@")));
  for (auto const* good : {"@here", "@channel", "@all", "@jane.doe"})
    EXPECT_TRUE(check_team_chat_mention(good)) << good;
  for (auto const* bad : {"", "@", "here", "<!here>", "@a b", "@a @b", "@\u200Ball"})
    EXPECT_FALSE(check_team_chat_mention(bad)) << bad;
}

TEST(TeamChat, TheEvidencesLinksAreShown) {
  EXPECT_THAT(body_of(notification({test::a_pipeline_item()}))["attachments"][0]["text"].get<std::string>(),
              HasSubstr("[Failing step](https://github.com/acme/model/actions/runs/7/job/9#step:4:1) · "
                        "[First bad commit](https://github.com/acme/model/commit/abc&x=%281%29)"));
}

TEST(TeamChat, TheRulesOfTheseTestsFindWhatWouldHavePower) {
  auto const found = [](std::string const& text) {
    json const body{{"text", "x"}, {"attachments", {{{"color", "#000000"}, {"fallback", "x"}, {"text", text}}}}};
    return lapwing::test::team_chat_violations(body.dump()).size();
  };
  EXPECT_EQ(found("**fine** \\*and\\_ @\u200Ball\n[Runbook](https://x.example/a)"), 0u);
  for (auto const* text : {"", "@all", "a #b", "**a", "a **b**", "_a_", "~c", "\\~c", "`a`", "<!here>",
                           "[x](https://y)", "https://x", "www.x", "- a", "x\n# a", "&lt;", "\x07", "\\a"})
    EXPECT_GE(found(text), 1u) << text;
  EXPECT_EQ(found(std::string(8000, 'x')), 2u);
}

// Checklist 17.
TEST(TeamChat, TheMessageNeverHoldsTheWebhooksUrl) {
  for (auto const form : {Form::full, Form::plain})
    EXPECT_THAT(request_of(notification({test::an_accuracy_item()}), form).body, Not(HasSubstr("hooks")));
}

}  // namespace
}  // namespace lapwing::notify
