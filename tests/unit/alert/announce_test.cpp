// SPDX-License-Identifier: Apache-2.0
#include "alert/announce.hpp"

#include "support/timeline.hpp"

#include <gmock/gmock.h>

namespace lapwing::alert {
namespace {

using test::hour;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

rules::EventRule an_alert(std::string_view on, std::string text, Level level = Level::info) {
  rules::EventRule rule;
  rule.id = "training-complete";
  rule.on = std::get<rules::EventSelector>(rules::parse_event_selector(on));
  rule.level = level;
  rule.text = std::move(text);
  return rule;
}

Event a_run(std::string conclusion = "success") {
  return {"run.completed",
          "7/1",
          {{"workflow", "Scheduled Training"}, {"conclusion", conclusion}},
          {{"run", "42"}, {"title", "retrain on friday's data"}, {"url", "https://ci.example/7"}},
          hour(3)};
}

class Announce : public testing::Test {
 protected:
  Tick told(std::vector<rules::EventRule> rules, std::vector<Event> const& events) {
    return announce(state_, rules::RuleSet({}, std::move(rules)), history_, events);
  }

  State state_;
  series::History history_;
};

TEST_F(Announce, AnEventIsAnIncidentThatIsOverAsSoonAsItIsThere) {
  auto const tick = told({an_alert("run.completed{conclusion='success'}",
                                   "Run {fields.run} of {labels.workflow} is "
                                   "complete")},
                         {a_run()});
  ASSERT_THAT(tick.incidents, SizeIs(1));
  auto const& incident = tick.incidents[0];
  EXPECT_EQ(incident.id, 1);
  EXPECT_EQ(incident.key, (Key{"training-complete", a_run().labels}));
  EXPECT_EQ(incident.summary.raw(), "Run 42 of Scheduled Training is complete");
  EXPECT_EQ(incident.level, Level::info);
  EXPECT_EQ(incident.worst, Level::info);
  EXPECT_EQ(incident.since, hour(3));
  EXPECT_EQ(incident.closed, hour(3));
  EXPECT_EQ(incident.threshold, "");
  EXPECT_EQ(incident.value, "");
  EXPECT_THAT(incident.links, ElementsAre(Link{"Details", "https://ci.example/7"}));
  ASSERT_THAT(tick.transitions, SizeIs(1)) << "so that it is planned and logged";
  EXPECT_EQ(tick.transitions[0].to, Level::info);
  EXPECT_THAT(tick.standings, IsEmpty());
  EXPECT_THAT(state_.open, IsEmpty());
  EXPECT_EQ(state_.next_id, 2);
}

TEST_F(Announce, OnlyWhatTheSelectorAcceptsIsTold) {
  auto const rule = an_alert("run.completed{conclusion='success'}", "x");
  EXPECT_THAT(told({rule}, {a_run("failure")}).incidents, IsEmpty());
  auto trained = a_run();
  trained.type = "model.trained";
  EXPECT_THAT(told({rule}, {trained}).incidents, IsEmpty());
}

TEST_F(Announce, EveryAlertOnAnEventTellsItAtItsOwnLevel) {
  auto other = an_alert("run.completed", "y", Level::warning);
  other.id = "other";
  auto const tick = told({an_alert("run.completed", "x"), other}, {a_run(), a_run("failure")});
  ASSERT_THAT(tick.incidents, SizeIs(4));
  EXPECT_EQ(tick.incidents[1].level, Level::warning);
  EXPECT_EQ(tick.incidents[3].id, 4);
}

TEST_F(Announce, AMetricIsItsNewestValueOverAllSeries) {
  history_.add({"model.accuracy", {{"model", "btc"}}, 0.733, hour(2), {}});
  history_.add({"model.accuracy", {{"model", "eth"}}, 0.5, hour(1), {}});
  auto const tick = told({an_alert("run.completed", "accuracy {model.accuracy}, F1 {model.f1}")}, {a_run()});
  EXPECT_EQ(tick.incidents.at(0).summary.raw(), "accuracy 73.3%, F1 n/a");
}

TEST_F(Announce, TextFromOutsideIsNotReadAsATemplateAndHoldsNoControlCharacters) {
  auto event = a_run();
  event.fields[1].second = "{model.accuracy}\n\x1B[31m@everyone";
  auto const tick = told({an_alert("run.completed", "{fields.title}")}, {event});
  EXPECT_EQ(tick.incidents.at(0).summary.raw(), "{model.accuracy}  [31m@everyone");
}

TEST_F(Announce, WhatIsNoWebAddressIsNoLink) {
  auto event = a_run();
  event.fields[2].second = "javascript:alert(1)";
  EXPECT_THAT(told({an_alert("run.completed", "x")}, {event}).incidents.at(0).links, IsEmpty());
  event.fields.pop_back();
  EXPECT_THAT(told({an_alert("run.completed", "x")}, {event}).incidents.at(0).links, IsEmpty());
}

}  // namespace
}  // namespace lapwing::alert
