// SPDX-License-Identifier: Apache-2.0
#include "rules/selector.hpp"

#include "core/catalogue.hpp"
#include "rules/parser.hpp"
#include "support/a_rule.hpp"

#include <gmock/gmock.h>

namespace lapwing::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Selector selector(std::string const& matchers) {
  return std::get<Samples>(test::expression("data.missing{" + matchers + "}").whole().what).selector;
}

bool accepts(std::string const& matchers, Labels const& labels) { return selector(matchers).accepts(labels); }

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
    auto const original = selector("column=~'vol.*'");
    copy = original;
  }
  EXPECT_TRUE(copy.accepts(kPrices));
}

TEST(Selector, LabelNamesComeFromTheCatalogueWithoutBrackets) {
  EXPECT_THAT(label_names(find_metric("data.missing")->labels), ElementsAre("dataset", "column"));
  EXPECT_THAT(label_names(find_metric("model.accuracy")->labels), ElementsAre("model"));
  EXPECT_THAT(label_names(find_metric("config.valid")->labels), IsEmpty());
}

TEST(Selector, TheLabelsThatItTellsAreThoseWithAnEqualSign) {
  EXPECT_EQ(plain_labels(selector("dataset='prices', column=~'vol.*'").matchers), (Labels{{"dataset", "prices"}}));
}

EventSelector event(std::string_view text) {
  auto parsed = parse_event_selector(text);
  if (auto const* const fault = std::get_if<SyntaxError>(&parsed)) throw std::invalid_argument(fault->what);
  return std::get<EventSelector>(std::move(parsed));
}

TEST(EventSelector, IsAnEventWithMatchersOnItsLabels) {
  auto const green = event("run.completed{workflow=\"Scheduled Training\", conclusion='success'}");
  EXPECT_EQ(green.type, "run.completed");
  EXPECT_TRUE(accept(green.matchers, {{"workflow", "Scheduled Training"}, {"conclusion", "success"}}));
  EXPECT_FALSE(accept(green.matchers, {{"workflow", "Scheduled Training"}, {"conclusion", "failure"}}));
  EXPECT_TRUE(event("model.trained").matchers.empty());
}

TEST(EventSelector, EveryFaultIsNamedWhereItStands) {
  struct Fault {
    std::string_view text;
    std::size_t offset;
    std::string_view fragment;
  };
  for (auto const& [text, offset, fragment] :
       {Fault{"", 0,
              "there is no event the end (there are model.trained, model.rebaselined, run.completed, message.given_up "
              "and silence.ending)"},
        Fault{"run.complete", 0, "did you mean 'run.completed'?"}, Fault{"model.accuracy", 0, "there is no event"},
        Fault{"run.completed{workflo='x'}", 14, "did you mean 'workflow'? (it has repository, workflow"},
        Fault{"run.completed{workflow=x}", 23, "expected a value in quotes"},
        Fault{"run.completed > 3", 14, "unexpected '>' after the event"},
        Fault{"run.completed{conclusion=~'('}", 26, "not a regular expression"}}) {
    auto const parsed = parse_event_selector(text);
    ASSERT_TRUE(std::holds_alternative<SyntaxError>(parsed)) << text;
    EXPECT_EQ(std::get<SyntaxError>(parsed).offset, offset) << text;
    EXPECT_THAT(std::get<SyntaxError>(parsed).what, testing::HasSubstr(fragment)) << text;
  }
  EXPECT_THROW(event(std::string(5000, 'a')), std::invalid_argument);
}

TEST(LabelText, IsReadAsItIsWritten) {
  Labels const some{{"workflow", "CI"}, {"branch", "main"}};
  EXPECT_EQ(std::get<Labels>(parse_labels(some.to_string())), some);
  EXPECT_EQ(std::get<Labels>(parse_labels("{}")), Labels());
  for (auto const* text : {"", "{", "}", "{a}", "{a=}", "{a=b}", "{a='b' c='d'}", "{a='b'} x", "a='b'", "{1='b'}"})
    EXPECT_TRUE(std::holds_alternative<SyntaxError>(parse_labels(text))) << text;
}

}  // namespace
}  // namespace lapwing::rules
