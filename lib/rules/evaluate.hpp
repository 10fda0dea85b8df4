// SPDX-License-Identifier: Apache-2.0
// What the rules say of the history: pure, synchronous, no clock. What it means over time is alert/advance.hpp.
#pragma once

#include "rules/results.hpp"
#include "rules/rule.hpp"
#include "rules/significance.hpp"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lapwing::rules {

/// A sample that came in: of which series, true when.
struct Arrival {
  series::SeriesId series;
  TimePoint at;
};

/// What one rule says of one of its results as of an instant.
struct Verdict {
  std::size_t rule;  ///< index into the RuleSet
  ResultId result;
  TimePoint at;
  Level level = Level::ok;   ///< what the value shows
  bool clears = false;       ///< whether an open incident may close
  bool is_learning = false;  ///< the window holds too few samples: level, clears and value say nothing
  double value = 0;
  std::optional<Significance> significance = {};  ///< of a level that shows, where the rule asks for it
};

/// Knows which series feed which results of which rules, so that a sample costs what hangs on it and not what there is.
/// Series that are new to the history are taken in by the next call. Verdicts hold until then.
class Evaluator {
 public:
  /// Both must outlive it; the rules must not change.
  Evaluator(RuleSet const& rules, series::History const& history);
  Evaluator(Evaluator const&) = delete;
  Evaluator& operator=(Evaluator const&) = delete;

  /// Of the arrivals, which are in the history already: one verdict per instant and result that they feed, in order of
  /// time, then of rule. Each as if nothing later were known, so that a back-filled history is judged as if it had been
  /// watched. A result whose newest sample is newer than what arrived is judged again as of that: a sample that came
  /// late or took another's place shows at once. A window that holds too little yields no verdict: missing data never
  /// changes a level.
  std::vector<Verdict> judge(std::span<Arrival const> arrivals);
  /// Every result as of its newest sample: after an edit.
  std::vector<Verdict> judge_again();
  /// The results whose value changes while nothing arrives, as of now. They are judged by nothing else.
  std::vector<Verdict> judge_by_clock(TimePoint now);

  RuleSet const& rules() const { return rules_; }
  series::History const& history() const { return history_; }
  Results const& results(std::size_t rule) const { return results_[rule]; }
  Labels const& labels(Verdict const& verdict) const { return results_[verdict.rule].labels(verdict.result); }

 private:
  struct Feed {
    std::uint32_t rule;
    ResultId result;
  };
  struct Step {
    TimePoint at;
    std::uint32_t rule;
    ResultId result;
    auto operator<=>(Step const&) const = default;
  };
  void take_in_new_series();
  void build(std::uint32_t rule);
  std::vector<Verdict> judge(std::vector<Step> steps) const;

  RuleSet const& rules_;
  series::History const& history_;
  std::vector<Results> results_;                ///< by rule
  std::vector<std::vector<TimePoint>> newest_;  ///< by rule and result: its newest sample
  std::vector<std::vector<Feed>> feeds_;        ///< by series
  /// Metric, or metric and a label with its value where the selector asks for one, to the rules that may want it.
  std::unordered_map<std::string, std::vector<std::uint32_t>> wanted_;
};

}  // namespace lapwing::rules
