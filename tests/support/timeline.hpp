// SPDX-License-Identifier: Apache-2.0
// Plays values through history, evaluate and advance, as the daemon's pipeline does, and keeps what came of it.
//   Timeline timeline({a_rule().below().warning(0.65).runs(2)});
//   timeline.play({0.72, 0.64, missing, 0.63});   // one run an hour -> {"ok", "pending", "pending", "warning"}
#pragma once

#include "alert/edits.hpp"
#include "rules/difference.hpp"
#include "support/a_rule.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lapwing::test {

inline constexpr std::nullopt_t missing = std::nullopt;

/// Midnight of a day in 2026 and so many hours.
inline TimePoint hour(int hours) {
  return TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}} + std::chrono::hours{hours};
}

class Timeline {
 public:
  explicit Timeline(std::vector<rules::Rule> rules)
      : rules_(std::move(rules)), evaluator_(std::in_place, rules_, history_) {}

  /// One tick of the first rule's metric an hour; the state of the first rule after each.
  std::vector<std::string> play(std::vector<std::optional<double>> const& values) {
    std::vector<std::string> states;
    for (auto const& value : values) {
      now_ += std::chrono::hours{1};
      if (value) bring({sample(*value, now_)});
      states.push_back(state_of(rules_[0].id));
    }
    return states;
  }

  /// A sample of the first rule's metric.
  Sample sample(double value, TimePoint at, Labels labels = {{"model", "btc"}}) const {
    return {rules_[0].watch.sources().front()->selector.metric, std::move(labels), value, at, {}};
  }

  /// One tick in which all these come in.
  alert::Tick bring(std::vector<Sample> const& samples) {
    std::vector<rules::Arrival> arrivals;
    std::set<series::SeriesId> touched;
    for (auto const& one : samples) {
      auto const id = history_.add(one);
      arrivals.push_back({id, one.at});
      touched.insert(id);
    }
    auto tick = keep(alert::advance(state_, *evaluator_, evaluator_->judge(arrivals)));
    for (auto const id : touched) {
      if (auto const horizon = rules_.horizon(history_.metric(id))) history_.trim(id, *horizon);
    }
    return tick;
  }

  /// The clock moves on without a sample.
  alert::Tick wait_until(TimePoint now) {
    now_ = now;
    return keep(alert::advance(state_, *evaluator_, evaluator_->judge_by_clock(now)));
  }

  /// New rules take the place of the old ones.
  alert::Tick edit(std::vector<rules::Rule> rules) {
    evaluator_.reset();
    auto const before = std::exchange(rules_, rules::RuleSet(std::move(rules)));
    evaluator_.emplace(rules_, history_);
    return keep(alert::take_edits(state_, *evaluator_, by_alert(rules::difference(before, rules_)), now_));
  }

  /// ok, learning, pending, info, warning or critical.
  std::string state_of(std::string const& rule, Labels const& labels = {{"model", "btc"}}) const {
    auto const found = state_.standings.find({rule, labels});
    return found == state_.standings.end() ? "ok" : std::string(alert::describe(found->second));
  }

  alert::State const& state() const { return state_; }
  series::History const& history() const { return history_; }
  /// All there have been.
  std::vector<alert::Transition> const& transitions() const { return transitions_; }
  /// The time of the last run played.
  TimePoint now() const { return now_; }

 private:
  alert::Tick keep(alert::Tick tick) {
    std::ranges::copy(tick.transitions, std::back_inserter(transitions_));
    return tick;
  }

  rules::RuleSet rules_;
  series::History history_;
  std::optional<rules::Evaluator> evaluator_;
  alert::State state_;
  std::vector<alert::Transition> transitions_;
  TimePoint now_ = hour(0);
};

}  // namespace lapwing::test
