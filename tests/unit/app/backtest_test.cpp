// SPDX-License-Identifier: Apache-2.0
#include "app/backtest.hpp"

#include "support/dice.hpp"
#include "support/timeline.hpp"

#include <gmock/gmock.h>

namespace lapwing::app {
namespace {

using namespace std::chrono_literals;
using test::a_rule;
using test::Dice;
using test::hour;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

notify::Routes team_hears_all() {
  notify::Routes routes;
  for (auto const level : kAlertLevels) routes.channels[std::size_t(level)] = {"team"};
  return routes;
}

/// One series, one value an hour from hour 1 on.
Past hourly(std::vector<double> const& values) {
  Past past;
  for (std::size_t i = 0; i < values.size(); ++i)
    past.samples.add({"model.accuracy", {{"model", "btc"}}, values[i], hour(int(i) + 1), {}});
  return past;
}

Tally play(rules::Rule const& rule, Past const& past, notify::Routes const& routes = team_hears_all()) {
  return backtest(rules::RuleSet({rule}), routes, past, hour(0), hour(10)).alerts.front();
}

TEST(Backtest, CountsIncidentsTheirLengthAndWhatIsTold) {
  auto const past = hourly({0.7, 0.6, 0.7, 0.6, 0.5, 0.6, 0.7, 0.6});
  auto const tally = play(a_rule().below().warning(0.65).critical(0.55), past);
  ASSERT_THAT(tally.incidents, SizeIs(3));
  EXPECT_EQ(tally.incidents[1].worst, Level::critical);
  EXPECT_EQ(tally.incidents[1].from, hour(4));
  EXPECT_EQ(tally.incidents[1].until, hour(7));
  EXPECT_EQ(tally.firing, 1h + 3h + 2h) << "the last one is open at the end of the span";
  EXPECT_EQ(tally.longest, 3h);
  EXPECT_EQ(tally.cleared_soon, 1u) << "the first was over at the next run";
  EXPECT_EQ(tally.messages, 2u + 4u + 1u);
}

TEST(Backtest, WhatNoChannelHearsIsNoMessage) {
  auto const past = hourly({0.7, 0.6, 0.7, 0.6, 0.5, 0.6, 0.7});
  notify::Routes routes;
  routes.channels[std::size_t(Level::critical)] = {"oncall"};
  auto const tally = play(a_rule().below().warning(0.65).critical(0.55), past, routes);
  EXPECT_THAT(tally.incidents, SizeIs(2));
  EXPECT_EQ(tally.messages, 3u) << "worse, better and over, to the channel that heard of it";
}

TEST(Backtest, WhatIsBeforeTheSpanFillsWindowsButIsNotJudged) {
  auto const past = hourly({0.5, 0.5, 0.7, 0.7, 0.7});
  rules::RuleSet const rules({a_rule("mean(model.accuracy, last 3 runs)").below().warning(0.6)});
  auto const run = backtest(rules, team_hears_all(), past, hour(3), hour(10));
  EXPECT_EQ(run.samples, 3u);
  ASSERT_THAT(run.alerts.front().incidents, SizeIs(1));
  EXPECT_EQ(run.alerts.front().incidents.front().from, hour(3)) << "(50% + 50% + 70%) / 3 is below 60%";
}

TEST(Backtest, NothingStoredAndNothingInTheSpanIsNothing) {
  rules::RuleSet const rules({a_rule().below().warning(0.6)});
  auto const empty = backtest(rules, team_hears_all(), {}, hour(0), hour(10));
  EXPECT_EQ(empty.samples, 0u);
  EXPECT_THAT(empty.transitions, IsEmpty());
  EXPECT_EQ(backtest(rules, team_hears_all(), hourly({0.5, 0.5}), hour(5), hour(10)).samples, 0u);
  EXPECT_EQ(backtest(rules, team_hears_all(), hourly({0.5, 0.5, 0.5}), hour(0), hour(2)).samples, 2u)
      << "the end is included";
}

TEST(Backtest, AnAgeGrowsWhileNothingArrives) {
  auto past = hourly({0.7, 0.7, 0.7});
  past.samples.add({"model.accuracy", {{"model", "btc"}}, 0.7, hour(9), {}});
  auto const tally = play(a_rule("age(model.accuracy)").above().warning(7200), past);
  ASSERT_THAT(tally.incidents, SizeIs(1));
  EXPECT_EQ(tally.incidents[0].from, hour(5) + kClockStep);
  EXPECT_EQ(tally.incidents[0].until, hour(9));
}

TEST(Backtest, AnEventIsOneIncidentThatIsOverAtOnce) {
  Past past;
  for (int const at : {2, 3, 50}) past.events.push_back({"model.trained", std::to_string(at), {}, {}, hour(at)});
  rules::EventRule const trained{"trained", {"model.trained", {}}, Level::info, "trained", "", ""};
  auto const run = backtest(rules::RuleSet({}, {trained}), team_hears_all(), past, hour(0), hour(10));
  ASSERT_THAT(run.alerts, SizeIs(1));
  EXPECT_THAT(run.alerts[0].incidents, SizeIs(2));
  EXPECT_EQ(run.alerts[0].messages, 2u);
  EXPECT_EQ(run.alerts[0].firing, 0h);
  EXPECT_EQ(run.alerts[0].cleared_soon, 0u);
}

TEST(Backtest, WhatOneRunHasAloneIsWhatNothingOfTheOtherOverlaps) {
  auto const past = hourly({0.7, 0.6, 0.7, 0.64, 0.7, 0.58, 0.64, 0.7});
  auto const strict = play(a_rule().below().warning(0.65), past);
  auto const lax = play(a_rule().below().warning(0.59), past);
  auto const appear = only_in(strict, lax);
  ASSERT_THAT(appear, SizeIs(2));
  EXPECT_EQ(appear[0].from, hour(2));
  EXPECT_EQ(appear[1].from, hour(4));
  EXPECT_THAT(only_in(lax, strict), IsEmpty());
}

TEST(Backtest, ProgressIsToldAndNeverGoesBack) {
  Past past;
  for (int day = 0; day < 20; ++day) past.samples.add({"model.accuracy", {}, 0.7, hour(24 * day), {}});
  std::vector<double> shares;
  backtest(rules::RuleSet({a_rule().below().warning(0.6)}), team_hears_all(), past, hour(0), hour(24 * 20),
           [&](double share) { shares.push_back(share); });
  EXPECT_THAT(shares, SizeIs(testing::Ge(20u)));
  EXPECT_TRUE(std::ranges::is_sorted(shares));
  EXPECT_LE(shares.back(), 1);
}

std::string text_of(std::vector<alert::Transition> const& transitions) {
  std::string out;
  for (auto const& one : transitions)
    out += std::to_string(one.incident) + " " + one.key.rule + one.key.labels.to_string() + " " +
           std::string(name_of(one.from)) + ">" + std::string(name_of(one.to)) + " " + format_utc(one.at) + " " +
           one.value + "\n";
  return out;
}

rules::Rule random_rule(Dice& dice, std::string id) {
  constexpr std::array<std::string_view, 8> watches{
      "model.accuracy",
      "mean(model.accuracy, last 5 runs)",
      "min(model.accuracy, 8h)",
      "mean(model.accuracy, last 7 runs) by ()",
      "min(model.accuracy) by ()",
      "model.accuracy - (mean(model.accuracy, last 3 runs) by () - 65%)",
      "mean(model.accuracy < 65%, last 4 runs) by ()",
      "median(model.accuracy{model!='x'}, last 40 runs)",
  };
  auto const watch = std::size_t(dice.roll(0, 7));
  auto rule = a_rule(watches[watch]).id(std::move(id)).below();
  if (watch == 0 && dice.chance(0.5)) rule.significance(0.9);
  int const warning = dice.roll(55, 75);
  rule.warning(warning / 100.0);
  if (dice.chance(0.5)) rule.critical((warning - dice.roll(0, 10)) / 100.0);
  if (dice.chance(0.3)) rule.info((warning + dice.roll(0, 5)) / 100.0);
  if (dice.chance(0.5)) rule.recover((warning + dice.roll(5, 10)) / 100.0);
  if (dice.chance(0.5)) rule.runs(std::size_t(dice.roll(1, 4)));
  if (dice.chance(0.3)) rule.hold(std::chrono::hours{dice.roll(1, 6)});
  if (dice.chance(0.3)) rule.min_samples(std::size_t(dice.roll(1, 3)));
  if (dice.chance(0.3)) rule.recover_runs(std::size_t(dice.roll(1, 3)));
  if (dice.chance(0.3)) rule.flap(8, 0.5, 0.25);
  return rule;
}

// What was watched live and what a backtest of the same samples finds are the same, to the byte.
TEST(BacktestProperty, FindsTheTransitionsThatWereSeenLive) {
  std::size_t transitions = 0;
  for (unsigned seed = 0; seed < 100; ++seed) {
    Dice dice(seed);
    std::vector<rules::Rule> rules;
    for (int i = 0; i < 5; ++i) rules.push_back(random_rule(dice, "rule-" + std::to_string(i)));
    test::Timeline live(rules);
    Past past;
    for (int i = 0; i < 120; ++i) {
      // Some of a tick come together, some alone; a model begins late.
      auto const at = hour(i) + std::chrono::minutes{dice.roll(0, 59)};
      std::vector<Sample> tick;
      for (auto const* const model : {"btc", "eth", "x"}) {
        if (dice.chance(0.2) || (std::string_view(model) == "x" && i < 30)) continue;
        Labels const labels{{"model", model}};
        tick.push_back(live.sample(dice.roll(50, 80) / 100.0, at, labels));
        if (dice.chance(0.5)) tick.push_back({"model.test_samples", labels, double(dice.roll(10, 200)), at, {}});
        if (dice.chance(0.03)) tick.push_back({"model.baseline", labels, 1, at, {}});
      }
      for (auto const& sample : tick) past.samples.add(sample);
      if (!tick.empty()) live.bring(tick);
    }
    auto const run = backtest(rules::RuleSet(rules), team_hears_all(), past, hour(-1), hour(200));
    ASSERT_EQ(text_of(run.transitions), text_of(live.transitions())) << "seed " << seed;
    transitions += run.transitions.size();
  }
  EXPECT_GT(transitions, 2000u) << "the histories say something";
}

}  // namespace
}  // namespace lapwing::app
