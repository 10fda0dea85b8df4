// SPDX-License-Identifier: Apache-2.0
#include "rules/expression.hpp"

#include "core/catalogue.hpp"
#include "support/a_rule.hpp"

#include <gmock/gmock.h>

#include <array>

namespace lapwing::rules {
namespace {

using namespace std::chrono_literals;
using test::expression;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

SyntaxError fault(std::string_view text) {
  auto parsed = parse_expression(text);
  if (!std::holds_alternative<SyntaxError>(parsed)) return {text.size() + 1, "it is accepted"};
  return std::get<SyntaxError>(std::move(parsed));
}

/// The samples that an expression of one part looks at.
Samples samples(std::string_view text) { return std::get<Samples>(expression(text).whole().what); }

TEST(Expression, AMetricAloneIsItsNewestValue) {
  auto const accuracy = expression(" model.accuracy ");
  EXPECT_EQ(accuracy.text, "model.accuracy");
  EXPECT_EQ(accuracy.nodes.size(), 1u);
  EXPECT_EQ(accuracy.unit, Unit::ratio);
  auto const looked_at = samples("model.accuracy");
  EXPECT_EQ(looked_at.selector.metric, "model.accuracy");
  EXPECT_EQ(looked_at.function, nullptr);
  EXPECT_EQ(looked_at.window, series::Window{1});
}

TEST(Expression, AWindowIsSoManyRunsOrSoLong) {
  EXPECT_EQ(samples("mean(model.f1, last 20 runs)").window.runs, 20u);
  EXPECT_EQ(samples("mean(model.f1, last 1 run)").window.runs, 1u);
  EXPECT_EQ(samples("mean(model.f1, last 100000 runs)").window.runs, 100'000u);
  EXPECT_EQ(samples("mean(model.f1, 7d)").window.length, Duration{7 * 24h});
  EXPECT_EQ(samples("mean(model.f1,1h30m)").window.length, Duration{90min});
}

TEST(Expression, WhatComparesTheNewestLooksAtSoManyRunsBeforeIt) {
  for (auto const* name : {"drop", "drop_pct", "rise", "rise_pct", "zscore"}) {
    EXPECT_EQ(samples(std::string(name) + "(model.f1, last 20 runs)").window.runs, 21u) << name;
    EXPECT_EQ(samples(std::string(name) + "(model.f1, 7d)").window.length, Duration{7 * 24h}) << name;
  }
}

TEST(Expression, AForecastLooksAheadBehindItsWindow) {
  auto const fill = samples("forecast(artifact.bytes, 14d, 30d)");
  EXPECT_EQ(fill.window.length, Duration{14 * 24h});
  EXPECT_EQ(fill.ahead, Duration{30 * 24h});
  EXPECT_EQ(samples("forecast(artifact.bytes, last 20 runs, 1w)").window.runs, 20u);
}

TEST(Expression, AComparisonInAWindowIsOfEachSample) {
  auto const failing = samples("streak(run.success == 0) by (workflow)");
  ASSERT_TRUE(failing.condition);
  EXPECT_EQ(failing.condition->op, Operator::equal);
  EXPECT_EQ(failing.condition->quantity.value, 0);
  EXPECT_EQ(failing.window.runs, series::kEndlessRuns);
  ASSERT_TRUE(failing.by);
  EXPECT_EQ(failing.by->names.at(0).label, "workflow");
  EXPECT_EQ(samples("streak(run.success == 0, last 5 runs)").window.runs, 5u);
  EXPECT_EQ(samples("mean((run.duration > (30m)), 7d)").condition->quantity.value, 1800);
  EXPECT_EQ(samples("count(run.duration >= -5m, 7d)").condition->quantity.value, -300);
}

TEST(Expression, AnAgeNeedsNoWindow) {
  EXPECT_EQ(samples("age(model.accuracy)").window.runs, 1u);
  EXPECT_EQ(samples("age(run.success == 100%)").window.runs, series::kEndlessRuns);
  EXPECT_TRUE(expression("age(model.accuracy) - 2h").is_clocked());
  EXPECT_FALSE(expression("model.age").is_clocked());
}

TEST(Expression, TheUnitFollowsTheMetricAndTheFunction) {
  EXPECT_EQ(expression("drop(model.accuracy, last 20 runs)").unit, Unit::points);
  EXPECT_EQ(expression("drop(model.rmse, last 20 runs)").unit, Unit::number);
  EXPECT_EQ(expression("drop_pct(model.accuracy, last 20 runs)").unit, Unit::ratio);
  EXPECT_EQ(expression("mean(model.accuracy, 7d)").unit, Unit::ratio);
  EXPECT_EQ(expression("max(data.age, 7d)").unit, Unit::duration);
  EXPECT_EQ(expression("count(model.accuracy, 7d)").unit, Unit::count);
  EXPECT_EQ(expression("streak(run.success == 0)").unit, Unit::count);
  EXPECT_EQ(expression("mean(run.duration > 30m, 7d)").unit, Unit::ratio) << "the share of runs";
  EXPECT_EQ(expression("age(run.success == 100%)").unit, Unit::duration);
  for (auto const& metric : catalogue()) EXPECT_EQ(expression(metric.name).unit, metric.unit) << metric.name;
}

TEST(Expression, ProductsBindTighterThanSumsAndSumsTighterThanComparisons) {
  auto const whole = [](std::string_view text) { return std::get<Binary>(expression(text).whole().what).op; };
  EXPECT_EQ(whole("model.rmse + model.mae * 2"), Operator::plus);
  EXPECT_EQ(whole("(model.rmse + model.mae) * 2"), Operator::times);
  EXPECT_EQ(whole("model.rmse * 2 + model.mae"), Operator::plus);
  EXPECT_EQ(whole("model.rmse - 1 > model.mae / 2"), Operator::more);
  EXPECT_EQ(whole("-model.rmse"), Operator::times);
  EXPECT_EQ(whole("model.rmse - -1"), Operator::minus);
}

TEST(Expression, OperatorsOfOneKindGoFromTheLeft) {
  auto const nodes = expression("model.rmse - 1 - 2").nodes;
  auto const outer = std::get<Binary>(nodes.back().what);
  EXPECT_TRUE(std::holds_alternative<Binary>(nodes[outer.left].what));
  EXPECT_EQ(std::get<Number>(nodes[outer.right].what).quantity.value, 2);
}

TEST(Expression, MatchersMayStandInAnyNumberWithATrailingComma) {
  EXPECT_EQ(samples("data.missing{}").selector.matchers.size(), 0u);
  EXPECT_EQ(samples("data.missing{dataset='a',}").selector.matchers.size(), 1u);
  EXPECT_EQ(samples("max(data.missing { dataset = 'a' , column !~ \"b.*\" }, 7d)").selector.matchers.size(), 2u);
}

TEST(Expression, ItsResultsCarryTheLabelsOfTheSeriesOrThoseAfterBy) {
  auto const labels = [](std::string_view text) { return expression(text).whole().labels.all(); };
  EXPECT_THAT(labels("data.missing"), ElementsAre("dataset", "column"));
  EXPECT_THAT(labels("mean(run.success, last 50 runs)"), ElementsAre("repository", "workflow", "branch", "event"));
  EXPECT_THAT(labels("mean(run.success, last 50 runs) by (workflow)"), ElementsAre("workflow"));
  EXPECT_THAT(labels("sum(artifact.bytes) by ()"), IsEmpty());
  EXPECT_THAT(labels("artifact.bytes / artifact.quota"), ElementsAre("repository", "artifact"));
  EXPECT_THAT(labels("2 * artifact.quota"), ElementsAre("repository"));
  EXPECT_TRUE(expression("sum(data.missing) by (dataset, column)").whole().labels.has("column"));
}

struct Fault {
  std::string_view marked;    ///< the text, with ^ before the place that the error must name
  std::string_view fragment;  ///< of the message
};

constexpr std::array kFaults{
    // nothing, or something else
    Fault{"^", "expected a metric, a function or a number, not the end"},
    Fault{"   ^", "not the end"},
    Fault{"^'model.accuracy'", "expected a metric, a function or a number, not 'model.accuracy'"},
    Fault{"^µ.accuracy", "not 'µ'"},
    Fault{"^65%", "an alert must watch a metric; this is a number for ever"},
    Fault{"^1 + 2", "an alert must watch a metric"},
    Fault{"(^)", "expected a metric, a function or a number, not ')'"},
    // metrics
    Fault{"^model.acuracy", "did you mean 'model.accuracy'?"},
    Fault{"^MODEL.ACCURACY", "did you mean 'model.accuracy'?"},
    Fault{"  ^modelaccuracy", "did you mean 'model.accuracy'?"},
    Fault{"^xyzzy.plugh", "there is no metric 'xyzzy.plugh' (`lapwing metrics`"},
    Fault{"^nan", "there is no metric 'nan'"},
    Fault{"model.f1 - ^modle.f1", "did you mean 'model.f1'?"},
    Fault{"-^modle.f1", "did you mean 'model.f1'?"},
    // what stands behind
    Fault{"model.accuracy ^model.f1", "unexpected 'model.f1' after the expression"},
    Fault{"model.accuracy^)", "unexpected ')' after the expression"},
    Fault{"model.accuracy{}^{}", "unexpected '{'"},
    Fault{"model.accuracy ^by (model)", "unexpected 'by' after the expression"},
    Fault{"model.accuracy ^% 2", "unexpected '%'"},
    Fault{"data.records == 3 ^runs", "unexpected 'runs'"},
    // operators
    Fault{"model.accuracy >^", "not the end"},
    Fault{"model.accuracy + ^* 2", "not '*'"},
    Fault{"model.accuracy ^= 0", "unexpected '='"},
    Fault{"model.rmse < 1 ^< 2", "a comparison is not compared again"},
    Fault{"(model.rmse < 1^", "expected ')' here, not the end"},
    Fault{"model.rmse < ^1.2.3", "'1.2.3' is not a quantity"},
    Fault{"model.rmse < ^1e999", "is not a quantity"},
    Fault{"artifact.bytes > ^5GX", "'GX' is not a unit; did you mean 'GB'?"},
    Fault{"data.age > ^3hours", "'hours' is not a unit; did you mean 'h'?"},
    Fault{"data.age > ^3years", "'years' is not a unit"},
    // functions
    Fault{"^maen(model.accuracy, 7d)", "did you mean 'mean'?"},
    Fault{"^median_of(model.accuracy, 7d)", "did you mean 'median'? (there are mean, median"},
    Fault{"^drop_percent(model.f1, 7d)", "did you mean 'drop_pct'?"},
    Fault{"^model.accuracy(model.f1, 7d)", "there is no function 'model.accuracy'"},
    Fault{"mean(^)", "expected a metric, a function or a number, not ')'"},
    Fault{"mean(^mean(model.f1, 7d), 7d)", "a window holds the samples of one metric"},
    Fault{"mean(^model.f1 / 2, 7d)", "a window holds the samples of one metric"},
    Fault{"mean(^7d, 7d)", "a window holds the samples of one metric"},
    Fault{"age(^sum(artifact.bytes) by ())", "a window holds the samples of one metric"},
    Fault{"mean(^modle.f1, 7d)", "did you mean 'model.f1'?"},
    Fault{"mean(model.f1^)", "a function needs a window: mean(model.f1, last 20 runs) or (…, 7d); across series it"},
    Fault{"median(model.f1^)", "a function needs a window: median(model.f1, last 20 runs) or (…, 7d)"},
    Fault{"forecast(model.f1^)", "(…, 7d, 30d)"},
    Fault{"mean(model.f1^", "expected ',' here, not the end"},
    Fault{"mean(model.f1 ^7d)", "expected ',' here, not '7d'"},
    // windows
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
    Fault{"forecast(model.f1, 7d^)", "expected ',' here, not ')'"},
    Fault{"forecast(model.f1, 7d, ^last 20 runs)", "expected how far to look ahead, such as '30d', not 'last'"},
    Fault{"forecast(model.f1, 7d, ^0d)", "longer than 0"},
    // comparisons in windows
    Fault{"streak(^run.success)", "streak needs a comparison, such as poll.success == 0"},
    Fault{"max(^run.success == 0, 7d)", "max says nothing of a comparison; mean gives the share"},
    Fault{"count(^model.rmse > model.mae, 7d)", "a comparison is of one metric with a number"},
    Fault{"streak(^0 == run.success)", "a comparison is of one metric with a number"},
    Fault{"sum(^data.missing > 3) by ()", "sum says nothing of a comparison"},
    Fault{"streak(run.success ^= 0)", "expected ',' here, not '='"},
    Fault{"streak(run.success == ^1)",
          "'1' has no unit; beside 'run.success', which is a share, it could be 1% or 100%"},
    Fault{"count(run.duration > ^30%, 7d)", "'run.duration' is a duration and '30%' a share"},
    // labels
    Fault{"model.f1{^modle=\"a\"}", "model.f1 has no label 'modle'; did you mean 'model'? (it has model)"},
    Fault{"data.missing{dataset='a', ^colum='b'}", "did you mean 'column'? (it has dataset and column)"},
    Fault{"config.valid{^file='a'}", "config.valid has no label 'file'"},
    Fault{"model.f1{^,}", "expected a label's name, not ','"},
    Fault{"model.f1{^", "expected a label's name, not the end"},
    Fault{"model.f1{^=\"a\"}", "expected a label's name, not '='"},
    Fault{"model.f1{model^}", "expected =, !=, =~ or !~ here, not '}'"},
    Fault{"model.f1{model ^'=' 'a'}", "expected =, !=, =~ or !~ here"},
    Fault{"model.f1{model ^: 'a'}", "expected =, !=, =~ or !~ here, not ':'"},
    Fault{"model.f1{model^==\"a\"}", "expected =, !=, =~ or !~ here, not '=='"},
    Fault{"model.f1{model^<\"a\"}", "expected =, !=, =~ or !~ here, not '<'"},
    Fault{"model.f1{model=^btc}", "expected a value in quotes, not 'btc'"},
    Fault{"model.f1{model=^\"btc}", "expected a value in quotes"},
    Fault{"model.f1{model=\"a\" ^model=\"b\"}", "expected ',' here, not 'model'"},
    Fault{"model.f1{model=\"a\"^", "expected ',' here, not the end"},
    Fault{"model.f1{model=~^\"a(b\"}", "not a regular expression: missing"},
    Fault{"model.f1{model!~^\"*\"}", "not a regular expression"},
    Fault{"model.f1{model=~^\"(a{1000}){1000}\"}", "not a regular expression"},
    Fault{"mean(run.success, 7d) by ^workflow", "expected '(' here, not 'workflow'"},
    Fault{"mean(run.success, 7d) by (^'workflow')", "expected a label's name"},
    Fault{"mean(run.success, 7d) by (workflow ^branch)", "expected ',' here, not 'branch'"},
    Fault{"mean(run.success, 7d) by (workflow^", "expected ',' here, not the end"},
    Fault{"mean(run.success, 7d) by (^workflwo)", "run.success has no label 'workflwo'; did you mean 'workflow'?"},
    Fault{"streak(run.success == 1) by (^brunch)", "did you mean 'branch'?"},
    Fault{"mean(run.success, 7d) by (branch, ^branch)", "the label 'branch' stands here twice"},
    Fault{"sum(data.missing) by (^model)", "'data.missing' has no label 'model' (it has dataset and column)"},
    Fault{"max(mean(run.success, 7d) by (workflow)) by (^branch)", "has no label 'branch' (it has workflow)"},
    // units
    Fault{"artifact.bytes + ^run.duration",
          "'artifact.bytes' is a size and 'run.duration' a duration: they can not be a"},
    Fault{"run.duration * ^run.duration", "they can not be multiplied"},
    Fault{"artifact.bytes / ^run.duration", "they can not be divided by each other"},
    Fault{"model.accuracy > ^run.duration",
          "no result of 'model.accuracy' (labels model) matches one of 'run.duration'"},
    Fault{"max(model.accuracy) by () > ^max(run.duration) by ()",
          "'max(model.accuracy) by ()' is a share and 'max(run.duration) by ()' a duration: they can not be compared"},
    Fault{"model.accuracy < ^65",
          "'65' has no unit; beside 'model.accuracy', which is a share, it could be 65% or 6500%"},
    Fault{"model.accuracy < ^65", "a difference of shares is written 65pp"},
    Fault{"^0.1 < drop(model.accuracy, 7d)", "it could be 0.1pp or 10pp"},
    Fault{"run.duration - ^30",
          "'30' has no unit; beside 'run.duration', which is a duration, it could be 30s, 30m or 30h"},
    Fault{"artifact.bytes > ^500", "it could be 500kB, 500MB or 500GB"},
    Fault{"drop(model.accuracy, 7d) > ^10%", "is a difference of shares and '10%' a share"},
    Fault{"model.accuracy > ^10pp", "'model.accuracy' is a share and '10pp' a difference of shares"},
    Fault{"data.missing > ^5%", "'data.missing' is a count and '5%' a share"},
    Fault{"drop(model.accuracy, 7d) - ^model.accuracy", "they can not be subtracted from each other"},
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
  EXPECT_EQ(fault(std::string(4000, '(')).offset, 64u);
  EXPECT_THAT(fault(std::string(4000, '(')).what, HasSubstr("brackets go at most 64 deep"));
  EXPECT_EQ(fault(std::string(4000, '-')).offset, 65u);
  EXPECT_EQ(fault("model.f1" + std::string(3000, '{')).offset, 9u);
  std::string nested;
  for (int i = 0; i < 700; ++i) nested += "mean(";
  EXPECT_EQ(fault(nested).offset, 64 * 5u + 4);
}

TEST(Expression, BracketsAndSignsMayNestReasonably) {
  auto const nested = std::string(64, '(') + "model.rmse" + std::string(64, ')');
  EXPECT_EQ(expression(nested).nodes.size(), 1u);
  EXPECT_EQ(fault("(" + nested + ")").offset, 64u);
}

TEST(Expression, HasNoMoreThan256Parts) {
  std::string sum = "model.rmse";
  for (int i = 0; i < 127; ++i) sum += " + 1";
  EXPECT_EQ(expression(sum).nodes.size(), 255u);
  EXPECT_THAT(fault(sum + " + 1 + 1").what, HasSubstr("at most 256 parts"));
}

TEST(Expression, AnEndlessTextIsRefusedWithoutBeingRead) {
  EXPECT_THAT(fault(std::string(50'000'000, 'a')).what, HasSubstr("at most 4,000 characters"));
  EXPECT_EQ(std::get<Expression>(parse_expression("model.f1" + std::string(3992, ' '))).text, "model.f1");
}

TEST(Expression, ARegularExpressionCanNotTakeForEver) {
  auto const hard = samples("model.f1{model=~\"(a*)*b\"}");
  EXPECT_FALSE(hard.selector.accepts({{"model", std::string(200, 'a')}}));
}

}  // namespace
}  // namespace lapwing::rules
