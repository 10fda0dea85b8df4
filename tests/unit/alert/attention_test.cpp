// SPDX-License-Identifier: Apache-2.0
#include "alert/attention.hpp"

#include "support/a_rule.hpp"

#include <gmock/gmock.h>

namespace lapwing::alert {
namespace {

using namespace std::chrono_literals;
using test::a_rule;
using testing::HasSubstr;

class AttentionTest : public testing::Test {
 protected:
  TimePoint const now = *parse_timestamp("2026-03-02T23:00:00Z");
  Attention attention;
  State state;
  bool is_blind = false;
  std::vector<rules::Rule> rules{a_rule().id("accuracy"), a_rule("data.age").id("data-age").above()};

  Incident open(std::string rule, Level level, Labels labels = {}) {
    Incident incident;
    incident.id = state.next_id++;
    incident.key = {std::move(rule), std::move(labels)};
    incident.level = level;
    return state.open[incident.id] = incident;
  }

  std::string why(Incident const& incident, Level told = Level::ok) {
    auto const blind = [this](Incident const&) { return is_blind; };
    auto const held = alert::held(attention, rules::RuleSet(rules), state, blind, incident, told, now);
    return held ? held->why + (held->until ? " | " + format_utc(*held->until) : "") : "told";
  }

  void silence(std::string_view text, Duration length, std::string who = "root") {
    Silence one;
    one.id = SilenceId(attention.silences.size() + 1);
    one.matchers = *parse_matchers(text, nullptr);
    one.begins = now - 1h;
    one.ends = now + length;
    one.who = std::move(who);
    one.why = "retraining";
    attention.silences.push_back(std::move(one));
  }
};

TEST_F(AttentionTest, WhatNothingHoldsIsTold) { EXPECT_EQ(why(open("accuracy", Level::warning)), "told"); }

TEST_F(AttentionTest, ASilenceHoldsWhateverTheLevelAndSaysWhoseItIs) {
  silence("alert=acc*", 3h);
  EXPECT_EQ(why(open("accuracy", Level::critical)),
            "silenced by root until 2026-03-03 02:00 +00:00: retraining | 2026-03-03T02:00:00Z");
  EXPECT_EQ(why(open("data-age", Level::critical)), "told");
  silence("alert=accuracy", 5h, "eva");
  EXPECT_THAT(why(open("accuracy", Level::critical)), HasSubstr("silenced by eva")) << "the longest";
}

TEST_F(AttentionTest, ASilenceThatHasEndedHoldsNothing) {
  silence("alert=*", 0h);
  EXPECT_EQ(why(open("accuracy", Level::critical)), "told");
}

TEST_F(AttentionTest, WhatHappenedOnceUnderASilenceIsHeldForGood) {
  auto const held = [&](Incident const& incident) {
    return alert::held(
        attention, rules::RuleSet(rules), state, [](auto&) { return false; }, incident, Level::ok, now);
  };
  silence("alert=*", 3h);
  EXPECT_FALSE(held(open("accuracy", Level::warning))->for_good);
  auto event = open("trained", Level::info);
  event.closed = now;
  EXPECT_TRUE(held(event)->for_good);
  attention.silences.clear();
  QuietHours always;
  always.muted = {false, true, true, true};
  attention.quiet_hours = {always};
  EXPECT_FALSE(held(event)->for_good) << "it is told in the morning";
}

TEST_F(AttentionTest, ThatASilenceEndsIsHeldByNoSilence) {
  rules::EventRule ending;
  ending.id = "my-own";
  ending.on.type = kSilenceEnding;
  silence("alert=*", 3h);
  auto const held = alert::held(
      attention, rules::RuleSet({}, {ending}), state, [](auto&) { return false; }, open("my-own", Level::info),
      Level::ok, now);
  EXPECT_FALSE(held);
}

TEST_F(AttentionTest, AStanceIsAWordAndAReason) {
  auto const incident = open("accuracy", Level::warning);
  auto const stance = [&] {
    auto const one = alert::stance(
        attention, rules::RuleSet(rules), state, [](auto&) { return false; }, incident, now);
    return std::string(one.word) + ": " + one.why;
  };
  EXPECT_EQ(stance(), "open: ");
  attention.acks[incident.id] = {incident.id, Level::warning, now, "eva", "on it"};
  EXPECT_EQ(stance(), "acknowledged: acknowledged by eva: on it");
  silence("alert=acc*", 3h);
  EXPECT_THAT(stance(), testing::StartsWith("silenced: acknowledged by eva: on it; silenced by root until "));
}

TEST_F(AttentionTest, QuietHoursGoByTheWorseOfWhatWasToldAndWhatIs) {
  QuietHours nights;
  nights.from = 22h;
  nights.to = 7h;
  nights.muted = {false, true, true, false};
  attention.quiet_hours = {nights};
  EXPECT_THAT(why(open("accuracy", Level::warning)), HasSubstr("quiet hours until 2026-03-03 07:00"));
  EXPECT_EQ(why(open("accuracy", Level::critical), Level::warning), "told");
  EXPECT_EQ(why(open("accuracy", Level::ok), Level::critical), "told") << "the end of what woke people";
  EXPECT_THAT(why(open("accuracy", Level::ok), Level::warning), HasSubstr("quiet hours"));
}

TEST_F(AttentionTest, AnAlertWaitsForThoseItDependsOnWhereTheirLabelsAgree) {
  rules[0].depends_on = {"data-age"};
  auto const btc = open("accuracy", Level::critical, {{"model", "btc"}});
  EXPECT_EQ(why(btc), "told");
  open("data-age", Level::warning, {{"dataset", "prices"}});
  EXPECT_EQ(why(btc), "it depends on data-age, incident #2") << "they share no label";
  state.open.clear();
  open("data-age", Level::warning, {{"model", "eth"}});
  EXPECT_EQ(why(btc), "told") << "another model's";
  open("data-age", Level::warning, {{"model", "btc"}});
  EXPECT_EQ(why(btc), "it depends on data-age, incident #4");
}

TEST_F(AttentionTest, WhatCanNotBeSeenIsHeldUnlessItTellsJustThat) {
  is_blind = true;
  EXPECT_EQ(why(open("accuracy", Level::critical)), "a source behind it can not be read");
  for (auto const* const alert : {"source-unreadable", "channel-failing", "config-invalid", "no-data"})
    EXPECT_EQ(why(open(alert, Level::warning)), "told") << alert;
}

TEST_F(AttentionTest, AnAcknowledgementCountsUntilItGetsWorse) {
  auto incident = open("accuracy", Level::warning);
  EXPECT_EQ(attention.ack_of(incident), nullptr);
  attention.acks[incident.id] = {incident.id, Level::warning, now, "eva", ""};
  EXPECT_NE(attention.ack_of(incident), nullptr);
  incident.level = Level::critical;
  EXPECT_EQ(attention.ack_of(incident), nullptr);
}

}  // namespace
}  // namespace lapwing::alert
