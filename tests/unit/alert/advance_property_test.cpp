// SPDX-License-Identifier: Apache-2.0
// Random histories: a past that arrives in one go is judged as if it had been watched, and the state machine does what
// an independent, slower machine does.
#include "support/an_incident.hpp"
#include "support/dice.hpp"
#include "support/reference_machine.hpp"
#include "support/timeline.hpp"

#include <gtest/gtest.h>

namespace lapwing::alert {
namespace {

using namespace std::chrono_literals;
using test::a_rule;
using test::Dice;
using test::hour;
using test::Timeline;

std::string text_of(Transition const& one) {
  return std::to_string(one.incident) + " " + one.key.rule + one.key.labels.to_string() + " " +
         std::string(name_of(one.from)) + ">" + std::string(name_of(one.to)) + " " + format_utc(one.at) + " " +
         one.value;
}

std::string text_of(Standing const& one) {
  std::string out =
      std::string(name_of(one.level)) + " " + format_utc(one.judged_at) + " " + std::to_string(one.incident);
  auto const add = [&](Streak const& streak) {
    out += " " + std::to_string(streak.runs) + (streak.runs > 0 ? "@" + format_utc(streak.since) : "");
  };
  for (auto const level : kAlertLevels) add(one.streaks[std::size_t(level)]);
  add(one.clearing);
  return out + " " + std::to_string(one.recent.bits) + "/" + std::to_string(one.recent.runs) +
         (one.is_flapping ? " flapping" : "");
}

/// Everything that a timeline came to, a line each.
std::string outcome(Timeline const& timeline) {
  std::string out;
  for (auto const& one : timeline.transitions()) out += text_of(one) + "\n";
  for (auto const& [key, standing] : timeline.state().standings) {
    out += key.rule + key.labels.to_string() + ": " + text_of(standing) + "\n";
  }
  for (auto const& [id, incident] : timeline.state().open) out += test::text_of(incident) + "\n";
  return out + "next " + std::to_string(timeline.state().next_id);
}

rules::Rule random_rule(Dice& dice, std::string id) {
  constexpr std::array<std::string_view, 9> watches{
      "model.accuracy",
      "mean(model.accuracy, last 5 runs)",
      "min(model.accuracy, 8h)",
      "median(model.accuracy{model!='x'}, last 3 runs)",
      "mean(model.accuracy, last 7 runs) by ()",
      "p90(model.accuracy{model!='x'}, 9h) by ()",
      "min(model.accuracy) by ()",
      "model.accuracy - (mean(model.accuracy, last 3 runs) by () - 65%)",
      "mean(model.accuracy < 65%, last 4 runs) by ()",
  };
  auto rule = a_rule(watches[std::size_t(dice.roll(0, 8))]).id(std::move(id)).below();
  int const warning = dice.roll(55, 75);
  rule.warning(warning / 100.0);
  if (dice.chance(0.5)) rule.critical((warning - dice.roll(0, 10)) / 100.0);
  if (dice.chance(0.3)) rule.info((warning + dice.roll(0, 5)) / 100.0);
  if (dice.chance(0.5)) rule.recover((warning + dice.roll(5, 10)) / 100.0);
  if (dice.chance(0.5)) rule.runs(std::size_t(dice.roll(1, 4)));
  if (dice.chance(0.2)) rule.min_samples(std::size_t(dice.roll(1, 3)));
  if (dice.chance(0.3)) rule.hold(std::chrono::hours{dice.roll(1, 6)});
  if (dice.chance(0.3)) rule.recover_runs(std::size_t(dice.roll(1, 4)));
  if (dice.chance(0.2)) rule.recover_hold(std::chrono::hours{dice.roll(1, 6)});
  if (dice.chance(0.4)) rule.flap(std::size_t(dice.roll(4, 8)), dice.roll(4, 8) / 10.0, dice.roll(1, 3) / 10.0);
  return rule;
}

TEST(AdvanceProperty, AHistoryThatArrivesInOneGoIsJudgedAsIfItHadBeenWatched) {
  std::size_t transitions = 0;
  for (unsigned seed = 0; seed < 150; ++seed) {
    Dice dice(seed);
    std::vector<rules::Rule> rules;
    for (int i = 0; i < 4; ++i) rules.push_back(random_rule(dice, "rule-" + std::to_string(i)));
    rules.push_back(
        a_rule("drop(model.accuracy, last 6 runs)").id("drop").above().warning(0.05).critical(0.1).recover(0.02));
    rules.push_back(a_rule("model.accuracy").id("weighed").below().warning(0.65).critical(0.55).significance(0.9));
    rules.push_back(a_rule("drop(model.accuracy, last 6 runs)").id("fall").above().critical(0.05).significance(0.9));
    Timeline watched(rules);
    Timeline filled(rules);

    std::vector<Sample> past;
    for (int i = 0; i < 50; ++i) {
      auto const at = hour(i) + std::chrono::minutes{dice.roll(0, 59)};
      for (auto const* model : {"btc", "eth", "x"}) {
        if (dice.chance(0.2)) continue;  // missing
        auto sample = watched.sample(dice.share(), at, {{"model", model}});
        sample.note = Untrusted("run " + std::to_string(i));
        past.push_back(sample);
        if (dice.chance(0.5)) past.push_back({"model.test_samples", sample.labels, double(dice.roll(0, 300)), at, {}});
        // Not at the end: where nothing is judged as of the newest sample, its evidence is seen by those who watch
        // alone.
        if (i < 40 && dice.chance(0.05)) past.push_back({"model.baseline", sample.labels, 1, at, {}});
      }
    }
    for (std::size_t i = 0; i < past.size();) {
      std::vector<Sample> together;
      auto const at = past[i].at;
      while (i < past.size() && past[i].at == at) together.push_back(past[i++]);
      watched.bring(together);
    }
    filled.bring(past);
    ASSERT_EQ(outcome(watched), outcome(filled)) << "seed " << seed;
    transitions += watched.transitions().size();
  }
  EXPECT_GT(transitions, 2500u) << "the histories say something";
}

rules::Rule random_plain_rule(Dice& dice) {
  auto rule = random_rule(dice, "an-alert");
  rule.watch = test::expression("model.accuracy");
  rule.min_samples = 0;
  return rule;
}

TEST(AdvanceProperty, AgreesWithAnIndependentMachineOnRandomRunsGapsRereadingsAndEdits) {
  std::size_t moves = 0;
  std::size_t edits = 0;
  for (unsigned seed = 1000; seed < 1600; ++seed) {
    Dice dice(seed);
    auto rule = random_plain_rule(dice);
    Timeline timeline({rule});
    test::ReferenceMachine reference;
    TimePoint newest = hour(0);
    double newest_value = 0;
    bool any = false;
    for (int step = 0; step < 60; ++step) {
      int const what = dice.roll(1, 10);
      if (what == 1 && any) {  // an edit judges the newest sample again
        rule = random_plain_rule(dice);
        timeline.edit({rule});
        reference.judge(rule, newest, newest_value);
        ++edits;
      } else if (what == 2 && any) {  // a late sample
        auto const at = newest - std::chrono::minutes{dice.roll(1, 300)};
        timeline.bring({timeline.sample(dice.share(), at)});
      } else if (what == 3 && any) {  // the newest, corrected or read again
        newest_value = dice.share();
        timeline.bring({timeline.sample(newest_value, newest)});
        reference.judge(rule, newest, newest_value);
      } else if (what > 4) {  // 4: a run that brought nothing
        newest += std::chrono::minutes{dice.roll(1, 200)};
        newest_value = dice.share();
        any = true;
        timeline.bring({timeline.sample(newest_value, newest)});
        reference.judge(rule, newest, newest_value);
      }
      ASSERT_EQ(timeline.state_of("an-alert"), reference.state()) << "seed " << seed << " step " << step;
      ASSERT_EQ(timeline.state().open.size(), reference.is_open() ? 1u : 0u) << "seed " << seed << " step " << step;
      if (!reference.is_open()) continue;
      auto const& incident = timeline.state().open.begin()->second;
      ASSERT_EQ(incident.worst, reference.worst()) << "seed " << seed << " step " << step;
      ASSERT_EQ(incident.since, reference.since()) << "seed " << seed << " step " << step;
    }
    std::vector<std::string> told;
    for (auto const& one : timeline.transitions()) {
      told.push_back(std::to_string(one.incident) + std::string(name_of(one.from)) + ">" +
                     std::string(name_of(one.to)) + format_utc(one.at));
    }
    ASSERT_EQ(told, reference.moves()) << "seed " << seed;
    moves += told.size();
  }
  EXPECT_GT(moves, 5000u);
  EXPECT_GT(edits, 2000u);
}

/// What a rule without `for` and `recover` shows of everything that is known, worked out from nothing.
std::map<Labels, std::string> anew(rules::Rule const& rule,
                                   std::map<std::pair<TimePoint, Labels>, double> const& known) {
  rules::RuleSet const rules({rule});
  series::History history;
  for (auto const& [key, value] : known) history.add({"run.success", key.second, value, key.first, {}});
  rules::Evaluator evaluator(rules, history);
  std::map<Labels, std::string> levels;
  for (auto const& verdict : evaluator.judge_again()) levels[evaluator.labels(verdict)] = name_of(verdict.level);
  return levels;
}

TEST(AdvanceProperty, HoweverSamplesComeAndAreReplacedTheLevelIsThatOfAllThatIsKnown) {
  constexpr std::array<std::string_view, 6> watches{
      "streak(run.success == 0) by (workflow)",
      "streak(run.success == 0, last 3 runs)",
      "count(run.success == 0, last 6 runs) by (workflow)",
      "count(run.success == 0, 5h) by ()",
      "count(run.success == 0) by (workflow)",
      "count(run.success, 4h) by (workflow) - count(run.success == 0, 6h) by ()",
  };
  std::size_t moves = 0;
  for (unsigned seed = 0; seed < 40; ++seed) {
    Dice dice(seed);
    std::vector<rules::Rule> rules;
    for (std::size_t i = 0; i < watches.size(); ++i)
      rules.push_back(a_rule(watches[i]).id("rule-" + std::to_string(i)).above().warning(1).critical(3));
    Timeline timeline(rules);
    std::map<std::pair<TimePoint, Labels>, double> known;
    for (int step = 0; step < 40; ++step) {
      std::vector<Sample> tick;
      for (int i = dice.roll(1, 3); i > 0; --i) {
        Labels const labels{{"workflow", dice.chance(0.5) ? "CI" : "CD"},
                            {"branch", dice.chance(0.7) ? "main" : "dev"}};
        // Mostly new, at times late, at times an instant that is there already.
        auto const at = hour(dice.chance(0.7) ? step : dice.roll(0, step));
        tick.push_back({"run.success", labels, dice.chance(0.5) ? 1.0 : 0.0, at, {}});
        known[{at, labels}] = tick.back().value;
      }
      timeline.bring(tick);
      for (auto const& rule : rules) {
        for (auto const& [labels, level] : anew(rule, known))
          ASSERT_EQ(timeline.state_of(rule.id, labels), level)
              << rule.watch.text << labels.to_string() << " seed " << seed << " step " << step;
      }
    }
    moves += timeline.transitions().size();
  }
  EXPECT_GT(moves, 1000u);
}

}  // namespace
}  // namespace lapwing::alert
