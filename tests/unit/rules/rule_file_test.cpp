// SPDX-License-Identifier: Apache-2.0
#include "rules/rule_file.hpp"

#include <gmock/gmock.h>

namespace lapwing::rules {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// What came of reading alert files, in this order, named a.yaml, b.yaml, …
struct Outcome {
  config::Problems problems;
  std::vector<std::string> effective;
  std::vector<Rule> rules;
  std::vector<EventRule> events;
  std::vector<RuleTest> tests;
};

Outcome read(std::vector<std::string> const& files) {
  Outcome outcome;
  Redactor redactor;
  config::References references([](std::string const&) { return std::string(); }, redactor);
  RuleFileReader reader({outcome.problems, references, &outcome.effective});
  char name = 'a';
  for (auto const& text : files) {
    auto const document = config::parse_yaml(text, std::string(1, name++) + ".yaml", outcome.problems);
    if (document) reader.read(*document);
  }
  reader.finish();
  outcome.rules = reader.take_rules();
  outcome.events = reader.take_events();
  outcome.tests = reader.take_tests();
  return outcome;
}

TEST(RuleFile, TheAlertOfTheManualIsReadWhole) {
  auto const got = read({R"yaml(
alerts:
  model-accuracy:
    watch: model.accuracy
    when: below
    warning: 65%
    critical: 60%
    recover: 67%
    for: 2 runs
    summary: "{labels.model} is at {value}"
    action: Review the model; consider retraining.
    runbook: https://wiki.example/models
tests:
  - name: two bad runs page, one does not
    alert: model-accuracy
    values: [72%, 64%, 71%, 64%, 63%, missing, 66%, 68%]
    expect: [ok, pending, ok, pending, warning, warning, warning, ok]
)yaml"});
  EXPECT_EQ(got.problems.to_string(), "");
  ASSERT_THAT(got.rules, SizeIs(1));
  auto const& rule = got.rules[0];
  EXPECT_EQ(rule.id, "model-accuracy");
  EXPECT_EQ(rule.watch.text, "model.accuracy");
  EXPECT_EQ(rule.when, When::below);
  EXPECT_FALSE(rule.bounds[std::size_t(Level::info)]);
  EXPECT_EQ(rule.bounds[std::size_t(Level::warning)]->low, 0.65);
  EXPECT_EQ(rule.bounds[std::size_t(Level::critical)]->low, 0.60);
  EXPECT_EQ(rule.recover, 0.67);
  EXPECT_EQ(rule.hold.runs, 2u);
  EXPECT_EQ(rule.hold.length, 0ms);
  EXPECT_EQ(rule.summary, "{labels.model} is at {value}");
  EXPECT_EQ(rule.runbook, "https://wiki.example/models");
  ASSERT_THAT(got.tests, SizeIs(1));
  EXPECT_EQ(got.tests[0].name, "two bad runs page, one does not");
  ASSERT_THAT(got.tests[0].inputs, SizeIs(1));
  EXPECT_THAT(got.tests[0].inputs[0].values, ElementsAre(0.72, 0.64, 0.71, 0.64, 0.63, std::nullopt, 0.66, 0.68));
  ASSERT_THAT(got.tests[0].expect, SizeIs(1));
  EXPECT_THAT(got.tests[0].expect[0].states, SizeIs(8));
  EXPECT_EQ(got.tests[0].expect[0].labels, std::nullopt);
  EXPECT_EQ(got.tests[0].place.to_string(), "a.yaml:14:5");
}

TEST(RuleFile, EveryKindOfThresholdIsReadInItsUnit) {
  auto const got = read({R"yaml(
alerts:
  a: {watch: "data.records", when: outside, warning: 360..370, critical: 300 .. 400}
  b: {watch: "data.age", when: above, warning: 26h, for: 30m}
  c: {watch: "drop(model.accuracy, last 20 runs)", when: above, critical: 10pp}
  d: {watch: data.columns, when: differs, info: 12}
  e: {watch: poll.success, when: equals, warning: 0%, critical: 0%}
  f: {watch: model.rmse, when: above, warning: 1.5, recover: 1.5}
)yaml"});
  EXPECT_EQ(got.problems.to_string(), "");
  ASSERT_THAT(got.rules, SizeIs(6));
  auto const bound = [&](std::size_t rule, Level level) { return got.rules[rule].bounds[std::size_t(level)].value(); };
  EXPECT_EQ(bound(0, Level::warning).low, 360);
  EXPECT_EQ(bound(0, Level::warning).high, 370);
  EXPECT_EQ(bound(0, Level::critical).high, 400);
  EXPECT_EQ(bound(1, Level::warning).high, 26 * 3600);
  EXPECT_EQ(got.rules[1].hold.length, 30min);
  EXPECT_EQ(got.rules[1].hold.runs, 1u);
  EXPECT_EQ(bound(2, Level::critical).high, 0.10);
  EXPECT_EQ(got.rules[5].recover, 1.5);
}

TEST(RuleFile, HowAnAlertEndsAndWhatItMakesOfNoiseIsRead) {
  auto const got = read({R"yaml(
alerts:
  a: {watch: model.f1, when: below, warning: 60%, recover_for: 3 runs, flap: {}, significance: 95%}
  b: {watch: model.f1, when: below, warning: 60%, recover_for: 2h, flap: {window: 10, high: 60%}}
  c: {watch: model.f1, when: below, warning: 60%, flap: off}
)yaml"});
  EXPECT_EQ(got.problems.to_string(), "");
  ASSERT_THAT(got.rules, SizeIs(3));
  EXPECT_EQ(got.rules[0].recover_hold.runs, 3u);
  EXPECT_EQ(got.rules[0].flap, (Flap{20, 0.5, 0.25}));
  EXPECT_EQ(got.rules[0].significance, 0.95);
  EXPECT_EQ(got.rules[1].recover_hold.length, 2h);
  EXPECT_EQ(got.rules[1].flap, (Flap{10, 0.6, 0.3})) << "low is half of high where it is not given";
  EXPECT_EQ(got.rules[2].flap, std::nullopt);
  EXPECT_EQ(got.rules[2].recover_hold.runs, 1u);
}

TEST(RuleFile, DefaultsHoldForTheAlertsOfTheirFileThatDoNotSayOtherwise) {
  auto const got = read({R"yaml(
defaults:
  no_data: {warning: after 5 missed polls}
  flap: {window: 10}
  remind: {critical: 12h}
  notify: [team]
alerts:
  a: {watch: model.f1, when: below, warning: 60%}
  b: {watch: model.f1, when: below, warning: 60%, no_data: off, flap: off, remind: never, notify: [oncall], labels: {team: ml}}
  c: {on: model.trained, info: Done}
)yaml",
                         "alerts: {d: {watch: model.f1, when: below, warning: 60%, remind: {warning: 3d}}}"});
  EXPECT_EQ(got.problems.to_string(), "");
  ASSERT_THAT(got.rules, SizeIs(3));
  EXPECT_EQ(got.rules[0].no_data, (NoData{0, 0, 5, 0}));
  EXPECT_EQ(got.rules[0].flap, (Flap{10, 0.5, 0.25}));
  EXPECT_EQ(got.rules[0].telling.remind[std::size_t(Level::critical)], 12h);
  EXPECT_EQ(got.rules[0].telling.remind[std::size_t(Level::warning)], std::nullopt);
  EXPECT_EQ(got.rules[0].telling.channels, (std::vector<std::string>{"team"}));
  EXPECT_EQ(got.rules[1].no_data, NoData{});
  EXPECT_EQ(got.rules[1].flap, std::nullopt);
  EXPECT_EQ(got.rules[1].telling.remind[std::size_t(Level::critical)], Duration{0});
  EXPECT_EQ(got.rules[1].telling.channels, (std::vector<std::string>{"oncall"}));
  EXPECT_EQ(got.rules[1].telling.labels, (Labels{{"team", "ml"}}));
  EXPECT_EQ(got.events[0].telling.channels, (std::vector<std::string>{"team"}));
  EXPECT_EQ(got.rules[2].no_data, kNoDataDefault);
  EXPECT_EQ(got.rules[2].flap, std::nullopt);
  EXPECT_EQ(got.rules[2].telling.remind[std::size_t(Level::warning)], 72h);
}

TEST(RuleFile, FilesAddUpAndATestMayNameAnAlertOfAnother) {
  auto const got = read({"alerts: {a: {watch: model.f1, when: below, warning: 50%}}",
                         "alerts: {b: {watch: model.f1, when: below, warning: 40%}}\n"
                         "tests: [{name: n, alert: a, values: [45%], expect: warning}]",
                         "tests:\n", "alerts:\n"});
  EXPECT_EQ(got.problems.to_string(), "");
  EXPECT_THAT(got.rules, SizeIs(2));
  EXPECT_THAT(got.tests, SizeIs(1));
}

TEST(RuleFile, ATestsValuesAreThoseOfTheMetricNotOfTheFunctionOverIt) {
  auto const got = read({R"yaml(
alerts: {a: {watch: "drop(model.accuracy, last 2 runs)", when: above, warning: 10pp}}
tests: [{name: n, alert: a, values: [70%, 50%], expect: [ok, warning]}]
)yaml"});
  EXPECT_EQ(got.problems.to_string(), "");
  EXPECT_THAT(got.tests[0].inputs.at(0).values, ElementsAre(0.70, 0.50));
}

TEST(RuleFile, TheEffectiveConfigurationShowsEveryKeyOfAnAlert) {
  auto const got = read({"alerts: {a: {watch: data.records, when: outside, warning: 360..370, for: 2 runs}}"});
  EXPECT_THAT(got.effective, testing::IsSupersetOf({"alerts.a.watch: data.records", "alerts.a.when: outside",
                                                    "alerts.a.warning: 360..370", "alerts.a.for: 2 runs"}));
}

struct Fault {
  std::string_view name;
  std::string_view marked;    ///< the file, with ^ before the place that the problem must name
  std::string_view fragment;  ///< of the one problem there must be
};

void PrintTo(Fault const& fault, std::ostream* out) { *out << fault.name; }

class BrokenFile : public testing::TestWithParam<Fault> {};

TEST_P(BrokenFile, IsRefusedWithOneProblemWhereItStands) {
  std::string text(GetParam().marked);
  auto const mark = text.find('^');
  ASSERT_NE(mark, std::string::npos);
  text.erase(mark, 1);
  auto const before = text.substr(0, mark);
  auto const line = 1 + std::ranges::count(before, '\n');
  auto const column = mark - (before.rfind('\n') + 1) + 1;
  auto const got = read({text});
  ASSERT_THAT(got.problems.list(), SizeIs(1)) << text << "\n" << got.problems.to_string();
  EXPECT_THAT(got.problems.to_string(),
              testing::StartsWith("a.yaml:" + std::to_string(line) + ":" + std::to_string(column) + ": "))
      << text;
  EXPECT_THAT(got.problems.list()[0].what, HasSubstr(GetParam().fragment));
}

#define STREAK "alerts: {s: {watch: streak(run.success == 0) by (), when: above, critical: 1}}\n"
#define EVENT "alerts: {e: {on: run.completed, info: x}}\n"

constexpr std::array kFaults{
    // the file
    Fault{"UnknownTopKey", "^alert: {}", "unknown key 'alert'; did you mean 'alerts'?"},
    Fault{"AlertsAsList", "alerts: ^[a, b]", "alerts must be a map of names, not a list"},
    Fault{"BadId", "alerts:\n  ^model accuracy: {watch: model.f1, when: below, warning: 1%}",
          "must be letters, digits"},
    Fault{"KeyTwice", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, ^warning: 6%}", "stands here twice"},
    Fault{"UnknownKey", "alerts:\n  a: {watch: model.f1, when: below, ^warnin: 5%, critical: 4%}",
          "unknown key 'warnin' in alerts.a; did you mean 'warning'?"},
    Fault{"UnknownKeyFarFromAny", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, ^xyzzyplugh: 6%}",
          "the keys here are action, critical, depends_on, enabled, flap, for"},
    // watch and when
    Fault{"NoWatch", "alerts:\n  a:\n    ^when: below\n    warning: 65%\n", "alerts.a needs the key 'watch'"},
    Fault{"WatchAsList", "alerts:\n  a: {watch: ^[model.f1], when: below, warning: 5%}", "watch must be an expression"},
    Fault{"UnknownMetric", "alerts:\n  a:\n    watch: ^model.acuracy\n    when: below\n    warning: 65%\n",
          "there is no metric 'model.acuracy'; did you mean 'model.accuracy'?"},
    Fault{"UnknownMetricInQuotes", "alerts:\n  a: {watch: \"^model.acuracy\", when: below, warning: 65%}",
          "did you mean 'model.accuracy'?"},
    Fault{"UnknownFunction", "alerts:\n  a: {watch: \"^maen(model.f1, 7d)\", when: below, warning: 65%}",
          "did you mean 'mean'?"},
    Fault{"UnknownMetricInAFunction", "alerts:\n  a: {watch: 'drop(^model.f2, 7d)', when: above, warning: 5pp}",
          "did you mean 'model.f1'?"},
    Fault{"UnknownLabel", "alerts:\n  a: {watch: 'model.f1{^modle=\"x\"}', when: below, warning: 5%}",
          "model.f1 has no label 'modle'"},
    Fault{"NoWindow", "alerts:\n  a: {watch: mean(model.f1^), when: below, warning: 5%}", "a function needs a window"},
    Fault{"BadWindow", "alerts:\n  a: {watch: 'mean(model.f1, ^20 runs)', when: below, warning: 5%}",
          "a window by samples is 'last 20 runs'"},
    Fault{"WatchAsABlock",
          "alerts:\n  a:\n    watch: ^|\n      mean(model.f1,\n        7x)\n    when: below\n    warning: 5%\n",
          "'7x' is not a duration"},
    Fault{"NoWhen", "alerts:\n  a:\n    ^watch: model.f1\n    warning: 65%\n    critical: 70%\n",
          "alerts.a needs the key 'when'"},
    Fault{"UnknownWhen", "alerts:\n  a: {watch: model.f1, when: ^abvoe, warning: 65%, critical: 70%}",
          "when must be below, above, outside, equals or differs, not 'abvoe'; did you mean 'above'?"},
    // thresholds
    Fault{"NoThreshold", "alerts:\n  a: ^{watch: model.f1, when: below, for: 2 runs}", "needs a threshold"},
    Fault{"BareNumberForAShare", "alerts:\n  a: {watch: model.f1, when: below, warning: ^65}", "did you mean 65%?"},
    Fault{"FractionForAShare", "alerts:\n  a: {watch: model.f1, when: below, warning: ^0.65}", "did you mean 65%?"},
    Fault{"ShareForADrop", "alerts:\n  a: {watch: 'drop(model.f1, 7d)', when: above, critical: ^10%}",
          "did you mean 10pp?"},
    Fault{"PointsForAShare", "alerts:\n  a: {watch: model.f1, when: below, warning: ^65pp}",
          "must be a share such as 65%"},
    Fault{"ShareForADuration", "alerts:\n  a: {watch: data.age, when: above, warning: ^65%}", "must be a duration"},
    Fault{"NoNumber", "alerts:\n  a: {watch: model.f1, when: below, warning: ^low}", "'low' is not a quantity"},
    Fault{"NotANumber", "alerts:\n  a: {watch: model.rmse, when: above, warning: ^.nan}", "is not a quantity"},
    Fault{"Infinite", "alerts:\n  a: {watch: model.rmse, when: above, warning: ^1e999}", "is not a quantity"},
    Fault{"UnknownUnit", "alerts:\n  a: {watch: data.age, when: above, warning: ^26 hours}", "'hours' is not a unit"},
    Fault{"ThresholdAsList", "alerts:\n  a: {watch: model.f1, when: below, warning: ^[65%]}",
          "warning must be a single value"},
    Fault{"NoValue", "alerts:\n  a: {watch: model.f1, when: below, ^warning: ~}",
          "warning must be a single value, not nothing"},
    Fault{"CriticalAboveWarningOfBelow", "alerts:\n  a: {watch: model.f1, when: below, warning: 60%, critical: ^65%}",
          "critical (below 65%) must lie beyond warning (below 60%)"},
    Fault{"CriticalBelowWarningOfAbove", "alerts:\n  a: {watch: data.age, when: above, critical: ^1h, warning: 2h}",
          "critical (above 1h) must lie beyond warning (above 2h)"},
    Fault{"WarningBeforeInfo", "alerts:\n  a: {watch: model.f1, when: below, info: 60%, warning: ^65%, critical: 50%}",
          "warning (below 65%) must lie beyond info (below 60%)"},
    Fault{"CriticalBeforeInfo", "alerts:\n  a: {watch: model.f1, when: below, info: 60%, critical: ^65%}",
          "must lie beyond info"},
    Fault{"NarrowerCriticalRange",
          "alerts:\n  a: {watch: data.records, when: outside, warning: 360..370, critical: ^362..380}",
          "critical (outside 362 to 380) must lie beyond warning"},
    Fault{"NoRange", "alerts:\n  a: {watch: data.records, when: outside, warning: ^360}",
          "is a range such as 360..370"},
    Fault{"RangeAsList", "alerts:\n  a: {watch: data.records, when: outside, warning: ^[360, 370]}", "is a range"},
    Fault{"RangeTheWrongWay", "alerts:\n  a: {watch: data.records, when: outside, warning: ^370..360}",
          "from low to high, each a count such as 3"},
    Fault{"RangeOfTheWrongUnit", "alerts:\n  a: {watch: data.records, when: outside, warning: ^1h..2h}",
          "each a count"},
    Fault{"HalfARange", "alerts:\n  a: {watch: data.records, when: outside, warning: ^360..}", "from low to high"},
    Fault{"RangeOfThree", "alerts:\n  a: {watch: data.records, when: outside, warning: ^1..2..3}", "from low to high"},
    Fault{"RangeWhereOneNumberIsMeant", "alerts:\n  a: {watch: data.records, when: above, warning: ^360..370}",
          "is not a"},
    // recover
    Fault{"RecoverOnTheBadSideOfBelow", "alerts:\n  a: {watch: model.f1, when: below, warning: 65%, recover: ^64%}",
          "recover (64%) must lie on the good side"},
    Fault{"RecoverOnTheBadSideOfAbove",
          "alerts:\n  a: {watch: data.age, when: above, critical: 2h, warning: 1h, recover: ^90m}",
          "must lie on the good side"},
    Fault{"RecoverOfARange", "alerts:\n  a: {watch: data.records, when: outside, warning: 1..2, recover: ^1}",
          "recover goes with `when: below` and `when: above` only"},
    Fault{"RecoverOfEquals", "alerts:\n  a: {watch: data.records, when: equals, warning: 1, recover: ^1}", "only"},
    Fault{"RecoverOfTheWrongUnit", "alerts:\n  a: {watch: model.f1, when: below, warning: 65%, recover: ^67}",
          "did you mean 67%?"},
    // for
    Fault{"ForABareNumber", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, for: ^2}",
          "for must be a number of runs ('2 runs') or a duration (30m), not '2'"},
    Fault{"ForNonsense", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, for: ^a while}", "not 'a while'"},
    Fault{"ForNoRuns", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, for: ^0 runs}", "1 to 10,000 runs"},
    Fault{"ForHalfARun", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, for: ^1.5 runs}",
          "1 to 10,000 runs"},
    Fault{"ForFewerThanNoRuns", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, for: ^-1 runs}",
          "1 to 10,000"},
    Fault{"ForTooManyRuns", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, for: ^1e18 runs}",
          "1 to 10,000"},
    Fault{"ForNegative", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, for: ^-5m}", "not '-5m'"},
    Fault{"ForAShare", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, for: ^5%}", "not '5%'"},
    Fault{"ForAMap", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, for: ^{runs: 2}}", "not a map"},
    Fault{"ForACentury", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, for: ^9999w}", "not '9999w'"},
    // how it ends, flapping, significance
    Fault{"RecoverForNonsense", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, recover_for: ^a while}",
          "recover_for must be a number of runs ('2 runs') or a duration (30m), not 'a while'"},
    Fault{"RecoverForNoRuns", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, recover_for: ^0 runs}",
          "recover_for must be 1 to 10,000 runs"},
    Fault{"RecoverForRunsOfAnAge",
          "alerts:\n  a: {watch: age(run.success) by (), when: above, warning: 5h, recover_for: ^2 runs}",
          "give `recover_for` a duration"},
    Fault{"FlapAsText", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, flap: ^often}", "flap"},
    Fault{"FlapOfAFewRuns", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, flap: {window: ^3}}",
          "from 4 to 64"},
    Fault{"FlapThatEndsAboveItsBegin",
          "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, flap: {high: 30%, low: ^40%}}",
          "low must be below high"},
    Fault{"FlapByANumber", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, flap: {high: ^5}}",
          "high must be a share between 0% and 100%, not '5'"},
    Fault{"FlapOfAnAge", "alerts:\n  a: {watch: age(run.success) by (), when: above, warning: 5h, flap: ^{}}",
          "no runs among which it could flap"},
    Fault{"FlapWithAnUnknownKey", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, flap: {^windw: 20}}",
          "did you mean 'window'?"},
    Fault{"SignificanceOfNoShare", "alerts:\n  a: {watch: data.records, when: below, warning: 5, significance: ^95%}",
          "significance goes with a share of trials"},
    Fault{"SignificanceOfAMeanOfShares",
          "alerts:\n  a: {watch: 'mean(model.f1, 7d)', when: below, warning: 5%, significance: ^95%}",
          "significance goes with a share of trials"},
    Fault{"SignificanceOfCertainty", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, significance: ^100%}",
          "between 50% and 100%"},
    Fault{"SignificanceOfEquality", "alerts:\n  a: {watch: model.f1, when: equals, warning: 5%, significance: ^95%}",
          "what equals a threshold is never beyond it"},
    Fault{"SignificanceOfAnEvent", "alerts:\n  a: {on: model.trained, info: Done, significance: ^95%}",
          "an alert on an event is told once and over; leave `significance` out"},
    Fault{"SignificanceAsP", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, significance: ^0.05}",
          "significance must be a share"},
    // who is told
    Fault{"LabelsAsList", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, labels: ^[x]}",
          "labels must be a map such as {team: ml}"},
    Fault{"LabelNamedAlert", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, labels: {^alert: x}}",
          "and not 'alert'"},
    Fault{"LabelOfTheMetric", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, labels: ^{model: x}}",
          "labels: what is watched has a label 'model' of its own"},
    Fault{"LabelOfTheEvent", "alerts:\n  a: {on: model.trained, info: x, labels: ^{model: x}}",
          "labels: what is watched has a label 'model' of its own"},
    Fault{"LabelInCapitals", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, labels: {^Team: x}}",
          "lower-case letters"},
    Fault{"LabelWithoutAValue", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, labels: {^team: ''}}",
          "a single value that is not empty"},
    Fault{"RemindTooOften", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, remind: ^5s}",
          "from 1m to 365d, or never"},
    Fault{"RemindAWord", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, remind: {warning: ^often}}",
          "from 1m to 365d, or never"},
    Fault{"RemindOfAnUnknownLevel", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, remind: {^warnin: 1h}}",
          "did you mean 'warning'?"},
    Fault{"NoDataAsANumber", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, no_data: ^2}",
          "no_data must be off, or a map"},
    Fault{"NoDataAfterNoPolls",
          "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, no_data: {warning: ^after 0 missed polls}}",
          "must be such as 'after 2 missed polls'"},
    Fault{
        "NoDataInTheWrongOrder",
        "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, no_data: {warning: after 3 missed polls, critical: "
        "^after 2 missed polls}}",
        "after more missed polls than the milder level"},
    Fault{"NoDataIsBuiltIn", "alerts:\n  no-data: ^{watch: model.f1, when: below, warning: 5%}", "is built in"},
    Fault{"DependsOnAnAlertThatIsNone",
          "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, depends_on: ^[bb]}\n"
          "  b: {watch: model.f1, when: below, warning: 5%}",
          "there is no alert 'bb' on a value; did you mean 'b'?"},
    Fault{"DependsOnItself", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, depends_on: ^[a]}",
          "'a' would wait for itself"},
    Fault{"DefaultsWithAnUnknownKey", "defaults: {^no_dat: off}\nalerts: {}", "did you mean 'no_data'?"},
    Fault{"DefaultsAsAList", "defaults: ^[off]\nalerts: {}", "must be a map"},
    Fault{"EventWithAReminder", "alerts:\n  a: {on: model.trained, info: Done, remind: ^1h}",
          "an alert on an event is told once and over"},
    // renamed and disabled alerts
    Fault{"EnabledNeitherWay", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, enabled: ^maybe}",
          "enabled must be true or false"},
    Fault{"WasAnAlertThatIsStillThere",
          "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, was: ^b}\n"
          "  b: {watch: model.f1, when: below, warning: 5%}",
          "the alert 'b' is still there"},
    Fault{"WasItself", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, was: ^a}", "is still there"},
    Fault{"TwoWereTheSame",
          "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, was: c}\n"
          "  b: {watch: model.f1, when: below, warning: 5%, was: ^c}",
          "two alerts can not both have been 'c'"},
    Fault{"WasOfAnEvent", "alerts:\n  a: {on: model.trained, info: Done, was: ^b}",
          "an alert on an event is told once and over"},
    // texts
    Fault{"UnknownPlaceholder", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, summary: ^'at {vlaue}'}",
          "summary: there is no placeholder {vlaue}; did you mean 'value'?"},
    Fault{"OpenBrace", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, action: ^'look at {value'}",
          "action: a '{' is not closed"},
    Fault{"UnknownLabelInAText",
          "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, summary: ^'{labels.column}'}",
          "there is no placeholder {labels.column}"},
    Fault{"SummaryAsList", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, summary: ^[x]}",
          "a single value"},
    Fault{"RunbookNoAddress", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, runbook: ^wiki/page}",
          "runbook must be an http(s) address"},
    Fault{"RunbookOfAnotherScheme",
          "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, runbook: ^'javascript:alert(1)'}",
          "runbook must be an http(s) address"},
    Fault{"RunbookWithSpaces", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, runbook: ^'https://a/b c'}",
          "without spaces"},
    Fault{"RunbookThatBreaksOut",
          "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, runbook: ^'https://a|<b>'}",
          "runbook must be an http(s) address"},
    // tests
    Fault{"TestsAsMap", "tests: ^{a: b}", "tests must be a list of maps"},
    Fault{"TestAsText", "tests:\n  - {name: n, alert: ^b, values: [1%], expect: [ok]}\n", "there is no alert 'b'"},
    Fault{"TestOfANearAlert",
          "alerts: {accuracy: {watch: model.f1, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: ^acuracy, values: [5%], expect: [ok]}]",
          "there is no alert 'acuracy'; did you mean 'accuracy'?"},
    Fault{"TestWithoutAlert",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\ntests:\n  - ^name: n\n    values: [5%]\n    "
          "expect: [ok]\n",
          "needs the key 'alert'"},
    Fault{"TestWithoutName",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\ntests:\n  - ^alert: a\n    values: [5%]\n    "
          "expect: [ok]\n",
          "needs the key 'name'"},
    Fault{"TestWithoutValues",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\ntests:\n  - ^name: n\n    alert: a\n    expect: "
          "[ok]\n",
          "a test needs values"},
    Fault{"TestOfNothing",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, values: ^[], expect: []}]",
          "a test needs values"},
    Fault{"TestWithTooFewExpectations",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, values: [5%, 6%, missing], expect: ^[ok, ok]}]",
          "expect has 2 states for 3 values"},
    Fault{"TestWithTooManyExpectations",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, values: [5%], expect: ^[ok, ok]}]",
          "expect has 2 states for 1 values"},
    Fault{"TestWithoutExpectations",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\ntests:\n  - ^name: n\n    alert: a\n    values: "
          "[5%]\n",
          "expect has 0 states for 1 values"},
    Fault{"TestWithAnUnknownMessage",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, values: [5%], expect: [ok], messages: ^[recoverd]}]",
          "'recoverd' is no message; there are none, info, warning, critical and recovered; did you mean 'recovered'?"},
    Fault{"TestWithTooFewMessages",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, values: [5%, 4%], expect: [ok, warning], messages: ^[none]}]",
          "messages has 1 messages for 2 values"},
    Fault{"TestWithASilenceThatIsNoRun",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, values: [5%, 4%], expect: [ok, warning], silences: [^0]}]",
          "'0' is no run of 1 to 2"},
    Fault{"TestWithASilenceTheWrongWay",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, values: [5%, 4%], expect: [ok, warning], silences: [^2..1]}]",
          "nor a range of them such as 1..2"},
    Fault{"TestWithASilenceAsText",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, values: [5%], expect: [ok], silences: ^all}]",
          "silences must be a list of runs"},
    Fault{"TestWithRunsTooClose",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, values: [5%], expect: [ok], every: ^0s}]",
          "every"},
    Fault{"TestWithMessagesOfAResultWithoutStates",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, series: {'model.f1{model=\"m\"}': [5%]}, expect: {'{model=\"m\"}': [ok]},"
          " messages: {^'{model=\"n\"}': [none]}}]",
          "expect has no states of"},
    Fault{"TestOfAnUnknownState",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, values: [5%], expect: ^[warn]}]",
          "'warn' is no state; there are ok, pending, info, warning, critical and learning"},
    Fault{"TestValueOfTheWrongUnit",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, values: [5%, ^64], expect: [ok, ok]}]",
          "a value of model.f1 must be a share such as 65% or 'missing', not '64'"},
    Fault{"TestValueThatIsNone",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, values: [5%, ^mising], expect: [ok, ok]}]",
          "or 'missing', not 'mising'"},
    Fault{"TestValueInPointsOfADrop",
          "alerts: {a: {watch: 'drop(model.f1, 7d)', when: above, warning: 5pp}}\n"
          "tests: [{name: n, alert: a, values: [^5pp], expect: [ok]}]",
          "must be a share"},
    Fault{"UnknownKeyOfATest",
          "alerts: {a: {watch: model.f1, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, values: [5%], ^expected: [ok], expect: [ok]}]",
          "unknown key 'expected' in test; did you mean 'expect'?"},
    // several series
    Fault{"SeriesAsList", STREAK "tests: [{name: n, alert: s, series: ^[1%], expect: {'{}': [ok]}}]",
          "series must be a map of series"},
    Fault{"SeriesOfNoMetric", STREAK "tests: [{name: n, alert: s, series: {^run.succes: [0%]}, expect: {'{}': [ok]}}]",
          "did you mean 'run.success'?"},
    Fault{"SeriesOfAFunction",
          STREAK "tests: [{name: n, alert: s, series: {^'age(run.success)': [0%]}, expect: {'{}': [ok]}}]",
          "is no series; write a metric with its labels"},
    Fault{"SeriesByAPattern",
          STREAK "tests: [{name: n, alert: s, series: {^'run.success{branch!=\"x\"}': [0%]}, expect: {'{}': [ok]}}]",
          "each with ="},
    Fault{"SeriesOfAnUnknownLabel",
          STREAK "tests: [{name: n, alert: s, series: {^'run.success{brunch=\"x\"}': [0%]}, expect: {'{}': [ok]}}]",
          "did you mean 'branch'?"},
    Fault{"SeriesThatTheAlertDoesNotLookAt",
          STREAK "tests: [{name: n, alert: s, series: {^model.f1: [0%]}, expect: {'{}': [ok]}}]",
          "the alert 's' does not look at model.f1"},
    Fault{"SeriesWithoutValues", STREAK "tests: [{name: n, alert: s, series: {run.success: ^[]}, expect: {'{}': []}}]",
          "a series needs values"},
    Fault{"SeriesOfDifferentLengths",
          STREAK "tests: [{name: n, alert: s, series: {run.success: [0%], 'run.success{branch=\"x\"}': ^[0%, 0%]}, "
                 "expect: {'{}': [ok]}}]",
          "this series has 2 values and the first 1"},
    Fault{"SeriesOfTheWrongUnit",
          STREAK "tests: [{name: n, alert: s, series: {run.success: [^1]}, expect: {'{}': [ok]}}]",
          "a value of run.success must be a share"},
    Fault{"SeriesWithAListOfStates", STREAK "tests: [{name: n, alert: s, series: {run.success: [0%]}, expect: ^[ok]}]",
          "with series, expect is a map of label sets"},
    Fault{"SeriesWithBadLabels",
          STREAK "tests: [{name: n, alert: s, series: {run.success: [0%]}, expect: {^workflow: [ok]}}]",
          "is no label set such as {workflow"},
    Fault{"SeriesWithTooFewStates",
          STREAK "tests: [{name: n, alert: s, series: {run.success: [0%, 0%]}, expect: {'{}': ^[ok]}}]",
          "expect of {} has 1 states for 2 values"},
    Fault{"SeriesWithAnUnknownState",
          STREAK "tests: [{name: n, alert: s, series: {run.success: [0%]}, expect: {'{}': ^[fine]}}]",
          "'fine' is no state"},
    Fault{"ValuesOfTwoMetrics",
          "alerts: {a: {watch: 'artifact.bytes / artifact.quota', when: above, warning: 80%}}\n"
          "tests: [{name: n, alert: a, values: ^[5MB], expect: [ok]}]",
          "the alert looks at artifact.bytes and at artifact.quota; name the series of each"},
    Fault{"ValuesThatTheSelectorLeavesOut",
          "alerts: {a: {watch: 'model.f1{model=~\"btc.+\"}', when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, values: ^[5%], expect: [ok]}]",
          "wants labels that plain values do not have"},
    // min_samples
    Fault{"MinSamplesWithoutAWindow", "alerts: {a: {watch: model.f1, when: below, warning: 5%, min_samples: ^10}}",
          "min_samples needs a window, such as mean(model.f1, last 50 runs)"},
    Fault{"MinSamplesThatNeverCome",
          "alerts: {a: {watch: 'mean(model.f1, last 5 runs)', when: below, warning: 5%, min_samples: ^10}}",
          "a window of 5 samples never holds 10"},
    Fault{"MinSamplesOfNoNumber",
          "alerts: {a: {watch: 'mean(model.f1, 7d)', when: below, warning: 5%, min_samples: ^few}}", "min_samples"},
    Fault{"MinSamplesNegative",
          "alerts: {a: {watch: 'mean(model.f1, 7d)', when: below, warning: 5%, min_samples: ^-1}}", "min_samples"},
    // what grows with the clock
    Fault{"RunsOfAnAge", "alerts: {a: {watch: age(model.f1), when: above, warning: 3h, for: ^2 runs}}",
          "give `for` a duration such as 30m"},
    // quotients
    Fault{"QuotientWithMixedThresholds",
          "alerts: {a: {watch: artifact.bytes / artifact.quota, when: above, warning: 80%, critical: ^0.95}}",
          "did you mean 95%?"},
    Fault{"ShareForAPlainNumber", "alerts: {a: {watch: model.rmse, when: above, warning: ^150%}}", "a plain number"},
    Fault{"UnitsThatDoNotGoTogether",
          "alerts: {a: {watch: max(data.age) by () + ^max(artifact.bytes) by (), when: above, warning: 3h}}",
          "can not be added"},
    // events
    Fault{"OnNothing", "alerts: {a: {on: ^[], info: x}}", "on must be an event"},
    Fault{"OnAnUnknownEvent", "alerts: {a: {on: ^run.complete, info: x}}", "did you mean 'run.completed'?"},
    Fault{"OnAnUnknownLabel", "alerts: {a: {on: 'run.completed{^workflo=\"x\"}', info: x}}",
          "did you mean 'workflow'?"},
    Fault{"OnWithoutText", "alerts:\n  a: ^{on: run.completed}", "needs the text that is told"},
    Fault{"OnWithTwoTexts", "alerts: {a: {on: run.completed, info: x, warning: ^y}}", "exactly one of info, warning"},
    Fault{"OnMisspelt", "alerts:\n  a: {watch: model.f1, when: below, warning: 5%, ^onn: run.completed}",
          "did you mean 'on'?"},
    Fault{"OnAndWatch", "alerts: {a: {on: run.completed, watch: ^model.f1, info: x}}", "either `watch` or `on`"},
    Fault{"OnWithAThreshold", "alerts: {a: {on: run.completed, info: x, for: ^2 runs}}",
          "an alert on an event is told once and over; leave `for` out"},
    Fault{"OnWithAnUnknownPlaceholder", "alerts: {a: {on: run.completed, info: ^'{fields.durration}'}}",
          "did you mean 'fields.duration'?"},
    Fault{"OnWithAnUnknownMetric", "alerts: {a: {on: run.completed, info: ^'{model.acuracy}'}}",
          "did you mean 'model.accuracy'?"},
    Fault{"OnWithTheSameId", "alerts: {a: {on: run.completed, info: x}, ^a: {on: run.completed, info: y}}",
          "stands here twice"},
    Fault{"EventTestWithoutEvent", EVENT "tests:\n- ^name: n\n  alert: e\n  expect: x\n", "needs the event"},
    Fault{"EventTestOfAnotherType", EVENT "tests: [{name: n, alert: e, event: {type: ^model.trained}, expect: x}]",
          "the alert is on run.completed, not on 'model.trained'"},
    Fault{"EventTestOfAnUnknownLabel",
          EVENT "tests: [{name: n, alert: e, event: {type: run.completed, labels: {^workflo: x}}, expect: x}]",
          "the event has no 'workflo' among its labels; did you mean 'workflow'?"},
    Fault{"EventTestOfAnUnknownField",
          EVENT "tests: [{name: n, alert: e, event: {type: run.completed, fields: {^runn: x}}, expect: x}]",
          "among its fields; did you mean 'run'?"},
    Fault{"EventTestWithLabelsAsList",
          EVENT "tests: [{name: n, alert: e, event: {type: run.completed, labels: ^[x]}, expect: x}]",
          "labels must be a map"},
    Fault{"EventTestWithoutExpectation", EVENT "tests:\n- ^name: n\n  alert: e\n  event: {type: run.completed}\n",
          "needs expect: the text that is told, or 'nothing'"},
    Fault{"EventTestWithStates", EVENT "tests: [{name: n, alert: e, event: {type: run.completed}, expect: ^[ok]}]",
          "expect must be a single value"},
    Fault{"EventTestWithValues",
          EVENT "tests: [{name: n, alert: e, event: {type: run.completed}, ^values: [5%], expect: x}]",
          "unknown key 'values' in test"},
    // a fault is told once: what hangs on it is not
    Fault{"ATestOfABrokenEventAlert",
          "alerts: {e: {on: ^run.complete, info: x}}\n"
          "tests: [{name: n, alert: e, event: {type: x}, expect: y}]",
          "did you mean 'run.completed'?"},
    Fault{"ATestOfABrokenAlert",
          "alerts: {a: {watch: ^model.f11, when: below, warning: 5%}}\n"
          "tests: [{name: n, alert: a, values: [5%], expect: [ok]}]",
          "did you mean 'model.f1'?"},
    Fault{"RecoverBesideABrokenThreshold", "alerts:\n  a: {watch: model.f1, when: below, warning: ^65, recover: 67%}",
          "did you mean 65%?"},
    Fault{"OtherLevelsBesideABrokenOne",
          "alerts:\n  a: {watch: model.f1, when: below, info: 70%, warning: ^65, critical: 60%}", "did you mean 65%?"},
};

INSTANTIATE_TEST_SUITE_P(RuleFile, BrokenFile, testing::ValuesIn(kFaults),
                         [](auto const& row) { return std::string(row.param.name); });

TEST(RuleFile, AQuotientsThresholdsAreSharesOrNumbersAsTheyAreWritten) {
  auto const got = read({R"yaml(
alerts:
  a: {watch: "artifact.bytes / artifact.quota", when: above, warning: 80%, critical: 95%, recover: 75%}
  b: {watch: "p95(run.duration, 7d) / median(run.duration, 30d)", when: above, warning: 1.5, critical: 2}
  c: {watch: "model.rmse", when: above, warning: 1.5}
)yaml"});
  EXPECT_EQ(got.problems.to_string(), "");
  EXPECT_EQ(got.rules[0].watch.unit, Unit::ratio);
  EXPECT_EQ(got.rules[0].bounds[std::size_t(Level::critical)]->low, 0.95);
  EXPECT_EQ(threshold_text(got.rules[0], Level::critical), "above 95%");
  EXPECT_EQ(got.rules[1].watch.unit, Unit::number);
  EXPECT_EQ(threshold_text(got.rules[1], Level::warning), "above 1.5");
}

TEST(RuleFile, AnAlertOnAnEventIsRead) {
  auto const got = read({R"yaml(
alerts:
  training-complete:
    on: run.completed{workflow="Scheduled Training", conclusion="success"}
    info: "Daily training complete: accuracy {model.accuracy}, F1 {model.f1}"
    action: Nothing.
    runbook: https://wiki.example/training
  trained: {on: model.trained, warning: "{labels.model} {fields.version}"}
tests:
  - name: told with its numbers
    alert: training-complete
    event: {type: run.completed, labels: {workflow: Scheduled Training, conclusion: success}, fields: {run: "42"}}
    series: {'model.accuracy{model="btc"}': [73%]}
    expect: "Daily training complete: accuracy 73%, F1 n/a"
  - {name: another, alert: training-complete, event: {type: run.completed}, expect: nothing}
)yaml"});
  EXPECT_EQ(got.problems.to_string(), "");
  EXPECT_THAT(got.rules, IsEmpty());
  ASSERT_THAT(got.events, SizeIs(2));
  EXPECT_EQ(got.events[0].id, "training-complete");
  EXPECT_EQ(got.events[0].on.type, "run.completed");
  EXPECT_THAT(got.events[0].on.matchers, SizeIs(2));
  EXPECT_EQ(got.events[0].level, Level::info);
  EXPECT_EQ(got.events[0].runbook, "https://wiki.example/training");
  EXPECT_EQ(got.events[1].level, Level::warning);
  ASSERT_THAT(got.tests, SizeIs(2));
  EXPECT_EQ(got.tests[0].event->labels.get("conclusion"), "success");
  EXPECT_EQ(got.tests[0].event->fields.at(0).second, "42");
  EXPECT_EQ(got.tests[0].inputs.at(0).metric, "model.accuracy");
  EXPECT_EQ(got.tests[0].told, "Daily training complete: accuracy 73%, F1 n/a");
  EXPECT_EQ(got.tests[1].told, "");
}

TEST(RuleFile, ATestMayBringSeveralSeries) {
  auto const got = read({R"yaml(
alerts:
  pipeline-failing: {watch: streak(run.success == 0) by (workflow), when: above, critical: 1, min_samples: 2}
tests:
  - name: one failing workflow of two
    alert: pipeline-failing
    series:
      run.success{workflow="CI", branch="main"}: [100%, 0%, 0%]
      run.success{workflow="CD"}: [100%, missing, 100%]
    expect: {'{workflow="CI"}': [learning, ok, critical], '{workflow="CD"}': [learning, learning, ok]}
)yaml"});
  EXPECT_EQ(got.problems.to_string(), "");
  EXPECT_EQ(got.rules[0].min_samples, 2u);
  ASSERT_THAT(got.tests, SizeIs(1));
  ASSERT_THAT(got.tests[0].inputs, SizeIs(2));
  EXPECT_EQ(got.tests[0].inputs[0].labels, (Labels{{"workflow", "CI"}, {"branch", "main"}}));
  EXPECT_THAT(got.tests[0].inputs[1].values, ElementsAre(1, std::nullopt, 1));
  ASSERT_THAT(got.tests[0].expect, SizeIs(2));
  EXPECT_EQ(got.tests[0].expect[1].labels, (Labels{{"workflow", "CD"}}));
}

TEST(RuleFile, TheSameIdInTwoFilesIsRefusedInTheSecond) {
  auto const alert = "alerts:\n  a: {watch: model.f1, when: below, warning: 5%}\n";
  auto const got = read({alert, std::string("\n") + alert});
  ASSERT_THAT(got.problems.list(), SizeIs(1));
  EXPECT_EQ(got.problems.list()[0].place.to_string(), "b.yaml:3:6");
  EXPECT_THAT(got.problems.list()[0].what, HasSubstr("the alert 'a' is defined twice"));
}

TEST(RuleFile, EveryFaultOfAFileIsShownAtOnce) {
  auto const got = read({R"yaml(
alerts:
  a: {watch: model.f11, when: belwo, for: 2, runbook: wiki, summary: "{vlaue}", colour: red}
  b: {watch: model.f1, when: below, warning: 65}
tests: [{name: "", alert: c, values: [5%], expect: [fine]}]
)yaml"});
  EXPECT_THAT(got.problems.list(), SizeIs(10)) << got.problems.to_string();
}

TEST(RuleFile, AnAlertThatIsNoMapIsSaidFirst) {
  auto const got = read({"alerts:\n  a: model.accuracy\n"});
  ASSERT_FALSE(got.problems.empty());
  EXPECT_EQ(got.problems.list()[0].to_string(), "a.yaml:2:6: alerts.a must be a map (key: value), not text");
  EXPECT_FALSE(read({"alerts: {a: }"}).problems.empty());
}

TEST(RuleFile, AnEmptyMapOfAlertsIsFine) {
  auto const got = read({"alerts: {}\ntests: []\n"});
  EXPECT_EQ(got.problems.to_string(), "");
  EXPECT_THAT(got.rules, IsEmpty());
}

}  // namespace
}  // namespace lapwing::rules
