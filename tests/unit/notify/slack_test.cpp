// SPDX-License-Identifier: Apache-2.0
#include "notify/slack.hpp"

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

Slack const kSlack(Secret("https://hooks.slack.com/services/T1/B1/secret"));

HttpRequest request_of(Notification const& what, Form form = Form::full) {
  return std::get<HttpRequest>(kSlack.render(what, form).payload);
}

json body_of(Notification const& what, Form form = Form::full) { return json::parse(request_of(what, form).body); }

json golden(std::string const& name) {
  return json::parse(lapwing::test::read_file(std::string(LAPWING_SOURCE_DIR) + "/tests/data/notify/" + name));
}

TEST(Slack, OneIncidentIsTheGoldenMessage) {
  EXPECT_EQ(body_of(notification({test::an_accuracy_item()})), golden("slack_one.json"));
}

TEST(Slack, AWaveOfThreeIsTheGoldenMessage) {
  EXPECT_EQ(body_of(notification({test::a_recovered_item(), test::a_data_age_item(), test::an_accuracy_item()})),
            golden("slack_wave.json"));
}

TEST(Slack, TheShortFormIsTheGoldenMessage) {
  EXPECT_EQ(body_of(notification({test::a_data_age_item(), test::an_accuracy_item()}), Form::plain),
            golden("slack_plain.json"));
}

TEST(Slack, TheRequestIsAPostOfJsonToTheUrlAsItIs) {
  auto const request = request_of(notification({test::an_accuracy_item()}));
  EXPECT_EQ(request.method, Method::post);
  EXPECT_EQ(request.url.reveal(), "https://hooks.slack.com/services/T1/B1/secret");
  EXPECT_THAT(request.headers, testing::ElementsAre(Header("Content-Type", "application/json")));
}

// Checklist 15: many items are split or folded, never refused; what is left out is counted.
TEST(Slack, AnyNumberOfItemsIsAcceptedAndEachIsNamedOrCounted) {
  for (std::size_t const count : {1, 2, 9, 10, 11, 100, 1000}) {
    for (auto const form : {Form::full, Form::plain}) {
      auto const body = request_of(test::many(count), form).body;
      EXPECT_THAT(lapwing::test::slack_violations(body), IsEmpty()) << count;
      auto const told = test::told(lapwing::test::visible_text(body), count);
      EXPECT_EQ(told.named + told.counted, count);
      EXPECT_GE(told.named, form == Form::plain ? 1 : std::min<std::size_t>(count, 60));
    }
  }
}

// Checklist 14: texts of every awkward length and kind.
TEST(Slack, AnyTextIsAcceptedWhateverHasHappened) {
  for (auto const& text : test::awkward_texts()) {
    for (auto const happened : test::every_what()) {
      auto item = test::all_texts(text);
      item.what = happened;
      auto one = notification({item});
      one.project = text;
      for (auto const form : {Form::full, Form::plain}) {
        EXPECT_THAT(lapwing::test::slack_violations(request_of(one, form).body), IsEmpty()) << text.substr(0, 60);
      }
    }
    std::vector<Item> const twelve(12, test::all_texts(text));
    auto const rendered = kSlack.render(notification(twelve), Form::full);
    auto const body = std::get<HttpRequest>(rendered.payload).body;
    EXPECT_THAT(lapwing::test::slack_violations(body), IsEmpty()) << text.substr(0, 60);
    ASSERT_GE(rendered.told, 1u);
    auto const last = json::parse(body)["attachments"].back()["blocks"].back()["text"]["text"].get<std::string>();
    EXPECT_TRUE(rendered.told == 12 || last == std::to_string(12 - rendered.told) + " more follow") << last;
  }
}

TEST(Slack, AMessageWithNothingToSayBesideItsNameIsStillAccepted) {
  Item item;
  item.what = What::test;
  item.alert = "x";
  auto nameless = notification({item});
  nameless.project = "";
  EXPECT_THAT(lapwing::test::slack_violations(request_of(nameless).body), IsEmpty());
}

// Checklist 16: text from outside mentions nobody, links nowhere and formats nothing.
TEST(Slack, HostileTextStandsEscapedWhereNothingIsFormatted) {
  auto item = test::an_accuracy_item();
  item.summary = Untrusted("<!channel> a & b");
  item.note = Untrusted("*bold* <https://evil.example|x>");
  auto const body = body_of(notification({item}));
  EXPECT_EQ(body["text"], "🔴 CRITICAL: &lt;!channel&gt; a &amp; b · bitcoin-ml-pipeline");
  EXPECT_EQ(body["mrkdwn"], false);
  auto const section = body["attachments"][0]["blocks"][1]["text"];
  EXPECT_EQ(section["type"], "plain_text");
  EXPECT_NE(section["text"].get<std::string>().find("Evidence: *bold* &lt;https:\u200B//evil.example|x&gt;"),
            std::string::npos);
}

TEST(Slack, AnAmpersandInALinkIsAnEntity) {
  auto item = test::an_accuracy_item();
  item.runbook = "https://wiki.example/?a=1&b=2&c=3";
  EXPECT_NE(body_of(notification({item})).dump().find("<https://wiki.example/?a=1&amp;b=2&amp;c=3|Runbook>"),
            std::string::npos);
}

TEST(Slack, TheEvidencesLinksAreShown) {
  auto const body = body_of(notification({test::a_pipeline_item()})).dump();
  EXPECT_NE(body.find("<https://github.com/acme/model/actions/runs/7/job/9#step:4:1|Failing step> · "
                      "<https://github.com/acme/model/commit/abc&amp;x=%281%29|First bad commit>"),
            std::string::npos)
      << body;
}

TEST(Slack, TheRulesOfTheseTestsFindWhatSlackWouldRefuse) {
  auto const found = [](std::string const& kind, std::string const& text, std::size_t blocks = 1) {
    json const block{{"type", kind}, {"text", {{"type", "plain_text"}, {"text", text}}}};
    json const body{{"text", "x"},
                    {"mrkdwn", false},
                    {"unfurl_links", false},
                    {"unfurl_media", false},
                    {"attachments", {{{"color", "#000000"}, {"blocks", json(blocks, block)}}}}};
    return lapwing::test::slack_violations(body.dump()).size();
  };
  EXPECT_EQ(found("header", "fine &amp; well"), 0u);
  EXPECT_EQ(found("header", std::string(151, 'x')), 1u);
  EXPECT_EQ(found("section", std::string(3001, 'x')), 1u);
  EXPECT_EQ(found("section", std::string(2500, 'x'), 4), 1u);
  EXPECT_EQ(found("header", "x", 51), 1u);
  for (auto const* text : {"", "a & b", "<!channel>", "&am", "https://x", "\x07"})
    EXPECT_GE(found("section", text), 1u) << text;
}

// Checklist 17: the URL is nowhere in what people read.
TEST(Slack, TheMessageNeverHoldsTheWebhooksUrl) {
  for (auto const form : {Form::full, Form::plain}) {
    EXPECT_EQ(request_of(notification({test::an_accuracy_item()}), form).body.find("services/T1"), std::string::npos);
  }
}

}  // namespace
}  // namespace lapwing::notify
