// SPDX-License-Identifier: Apache-2.0
#include "report/progress_bar.hpp"

#include <gtest/gtest.h>

namespace lapwing::report {
namespace {

TEST(ProgressBar, IsAsFullAsWhatIsDone) {
  EXPECT_EQ(progress_bar(0, 90, 4), "▕    ▏");
  EXPECT_EQ(progress_bar(45, 90, 4), "▕██  ▏");
  EXPECT_EQ(progress_bar(90, 90, 4), "▕████▏");
}

TEST(ProgressBar, IsFullOnlyWhenAllIsDone) {
  EXPECT_EQ(progress_bar(89, 90, 4), "▕███ ▏");
  EXPECT_EQ(progress_bar(91, 90, 4), "▕████▏");
}

TEST(ProgressBar, NothingToDoIsDone) { EXPECT_EQ(progress_bar(0, 0, 4), "▕████▏"); }

}  // namespace
}  // namespace lapwing::report
