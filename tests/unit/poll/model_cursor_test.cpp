// SPDX-License-Identifier: Apache-2.0
#include "poll/model_cursor.hpp"

#include <gtest/gtest.h>

namespace lapwing::poll {
namespace {

using Taken = ModelCursor::Taken;

TEST(ModelCursor, ComesBackFromItsText) {
  ModelCursor cursor;
  cursor.take("btc", "v1", Taken::whole);
  cursor.take("btc", "v2", Taken::in_part);
  cursor.take("INFY.NS", "v1", Taken::whole);
  auto const again = ModelCursor::from_text(cursor.to_text());
  EXPECT_EQ(again.taken("btc", "v1"), Taken::whole);
  EXPECT_EQ(again.taken("btc", "v2"), Taken::in_part);
  EXPECT_EQ(again.taken("INFY.NS", "v1"), Taken::whole);
  EXPECT_EQ(again.taken("INFY.NS", "v2"), Taken::no);
  EXPECT_EQ(again.to_text(), cursor.to_text());
}

TEST(ModelCursor, DamagedAndForeignTextsStartAnew) {
  ModelCursor cursor;
  cursor.take("btc", "v1", Taken::whole);
  auto const sound = cursor.to_text();
  for (std::size_t size = 0; size < sound.size(); ++size) {
    EXPECT_EQ(ModelCursor::from_text(sound.substr(0, size)).taken("btc", "v1"), Taken::no) << size;
  }
  for (auto const* const text :
       {"17", "[]", "{}", R"({"taken":{"btc":["v1"]}})", R"({"format":"other/1","taken":{"btc":["v1"]}})",
        R"({"format":"model_metrics/1","taken":["v1"]})", R"({"format":"model_metrics/1","taken":{"btc":"v1"}})",
        R"({"format":"model_metrics/1","taken":{"btc":["v1",2]}})", "\xff\xfe"}) {
    EXPECT_EQ(ModelCursor::from_text(text).taken("btc", "v1"), Taken::no) << text;
  }
}

TEST(ModelCursor, KeepsWhatIsAbsentTodayUpToALimit) {
  ModelCursor before, after;
  for (auto const* const version : {"v1", "v2", "v3"}) before.take("btc", version, Taken::whole);
  after.take("btc", "v4", Taken::whole);
  after.keep_absent(before, 3);
  EXPECT_EQ(after.taken("btc", "v4"), Taken::whole);
  EXPECT_EQ(after.taken("btc", "v3"), Taken::whole);
  EXPECT_EQ(after.taken("btc", "v2"), Taken::whole);
  EXPECT_EQ(after.taken("btc", "v1"), Taken::no);
}

TEST(ModelCursor, WhatIsTakenNowWinsOverWhatWasKnown) {
  ModelCursor before, after;
  before.take("btc", "v1", Taken::in_part);
  after.take("btc", "v1", Taken::whole);
  after.keep_absent(before, 10);
  EXPECT_EQ(after.taken("btc", "v1"), Taken::whole);
}

}  // namespace
}  // namespace lapwing::poll
