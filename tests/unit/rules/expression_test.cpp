// SPDX-License-Identifier: Apache-2.0
#include "rules/expression.hpp"

#include "core/catalogue.hpp"
#include "support/a_rule.hpp"

#include <gmock/gmock.h>

#include <limits>

namespace lapwing::rules {
namespace {

using namespace std::chrono_literals;
using test::expression;
using testing::HasSubstr;

SyntaxError fault(std::string_view text) {
  auto parsed = parse_expression(text);
  if (!std::holds_alternative<SyntaxError>(parsed)) return {text.size() + 1, "it is accepted"};
  return std::get<SyntaxError>(std::move(parsed));
}

TEST(Expression, AMetricAloneIsItsNewestValue) {
  auto const accuracy = expression(" model.accuracy ");
  EXPECT_EQ(accuracy.text, "model.accuracy");
  EXPECT_EQ(accuracy.selector.metric, "model.accuracy");
  EXPECT_EQ(accuracy.function, nullptr);
  EXPECT_EQ(accuracy.unit, Unit::ratio);
  EXPECT_EQ(accuracy.window.runs, 1u);
}

TEST(Expression, AWindowIsSoManyRunsOrSoLong) {
  EXPECT_EQ(expression("mean(model.f1, last 20 runs)").window.runs, 20u);
  EXPECT_EQ(expression("mean(model.f1, last 1 run)").window.runs, 1u);
  EXPECT_EQ(expression("mean(model.f1, last 100000 runs)").window.runs, 100'000u);
  EXPECT_EQ(expression("mean(model.f1, 7d)").window.length, Duration{7 * 24h});
  EXPECT_EQ(expression("mean(model.f1,1h30m)").window.length, Duration{90min});
}

TEST(Expression, DropLooksAtSoManyRunsBeforeTheNewest) {
  EXPECT_EQ(expression("drop(model.f1, last 20 runs)").window.runs, 21u);
  EXPECT_EQ(expression("drop(model.f1, 7d)").window.length, Duration{7 * 24h});
}

TEST(Expression, TheUnitFollowsTheMetricAndTheFunction) {
  EXPECT_EQ(expression("drop(model.accuracy, last 20 runs)").unit, Unit::points);
  EXPECT_EQ(expression("drop(model.rmse, last 20 runs)").unit, Unit::number);
  EXPECT_EQ(expression("mean(model.accuracy, 7d)").unit, Unit::ratio);
  EXPECT_EQ(expression("max(data.age, 7d)").unit, Unit::duration);
  EXPECT_EQ(expression("count(model.accuracy, 7d)").unit, Unit::count);
  for (auto const& metric : catalogue()) EXPECT_EQ(expression(metric.name).unit, metric.unit) << metric.name;
}

TEST(Expression, MatchersMayStandInAnyNumberWithATrailingComma) {
  EXPECT_EQ(expression("data.missing{}").selector.matchers.size(), 0u);
  EXPECT_EQ(expression("data.missing{dataset='a',}").selector.matchers.size(), 1u);
  EXPECT_EQ(expression("max(data.missing { dataset = 'a' , column !~ \"b.*\" }, 7d)").selector.matchers.size(), 2u);
}

struct Fault {
  std::string_view marked;    ///< the text, with ^ before the place that the error must name
  std::string_view fragment;  ///< of the message
};

constexpr std::array kFaults{
    Fault{"^", "expected the name of a metric, not the end"},
    Fault{"   ^", "not the end"},
    Fault{"^model.acuracy", "did you mean 'model.accuracy'?"},
    Fault{"^MODEL.ACCURACY", "did you mean 'model.accuracy'?"},
    Fault{"  ^modelaccuracy", "did you mean 'model.accuracy'?"},
    Fault{"^xyzzy.plugh", "there is no metric 'xyzzy.plugh' (`lapwing metrics`"},
    Fault{"^65%", "expected the name of a metric, not '65%'"},
    Fault{"^'model.accuracy'", "expected the name of a metric"},
    Fault{"^nan", "there is no metric 'nan'"},
    Fault{"^-model.accuracy", "not '-'"},
    Fault{"^µ.accuracy", "not 'µ'"},
    Fault{"model.accuracy ^model.f1", "unexpected 'model.f1' after the expression"},
    Fault{"model.accuracy^)", "unexpected ')' after the expression"},
    Fault{"model.accuracy ^> 3", "unexpected '>'"},
    Fault{"model.accuracy{}^{}", "unexpected '{'"},
    Fault{"^maen(model.accuracy, 7d)", "did you mean 'mean'?"},
    Fault{"^median_of(model.accuracy, 7d)", "did you mean 'median'? (there are mean, median"},
    Fault{"^model.accuracy(model.f1, 7d)", "there is no function 'model.accuracy'"},
    Fault{"^(model.accuracy)", "expected the name of a metric, not '('"},
    Fault{"mean(^)", "expected the name of a metric, not ')'"},
    Fault{"mean(^mean(model.f1, 7d), 7d)", "there is no metric 'mean'"},
    Fault{"mean(^modle.f1, 7d)", "did you mean 'model.f1'?"},
    Fault{"mean(model.f1^)", "a function needs a window: mean(model.f1, last 20 runs)"},
    Fault{"mean(model.f1^", "expected ',' here, not the end"},
    Fault{"mean(model.f1 ^7d)", "expected ',' here, not '7d'"},
    Fault{"mean(model.f1, ^)", "expected a window such as 'last 20 runs' or '7d', not ')'"},
    Fault{"mean(model.f1, ^20 runs)", "'20' is not a duration"},
    Fault{"mean(model.f1, ^0d)", "longer than 0"},
    Fault{"mean(model.f1, ^nan)", "not 'nan'"},
    Fault{"mean(model.f1, ^500y)", "'500y' is not a duration"},
    Fault{"mean(model.f1, ^99999w)", "over a century"},
    Fault{"mean(model.f1, ^1e999d)", "is not a duration"},
    Fault{"mean(model.f1, ^'last' 20 runs)", "expected a window"},
    Fault{"mean(model.f1, ^latest 20 runs)", "expected a window"},
    Fault{"mean(model.f1, last ^runs)", "a number of runs from 1 to 100,000, not 'runs'"},
    Fault{"mean(model.f1, last ^0 runs)", "not '0'"},
    Fault{"mean(model.f1, last ^100001 runs)", "not '100001'"},
    Fault{"mean(model.f1, last ^99999999999999999999999 runs)", "a number of runs"},
    Fault{"mean(model.f1, last ^1.5 runs)", "not '1.5'"},
    Fault{"mean(model.f1, last ^-5 runs)", "not '-'"},
    Fault{"mean(model.f1, last ^20runs)", "not '20runs'"},
    Fault{"mean(model.f1, last ^'", "expected a number of runs"},
    Fault{"mean(model.f1, last 20^)", "expected 'runs' here, not ')'"},
    Fault{"mean(model.f1, last 20 ^days)", "expected 'runs' here, not 'days'"},
    Fault{"mean(model.f1, last 20 ^'runs')", "expected 'runs' here"},
    Fault{"mean(model.f1, last 20 runs^", "expected ')' here, not the end"},
    Fault{"mean(model.f1, last 20 runs^, 7d)", "expected ')' here, not ','"},
    Fault{"mean(model.f1, 7d) ^by (model)", "unexpected 'by' after the expression"},
    Fault{"model.f1{^modle=\"a\"}", "model.f1 has no label 'modle'; did you mean 'model'? (it has model)"},
    Fault{"data.missing{dataset='a', ^colum='b'}", "did you mean 'column'? (it has dataset and column)"},
    Fault{"config.valid{^file='a'}", "config.valid has no label 'file'"},
    Fault{"model.f1{^,}", "expected a label's name, not ','"},
    Fault{"model.f1{^", "expected a label's name, not the end"},
    Fault{"model.f1{^=\"a\"}", "expected a label's name, not '='"},
    Fault{"model.f1{model^}", "expected =, !=, =~ or !~ here, not '}'"},
    Fault{"model.f1{model ^'=' 'a'}", "expected =, !=, =~ or !~ here"},
    Fault{"model.f1{model ^: 'a'}", "expected =, !=, =~ or !~ here, not ':'"},
    Fault{"model.f1{model=^=\"a\"}", "expected a value in quotes, not '='"},
    Fault{"model.f1{model=^btc}", "expected a value in quotes, not 'btc'"},
    Fault{"model.f1{model=^\"btc}", "expected a value in quotes"},
    Fault{"model.f1{model=\"a\" ^model=\"b\"}", "expected ',' here, not 'model'"},
    Fault{"model.f1{model=\"a\"^", "expected ',' here, not the end"},
    Fault{"model.f1{model=~^\"a(b\"}", "not a regular expression: missing"},
    Fault{"model.f1{model!~^\"*\"}", "not a regular expression"},
    Fault{"model.f1{model=~^\"(a{1000}){1000}\"}", "not a regular expression"},
};

TEST(Expression, EveryFaultIsNamedWhereItStands) {
  for (auto const& [marked, fragment] : kFaults) {
    auto const offset = marked.find('^');
    std::string text(marked);
    text.erase(offset, 1);
    auto const found = fault(text);
    EXPECT_EQ(found.offset, offset) << marked << "\n" << found.what;
    EXPECT_THAT(found.what, HasSubstr(fragment)) << marked;
    EXPECT_FALSE(found.what.ends_with('.')) << found.what;
  }
}

TEST(Expression, AnErrorShowsNoMoreThanALineOfTheText) {
  std::string const text = "model.f1{model=" + std::string(3000, 'x') + "}";
  EXPECT_LT(fault(text).what.size(), 200u);
  EXPECT_EQ(fault("mo\x1B[31mdel").what.find('\x1B'), std::string::npos);
}

TEST(Expression, BytesThatAreNoTextAreRefusedWhereTheyStand) {
  EXPECT_EQ(fault("\xFF\xFE").offset, 0u);
  EXPECT_EQ(fault("model.f1\xC3").offset, 8u);
  EXPECT_EQ(fault(std::string_view("model.f1\0", 9)).offset, 8u);
  EXPECT_EQ(fault("model.f1{model=~\"\xFF(\"}").offset, 16u);
}

TEST(Expression, TenThousandBracketsAreRefusedAtOnce) {
  EXPECT_THAT(fault(std::string(10'000, '(')).what, HasSubstr("at most 4,000 characters"));
  EXPECT_EQ(fault(std::string(4000, '(')).offset, 0u);
  EXPECT_EQ(fault("model.f1" + std::string(3000, '{')).offset, 9u);
  std::string nested;
  for (int i = 0; i < 700; ++i) nested += "mean(";
  EXPECT_EQ(fault(nested).offset, 5u);
}

TEST(Expression, AnEndlessTextIsRefusedWithoutBeingRead) {
  EXPECT_THAT(fault(std::string(50'000'000, 'a')).what, HasSubstr("at most 4,000 characters"));
  EXPECT_EQ(std::get<Expression>(parse_expression("model.f1" + std::string(3992, ' '))).text, "model.f1");
}

TEST(Expression, ARegularExpressionCanNotTakeForEver) {
  auto const hard = expression("model.f1{model=~\"(a*)*b\"}");
  EXPECT_FALSE(hard.selector.accepts({{"model", std::string(200, 'a')}}));
}

class Value : public testing::Test {
 protected:
  void add(double value, std::chrono::minutes at) {
    id_ = history_.add({"model.accuracy", {{"model", "btc"}}, value, TimePoint{at}, {}});
  }
  std::optional<double> value(std::string_view text, std::chrono::minutes until) const {
    return value_of(expression(text), history_, id_, TimePoint{until});
  }
  std::size_t looked_at(std::string_view text, std::chrono::minutes until) const {
    return points_of(expression(text), history_, id_, TimePoint{until}).size();
  }

  series::History history_;
  series::SeriesId id_ = history_.intern("model.accuracy", {{"model", "btc"}});
};

TEST_F(Value, OfASeriesWithoutSamplesIsAbsent) {
  EXPECT_EQ(value("model.accuracy", 10min), std::nullopt);
  EXPECT_EQ(value("mean(model.accuracy, last 3 runs)", 10min), std::nullopt);
  EXPECT_EQ(value("count(model.accuracy, 7d)", 10min), 0.0);
}

TEST_F(Value, IsThatOfItsWindowAsOfTheInstant) {
  add(0.70, 10min);
  add(0.72, 20min);
  add(0.60, 30min);
  EXPECT_EQ(value("model.accuracy", 30min), 0.60);
  EXPECT_EQ(value("model.accuracy", 29min), 0.72);
  EXPECT_EQ(value("model.accuracy", 9min), std::nullopt);
  EXPECT_EQ(value("max(model.accuracy, last 2 runs)", 30min), 0.72);
  EXPECT_EQ(value("min(model.accuracy, 15m)", 25min), 0.72);
  EXPECT_NEAR(*value("drop(model.accuracy, last 2 runs)", 30min), 0.11, 1e-12);
  EXPECT_EQ(value("drop(model.accuracy, last 2 runs)", 10min), std::nullopt);
}

TEST_F(Value, ComesWithThePointsItLookedAt) {
  for (int i = 1; i <= 10; ++i) add(0.7, std::chrono::minutes{i});
  EXPECT_EQ(looked_at("model.accuracy", 10min), 1u);
  EXPECT_EQ(looked_at("mean(model.accuracy, last 4 runs)", 10min), 4u);
  EXPECT_EQ(looked_at("drop(model.accuracy, last 4 runs)", 10min), 5u);
  EXPECT_EQ(looked_at("mean(model.accuracy, 3m)", 10min), 3u);
  EXPECT_EQ(looked_at("mean(model.accuracy, 7d)", 4min), 4u);
}

TEST_F(Value, BeyondTheRangeOfDoublesIsAbsentRatherThanInfiniteOrNoNumber) {
  constexpr double huge = std::numeric_limits<double>::max();
  add(huge, 1min);
  add(huge, 2min);
  add(-huge, 3min);
  EXPECT_EQ(value("sum(model.accuracy, last 2 runs)", 2min), std::nullopt);
  EXPECT_EQ(value("drop(model.accuracy, last 1 runs)", 3min), std::nullopt);
  EXPECT_EQ(value("max(model.accuracy, last 2 runs)", 3min), huge);
}

}  // namespace
}  // namespace lapwing::rules
