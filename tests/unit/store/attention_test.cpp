// SPDX-License-Identifier: Apache-2.0
// What people said, and what is to be told again, survives.
#include "store/store.hpp"

#include "support/an_incident.hpp"
#include "support/folder.hpp"

#include <gmock/gmock.h>

namespace lapwing::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TimePoint minute(int minutes) { return TimePoint{std::chrono::minutes{minutes}}; }

alert::Silence a_silence(std::string text, int ends) {
  alert::Silence one;
  one.text = std::move(text);
  one.begins = minute(0);
  one.ends = minute(ends);
  one.who = "eva";
  one.why = "retraining";
  return one;
}

alert::Incident an_open_incident(alert::IncidentId id, Level level) {
  auto incident = test::an_incident(id);
  incident.level = level;
  incident.closed.reset();
  return incident;
}

Result<Store> a_store(test::Folder const& folder) { return Store::open(folder.path()); }

TEST(StoreAttention, ASilenceSurvivesWithItsMatchersUntilItEnds) {
  test::Folder folder;
  {
    auto store = a_store(folder);
    EXPECT_EQ(*store->add_silence(a_silence("alert=model-* team=ml", 60), {minute(1), "eva", "added"}), 1);
    EXPECT_EQ(*store->add_silence(a_silence("alert=x", 10), {minute(2), "eva", "added"}), 2);
  }
  auto store = a_store(folder);
  auto const holding = *store->silences(minute(10));
  ASSERT_THAT(holding, SizeIs(1));
  EXPECT_EQ(holding[0].id, 1);
  EXPECT_EQ(holding[0].text, "alert=model-* team=ml");
  EXPECT_THAT(holding[0].matchers, SizeIs(2));
  EXPECT_EQ(holding[0].ends, minute(60));
  EXPECT_EQ(holding[0].why, "retraining");
  EXPECT_THAT(*store->silences(TimePoint::min()), SizeIs(2));
}

TEST(StoreAttention, ASilenceThatIsRemovedHasEndedAndItsNumberIsNotGivenAgain) {
  auto store = Store::open(":memory:");
  ASSERT_TRUE(store->add_silence(a_silence("alert=x", 60), {minute(1), "eva", "added"}));
  ASSERT_TRUE(store->end_silence(1, {minute(5), "adam", "silence #1 removed"}));
  EXPECT_THAT(*store->silences(minute(5)), IsEmpty());
  EXPECT_EQ(store->silences(TimePoint::min())->at(0).ends, minute(5));
  EXPECT_EQ(*store->add_silence(a_silence("alert=y", 60), {minute(6), "eva", "added"}), 2);
  std::vector<std::string> rows;
  auto const audit = *store->audit(minute(0));
  for (auto const& row : audit) rows.push_back(row.who + ": " + row.what);
  EXPECT_THAT(rows, ElementsAre("eva: silence #2 added", "adam: silence #1 removed", "eva: silence #1 added"));
  EXPECT_THAT(*store->audit(minute(6)), SizeIs(1));
}

TEST(StoreAttention, AnAcknowledgementIsKnownWhileItsIncidentIsOpen) {
  auto store = Store::open(":memory:");
  Commit commit;
  commit.incidents = {an_open_incident(1, Level::warning)};
  ASSERT_TRUE(store->commit(commit));
  ASSERT_TRUE(store->acknowledge({1, Level::warning, minute(3), "eva", "on it"}, {minute(3), "eva", "acknowledged"}));
  auto const acks = *store->acks();
  ASSERT_THAT(acks, SizeIs(1));
  EXPECT_EQ(acks.at(1).level, Level::warning);
  EXPECT_EQ(acks.at(1).why, "on it");
  commit.incidents[0].closed = minute(4);
  ASSERT_TRUE(store->commit(commit));
  EXPECT_THAT(*store->acks(), IsEmpty());
}

TEST(StoreAttention, AnAcknowledgementEndsWithTheFirstWorseLevelForGood) {
  auto store = Store::open(":memory:");
  Commit commit;
  commit.incidents = {an_open_incident(1, Level::warning)};
  ASSERT_TRUE(store->commit(commit));
  ASSERT_TRUE(store->acknowledge({1, Level::warning, minute(3), "eva", ""}, {minute(3), "eva", "acknowledged"}));
  ASSERT_TRUE(store->commit(commit));
  EXPECT_THAT(*store->acks(), SizeIs(1));
  commit.incidents = {an_open_incident(1, Level::critical)};
  ASSERT_TRUE(store->commit(commit));
  commit.incidents = {an_open_incident(1, Level::warning)};
  ASSERT_TRUE(store->commit(commit));
  EXPECT_THAT(*store->acks(), IsEmpty());
}

class StoreReminders : public testing::Test {
 protected:
  Store store = *Store::open(":memory:");
  ChannelRecord team{"team", {}, 0, ""};

  /// Told at a minute, to be told again at another.
  void tell(alert::IncidentId id, int at, std::optional<int> again) {
    Commit commit;
    commit.incidents = {an_open_incident(id, Level::critical)};
    ASSERT_TRUE(store.commit(commit));
    Owed debt;
    debt.incident = commit.incidents[0];
    if (again) debt.remind_at = minute(*again);
    ASSERT_TRUE(store.settle(team, {{debt}, {}}, {}, minute(at)));
  }
};

TEST_F(StoreReminders, ComeWhenTheirTimeHasCome) {
  tell(1, 0, 10);
  tell(2, 0, 20);
  tell(3, 0, std::nullopt);
  auto const early = *store.reminders("team", minute(9));
  EXPECT_THAT(early.due, IsEmpty());
  EXPECT_EQ(early.next, minute(10));
  auto const due = *store.reminders("team", minute(10));
  ASSERT_THAT(due.due, SizeIs(1));
  EXPECT_EQ(due.due[0].incident.id, 1);
  EXPECT_EQ(due.due[0].told, Level::critical);
  EXPECT_TRUE(due.due[0].is_reminder);
  EXPECT_EQ(due.next, minute(20));
  EXPECT_THAT(store.reminders("other", minute(10))->due, IsEmpty());
}

TEST_F(StoreReminders, AreCountedAndBeginAnewWithNews) {
  tell(1, 0, 10);
  auto debt = store.reminders("team", minute(10))->due.at(0);
  debt.remind_at = minute(30);
  ASSERT_TRUE(store.settle(team, {{debt}, {}}, {}, minute(10)));
  EXPECT_THAT(store.reminders("team", minute(29))->due, IsEmpty());
  EXPECT_EQ(store.reminders("team", minute(30))->due.at(0).reminders, 1);
  tell(1, 31, 41);
  EXPECT_EQ(store.reminders("team", minute(41))->due.at(0).reminders, 0);
}

TEST_F(StoreReminders, AreNotForWhatIsOwedClosedAcknowledgedOrNoLongerWanted) {
  for (int id = 1; id <= 4; ++id) tell(id, 0, 10);
  Commit commit;
  commit.debts = {{"team", 1, minute(0)}};
  commit.incidents = {an_open_incident(2, Level::ok)};
  commit.incidents[0].closed = minute(5);
  ASSERT_TRUE(store.commit(commit));
  ASSERT_TRUE(store.acknowledge({3, Level::critical, minute(5), "eva", ""}, {minute(5), "eva", "acknowledged"}));
  auto const due = store.reminders("team", minute(10))->due;
  ASSERT_THAT(due, SizeIs(1));
  EXPECT_EQ(due[0].incident.id, 4);
  ASSERT_TRUE(store.settle(team, {}, due, minute(10)));
  EXPECT_THAT(store.reminders("team", minute(99))->due, IsEmpty());
  EXPECT_EQ(store.told("team")->at(4), Level::critical) << "what it was told is not forgotten";
}

TEST_F(StoreReminders, OneThatIsGivenUpIsNotDueAtOnceAgain) {
  tell(1, 0, 10);
  auto debt = store.reminders("team", minute(10))->due.at(0);
  debt.remind_at = minute(30);
  ASSERT_TRUE(store.bury(team, {debt}, "refused", minute(10)));
  EXPECT_THAT(store.reminders("team", minute(29))->due, IsEmpty());
  EXPECT_EQ(store.reminders("team", minute(30))->due.at(0).reminders, 1);
  EXPECT_THAT(*store.dead_letters(), SizeIs(1));
}

TEST_F(StoreReminders, OfALevelThatTheChannelWasNeverToldIsNews) {
  tell(1, 0, 10);
  Commit commit;
  commit.incidents = {an_open_incident(1, Level::warning)};
  ASSERT_TRUE(store.commit(commit));
  auto const due = store.reminders("team", minute(10))->due.at(0);
  EXPECT_FALSE(due.is_reminder);
  EXPECT_EQ(due.told, Level::critical);
  EXPECT_EQ(due.incident.level, Level::warning);
}

}  // namespace
}  // namespace lapwing::store
