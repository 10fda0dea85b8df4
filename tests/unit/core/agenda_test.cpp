// SPDX-License-Identifier: Apache-2.0
#include "core/agenda.hpp"

#include "support/dice.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace lapwing {
namespace {

using namespace std::chrono_literals;

TimePoint utc(std::string_view text) { return parse_timestamp(text).value(); }

Agenda agenda(std::string_view every, CatchUp catch_up = CatchUp::once) {
  return Agenda(*Schedule::parse(every, "x"), catch_up);
}

Zone const kBerlin = *Zone::find("Europe/Berlin");
TimePoint const kNoon = utc("2026-03-02T12:00:00Z");

TEST(Agenda, WhatHasNeverBeenDoneIsDueAtOnce) {
  auto plan = agenda("daily at 06:30");
  EXPECT_EQ(plan.next(kNoon, kBerlin), kNoon);
  EXPECT_EQ(plan.take(kNoon, kBerlin)->slot, kNoon);
  EXPECT_FALSE(plan.take(kNoon, kBerlin));
  EXPECT_EQ(plan.next(kNoon, kBerlin), utc("2026-03-03T05:30:00Z"));
}

TEST(Agenda, ASlotIsDoneOnce) {
  auto plan = agenda("daily at 06:30");
  plan.restore(kNoon);
  EXPECT_FALSE(plan.take(utc("2026-03-03T05:29:59.999Z"), kBerlin));
  EXPECT_EQ(plan.take(utc("2026-03-03T05:30:00.004Z"), kBerlin)->slot, utc("2026-03-03T05:30:00Z"));
  EXPECT_FALSE(plan.take(utc("2026-03-03T05:30:00.005Z"), kBerlin));
}

TEST(Agenda, AfterDowntimeTheNewestMissedSlotIsMadeUpForOnce) {
  auto plan = agenda("weekly on monday at 09:00");
  plan.restore(utc("2026-03-02T08:00:00Z"));
  auto const due = plan.take(utc("2026-03-25T15:00:00Z"), kBerlin);
  ASSERT_TRUE(due);
  EXPECT_EQ(due->slot, utc("2026-03-23T08:00:00Z")) << "what it covers is that of the slot, not of the start";
  EXPECT_EQ(due->missed, 2u);
  EXPECT_EQ(plan.next(utc("2026-03-25T15:00:00Z"), kBerlin), utc("2026-03-30T07:00:00Z"));
}

TEST(Agenda, OrIsLeftWhereThatIsWanted) {
  auto plan = agenda("daily at 06:30", CatchUp::skip);
  plan.restore(kNoon);
  EXPECT_FALSE(plan.take(utc("2026-03-05T09:00:00Z"), kBerlin));
  EXPECT_EQ(plan.next(utc("2026-03-05T09:00:00Z"), kBerlin), utc("2026-03-06T05:30:00Z"));
  EXPECT_TRUE(plan.take(utc("2026-03-06T05:30:01Z"), kBerlin)) << "a punctual one is done";
  auto beat = agenda("30s", CatchUp::skip);
  beat.restore(kNoon);
  EXPECT_FALSE(beat.take(kNoon + 1h, kBerlin));
  EXPECT_EQ(beat.next(kNoon + 1h, kBerlin), kNoon + 1h + 30s);
}

TEST(Agenda, AnIntervalKeepsItsBeatAndCountsAnewAfterAPause) {
  auto plan = agenda("5m");
  plan.restore(kNoon);
  EXPECT_EQ(plan.take(kNoon + 5min + 20ms, kBerlin)->slot, kNoon + 5min);
  EXPECT_EQ(plan.next(kNoon + 5min + 20ms, kBerlin), kNoon + 10min) << "no drift";
  auto const due = plan.take(kNoon + 63min, kBerlin);
  EXPECT_EQ(due->missed, 10u);
  EXPECT_EQ(plan.next(kNoon + 63min, kBerlin), kNoon + 68min);
}

TEST(Agenda, AClockThatIsSetBackRepeatsNoSlotOfTheCalendar) {
  auto plan = agenda("daily at 06:30");
  plan.restore(utc("2026-03-03T05:30:00Z"));
  auto const now = utc("2026-03-03T04:45:00Z");
  EXPECT_FALSE(plan.take(now, kBerlin));
  EXPECT_EQ(plan.next(now, kBerlin), utc("2026-03-04T05:30:00Z"));
}

TEST(Agenda, AClockThatWasFarAheadStopsNothing) {
  auto plan = agenda("daily at 06:30");
  plan.restore(utc("2031-01-01T05:30:00Z"));
  EXPECT_EQ(plan.next(kNoon, kBerlin), utc("2026-03-03T05:30:00Z"));
}

TEST(Agenda, AnIntervalGoesOnWhateverTheClockIsSetTo) {
  auto plan = agenda("5m");
  plan.restore(kNoon);
  EXPECT_TRUE(plan.take(kNoon - 1h, kBerlin)) << "how much of it has gone by is not known";
  EXPECT_EQ(plan.next(kNoon - 1h, kBerlin), kNoon - 55min);
}

TEST(Agenda, WhatPassesWhileItIsBusyIsSkippedAndCounted) {
  auto beat = agenda("1m");
  beat.restore(kNoon);
  EXPECT_EQ(beat.skip_passed(kNoon + 59s, kBerlin), 0u);
  EXPECT_EQ(beat.skip_passed(kNoon + 150s, kBerlin), 2u);
  EXPECT_FALSE(beat.take(kNoon + 150s, kBerlin)) << "no poll right behind a slow one";
  EXPECT_EQ(beat.next(kNoon + 150s, kBerlin), kNoon + 3min);

  auto daily = agenda("daily at 13:00");
  daily.restore(kNoon - 48h);
  EXPECT_EQ(daily.skip_passed(kNoon + 2min, kBerlin), 1u) << "of the two of 1 and 2 March the older";
  EXPECT_EQ(daily.take(kNoon + 30s, kBerlin)->slot, kNoon);
}

/// Whoever wakes at whatever times, each slot that has come is done at most once, in order, and the newest of those
/// that came between two wakings is among them.
TEST(Agenda, NothingIsDoneTwiceAndTheNewestIsNeverLeft) {
  test::Dice dice(7);
  for (auto const* const every : {"hourly at :10", "daily at 02:30", "weekly on sunday at 02:30", "monthly on last",
                                  "cron: 30 2 * * *", "cron: */20 * * * 0"}) {
    for (auto const* const name : {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe"}) {
      auto const zone = *Zone::find(name);
      auto plan = agenda(every);
      auto now = utc("2026-01-01T00:00:00Z");
      plan.restore(now);
      auto reference = now;  // every slot up to here has been done or passed
      for (int i = 0; i < 400; ++i) {
        now += std::chrono::minutes{dice.roll(0, 3 * 24 * 60)};
        std::optional<TimePoint> newest;
        for (auto slot = plan.every().next_after(reference, zone); slot <= now;
             slot = plan.every().next_after(slot, zone))
          newest = reference = slot;
        auto const due = plan.take(now, zone);
        ASSERT_EQ(due.has_value(), newest.has_value()) << every << " in " << name;
        ASSERT_EQ(due ? due->slot : now, newest.value_or(now));
        ASSERT_GT(plan.next(now, zone), now);
      }
    }
  }
}

}  // namespace
}  // namespace lapwing
