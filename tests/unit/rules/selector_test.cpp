// SPDX-License-Identifier: Apache-2.0
#include "rules/selector.hpp"

#include "core/catalogue.hpp"
#include "support/a_rule.hpp"

#include <gmock/gmock.h>

namespace lapwing::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

bool accepts(std::string const& matchers, Labels const& labels) {
  return test::expression("data.missing{" + matchers + "}").selector.accepts(labels);
}

Labels const kPrices{{"dataset", "prices"}, {"column", "volume"}};

TEST(Selector, WithoutMatchersAcceptsEverySeries) {
  EXPECT_TRUE(accepts("", kPrices));
  EXPECT_TRUE(accepts("", {}));
}

TEST(Selector, EqualAndNotEqualCompareTheWholeValue) {
  EXPECT_TRUE(accepts("dataset=\"prices\"", kPrices));
  EXPECT_FALSE(accepts("dataset=\"price\"", kPrices));
  EXPECT_FALSE(accepts("dataset!=\"prices\"", kPrices));
  EXPECT_TRUE(accepts("dataset!=\"Prices\"", kPrices));
}

TEST(Selector, AllMatchersMustAgree) {
  EXPECT_TRUE(accepts("dataset='prices', column='volume'", kPrices));
  EXPECT_FALSE(accepts("dataset='prices', column='open'", kPrices));
  EXPECT_FALSE(accepts("column='volume', column!='volume'", kPrices));
}

TEST(Selector, AnAbsentLabelHasTheEmptyValue) {
  Labels const whole{{"dataset", "prices"}};
  EXPECT_TRUE(accepts("column=''", whole));
  EXPECT_FALSE(accepts("column=''", kPrices));
  EXPECT_TRUE(accepts("column!=''", kPrices));
  EXPECT_TRUE(accepts("column=~'.*'", whole));
  EXPECT_FALSE(accepts("column=~'.+'", whole));
}

TEST(Selector, ARegularExpressionMatchesTheWholeValue) {
  EXPECT_TRUE(accepts("column=~'vol.*'", kPrices));
  EXPECT_FALSE(accepts("column=~'vol'", kPrices));
  EXPECT_TRUE(accepts("column=~'open|volume'", kPrices));
  EXPECT_FALSE(accepts("column!~'open|volume'", kPrices));
  EXPECT_TRUE(accepts("column!~'vol'", kPrices));
}

TEST(Selector, ValuesWithQuotesBackslashesAndOtherAlphabetsAreCompared) {
  EXPECT_TRUE(accepts("dataset='a\"b'", {{"dataset", "a\"b"}}));
  EXPECT_TRUE(accepts("dataset='a\\b'", {{"dataset", "a\\b"}}));
  EXPECT_TRUE(accepts("dataset=~'кур.'", {{"dataset", "курс"}}));
}

TEST(Selector, ACopyOfTheRuleStillMatches) {
  Selector copy;
  {
    auto const original = test::expression("data.missing{column=~'vol.*'}");
    copy = original.selector;
  }
  EXPECT_TRUE(copy.accepts(kPrices));
}

TEST(Selector, LabelNamesComeFromTheCatalogueWithoutBrackets) {
  EXPECT_THAT(label_names(*find_metric("data.missing")), ElementsAre("dataset", "column"));
  EXPECT_THAT(label_names(*find_metric("model.accuracy")), ElementsAre("model"));
  EXPECT_THAT(label_names(*find_metric("config.valid")), IsEmpty());
}

}  // namespace
}  // namespace lapwing::rules
