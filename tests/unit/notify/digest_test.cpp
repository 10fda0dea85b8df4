// SPDX-License-Identifier: Apache-2.0
#include "notify/digest.hpp"

#include "core/text.hpp"
#include "notify/markup.hpp"
#include "unit/notify/items.hpp"

#include <gtest/gtest.h>

namespace lapwing::notify {
namespace {

Split split_of(std::vector<std::size_t> const& full, std::vector<std::size_t> const& lines, Room room) {
  return split_items(full, lines, room);
}

TEST(Digest, WhatFitsIsToldInFull) {
  auto const split = split_of({40, 40}, {5, 5}, {.message = 80, .digest = 50, .frame = 5});
  EXPECT_EQ(split.full, 2u);
  EXPECT_EQ(split.named, 0u);
}

TEST(Digest, NamingTheRestGoesBeforeTellingMoreInFull) {
  // Two in full would take 80 and leave no room for the lines of the other two.
  auto const split = split_of({40, 40, 40, 40}, {5, 5, 5, 5}, {.message = 90, .digest = 50, .frame = 5});
  EXPECT_EQ(split.full, 1u);
  EXPECT_EQ(split.named, 3u);
}

TEST(Digest, NotMoreIsToldInFullThanTheChannelTakes) {
  auto const split = split_of({10, 10}, {5, 5, 5}, {.message = 1000, .digest = 500, .frame = 5});
  EXPECT_EQ(split.full, 2u);
  EXPECT_EQ(split.named, 1u);
}

TEST(Digest, WhatCanNotBeNamedIsLeftToTheCount) {
  std::vector<std::size_t> const lines(100, 10);
  auto const split = split_of({60, 60}, lines, {.message = 100, .digest = 80, .frame = 10});
  EXPECT_EQ(split.full, 1u);
  EXPECT_EQ(split.named, 3u);
  auto what = test::many(1);
  EXPECT_EQ(counted(96, what), "96 more follow");
  EXPECT_EQ(counted(0, what), "");
  what.is_edit = true;
  EXPECT_EQ(counted(96, what), "and 96 more: see `lapwing alerts`") << "an edit has no next message";
}

TEST(Digest, AFirstItemThatFillsTheMessageLeavesNoLines) {
  auto const split = split_of({95}, {10, 10}, {.message = 100, .digest = 80, .frame = 10});
  EXPECT_EQ(split.full, 1u);
  EXPECT_EQ(split.named, 0u);
}

TEST(Digest, NeighboursOfOneAlertShareALine) {
  auto what = test::many(4);
  for (std::size_t i = 0; i < 3; ++i) {
    what.items[i].alert = "model-accuracy";
    what.items[i].labels = {{"model", std::string(1, char('a' + i))}};
  }
  auto const lines = digest_lines(what.items, discord_text);
  auto const blocks = blocks_of(lines, 1000, count_characters);
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_EQ(blocks[0],
            "🔴 CRITICAL · model-accuracy, below 60%: a 58.3% (#1) · b 58.3% (#2) · c 58.3% (#3)\n"
            "🔴 CRITICAL · alert-0004 · bitcoin: 58.3%, below 60% (#4)");
}

TEST(Digest, ABlockThatBeginsWithinAnAlertNamesItAgain) {
  auto what = test::many(30);
  for (auto& item : what.items) item.alert = "model-accuracy";
  auto const blocks = blocks_of(digest_lines(what.items, discord_text), 200, count_characters);
  EXPECT_GT(blocks.size(), 2u);
  for (auto const& block : blocks) {
    EXPECT_LE(count_characters(block), 200u);
    EXPECT_EQ(block.find("🔴 CRITICAL · model-accuracy, below 60%: bitcoin"), 0u);
  }
}

TEST(Digest, TheShortTextNamesAndCountsWithinFiveHundredCharacters) {
  for (std::size_t const count : {1, 2, 5, 6, 7, 100, 1000}) {
    auto const [text, lines] = short_text(test::many(count), discord_text);
    EXPECT_LE(count_characters(text), 500u);
    auto const told = test::told(text, count);
    EXPECT_GE(told.named, 1u);
    EXPECT_EQ(told.named, lines);
    EXPECT_EQ(told.named + told.counted, count);
  }
}

TEST(Digest, TheShortTextHoldsWithAnyText) {
  for (auto const& text : test::awkward_texts()) {
    auto const short_form =
        short_text(test::notification({test::all_texts(text), test::all_texts(text)}), slack_text).text;
    EXPECT_LE(count_characters(short_form), 500u);
    EXPECT_NE(short_form.find("🔴"), std::string::npos);
  }
}

}  // namespace
}  // namespace lapwing::notify
