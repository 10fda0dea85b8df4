// SPDX-License-Identifier: Apache-2.0
#include "notify/pacing.hpp"

#include <gtest/gtest.h>

namespace lapwing::notify {
namespace {

using namespace std::chrono_literals;

TimePoint const kNow{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2}};

Outcome an_outcome(Outcome::Kind kind, std::optional<Duration> wait = {}) { return {kind, "why", wait, false}; }

TEST(Pacing, ADeliveryClearsTheFailuresAndWaitsAsLongAsAsked) {
  store::ChannelRecord const before{"team", kNow, 4, "refused"};
  auto const after = after_attempt(before, an_outcome(Outcome::Kind::delivered, 1500ms), kNow, 0);
  EXPECT_EQ(after.failures, 0);
  EXPECT_EQ(after.error, "");
  EXPECT_GE(after.not_before - kNow, 1500ms);
  EXPECT_LT(after.not_before - kNow, 2s);
}

TEST(Pacing, ADeliveryWithoutARequestWaitsNotAtAll) {
  EXPECT_EQ(after_attempt({}, an_outcome(Outcome::Kind::delivered), kNow, 0.9).not_before, kNow);
}

TEST(Pacing, RetriesBackOffFromOneSecondToFiveMinutesWithJitter) {
  store::ChannelRecord record;
  Duration previous{0};
  for (int i = 0; i < 60; ++i) {
    record = after_attempt(record, an_outcome(Outcome::Kind::retry), kNow, 0);
    auto const wait = record.not_before - kNow;
    EXPECT_GE(wait, previous);
    EXPECT_LE(wait, 5min);
    previous = wait;
  }
  EXPECT_EQ(record.failures, 60);
  EXPECT_EQ(previous, 150s) << "half of the cap without jitter";
  EXPECT_GT(after_attempt(record, an_outcome(Outcome::Kind::retry), kNow, 0.99).not_before - kNow, 290s);
}

TEST(Pacing, AWaitThatWasAskedForIsNeverShortened) {
  for (double const jitter : {0.0, 0.5, 0.999}) {
    EXPECT_GE(after_attempt({}, an_outcome(Outcome::Kind::retry, 376ms), kNow, jitter).not_before - kNow, 376ms);
    EXPECT_GE(after_attempt({}, an_outcome(Outcome::Kind::retry, 1h), kNow, jitter).not_before - kNow, 1h);
  }
}

TEST(Pacing, AbsurdWaitsAreBounded) {
  auto const longest = after_attempt({}, an_outcome(Outcome::Kind::retry, Duration::max()), kNow, 0.5);
  EXPECT_LE(longest.not_before - kNow, kLongestWait + 1s);
  auto const negative = after_attempt({}, an_outcome(Outcome::Kind::delivered, -1h), kNow, 0.5);
  EXPECT_EQ(negative.not_before, kNow);
}

TEST(Pacing, ARefusingDestinationIsProbedAfterTenMinutes) {
  auto const after = after_attempt({}, an_outcome(Outcome::Kind::bad_destination), kNow, 0.5);
  EXPECT_GE(after.not_before - kNow, 10min);
  EXPECT_LE(after.not_before - kNow, 11min);
  EXPECT_EQ(after.error, "why");
}

TEST(Pacing, ADestinationThatGoesOnRefusingIsProbedEverMoreRarelyAndAtLastEverySixHours) {
  store::ChannelRecord record;
  std::vector<long> minutes;
  for (int i = 0; i < 8; ++i) {
    record = after_attempt(record, an_outcome(Outcome::Kind::bad_destination), kNow, 0);
    minutes.push_back(std::chrono::floor<std::chrono::minutes>(record.not_before - kNow).count());
  }
  EXPECT_EQ(minutes, (std::vector<long>{10, 20, 40, 80, 160, 320, 360, 360}));
  record = after_attempt(record, an_outcome(Outcome::Kind::delivered), kNow, 0);
  EXPECT_EQ(record.refusals, 0);
}

TEST(Pacing, FailuresRememberWhenTheyBegan) {
  auto record = after_attempt({}, an_outcome(Outcome::Kind::retry), kNow, 0);
  record = after_attempt(record, an_outcome(Outcome::Kind::retry), kNow + 1h, 0);
  EXPECT_EQ(record.failing_since, kNow);
  EXPECT_EQ(after_attempt(record, an_outcome(Outcome::Kind::delivered), kNow + 2h, 0).failing_since, std::nullopt);
}

TEST(Pacing, ALimitThatNoHeaderShowsIsLearnedAndForgottenAgain) {
  auto limit = an_outcome(Outcome::Kind::retry);
  limit.is_limit = true;
  store::ChannelRecord record;
  for (int i = 0; i < 3; ++i) record = after_attempt(record, limit, kNow, 0);
  EXPECT_EQ(record.pace, 1s) << "250 ms, doubled twice";
  record = after_attempt(record, an_outcome(Outcome::Kind::delivered), kNow, 0);
  EXPECT_EQ(record.pace, 900ms);
  EXPECT_EQ(record.not_before - kNow, 900ms);
  for (int i = 0; i < 20; ++i) record = after_attempt(record, limit, kNow, 0);
  EXPECT_EQ(record.pace, 30s);
  for (int i = 0; i < 100; ++i) record = after_attempt(record, an_outcome(Outcome::Kind::delivered), kNow, 0);
  EXPECT_EQ(record.pace, 0s);
}

TEST(Pacing, ARefusedMessageDoesNotHoldTheChannel) {
  auto const after = after_attempt({}, an_outcome(Outcome::Kind::bad_message), kNow, 0.5);
  EXPECT_EQ(after.failures, 0);
  EXPECT_LE(after.not_before, kNow);
}

TEST(Pacing, AChannelFailsWhenItRefusesOrAfterThreeAttempts) {
  store::ChannelRecord record;
  record.failures = 2;
  EXPECT_FALSE(is_failing(record, Outcome::Kind::retry));
  record.failures = 3;
  EXPECT_TRUE(is_failing(record, Outcome::Kind::retry));
  EXPECT_TRUE(is_failing({}, Outcome::Kind::bad_destination));
  EXPECT_TRUE(is_failing({}, Outcome::Kind::bad_message));
  EXPECT_FALSE(is_failing(record, Outcome::Kind::delivered));
}

}  // namespace
}  // namespace lapwing::notify
