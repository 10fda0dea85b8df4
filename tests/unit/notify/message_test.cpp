// SPDX-License-Identifier: Apache-2.0
#include "notify/message.hpp"

#include <gtest/gtest.h>

namespace lapwing::notify {
namespace {

store::Owed owed(alert::IncidentId id, Level level, Level told) {
  store::Owed debt;
  debt.incident.id = id;
  debt.incident.key.rule = "alert-" + std::to_string(id);
  debt.incident.level = level;
  debt.incident.action = Untrusted("do it");
  debt.incident.closed_because = level == Level::ok ? "recovered" : "";
  debt.told = told;
  return debt;
}

What what_of(store::Owed const& debt) { return message_of({debt}, "p", Zone::utc(), {}).items.at(0).what; }

TEST(Message, SaysWhatHappenedSinceTheChannelHeardLast) {
  EXPECT_EQ(what_of(owed(1, Level::warning, Level::ok)), What::opened);
  EXPECT_EQ(what_of(owed(1, Level::critical, Level::warning)), What::worsened);
  EXPECT_EQ(what_of(owed(1, Level::warning, Level::critical)), What::eased);
  EXPECT_EQ(what_of(owed(1, Level::ok, Level::critical)), What::recovered);
  auto removed = owed(1, Level::ok, Level::critical);
  removed.incident.closed_because = "the alert was removed from the configuration";
  EXPECT_EQ(what_of(removed), What::ended);
  EXPECT_EQ(message_of({removed}, "p", Zone::utc(), {}).items[0].note.raw(),
            "Closed because the alert was removed from the configuration.");
}

TEST(Message, TheWorstComesFirstThenAlertByAlertFromTheOldestOnAndTheEndsLast) {
  auto const one = [](alert::IncidentId id, std::string alert, Level level, int since) {
    auto debt = owed(id, level, level == Level::ok ? Level::warning : Level::ok);
    debt.incident.key.rule = std::move(alert);
    debt.incident.since = from_millis(since);
    return debt;
  };
  std::vector debts{one(1, "a", Level::ok, 1),       one(2, "a", Level::warning, 2),  one(3, "c", Level::critical, 9),
                    one(4, "b", Level::critical, 8), one(5, "c", Level::critical, 7), one(6, "b", Level::critical, 5)};
  sort_worst_first(debts);
  std::vector<alert::IncidentId> order;
  for (auto const& debt : debts) order.push_back(debt.incident.id);
  EXPECT_EQ(order, (std::vector<alert::IncidentId>{6, 4, 5, 3, 2, 1}));
}

TEST(Message, WhatIsBeyondTheFirstFiveHundredIsCounted) {
  std::vector<store::Owed> debts;
  for (int i = 0; i < 503; ++i) debts.push_back(owed(i, i < 502 ? Level::warning : Level::ok, Level::critical));
  auto const message = message_of(debts, "p", Zone::utc(), {});
  EXPECT_EQ(message.items.size(), kMostItems);
  EXPECT_EQ(message.more.to_string(), "2 warning, 1 recovered");
  EXPECT_EQ(tally(message).to_string(), "502 warning, 1 recovered");
}

TEST(Message, WhatIsToldLateSaysHowLate) {
  auto debt = owed(1, Level::warning, Level::ok);
  debt.due = from_millis(0);
  debt.incident.changed = from_millis(0);
  auto const later = from_millis(3 * 3600 * 1000);
  EXPECT_EQ(message_of({debt}, "p", Zone::utc(), later).items[0].delayed, std::chrono::hours{3});
  debt.incident.changed = later - std::chrono::minutes{1};
  EXPECT_EQ(message_of({debt}, "p", Zone::utc(), later).items[0].delayed, std::chrono::minutes{1})
      << "a level of a minute ago can not have been told before";
  debt.incident.changed = later + std::chrono::hours{1};
  EXPECT_EQ(message_of({debt}, "p", Zone::utc(), later).items[0].delayed, Duration{0}) << "a clock that was set back";
}

TEST(Message, WhatTheChannelCanChangeWhereItStandsIsAFollowUp) {
  auto debt = owed(1, Level::critical, Level::warning);
  EXPECT_EQ(message_of({debt}, "p", Zone::utc(), {}).items[0].follows, "");
  debt.message = "77";
  EXPECT_EQ(message_of({debt}, "p", Zone::utc(), {}).items[0].follows, "77");
  debt.is_reminder = true;
  EXPECT_EQ(message_of({debt}, "p", Zone::utc(), {}).items[0].follows, "");
}

TEST(Message, AnEditedMessageSaysHowThingsStandAndNotWhatChanged) {
  auto recovered = owed(1, Level::ok, Level::warning);
  recovered.incident.worst = Level::critical;
  auto const message =
      edited_message({owed(2, Level::critical, Level::warning), recovered}, "p", Zone::utc(), from_millis(1));
  ASSERT_EQ(message.items.size(), 2u);
  EXPECT_TRUE(message.is_edit);
  EXPECT_EQ(message.items[0].what, What::opened);
  EXPECT_EQ(message.items[1].what, What::recovered);
  EXPECT_EQ(message.items[1].before, Level::critical) << "how bad it was, whatever the channel heard";
}

TEST(Message, WhatIsOverNeedsNoAction) {
  EXPECT_TRUE(message_of({owed(1, Level::ok, Level::warning)}, "p", Zone::utc(), {}).items[0].action.empty());
  EXPECT_FALSE(message_of({owed(1, Level::warning, Level::ok)}, "p", Zone::utc(), {}).items[0].action.empty());
}

TEST(Message, ATestNamesItsChannel) {
  auto const message = test_message(Level::critical, "team", "p", Zone::utc(), {});
  ASSERT_EQ(message.items.size(), 1u);
  EXPECT_EQ(message.items[0].what, What::test);
  EXPECT_EQ(message.items[0].labels.get("channel"), "team");
}

}  // namespace
}  // namespace lapwing::notify
