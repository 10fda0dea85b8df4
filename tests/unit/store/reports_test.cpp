// SPDX-License-Identifier: Apache-2.0
#include "store/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lapwing::store {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TimePoint const kMonday = *parse_timestamp("2026-03-02T08:00:00Z");

ChannelRecord team() {
  ChannelRecord out;
  out.name = "team";
  return out;
}

TEST(Reports, ASlotIsDoneAndItsChannelsAreOwedInOne) {
  auto store = *Store::open(":memory:");
  EXPECT_THAT(*store.reports_done(), IsEmpty());
  ASSERT_TRUE(store.owe_report("weekly", kMonday, {"team", "oncall"}, kMonday + 1s));
  EXPECT_THAT(*store.reports_done(), ElementsAre(Pair("weekly", kMonday)));
  auto const debts = *store.report_debts("team");
  ASSERT_EQ(debts.size(), 1u);
  EXPECT_EQ(debts[0].report, "weekly");
  EXPECT_EQ(debts[0].at, kMonday);
  ASSERT_TRUE(store.settle_report(team(), debts[0]));
  EXPECT_THAT(*store.report_debts("team"), IsEmpty());
  EXPECT_EQ(store.report_debts("oncall")->size(), 1u);
}

TEST(Reports, ANewerOneTakesThePlaceOfOneThatAChannelHasNotHad) {
  auto store = *Store::open(":memory:");
  ASSERT_TRUE(store.owe_report("weekly", kMonday, {"team"}, kMonday));
  auto const old = store.report_debts("team")->front();
  ASSERT_TRUE(store.owe_report("weekly", kMonday + 168h, {"team"}, kMonday + 168h));
  ASSERT_TRUE(store.settle_report(team(), old)) << "that was on its way meanwhile";
  auto const debts = *store.report_debts("team");
  ASSERT_EQ(debts.size(), 1u);
  EXPECT_EQ(debts[0].at, kMonday + 168h);
}

TEST(Reports, WhatAChannelWillNeverHaveIsADeadLetterThatDropForgets) {
  auto store = *Store::open(":memory:");
  ASSERT_TRUE(store.owe_report("weekly", kMonday, {"team"}, kMonday));
  ASSERT_TRUE(store.bury_report(team(), store.report_debts("team")->front(), "400", kMonday + 1h));
  EXPECT_THAT(*store.report_debts("team"), IsEmpty());
  auto const letters = *store.dead_letters();
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0].why, "the weekly report as of 2026-03-02T08:00:00Z: 400");
  ASSERT_TRUE(store.owe_report("monthly", kMonday, {"team"}, kMonday));
  EXPECT_EQ(*store.drop("team", std::nullopt, {kMonday, "me", "drop"}), 2u);
  EXPECT_THAT(*store.report_debts("team"), IsEmpty());
}

TEST(ReadPast, HoldsThePeriodAndTheNewestBeforeIt) {
  auto store = *Store::open(":memory:");
  Commit commit;
  for (int day = 0; day < 10; ++day)
    commit.samples.push_back(
        {"model.accuracy", {{"model", "m"}}, 0.5 + day * 0.01, kMonday + day * 24h, Untrusted("n")});
  commit.samples.push_back({"poll.duration", {}, 1, kMonday, {}});
  ASSERT_TRUE(store.commit(commit));
  auto const since = [](std::string const& metric) {
    return metric == "model.accuracy" ? std::optional(kMonday + 60h) : std::nullopt;
  };
  auto const history = *store.read_past(since, kMonday + 5 * 24h);
  EXPECT_THAT(history.of_metric("poll.duration"), IsEmpty());
  auto const id = history.of_metric("model.accuracy").front();
  auto const points = history.last(id, 100, TimePoint::max());
  ASSERT_EQ(points.size(), 4u) << "of day 2, before it, and of days 3, 4 and 5";
  EXPECT_EQ(points.front().at, kMonday + 48h);
  EXPECT_EQ(points.back().at, kMonday + 120h);
  EXPECT_TRUE(history.note(id).empty()) << "what the newest says is not of this time";
  auto const whole = *store.read_past(since, kMonday + 9 * 24h);
  EXPECT_EQ(whole.note(whole.of_metric("model.accuracy").front()).raw(), "n");
}

}  // namespace
}  // namespace lapwing::store
