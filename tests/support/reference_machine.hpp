// SPDX-License-Identifier: Apache-2.0
// The state machine once more, independent and slow: for tests that play random histories against the real one.
#pragma once

#include "core/level.hpp"
#include "rules/rule.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lapwing::test {

/// One alert on one series: remembers every judgement and works each state out from the beginning.
class ReferenceMachine {
 public:
  void judge(rules::Rule const& rule, TimePoint at, double value) {
    if (!judged_.empty() && at < judged_.back().at) return;
    if (!rule.flap) flap_since_ = judged_.size() + 1;  // what was before is not looked at when it is switched on
    judged_.push_back({at, rules::level_of(rule, value), rules::clears(rule, value) && level_ != Level::ok});
    auto const before = level_;
    note_flapping(rule);
    level_ = next(rule);
    if (flaps_) level_ = std::max(level_, before);
    if (level_ == before) return;
    if (before == Level::ok) since_ = trail(level_).first;
    if (before == Level::ok) ++incidents_;
    worst_ = before == Level::ok ? level_ : std::max(worst_, level_);
    moves_.push_back(std::to_string(incidents_) + std::string(name_of(before)) + ">" + std::string(name_of(level_)) +
                     format_utc(at));
  }

  std::string state() const {
    bool const is_waiting = !judged_.empty() && judged_.back().shown > level_;
    return level_ == Level::ok && is_waiting ? "pending" : std::string(name_of(level_));
  }
  bool is_open() const { return level_ != Level::ok; }
  Level worst() const { return worst_; }
  TimePoint since() const { return since_; }
  std::vector<std::string> const& moves() const { return moves_; }

 private:
  struct Judgement {
    TimePoint at;
    Level shown;
    bool clears;  ///< an open incident
  };

  /// By instants: each counts once, as it was judged last.
  void note_flapping(rules::Rule const& rule) {
    if (!rule.flap) {
      flaps_ = false;
      return;
    }
    std::map<TimePoint, bool> shown;
    for (std::size_t i = flap_since_; i < judged_.size(); ++i) shown[judged_[i].at] = judged_[i].shown != Level::ok;
    if (shown.size() < rule.flap->window) return;
    auto one = std::prev(shown.end(), std::ptrdiff_t(rule.flap->window));
    std::size_t changes = 0;
    for (auto next = std::next(one); next != shown.end(); ++one, ++next) changes += one->second != next->second;
    auto const share = double(changes) / double(rule.flap->window - 1);
    flaps_ = share >= rule.flap->high || (flaps_ && share >= rule.flap->low);
  }

  /// Whether the newest judgements have cleared for long enough.
  bool has_recovered(rules::Rule const& rule) const {
    std::set<TimePoint> samples;
    for (auto one = judged_.rbegin(); one != judged_.rend() && one->clears; ++one) samples.insert(one->at);
    return samples.size() >= rule.recover_hold.runs && !samples.empty() &&
           judged_.back().at - *samples.begin() >= rule.recover_hold.length;
  }

  /// When the unbroken run of at least this level began, and how many samples it holds.
  std::pair<TimePoint, std::size_t> trail(Level level) const {
    std::set<TimePoint> samples;
    for (auto one = judged_.rbegin(); one != judged_.rend() && one->shown >= level; ++one) samples.insert(one->at);
    return samples.empty() ? std::pair{TimePoint{}, std::size_t{0}} : std::pair{*samples.begin(), samples.size()};
  }

  Level next(rules::Rule const& rule) const {
    auto best = Level::ok;
    auto mildest = Level::critical;
    for (auto const level : kAlertLevels) {
      if (!rule.bounds[std::size_t(level)]) continue;
      mildest = std::min(mildest, level);
      auto const [since, samples] = trail(level);
      if (samples == 0) continue;
      bool const is_proven = samples >= rule.hold.runs && judged_.back().at - since >= rule.hold.length;
      if (is_proven || level <= level_) best = level;
    }
    if (best != Level::ok || level_ == Level::ok || has_recovered(rule)) return best;
    return std::min(mildest, level_);
  }

  std::vector<Judgement> judged_;
  Level level_ = Level::ok;
  Level worst_ = Level::ok;
  bool flaps_ = false;
  std::size_t flap_since_ = 0;  // of judged_
  TimePoint since_;
  int incidents_ = 0;
  std::vector<std::string> moves_;
};

}  // namespace lapwing::test
