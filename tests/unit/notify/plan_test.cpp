// SPDX-License-Identifier: Apache-2.0
#include "notify/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lapwing::notify {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

TimePoint const kDue{std::chrono::hours{1}};

Routes routes() {
  Routes routes;
  routes.channels[std::size_t(Level::critical)] = {"pager", "team"};
  routes.channels[std::size_t(Level::warning)] = {"team"};
  routes.channels[std::size_t(Level::info)] = {"log"};
  return routes;
}

alert::Tick a_tick(Level level, Level worst, bool moved = true) {
  alert::Incident incident;
  incident.id = 7;
  incident.key.rule = "a";
  incident.level = level;
  incident.worst = worst;
  alert::Tick tick;
  tick.incidents = {incident};
  if (moved) tick.transitions = {{7, incident.key, Level::ok, level, kDue, ""}};
  return tick;
}

std::vector<std::string> channels_of(std::vector<store::Debt> const& debts) {
  std::vector<std::string> out;
  for (auto const& debt : debts) {
    EXPECT_EQ(debt.incident, 7);
    EXPECT_EQ(debt.due, kDue);
    out.push_back(debt.channel);
  }
  return out;
}

store::Owed owed(Level level, Level told) {
  store::Owed debt;
  debt.incident.level = level;
  debt.told = told;
  return debt;
}

TEST(Plan, EveryChannelThatMayHaveHeardIsOwed) {
  EXPECT_THAT(channels_of(plan(a_tick(Level::critical, Level::critical), routes(), kDue)),
              UnorderedElementsAre("pager", "team", "log"));
  EXPECT_THAT(channels_of(plan(a_tick(Level::ok, Level::warning), routes(), kDue)),
              UnorderedElementsAre("team", "log"));
}

TEST(Plan, OfWhatWasOpenBeforeEveryChannelIsOwedAsWhoHearsItMayHaveBeenEdited) {
  auto edited = routes();
  edited.by_alert["a"] = {"log"};
  auto tick = a_tick(Level::ok, Level::critical);
  EXPECT_THAT(channels_of(plan(tick, edited, kDue)), UnorderedElementsAre("log")) << "opened and over within a tick";
  tick.transitions[0].from = Level::critical;
  EXPECT_THAT(channels_of(plan(tick, edited, kDue)), UnorderedElementsAre("pager", "team", "log"));
  EXPECT_TRUE(is_news(owed(Level::ok, Level::critical), "pager", edited));
}

TEST(Plan, AnAlertWithChannelsOfItsOwnIsOwedToThem) {
  auto own = routes();
  own.by_alert["a"] = {"log"};
  EXPECT_THAT(channels_of(plan(a_tick(Level::critical, Level::critical), own, kDue)), UnorderedElementsAre("log"));
  auto debt = owed(Level::critical, Level::ok);
  debt.incident.key.rule = "a";
  EXPECT_TRUE(is_news(debt, "log", own));
  EXPECT_FALSE(is_news(debt, "pager", own));
}

TEST(Plan, AReminderIsNewsWhileNothingHasChanged) {
  auto debt = owed(Level::critical, Level::critical);
  debt.is_reminder = true;
  EXPECT_TRUE(is_news(debt, "pager", routes()));
}

TEST(Plan, AnIncidentWhoseLevelDidNotMoveIsOwedToNobody) {
  EXPECT_THAT(plan(a_tick(Level::critical, Level::critical, false), routes(), kDue), IsEmpty());
}

TEST(Plan, NewsIsALevelThatTheChannelHearsAndWasNotTold) {
  EXPECT_TRUE(is_news(owed(Level::critical, Level::ok), "pager", routes()));
  EXPECT_FALSE(is_news(owed(Level::warning, Level::ok), "pager", routes())) << "it hears critical only";
  EXPECT_FALSE(is_news(owed(Level::critical, Level::critical), "pager", routes())) << "told already";
  EXPECT_FALSE(is_news(owed(Level::ok, Level::ok), "team", routes())) << "over before it was told";
}

TEST(Plan, WhoHeardOfAnIncidentHearsOfItsEasingAndItsEndToo) {
  EXPECT_TRUE(is_news(owed(Level::warning, Level::critical), "pager", routes()));
  EXPECT_TRUE(is_news(owed(Level::ok, Level::critical), "pager", routes()));
  EXPECT_TRUE(is_news(owed(Level::ok, Level::warning), "no longer routed", routes()));
}

TEST(Plan, AReminderIsForWhoStillHearsTheLevel) {
  auto debt = owed(Level::critical, Level::critical);
  debt.is_reminder = true;
  EXPECT_TRUE(is_news(debt, "pager", routes()));
  EXPECT_FALSE(is_news(debt, "log", routes())) << "it hears info alone now";
}

TEST(Plan, AChannelIsNotToldOfItsOwnFailing) {
  auto debt = owed(Level::critical, Level::ok);
  debt.incident.key = {std::string(kChannelFailing), Labels{{"channel", "team"}}};
  EXPECT_FALSE(is_news(debt, "team", routes()));
  EXPECT_TRUE(is_news(debt, "pager", routes()));
}

}  // namespace
}  // namespace lapwing::notify
