// SPDX-License-Identifier: Apache-2.0
#include "store/store.hpp"

#include "support/an_incident.hpp"
#include "support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lapwing::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> counted(Store& store) {
  std::vector<std::string> out;
  auto const counters = *store.counters();
  for (auto const& one : counters) out.push_back(one.name + one.labels.to_string() + " " + std::to_string(one.value));
  return out;
}

TEST(Counters, CountPollsAndIncidentsOnceAndSurviveARestart) {
  test::Folder const folder;
  Commit commit;
  commit.pollers.push_back({"ci", from_millis(1), std::nullopt, 0, "", ""});
  commit.incidents = {test::an_incident(1)};
  {
    auto store = *Store::open(folder.path());
    EXPECT_THAT(counted(store), IsEmpty());
    ASSERT_TRUE(store.commit(commit));
    commit.pollers[0].failures = 1;
    commit.incidents[0].level = Level::critical;  // the same one, worse
    ASSERT_TRUE(store.commit(commit));
  }
  auto store = *Store::open(folder.path());
  EXPECT_THAT(counted(store),
              ElementsAre("incidents_opened{alert=\"model-accuracy\", level=\"warning\"} 1",
                          "polls{poller=\"ci\", result=\"failure\"} 1", "polls{poller=\"ci\", result=\"success\"} 1"));
}

TEST(Counters, WhatAnAlertOnAnEventTellsNeverOpens) {
  auto store = *Store::open(":memory:");
  Commit commit;
  commit.incidents = {test::an_incident(1)};
  commit.incidents[0].closed = from_millis(5);
  ASSERT_TRUE(store.commit(commit));
  EXPECT_THAT(counted(store), IsEmpty());
}

TEST(Counters, CountMessagesThatWereTakenAndGivenUp) {
  auto store = *Store::open(":memory:");
  Commit commit;
  commit.incidents = {test::an_incident(1)};
  commit.debts = {{"team", 1, from_millis(1)}};
  ASSERT_TRUE(store.commit(commit));
  ChannelRecord const team{"team", {}, 0, ""};
  auto const owed = *store.owed("team");
  ASSERT_TRUE(store.settle(team, {}, owed, from_millis(2)));  // nothing was told
  ASSERT_TRUE(store.settle(team, {owed, {}}, {}, from_millis(2)));
  ASSERT_TRUE(store.bury(team, owed, "refused", from_millis(3)));
  EXPECT_THAT(counted(store), ElementsAre("incidents_opened{alert=\"model-accuracy\", level=\"warning\"} 1",
                                          "messages{channel=\"team\", result=\"delivered\"} 1",
                                          "messages{channel=\"team\", result=\"given_up\"} 1"));
}

}  // namespace
}  // namespace lapwing::store
