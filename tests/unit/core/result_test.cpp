// SPDX-License-Identifier: Apache-2.0
#include "core/result.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace lapwing {
namespace {

Result<int> half(int of) {
  if (of % 2 != 0) return Error{ErrorKind::invalid, "an odd number has no half"};
  return of / 2;
}

TEST(Result, IsTrueOfAValueAndFalseOfAnError) {
  auto const fine = half(4);
  ASSERT_TRUE(fine);
  EXPECT_EQ(*fine, 2);
  auto const failed = half(3);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::invalid);
  EXPECT_EQ(failed.error().message, "an odd number has no half");
}

TEST(Result, OfZeroIsASuccess) {
  auto const zero = half(0);
  ASSERT_TRUE(zero);
  EXPECT_EQ(*zero, 0);
}

TEST(Result, ReadingTheWrongSideIsABugThatSaysWhat) {
  auto fine = half(4);
  EXPECT_THROW((void)fine.error(), std::logic_error);
  auto failed = half(3);
  try {
    (void)*failed;
    FAIL() << "the value of a failure was read";
  } catch (std::logic_error const& bug) {
    EXPECT_NE(std::string(bug.what()).find("an odd number has no half"), std::string::npos);
  }
  Result<std::string> const text = Error{ErrorKind::busy, "held"};
  EXPECT_THROW((void)text->size(), std::logic_error);
}

TEST(Result, HoldsWhatCanOnlyBeMoved) {
  Result<std::unique_ptr<int>> made = std::make_unique<int>(7);
  ASSERT_TRUE(made);
  EXPECT_EQ(**made, 7);
  auto const taken = *std::move(made);
  EXPECT_EQ(*taken, 7);
}

TEST(Result, IsChangedThroughItsReference) {
  Result<std::string> text = std::string("lap");
  *text += "wing";
  EXPECT_EQ(text->size(), 7u);
  EXPECT_EQ(*text, "lapwing");
}

TEST(Result, WithoutAValueIsASuccessByDefault) {
  auto const act = [](bool works) -> Result<void> {
    if (!works) return Error{ErrorKind::storage, "the disk is full"};
    return {};
  };
  EXPECT_TRUE(act(true));
  EXPECT_THROW((void)act(true).error(), std::logic_error);
  auto const failed = act(false);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::storage);
  EXPECT_EQ(failed.error().message, "the disk is full");
}

}  // namespace
}  // namespace lapwing
