// SPDX-License-Identifier: Apache-2.0
#include "store/store.hpp"
#include "support/an_incident.hpp"

#include <gmock/gmock.h>

namespace lapwing::store {
namespace {

using test::an_incident;
using test::text_of;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

TimePoint minute(std::int64_t count) { return from_millis(1'700'000'000'000) + std::chrono::minutes{count}; }

class Outbox : public testing::Test {
 protected:
  void owe(alert::IncidentId incident, Level level, std::vector<std::string> const& channels = {"team"}, int due = 1) {
    Commit commit;
    commit.incidents = {an_incident(incident, level)};
    for (auto const& channel : channels) commit.debts.push_back({channel, incident, minute(due)});
    ASSERT_TRUE(store_.commit(commit));
  }
  std::vector<Owed> owed(std::string const& channel = "team") { return *store_.owed(channel); }
  std::map<alert::IncidentId, Level> told(std::string const& channel = "team") { return *store_.told(channel); }

  Store store_ = *Store::open(":memory:");
  ChannelRecord const team_{"team", minute(0), 0, ""};
};

TEST_F(Outbox, ADebtIsTheIncidentAsItStandsNow) {
  owe(1, Level::warning, {"team", "oncall"});
  auto const debts = owed();
  ASSERT_THAT(debts, SizeIs(1));
  EXPECT_EQ(text_of(debts[0].incident), text_of(an_incident(1, Level::warning)));
  EXPECT_EQ(debts[0].told, Level::ok);
  EXPECT_EQ(debts[0].due, minute(1));
  EXPECT_THAT(owed("oncall"), SizeIs(1));
  EXPECT_THAT(owed("log"), IsEmpty());
  EXPECT_EQ(*store_.waiting("team"), debts.size());
  EXPECT_EQ(*store_.waiting("log"), 0u);
  ASSERT_TRUE(store_.owe_report("weekly", minute(1), {"log"}, minute(1)));
  EXPECT_EQ(*store_.waiting("log"), 1u);
}

TEST_F(Outbox, ARenewedDebtKeepsItsDueTimeAndTellsTheNewState) {
  owe(1, Level::warning, {"team"}, 1);
  owe(1, Level::critical, {"team"}, 9);
  auto const debts = owed();
  ASSERT_THAT(debts, SizeIs(1)) << "one row however often it changed";
  EXPECT_EQ(debts[0].due, minute(1));
  EXPECT_EQ(debts[0].incident.level, Level::critical);
  EXPECT_EQ(debts[0].revision, 2);
}

TEST_F(Outbox, SettlingRemovesTheDebtAndRemembersWhatWasTold) {
  owe(1, Level::warning, {"team", "oncall"});
  ASSERT_TRUE(store_.settle(team_, {owed(), {}}, {}, minute(2)));
  EXPECT_THAT(owed(), IsEmpty());
  EXPECT_THAT(told(), ElementsAre(Pair(1, Level::warning)));
  EXPECT_THAT(owed("oncall"), SizeIs(1)) << "each channel has its own debts";
  EXPECT_THAT(told("oncall"), IsEmpty());

  owe(1, Level::ok);
  EXPECT_EQ(owed()[0].told, Level::warning);
  ASSERT_TRUE(store_.settle(team_, {owed(), {}}, {}, minute(3)));
  EXPECT_THAT(told(), ElementsAre(Pair(1, Level::ok)));
}

TEST_F(Outbox, ADebtRenewedWhileItsMessageIsOnTheWayIsNotSettled) {
  owe(1, Level::warning);
  auto const on_the_way = owed();
  owe(1, Level::critical);
  ASSERT_TRUE(store_.settle(team_, {on_the_way, {}}, {}, minute(2)));
  EXPECT_THAT(told(), ElementsAre(Pair(1, Level::warning))) << "that is what was said";
  auto const still = owed();
  ASSERT_THAT(still, SizeIs(1));
  EXPECT_EQ(still[0].told, Level::warning);
  EXPECT_EQ(still[0].incident.level, Level::critical);
  ASSERT_TRUE(store_.settle(team_, {still, {}}, {}, minute(3)));
  EXPECT_THAT(owed(), IsEmpty());
}

TEST_F(Outbox, WhatIsSupersededIsSettledButNotTold) {
  owe(1, Level::warning);
  owe(2, Level::warning);
  auto const debts = owed();
  ASSERT_TRUE(store_.settle(team_, {{debts[0]}, {}}, {debts[1]}, minute(2)));
  EXPECT_THAT(owed(), IsEmpty());
  EXPECT_THAT(told(), ElementsAre(Pair(1, Level::warning)));
}

TEST_F(Outbox, ADebtRenewedWhileItIsFoundSupersededStays) {
  owe(1, Level::ok);
  auto const seen = owed();
  owe(1, Level::critical);
  ASSERT_TRUE(store_.settle(team_, {}, seen, minute(2)));
  EXPECT_THAT(owed(), SizeIs(1));
}

TEST_F(Outbox, BuryingMakesADeadLetterOfTheDebt) {
  owe(1, Level::warning);
  owe(2, Level::critical);
  ASSERT_TRUE(store_.bury({"team", minute(5), 3, "HTTP 404"}, owed(), "the webhook is gone (404)", minute(4)));
  EXPECT_THAT(owed(), IsEmpty());
  EXPECT_THAT(told(), IsEmpty());
  auto const letters = *store_.dead_letters();
  ASSERT_THAT(letters, SizeIs(2));
  EXPECT_EQ(letters[0].incident, 2) << "the newest first";
  EXPECT_EQ(letters[0].channel, "team");
  EXPECT_EQ(letters[0].level, Level::critical);
  EXPECT_EQ(letters[0].at, minute(4));
  EXPECT_EQ(letters[0].why, "the webhook is gone (404)");
  EXPECT_EQ(store_.channels()->at(0).failures, 3);
}

TEST_F(Outbox, ADebtRenewedWhileItIsBuriedIsStillOwed) {
  owe(1, Level::warning);
  auto const seen = owed();
  owe(1, Level::critical);
  ASSERT_TRUE(store_.bury(team_, seen, "refused", minute(2)));
  EXPECT_THAT(*store_.dead_letters(), SizeIs(1));
  EXPECT_THAT(owed(), SizeIs(1));
}

TEST_F(Outbox, ChannelsComeBackEqual) {
  ASSERT_TRUE(store_.save({{"team", minute(7), 2, "HTTP 503"}}));
  ASSERT_TRUE(store_.save({{"log", {}, 0, ""}}));
  ASSERT_TRUE(store_.save({{"team", minute(8), 3, "HTTP 500", minute(6), 4, Duration{250}, "ab12"}}));
  auto const channels = *store_.channels();
  ASSERT_THAT(channels, SizeIs(2));
  EXPECT_EQ(channels[0].name, "log");
  EXPECT_EQ(channels[0].not_before, TimePoint{});
  EXPECT_EQ(channels[1].not_before, minute(8));
  EXPECT_EQ(channels[1].failures, 3);
  EXPECT_EQ(channels[1].error, "HTTP 500");
  EXPECT_EQ(channels[1].failing_since, minute(6));
  EXPECT_EQ(channels[1].refusals, 4);
  EXPECT_EQ(channels[1].pace, Duration{250});
  EXPECT_EQ(channels[1].destination, "ab12");
  EXPECT_FALSE(channels[0].failing_since);
}

TEST_F(Outbox, SettlingWritesHowTheChannelFaresInTheSameTransaction) {
  owe(1, Level::warning);
  ASSERT_TRUE(store_.settle({"team", minute(9), 0, ""}, {owed(), {}}, {}, minute(2)));
  EXPECT_EQ(store_.channels()->at(0).not_before, minute(9));
}

}  // namespace
}  // namespace lapwing::store
