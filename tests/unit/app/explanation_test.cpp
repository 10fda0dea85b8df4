// SPDX-License-Identifier: Apache-2.0
#include "app/explanation.hpp"

#include "support/a_rule.hpp"
#include "support/timeline.hpp"

#include <gmock/gmock.h>

namespace lapwing::app {
namespace {

using namespace std::chrono_literals;
using test::a_rule;
using test::hour;
using testing::ElementsAre;
using testing::IsEmpty;

/// Options with a poller of models and one of data, each every hour, and routes.
Options options_with_pollers() {
  Options options;
  for (auto const* const type : {"model_metrics", "data_quality"}) {
    options.pollers.push_back(
        {std::string("my-") + type, type, *Schedule::parse("1h", type), std::unique_ptr<poll::Poller>()});
  }
  options.routes.channels[std::size_t(Level::warning)] = {"team"};
  options.routes.channels[std::size_t(Level::critical)] = {"team", "oncall"};
  return options;
}

Known known_of(test::Timeline const& timeline) { return {timeline.history(), timeline.state(), {}}; }

TEST(Explanation, APendingLevelCountsItsRunsAgainstFor) {
  rules::Rule const rule = a_rule().below().warning(0.65).critical(0.6).runs(3);
  test::Timeline timeline({rule});
  timeline.play({0.7, 0.64, 0.63});
  auto const told = explain(rule, options_with_pollers(), known_of(timeline), hour(4));
  ASSERT_EQ(told.results.size(), 1u);
  EXPECT_EQ(told.results[0].state, "pending");
  EXPECT_EQ(told.results[0].progress, "warning 2 of 3 runs");
  EXPECT_EQ(told.results[0].shown, "63%");
  EXPECT_EQ(told.results[0].incident, 0);
  ASSERT_EQ(told.thresholds.size(), 2u);
  EXPECT_EQ(told.thresholds[0].text, "below 65%");
  EXPECT_THAT(told.thresholds[1].channels, ElementsAre("team", "oncall"));
}

TEST(Explanation, ALengthOfTimeIsCountedAsOne) {
  rules::Rule const rule = a_rule().below().warning(0.65).hold(3h);
  test::Timeline timeline({rule});
  timeline.play({0.7, 0.64, 0.63});
  auto const told = explain(rule, options_with_pollers(), known_of(timeline), hour(4));
  EXPECT_EQ(told.results[0].progress, "warning 1h of 3h");
}

TEST(Explanation, AnOpenIncidentIsNamedWithItsBeginning) {
  rules::Rule const rule = a_rule("mean(model.accuracy, last 2 runs)").below().warning(0.65);
  test::Timeline timeline({rule});
  timeline.play({0.7, 0.5, 0.5});
  auto const told = explain(rule, options_with_pollers(), known_of(timeline), hour(4));
  EXPECT_EQ(told.results[0].state, "warning");
  EXPECT_EQ(told.results[0].incident, 1);
  EXPECT_EQ(told.results[0].since, hour(2));
  EXPECT_EQ(told.results[0].samples, 2u);
  EXPECT_EQ(told.results[0].first, hour(2));
  EXPECT_EQ(told.results[0].last, hour(3));
}

TEST(Explanation, AWindowOfTimeCountsWhatItHoldsNow) {
  rules::Rule const rule = a_rule("mean(model.accuracy, 90m)").below().warning(0.65);
  test::Timeline timeline({rule});
  timeline.play({0.7, 0.7, 0.7});
  EXPECT_EQ(explain(rule, options_with_pollers(), known_of(timeline), hour(3)).results[0].samples, 2u);
  EXPECT_THAT(explain(rule, options_with_pollers(), known_of(timeline), hour(9)).results, IsEmpty());
}

TEST(Explanation, LearningSaysHowManySamplesAreThere) {
  rules::Rule const rule = a_rule("mean(model.accuracy, last 20 runs)").below().warning(0.65).min_samples(10);
  test::Timeline timeline({rule});
  timeline.play({0.7, 0.7, 0.7});
  auto const told = explain(rule, options_with_pollers(), known_of(timeline), hour(4));
  EXPECT_EQ(told.results[0].state, "learning");
  EXPECT_EQ(told.results[0].progress, "3 of 10 samples");
}

TEST(Explanation, ARecoveryCountsItsRunsAndWhatFlapsSaysSo) {
  rules::Rule rule = a_rule().below().warning(0.65).recover_runs(3);
  test::Timeline recovering({rule});
  recovering.play({0.64, 0.7});
  EXPECT_EQ(explain(rule, options_with_pollers(), known_of(recovering), hour(3)).results[0].progress,
            "recovering 1 of 3 runs");
  rule = a_rule().below().warning(0.65).flap(4, 0.5, 0.25);
  test::Timeline flapping({rule});
  flapping.play({0.7, 0.64, 0.7, 0.64, 0.7});
  auto const told = explain(rule, options_with_pollers(), known_of(flapping), hour(6)).results[0];
  EXPECT_EQ(told.state, "warning");
  EXPECT_EQ(told.progress, "flapping: 3 changes in 4 runs");
}

TEST(Explanation, ALevelThatMayBeNoiseIsNamedWithItsReason) {
  rules::Rule const rule = a_rule("drop(model.accuracy, last 20 runs)").above().critical(0.05).significance(0.95);
  test::Timeline timeline({rule});
  for (int i = 1; i <= 4; ++i) {
    timeline.bring(
        {timeline.sample(i < 4 ? 0.7 : 0.6, hour(i)), {"model.test_samples", {{"model", "btc"}}, 30, hour(i), {}}});
  }
  auto const told = explain(rule, options_with_pollers(), known_of(timeline), hour(5));
  EXPECT_EQ(told.results[0].state, "info");
  EXPECT_EQ(told.results[0].caveat, "Within noise (n=30, p=0.42).");
  ASSERT_EQ(told.thresholds.size(), 2u);
  EXPECT_EQ(told.thresholds[0].level, Level::info);
  EXPECT_EQ(told.thresholds[0].text, "what may be noise");
  EXPECT_EQ(explain(rule, options_with_pollers(), known_of(test::Timeline({rule})), hour(5)).results.size(), 0u);
}

TEST(Explanation, TheSourcesAreThePollersThatBringTheMetric) {
  auto const options = options_with_pollers();
  Known known;
  known.pollers.push_back({"my-model_metrics", hour(5), hour(5), 0, "", ""});
  rules::Rule const rule = a_rule().below().warning(0.65);
  auto const told = explain(rule, options, known, hour(5) + 10min);
  ASSERT_EQ(told.sources.size(), 1u);
  EXPECT_EQ(told.sources[0].poller, "my-model_metrics");
  EXPECT_EQ(told.sources[0].next, hour(6));
  EXPECT_EQ(explain(a_rule("poll.success").below().warning(1), options, known, hour(5)).sources.size(), 2u);
  EXPECT_THAT(explain(a_rule("config.valid").below().warning(1), options, known, hour(5)).sources, IsEmpty());
}

TEST(Explanation, AnAlertOnAnEventSaysWhoHearsItAndWhereItComesFrom) {
  rules::EventRule rule{"trained", {"model.trained", {}}, Level::warning, "trained", "", ""};
  auto const told = explain(rule, options_with_pollers(), {}, hour(0));
  ASSERT_EQ(told.thresholds.size(), 1u);
  EXPECT_THAT(told.thresholds[0].channels, ElementsAre("team"));
  ASSERT_EQ(told.sources.size(), 1u);
  EXPECT_EQ(told.sources[0].type, "model_metrics");
}

TEST(Explanation, WhoMutesItAndWhenItIsToldAgainIsKnownAlsoWhereNothingIsOpen) {
  rules::Rule rule = a_rule().below().warning(0.65).critical(0.6);
  rule.telling.labels = {{"team", "ml"}};
  rule.telling.remind[std::size_t(Level::critical)] = 12h;
  test::Timeline timeline({rule});
  timeline.play({0.7});
  auto options = options_with_pollers();
  options.remind[std::size_t(Level::warning)] = Duration{0};
  auto known = known_of(timeline);
  for (auto const* const text : {"team=ml", "alert=other"}) {
    alert::Silence silence;
    silence.id = alert::SilenceId(known.attention.silences.size() + 1);
    silence.text = text;
    silence.matchers = *alert::parse_matchers(text, nullptr);
    silence.begins = hour(0);
    silence.ends = hour(9);
    known.attention.silences.push_back(silence);
  }
  auto const told = explain(rule, options, known, hour(4));
  ASSERT_EQ(told.silences.size(), 1u);
  EXPECT_EQ(told.silences[0].text, "team=ml");
  EXPECT_EQ(told.labels.get("team"), "ml");
  EXPECT_EQ(told.remind[std::size_t(Level::critical)], 12h);
  EXPECT_FALSE(told.remind[std::size_t(Level::warning)]) << "never";
  EXPECT_THAT(explain(rule, options, known, hour(9)).silences, IsEmpty()) << "they have ended";
}

}  // namespace
}  // namespace lapwing::app
