// SPDX-License-Identifier: Apache-2.0
#include "rules/difference.hpp"

#include "support/a_rule.hpp"

#include <gmock/gmock.h>

namespace lapwing::rules {
namespace {

using namespace std::chrono_literals;
using test::a_rule;
using testing::ElementsAre;
using testing::IsEmpty;

EventRule an_event_rule(std::string_view on, Level level = Level::info, std::string text = "Done") {
  EventRule rule;
  rule.id = "an-alert";
  rule.on = std::get<EventSelector>(parse_event_selector(on));
  rule.level = level;
  rule.text = std::move(text);
  return rule;
}

std::vector<std::string> lines(RuleSet const& before, RuleSet const& after) {
  std::vector<std::string> out;
  for (auto const& change : difference(before, after)) out.push_back(text_of(change));
  return out;
}

std::vector<std::string> edit(Rule const& before, Rule const& after) {
  return lines(RuleSet({before}), RuleSet({after}));
}

std::vector<std::string> edit(EventRule const& before, EventRule const& after) {
  return lines(RuleSet({}, {before}), RuleSet({}, {after}));
}

Rule full_rule() {
  return a_rule().below().warning(0.65).critical(0.6).recover(0.67).runs(2).min_samples(3).summary("{value}");
}

TEST(Difference, OfWhatDidNotChangeIsNothing) {
  auto const event = an_event_rule("run.completed{workflow=\"CI\"}");
  EXPECT_THAT(lines(RuleSet({full_rule()}, {event}), RuleSet({full_rule()}, {event})), IsEmpty());
  EXPECT_THAT(lines({}, {}), IsEmpty());
}

TEST(Difference, AddedAndRemovedAlertsStandInOrderOfTheirIds) {
  RuleSet const before({a_rule().id("d"), a_rule().id("b").warning(0.65)}, {an_event_rule("run.completed")});
  auto event = an_event_rule("run.completed");
  event.id = "c";
  RuleSet const after({a_rule().id("e"), a_rule().id("b").warning(0.7)}, {event});
  EXPECT_THAT(lines(before, after), ElementsAre("- an-alert", "~ b: warning 65% -> 70%", "+ c", "- d", "+ e"));
}

TEST(Difference, AThresholdIsToldInTheUnitOfItsExpression) {
  EXPECT_THAT(edit(a_rule().below().warning(0.65), a_rule().below().warning(0.7)),
              ElementsAre("~ an-alert: warning 65% -> 70%"));
  EXPECT_THAT(edit(a_rule("data.age").above().info(3600), a_rule("data.age").above().info(7200)),
              ElementsAre("~ an-alert: info 1h -> 2h"));
  EXPECT_THAT(edit(a_rule("drop(model.accuracy, last 20 runs)").above().critical(0.1),
                   a_rule("drop(model.accuracy, last 20 runs)").above().critical(0.15)),
              ElementsAre("~ an-alert: critical 10pp -> 15pp"));
  EXPECT_THAT(edit(a_rule("data.records").outside().bound(Level::warning, 360, 370),
                   a_rule("data.records").outside().bound(Level::warning, 360, 380)),
              ElementsAre("~ an-alert: warning 360..370 -> 360..380"));
}

TEST(Difference, OfTwoNumbersIsSeenHoweverCloseTheyAre) {
  auto const lines = edit(a_rule().below().warning(0.65), a_rule().below().warning(0.650001));
  EXPECT_THAT(lines, testing::SizeIs(1));
}

TEST(Difference, AThresholdThatCameOrWentWasOrIsNone) {
  EXPECT_THAT(edit(a_rule().below().warning(0.65), a_rule().below().critical(0.6).recover(0.67)),
              ElementsAre("~ an-alert: warning 65% -> none", "~ an-alert: critical none -> 60%",
                          "~ an-alert: recover none -> 67%"));
}

TEST(Difference, EveryOtherKeyOfAWatchingAlertIsToldInTheOrderOfTheFile) {
  Rule after = a_rule("model.f1")
                   .above()
                   .warning(0.65)
                   .critical(0.6)
                   .recover(0.5)
                   .hold(30min)
                   .min_samples(10)
                   .summary("{value} of {metric.name}")
                   .action("Look");
  after.runbook = "https://example.org/";
  EXPECT_THAT(edit(full_rule(), after),
              ElementsAre("~ an-alert: watch model.accuracy -> model.f1", "~ an-alert: when below -> above",
                          "~ an-alert: recover 67% -> 50%", "~ an-alert: for 2 runs -> 30m",
                          "~ an-alert: min_samples 3 -> 10", "~ an-alert: summary: text changed",
                          "~ an-alert: action: text changed", "~ an-alert: runbook: text changed"));
  EXPECT_THAT(
      edit(full_rule(), a_rule().below().warning(0.65).critical(0.6).recover(0.67).min_samples(3).summary("{value}")),
      ElementsAre("~ an-alert: for 2 runs -> at once"));
}

TEST(Difference, EveryKeyOfAnAlertOnAnEventIsTold) {
  auto after = an_event_rule("run.completed{workflow=~\"CI|CD\", branch!=\"main\"}", Level::warning, "Over");
  after.action = "Look";
  after.runbook = "https://example.org/";
  EXPECT_THAT(edit(an_event_rule("run.completed{workflow=\"CI\"}"), after),
              ElementsAre("~ an-alert: on run.completed{workflow=\"CI\"} -> "
                          "run.completed{workflow=~\"CI|CD\", branch!=\"main\"}",
                          "~ an-alert: level info -> warning", "~ an-alert: warning: text changed",
                          "~ an-alert: action: text changed", "~ an-alert: runbook: text changed"));
}

TEST(Difference, AnAlertOnAValueThatBecameOneOnAnEventIsAnother) {
  EXPECT_THAT(lines(RuleSet({a_rule()}), RuleSet({}, {an_event_rule("run.completed")})),
              ElementsAre("- an-alert", "+ an-alert"));
}

TEST(Difference, AnExpressionOverSeveralLinesIsToldOnOne) {
  EXPECT_THAT(edit(a_rule(), a_rule("mean(model.accuracy,\n  last 5 runs)")),
              ElementsAre("~ an-alert: watch model.accuracy -> mean(model.accuracy,   last 5 runs)"));
}

TEST(Difference, ARenamedAlertIsTheSameAlert) {
  auto const after = a_rule().id("new").was("old").below().warning(0.7);
  EXPECT_THAT(lines(RuleSet({a_rule().id("old").below().warning(0.65)}), RuleSet({after})),
              ElementsAre("~ new: renamed from old", "~ new: warning 65% -> 70%"));
  // Long after the rename the old id means nothing.
  EXPECT_THAT(lines(RuleSet({after}), RuleSet({after})), IsEmpty());
}

TEST(Difference, ADisabledAlertIsStillThere) {
  EXPECT_THAT(edit(a_rule(), a_rule().disabled()), ElementsAre("~ an-alert: enabled true -> false"));
}

TEST(Difference, TheChangesOfAnAlertReadAsOneText) {
  auto const changes = difference(RuleSet({a_rule().below().warning(0.65), a_rule().id("gone")}),
                                  RuleSet({a_rule().below().warning(0.7).runs(2), a_rule().id("new")}));
  EXPECT_THAT(by_alert(changes), ElementsAre(std::pair<std::string const, std::string>(
                                     "an-alert", "warning 65% -> 70%, for at once -> 2 runs")));
}

}  // namespace
}  // namespace lapwing::rules
