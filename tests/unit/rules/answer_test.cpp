// SPDX-License-Identifier: Apache-2.0
#include "rules/answer.hpp"

#include "support/a_rule.hpp"
#include "support/timeline.hpp"

#include <gmock/gmock.h>

namespace lapwing::rules {
namespace {

using test::expression;
using test::hour;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

series::History two_models() {
  series::History history;
  for (int i = 0; i < 5; ++i) history.add({"model.accuracy", {{"model", "eth"}}, 0.70 + 0.01 * i, hour(i), {}});
  history.add({"model.accuracy", {{"model", "btc"}}, 0.60, hour(3), {}});
  return history;
}

TEST(Answer, EachResultHasItsValueItsSamplesAndItsNewestInstantInOrderOfLabels) {
  auto const history = two_models();
  auto const watch = expression("mean(model.accuracy, last 3 runs)");
  auto const answers = answer(watch, history, hour(10));
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(answers[0].labels, (Labels{{"model", "btc"}}));
  EXPECT_EQ(answers[0].samples, 1u);
  EXPECT_EQ(answers[0].newest, hour(3));
  EXPECT_DOUBLE_EQ(*answers[1].value, 0.73);
  EXPECT_EQ(answers[1].samples, 3u);
  EXPECT_EQ(answers[1].newest, hour(4));
}

TEST(Answer, AsOfAPastInstantNothingLaterIsThere) {
  auto const history = two_models();
  auto const watch = expression("model.accuracy");
  auto const answers = answer(watch, history, hour(2));
  ASSERT_EQ(answers.size(), 1u) << "btc begins later";
  EXPECT_DOUBLE_EQ(*answers[0].value, 0.72);
  EXPECT_EQ(answers[0].samples, 1u);
  EXPECT_EQ(answers[0].newest, hour(2));
}

TEST(Answer, AWindowThatHoldsTooLittleHasNoValueButItsSamples) {
  auto const history = two_models();
  auto const watch = expression("drop(model.accuracy{model=\"btc\"}, last 20 runs)");
  auto const answers = answer(watch, history, hour(10));
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_FALSE(answers[0].value);
  EXPECT_EQ(answers[0].samples, 1u);
}

TEST(Answer, WithoutAWindowTheSamplesAreThoseOfItsSeries) {
  auto const history = two_models();
  auto const watch = expression("max(model.accuracy) by ()");
  auto const answers = answer(watch, history, hour(10));
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].samples, 2u);
}

TEST(Answer, WhatIsMissingNamesTheMetricOrTheLabels) {
  auto const history = two_models();
  auto const none = expression("model.f1 + model.recall");
  EXPECT_THAT(answer(none, history, hour(10)), IsEmpty());
  EXPECT_THAT(what_is_missing(none, history, hour(10)),
              ElementsAre("no samples of model.f1", "no samples of model.recall"));
  auto const other = expression("mean(model.accuracy{model=\"doge\"}, 7d)");
  EXPECT_THAT(what_is_missing(other, history, hour(10)), ElementsAre(HasSubstr("model=\"doge\"")));
  EXPECT_THAT(what_is_missing(expression("model.accuracy"), history, hour(-1)),
              ElementsAre("no samples of model.accuracy"));
}

}  // namespace
}  // namespace lapwing::rules
