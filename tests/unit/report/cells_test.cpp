// SPDX-License-Identifier: Apache-2.0
#include "report/cells.hpp"

#include <gmock/gmock.h>

namespace lapwing::report {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Cells, AreCountedAsTerminalsShowThem) {
  EXPECT_EQ(cells_of("abc"), 3u);
  EXPECT_EQ(cells_of("▁▂█ · ▲…"), 8u);
  EXPECT_EQ(cells_of("✅"), 2u);
  EXPECT_EQ(cells_of("❔🔶❌"), 6u);
  EXPECT_EQ(cells_of("日本語"), 6u);
  EXPECT_EQ(cells_of("e\u0301"), 1u);
  EXPECT_EQ(cells_of("a\u200Bb"), 2u);
  EXPECT_EQ(cells_of("\uFFFD"), 1u);
  EXPECT_EQ(cells_of(""), 0u);
}

TEST(Cells, LinesBreakAtBlanksAndLoseNothing) {
  EXPECT_THAT(wrapped("the quick brown fox", 10), ElementsAre("the quick", "brown fox"));
  EXPECT_THAT(wrapped("the  quick", 10), ElementsAre("the quick"));
  EXPECT_THAT(wrapped("a Donaudampfschiff b", 8), ElementsAre("a", "Donaudam", "pfschiff", "b"));
  EXPECT_THAT(wrapped("日本語日本語", 5), ElementsAre("日本", "語日", "本語"));
  EXPECT_THAT(wrapped("日本", 0), ElementsAre("日", "本"));
  EXPECT_THAT(wrapped("", 10), IsEmpty());
  EXPECT_THAT(wrapped("   ", 10), IsEmpty());
}

}  // namespace
}  // namespace lapwing::report
