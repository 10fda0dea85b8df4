// SPDX-License-Identifier: Apache-2.0
// Every kind of edit in every state: what goes on, what moves, and what is said about it.
#include "alert/edits.hpp"

#include "support/a_rule.hpp"
#include "support/timeline.hpp"

#include <gmock/gmock.h>

#include <map>

namespace lapwing::alert {
namespace {

using test::a_rule;
using test::Timeline;
using testing::ElementsAre;
using testing::IsEmpty;

test::ARule base() { return a_rule().below().warning(0.65).critical(0.60).recover(0.67).runs(2); }

/// The states that an alert can be in, by the values that lead there.
std::map<std::string, std::vector<std::optional<double>>> const kStates{
    {"ok", {0.70}},
    {"pending", {0.70, 0.64}},
    {"warning", {0.70, 0.64, 0.64}},
    {"critical", {0.70, 0.58, 0.58}},
    {"warning, worse pending", {0.70, 0.64, 0.64, 0.58}},
    {"warning, not yet recovered", {0.70, 0.64, 0.64, 0.66}},
    {"recovered", {0.70, 0.64, 0.64, 0.70}},
};

/// What an edit made of a state: "warning", or "warning -> ok: why" where a level moved.
std::string outcome(std::vector<std::optional<double>> const& values, std::vector<rules::Rule> const& edited,
                    std::string const& id = "an-alert") {
  Timeline timeline({base()});
  timeline.play(values);
  auto const open_before = timeline.state().open;
  auto const tick = timeline.edit(edited);
  EXPECT_LE(tick.transitions.size(), 1u);
  if (tick.transitions.empty()) {
    EXPECT_EQ(timeline.state().open.size(), open_before.size()) << "no incident is lost";
    return timeline.state_of(id);
  }
  auto const& move = tick.transitions.front();
  std::string out = std::string(name_of(move.from)) + " -> " + std::string(name_of(move.to)) + ": ";
  for (auto const& incident : tick.incidents) {
    if (incident.id == move.incident) out += incident.closed ? incident.closed_because : incident.edit;
  }
  auto const opened = timeline.state().next_id - 1;
  EXPECT_EQ(move.incident, open_before.empty() ? opened : open_before.begin()->first) << "it is the same incident";
  return out;
}

struct Edit {
  std::string what;
  std::vector<rules::Rule> to;
  std::map<std::string, std::string> moves;  ///< by state; where a state is not named it goes on as it was
  std::string id = "an-alert";               ///< under which it goes on
};

std::vector<Edit> every_edit() {
  auto const plain = [](rules::Rule const& rule) { return std::vector<rules::Rule>{rule}; };
  auto const closed = [](std::string const& why) {
    std::map<std::string, std::string> out;
    for (auto const* const state : {"warning", "warning, worse pending", "warning, not yet recovered"})
      out[state] = "warning -> ok: " + why;
    out["critical"] = "critical -> ok: " + why;
    out["pending"] = "ok";
    return out;
  };
  std::vector<Edit> edits;
  edits.push_back({"nothing", plain(base()), {}});
  edits.push_back({"the text", plain(base().summary("{value}").action("Do.")), {}});
  edits.push_back({"warning up, below the value", plain(base().warning(0.69).recover(0.70)), {}});
  edits.push_back({"warning up, beyond the value",
                   plain(base().warning(0.72).recover(0.74)),
                   {{"ok", "pending"}, {"recovered", "pending"}}});
  edits.push_back(
      {"warning up, beyond the value, at once",
       plain(base().warning(0.72).recover(0.74).runs(1)),
       {{"ok", "ok -> warning: the alert was edited: warning 65% -> 72%, recover 67% -> 74%, for 2 runs -> at once"},
        {"recovered",
         "ok -> warning: the alert was edited: warning 65% -> 72%, recover 67% -> 74%, for 2 runs -> at once"},
        {"pending",
         "ok -> warning: the alert was edited: warning 65% -> 72%, recover 67% -> 74%, for 2 runs -> at once"},
        {"warning, worse pending",
         "warning -> critical: the alert was edited: warning 65% -> 72%, recover 67% -> 74%, for 2 runs -> at once"}}});
  std::string const lower = "the alert was edited: warning 65% -> 62%, critical 60% -> 55%, recover 67% -> 63%";
  edits.push_back({"all down",
                   plain(base().warning(0.62).critical(0.55).recover(0.63)),
                   {{"pending", "ok"},
                    {"warning", "warning -> ok: " + lower},
                    {"critical", "critical -> warning: " + lower},
                    {"warning, not yet recovered", "warning -> ok: " + lower}}});
  edits.push_back({"critical up to where warning shows", plain(base().warning(0.66).critical(0.65)), {}});
  edits.push_back({"no critical any more",
                   [&] {
                     rules::Rule rule = base();
                     rule.bounds[std::size_t(Level::critical)].reset();
                     return plain(rule);
                   }(),
                   {{"critical", "critical -> warning: the alert was edited: critical 60% -> none"}}});
  edits.push_back({"for: at once",
                   plain(base().runs(1)),
                   {{"pending", "ok -> warning: the alert was edited: for 2 runs -> at once"},
                    {"warning, worse pending", "warning -> critical: the alert was edited: for 2 runs -> at once"}}});
  edits.push_back({"for: longer", plain(base().runs(5)), {}});
  edits.push_back({"no recover any more",
                   [&] {
                     rules::Rule rule = base();
                     rule.recover.reset();
                     return plain(rule);
                   }(),
                   {{"warning, not yet recovered", "warning -> ok: the alert was edited: recover 67% -> none"}}});
  edits.push_back({"recover further", plain(base().recover(0.69)), {}});
  edits.push_back({"the other side",
                   plain(a_rule().above().warning(0.80).runs(2)),
                   {{"pending", "ok"},
                    {"warning",
                     "warning -> ok: the alert was edited: when below -> above, warning 65% -> 80%, critical 60% -> "
                     "none, recover 67% -> none"},
                    {"critical",
                     "critical -> ok: the alert was edited: when below -> above, warning 65% -> 80%, critical 60% -> "
                     "none, recover 67% -> none"},
                    {"warning, worse pending",
                     "warning -> ok: the alert was edited: when below -> above, warning 65% -> 80%, critical 60% -> "
                     "none, recover 67% -> none"},
                    {"warning, not yet recovered",
                     "warning -> ok: the alert was edited: when below -> above, warning 65% -> 80%, critical 60% -> "
                     "none, recover 67% -> none"}}});
  edits.push_back({"another metric", plain(a_rule("model.f1").below().warning(0.65)),
                   closed("the alert no longer watches this series")});
  edits.push_back({"disabled", plain(base().disabled()), closed("the alert was disabled")});
  edits.push_back({"removed", plain(a_rule("data.age").id("another").above().warning(60)),
                   closed("the alert was removed from the configuration")});
  edits.push_back({"renamed", plain(base().id("renamed").was("an-alert")), {}, "renamed"});
  edits.push_back({"another is added", {base(), a_rule("data.age").id("another").above().warning(60)}, {}});
  return edits;
}

TEST(Edits, EveryKindOfEditInEveryState) {
  for (auto const& edit : every_edit()) {
    for (auto const& [state, values] : kStates) {
      auto const move = edit.moves.find(state);
      auto const as_before = state == "recovered" ? "ok" : state.substr(0, state.find(','));
      EXPECT_EQ(outcome(values, edit.to, edit.id), move == edit.moves.end() ? as_before : move->second)
          << "edit: " << edit.what << "; state: " << state;
    }
  }
}

TEST(Edits, WhatIsLearningLearnsOn) {
  auto const learning = [](std::size_t samples) {
    return a_rule("mean(model.accuracy, last 5 runs)").below().warning(0.65).min_samples(samples);
  };
  Timeline timeline({learning(3)});
  EXPECT_THAT(timeline.play({0.6, 0.6}), ElementsAre("learning", "learning"));
  EXPECT_THAT(timeline.edit({learning(4)}).transitions, IsEmpty());
  EXPECT_EQ(timeline.state_of("an-alert"), "learning");
  auto const tick = timeline.edit({learning(2)});
  ASSERT_EQ(tick.transitions.size(), 1u);
  EXPECT_EQ(tick.incidents.front().edit, "the alert was edited: min_samples 4 -> 2");
}

TEST(Edits, ASampleThatMovesTheLevelLaterTakesTheCitationAway) {
  Timeline timeline({a_rule().below().warning(0.65).critical(0.5)});
  timeline.play({0.70});
  timeline.edit({a_rule().below().warning(0.72).critical(0.5)});
  ASSERT_EQ(timeline.state().open.size(), 1u);
  EXPECT_EQ(timeline.state().open.begin()->second.edit, "the alert was edited: warning 65% -> 72%");
  timeline.play({0.71});
  EXPECT_EQ(timeline.state().open.begin()->second.edit, "the alert was edited: warning 65% -> 72%") << "the same level";
  timeline.play({0.4});
  EXPECT_EQ(timeline.state().open.begin()->second.edit, "");
}

TEST(Edits, AnAlertThatIsNewCitesNoEdit) {
  Timeline timeline({base()});
  timeline.play({0.70});
  auto const tick = timeline.edit({base(), a_rule().id("new").below().warning(0.75)});
  ASSERT_EQ(tick.transitions.size(), 1u);
  EXPECT_EQ(tick.incidents.front().edit, "");
}

TEST(Edits, AtAStartItIsNotKnownWhatWasEdited) {
  rules::RuleSet const before({a_rule().below().warning(0.65)}), after({a_rule().below().warning(0.75)});
  series::History history;
  auto const id = history.add({"model.accuracy", {{"model", "btc"}}, 0.7, test::hour(1), {}});
  State state;
  rules::Evaluator old(before, history);
  rules::Arrival const arrival{id, test::hour(1)};
  advance(state, old, old.judge({&arrival, 1}));
  rules::Evaluator now(after, history);
  auto const tick = take_edits(state, now, std::nullopt, test::hour(2));
  ASSERT_EQ(tick.incidents.size(), 1u);
  EXPECT_EQ(tick.incidents.front().edit, "the alert was edited while Lapwing was not running");
}

TEST(Edits, ARenameKeepsTheIncidentItsCountersAndTellsNothing) {
  Timeline timeline({base()});
  timeline.play({0.70, 0.64, 0.64, 0.58});
  auto const before = timeline.state();
  auto const tick = timeline.edit({base().id("new").was("an-alert")});
  EXPECT_THAT(tick.transitions, IsEmpty());
  ASSERT_EQ(tick.incidents.size(), 1u) << "it is stored under its new name";
  EXPECT_EQ(tick.incidents.front().key.rule, "new");
  EXPECT_THAT(tick.standings, testing::SizeIs(2)) << "the old one is forgotten, the new one kept";
  auto const& standing = timeline.state().standings.at({"new", {{"model", "btc"}}});
  EXPECT_EQ(standing, before.standings.at({"an-alert", {{"model", "btc"}}}));
  EXPECT_EQ(timeline.state().standings.size(), 1u);
  timeline.play({0.58});
  EXPECT_EQ(timeline.state_of("new"), "critical");
  EXPECT_EQ(timeline.state().open.begin()->second.worst, Level::critical);
  // And the file stays as it is: nothing happens by reading it again.
  EXPECT_THAT(timeline.edit({base().id("new").was("an-alert")}).incidents, IsEmpty());
}

}  // namespace
}  // namespace lapwing::alert
