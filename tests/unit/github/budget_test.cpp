// SPDX-License-Identifier: Apache-2.0
#include "github/budget.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace lapwing::github {
namespace {

using namespace std::chrono_literals;
using Kind = Answer::Kind;

TimePoint const kNow = *parse_timestamp("2026-11-10T08:00:00Z");

Answer answer(Kind kind, std::optional<long long> remaining = {}, std::optional<TimePoint> reset = {}) {
  Answer out;
  out.kind = kind;
  out.allowance = {5000, remaining, reset};
  return out;
}

Answer limited(std::optional<TimePoint> until, std::string why = "wait") {
  Answer out;
  out.kind = Kind::limited;
  out.until = until;
  out.why = std::move(why);
  return out;
}

TEST(Budget, AFreshOneAndAnApiWithoutLimitsMaySend) {
  Budget budget;
  EXPECT_FALSE(budget.pause(0.5, kNow));
  budget.take(answer(Kind::ok), kNow);
  EXPECT_FALSE(budget.pause(0.5, kNow));
  EXPECT_EQ(budget.counted(), 1);
}

TEST(Budget, HalfOfWhatRemainedMayBeUsedInAnHour) {
  Budget budget;
  auto const reset = kNow + 1h;
  budget.take(answer(Kind::ok, 3999, reset), kNow);  // 4000 when the hour was first seen
  budget.take(answer(Kind::ok, 2001, reset), kNow + 50min);
  EXPECT_FALSE(budget.pause(0.5, kNow + 50min));
  budget.take(answer(Kind::ok, 2000, reset), kNow + 50min);
  auto const pause = budget.pause(0.5, kNow + 50min);
  ASSERT_TRUE(pause);
  EXPECT_EQ(pause->until, reset);
  EXPECT_FALSE(pause->by_github);
  EXPECT_FALSE(budget.pause(1.0, kNow + 50min)) << "a larger share";
  EXPECT_FALSE(budget.pause(0.5, reset)) << "a new hour";
}

TEST(Budget, RequestsAreSpreadOverTheHour) {
  Budget budget;
  auto const reset = kNow + 1h;
  budget.take(answer(Kind::ok, 59, reset), kNow);  // no token: 60 an hour, 30 of them for us, 15 at once
  EXPECT_FALSE(budget.pause(0.5, kNow));
  budget.take(answer(Kind::ok, 45, reset), kNow);
  auto const pause = budget.pause(0.5, kNow);
  ASSERT_TRUE(pause);
  EXPECT_FALSE(pause->by_github);
  EXPECT_GT(pause->until, kNow);
  EXPECT_LT(pause->until, kNow + 5min);
  EXPECT_FALSE(budget.pause(0.5, pause->until));
}

TEST(Budget, WhatOthersUseCountsToo) {
  Budget budget;
  budget.take(answer(Kind::ok, 4999, kNow + 1h), kNow);
  budget.take(answer(Kind::ok, 100, kNow + 1h), kNow + 1min);  // a colleague's script
  EXPECT_TRUE(budget.pause(0.5, kNow + 1min));
}

TEST(Budget, NothingNewCostsNothing) {
  Budget budget;
  budget.take(answer(Kind::ok, 4999, kNow + 1h), kNow);
  for (int i = 0; i < 100; ++i) budget.take(answer(Kind::not_modified, 4999, kNow + 1h), kNow);
  EXPECT_EQ(budget.counted(), 1);
}

TEST(Budget, ALimitPausesForAsLongAsItSays) {
  Budget budget;
  budget.take(limited(kNow + 8s, "too fast"), kNow);
  auto const pause = budget.pause(1.0, kNow);
  ASSERT_TRUE(pause);
  EXPECT_TRUE(pause->by_github);
  EXPECT_EQ(pause->until, kNow + 8s);
  EXPECT_EQ(pause->why, "too fast");
  EXPECT_FALSE(budget.pause(1.0, kNow + 8s));
}

TEST(Budget, WithoutAHintThePauseDoublesFromAMinuteToAQuarterOfAnHour) {
  Budget budget;
  auto now = kNow;
  for (auto const expected : {1min, 2min, 4min, 8min, 15min, 15min}) {
    budget.take(limited({}), now);
    ASSERT_TRUE(budget.pause(1.0, now));
    EXPECT_EQ(budget.pause(1.0, now)->until - now, expected);
    now += expected;
  }
  budget.take(answer(Kind::ok), now);
  budget.take(limited({}), now);
  EXPECT_EQ(budget.pause(1.0, now)->until - now, 1min) << "a success begins anew";
}

TEST(Budget, NoHintPausesForMoreThanAnHour) {
  Budget budget;
  budget.take(limited(kNow + 24h), kNow);
  EXPECT_LE(budget.pause(1.0, kNow)->until, kNow + 61min);
}

TEST(Budget, AClockThatWasSetBackDoesNotProlongAPause) {
  Budget budget;
  budget.take(limited(kNow + 10min), kNow);
  EXPECT_FALSE(budget.pause(1.0, kNow - 5h));
}

TEST(Budget, SurvivesARestart) {
  Budget budget;
  budget.take(answer(Kind::ok, 4000, kNow + 1h), kNow);
  budget.take(limited(kNow + 10min, "too fast"), kNow);
  auto const again = Budget::from_json(budget.to_json());
  EXPECT_EQ(again.to_json(), budget.to_json());
  EXPECT_EQ(again.pause(0.5, kNow)->until, kNow + 10min);
  EXPECT_EQ(again.remaining(), 4000);
}

TEST(Budget, ADamagedTextIsAFreshBudget) {
  for (auto const* const text : {"[]", "null", "{}", R"({"remaining":"x","reset":1.5,"paused":7,"hintless":-3})"}) {
    auto const budget = Budget::from_json(nlohmann::json::parse(text));
    EXPECT_FALSE(budget.pause(0.5, kNow)) << text;
  }
}

}  // namespace
}  // namespace lapwing::github
