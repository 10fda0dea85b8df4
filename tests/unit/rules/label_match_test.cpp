// SPDX-License-Identifier: Apache-2.0
#include "rules/label_match.hpp"

#include <gtest/gtest.h>

namespace lapwing::rules {
namespace {

TEST(LabelMatch, FindsTheSameLabelsElseTheMostOfThem) {
  LabelMatch sets;
  sets.add({});
  sets.add({{"a", "1"}});
  sets.add({{"a", "1"}, {"b", "2"}});
  sets.add({{"c", "3"}});
  EXPECT_EQ(sets.find({{"a", "1"}, {"b", "2"}}), 2u);
  EXPECT_EQ(sets.find({{"a", "1"}, {"b", "2"}, {"d", "4"}}), 2u);
  EXPECT_EQ(sets.find({{"a", "1"}, {"b", "9"}}), 1u);
  EXPECT_EQ(sets.find({{"a", "9"}, {"c", "3"}}), 3u);
  EXPECT_EQ(sets.find({{"x", "1"}}), 0u);
  EXPECT_EQ(sets.find({}), 0u);
}

TEST(LabelMatch, WithoutASubsetThereIsNone) {
  LabelMatch sets;
  EXPECT_EQ(sets.find({{"a", "1"}}), std::nullopt);
  sets.add({{"a", "1"}, {"b", "2"}});
  EXPECT_EQ(sets.find({{"a", "1"}}), std::nullopt);
  EXPECT_EQ(sets.find({{"a", "1"}, {"b", "3"}}), std::nullopt);
  EXPECT_EQ(sets.find({}), std::nullopt);
}

}  // namespace
}  // namespace lapwing::rules
