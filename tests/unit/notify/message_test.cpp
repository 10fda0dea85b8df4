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

TEST(Message, TheWorstComesFirstAndTheEndsLast) {
  auto const message = message_of(
      {owed(1, Level::ok, Level::warning), owed(2, Level::warning, Level::ok), owed(3, Level::critical, Level::ok)},
      "p", Zone::utc(), {});
  ASSERT_EQ(message.items.size(), 3u);
  EXPECT_EQ(message.items[0].incident, 3);
  EXPECT_EQ(message.items[1].incident, 2);
  EXPECT_EQ(message.items[2].incident, 1);
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
