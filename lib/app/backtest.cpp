// SPDX-License-Identifier: Apache-2.0
#include "app/backtest.hpp"

#include "alert/announce.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace lapwing::app {
namespace {

/// Samples are put in order of time a slice at a time, so that a year of them needs no second copy.
constexpr Duration kSlice = std::chrono::hours{24};

/// Which results are well and have nothing pending. A sample that finds such a result well again moves nothing, and
/// most are of this kind: they need not go through the state machine.
class Quiet {
 public:
  explicit Quiet(rules::Evaluator const& evaluator) : evaluator_(evaluator), results_(evaluator.rules().all().size()) {}

  /// New series may have given the results other numbers.
  void take_in(std::size_t series) {
    if (series == series_) return;
    series_ = series;
    for (std::size_t rule = 0; rule < results_.size(); ++rule)
      results_[rule].assign(evaluator_.results(rule).size(), false);
  }
  bool says_nothing(rules::Verdict const& verdict) const {
    return verdict.level == Level::ok && !verdict.is_learning && results_[verdict.rule][verdict.result];
  }
  void set(rules::Verdict const& verdict, alert::Standing const& standing) {
    results_[verdict.rule][verdict.result] =
        standing.level == Level::ok && !standing.is_learning && !standing.is_pending() &&
        !evaluator_.rules()[verdict.rule].flap;  // of one that may flap every run counts
  }

 private:
  rules::Evaluator const& evaluator_;
  std::vector<std::vector<bool>> results_;  // by rule
  std::size_t series_ = 0;
};

/// Keeps the books: which incidents there were and who would have heard of them.
class Books {
 public:
  Books(rules::RuleSet const& rules, notify::Routes const& routes) : routes_(routes) {
    for (auto const& rule : rules.all()) add(rule.id);
    for (auto const& rule : rules.events()) add(rule.id);
    channels_ = routes.all();
  }

  void enter(alert::Tick const& tick, bool counts_runs) {
    for (auto const& move : tick.transitions) {
      auto& tally = out_.alerts[places_.at(move.key.rule)];
      auto [place, is_new] = open_.try_emplace(move.incident);
      auto& open = place->second;
      if (is_new) {
        open.firing = tally.incidents.size();
        tally.incidents.push_back({move.key.labels, move.to, move.at, {}});
      }
      auto& firing = tally.incidents[open.firing];
      firing.worst = std::max(firing.worst, move.to);
      if (is_told(open, move)) ++tally.messages;
      if (move.to == Level::ok) {
        if (counts_runs && open.runs + 1 <= kSoon) ++tally.cleared_soon;
        close(tally, firing, move.at);
        open_.erase(place);
      }
      out_.transitions.push_back(move);
    }
    // Those on events are over as soon as they are there.
    for (auto const& incident : tick.incidents) {
      auto const found = incident.closed ? open_.find(incident.id) : open_.end();
      if (found == open_.end()) continue;
      auto& tally = out_.alerts[places_.at(incident.key.rule)];
      close(tally, tally.incidents[found->second.firing], *incident.closed);
      open_.erase(found);
    }
  }

  /// The value behind an open incident was judged once more.
  void count_run(alert::IncidentId incident) {
    if (auto const found = open_.find(incident); found != open_.end()) ++found->second.runs;
  }
  void count_sample() { ++out_.samples; }

  Backtest finish(TimePoint until) {
    for (auto& tally : out_.alerts) {
      for (auto& firing : tally.incidents) {
        if (!firing.until) add_length(tally, until - firing.from);
      }
    }
    return std::move(out_);
  }

 private:
  struct Open {
    std::size_t firing = 0;             // index into the tally's incidents
    std::size_t runs = 0;               // judged since it was opened
    std::map<std::string, Level> told;  // by channel
  };

  void add(std::string const& id) {
    places_.emplace(id, out_.alerts.size());
    out_.alerts.emplace_back().alert = id;
  }

  bool is_told(Open& open, alert::Transition const& move) const {
    bool any = false;
    store::Owed debt;
    debt.incident.key = move.key;
    debt.incident.level = move.to;
    for (auto const& channel : channels_) {
      auto& told = open.told[channel];
      debt.told = told;
      if (!notify::is_news(debt, channel, routes_)) continue;
      told = move.to;
      any = true;
    }
    return any;
  }

  static void close(Tally& tally, Firing& firing, TimePoint at) {
    firing.until = at;
    add_length(tally, at - firing.from);
  }
  static void add_length(Tally& tally, Duration length) {
    tally.firing += length;
    tally.longest = std::max(tally.longest, length);
  }

  notify::Routes const& routes_;
  std::set<std::string> channels_;
  std::map<std::string, std::size_t> places_;
  std::map<alert::IncidentId, Open> open_;
  Backtest out_;
};

/// Plays into a history of its own what the past holds, in order of time.
class Player {
 public:
  Player(rules::RuleSet const& rules, notify::Routes const& routes, Past const& past, TimePoint since)
      : rules_(rules), past_(past), books_(rules, routes) {
    for (series::SeriesId id = 0; id < past.samples.size(); ++id) take_in_what_is_before(id, since);
    evaluator_.emplace(rules, history_);
    quiet_.emplace(*evaluator_);
    event_ = std::ranges::find_if(past.events, [&](Event const& one) { return one.at >= since; });
  }

  Backtest play(TimePoint until, std::function<void(double)> const& progress) {
    auto const first = begin();
    clock_ = std::min(first, until);
    for (auto from = first; from <= until; from += kSlice) {
      if (progress) progress(double((from - first).count()) / double(std::max(until - first, Duration{1}).count()));
      play_slice(std::min(from + kSlice, until + Duration{1}));
    }
    tell_events(until + Duration{1});
    let_time_pass(until);
    return books_.finish(until);
  }

 private:
  struct Source {
    std::span<series::Point const> rest;     // what is still to come
    std::optional<series::SeriesId> played;  // absent until its first sample
    series::Horizon horizon;
  };
  struct Arriving {
    TimePoint at;
    series::SeriesId id;
    double value;
    auto operator<=>(Arriving const&) const = default;
  };

  void take_in_what_is_before(series::SeriesId id, TimePoint since) {
    auto const& recorded = past_.samples;
    auto const all = recorded.last(id, std::size_t(-1), TimePoint::max());
    auto const before = std::ranges::lower_bound(all, since, {}, &series::Point::at) - all.begin();
    Source source{
        all.subspan(std::size_t(before)), {}, rules_.horizon(recorded.metric(id)).value_or(series::Horizon{})};
    if (before > 0) source.played = history_.intern(recorded.metric(id), recorded.labels(id));
    for (auto const& point : all.first(std::size_t(before))) history_.add(*source.played, point);
    sources_.push_back(source);
  }

  /// The first thing that happens.
  TimePoint begin() const {
    auto first = event_ == past_.events.end() ? TimePoint::max() : event_->at;
    for (auto const& source : sources_) {
      if (!source.rest.empty()) first = std::min(first, source.rest.front().at);
    }
    return first;
  }

  void play_slice(TimePoint end) {
    slice_.clear();
    for (series::SeriesId id = 0; id < sources_.size(); ++id) {
      auto& rest = sources_[id].rest;
      std::size_t count = 0;
      for (; count < rest.size() && rest[count].at < end; ++count)
        slice_.push_back({rest[count].at, id, rest[count].value});
      rest = rest.subspan(count);
    }
    std::ranges::sort(slice_);
    for (std::size_t i = 0; i < slice_.size();) {
      auto const at = slice_[i].at;
      tell_events(at);
      let_time_pass(at - Duration{1});
      arrivals_.clear();
      for (; i < slice_.size() && slice_[i].at == at; ++i) bring(slice_[i]);
      judge(evaluator_->judge(arrivals_), true);
      judge_by_clock(at);
      for (auto const& [id, when] : arrivals_) history_.trim(id, horizons_[id]);
    }
  }

  void bring(Arriving const& one) {
    auto& source = sources_[one.id];
    if (!source.played) source.played = history_.intern(past_.samples.metric(one.id), past_.samples.labels(one.id));
    history_.add(*source.played, series::Point{one.at, one.value});
    arrivals_.push_back({*source.played, one.at});
    if (horizons_.size() <= *source.played) horizons_.resize(*source.played + 1);
    horizons_[*source.played] = source.horizon;
    books_.count_sample();
  }

  void judge(std::vector<rules::Verdict> verdicts, bool counts_runs) {
    quiet_->take_in(history_.size());
    std::erase_if(verdicts, [&](auto const& one) { return quiet_->says_nothing(one); });
    if (verdicts.empty()) return;
    auto const tick = alert::advance(state_, *evaluator_, verdicts);
    for (auto const& verdict : verdicts) {
      auto const& standing = state_.standings.at({rules_[verdict.rule].id, evaluator_->labels(verdict)});
      quiet_->set(verdict, standing);
      if (!verdict.is_learning) books_.count_run(standing.incident);  // not yet known where it opens now
    }
    books_.enter(tick, counts_runs);
  }

  void judge_by_clock(TimePoint now) {
    clock_ = now;
    if (rules_.is_clocked()) judge(evaluator_->judge_by_clock(now), false);
  }
  void let_time_pass(TimePoint until) {
    while (rules_.is_clocked() && clock_ + kClockStep <= until) judge_by_clock(clock_ + kClockStep);
  }

  void tell_events(TimePoint before) {
    for (; event_ != past_.events.end() && event_->at < before; ++event_)
      books_.enter(alert::announce(state_, rules_, history_, {&*event_, 1}), false);
  }

  rules::RuleSet const& rules_;
  Past const& past_;
  Books books_;
  series::History history_;
  std::optional<rules::Evaluator> evaluator_;
  std::optional<Quiet> quiet_;
  alert::State state_;
  std::vector<Source> sources_;            // by series of the past
  std::vector<series::Horizon> horizons_;  // by series played
  std::vector<Event>::const_iterator event_;
  TimePoint clock_;
  std::vector<Arriving> slice_;
  std::vector<rules::Arrival> arrivals_;
};

bool overlap(Firing const& one, Firing const& other) {
  return one.labels == other.labels && one.from <= other.until.value_or(TimePoint::max()) &&
         other.from <= one.until.value_or(TimePoint::max());
}

}  // namespace

Backtest backtest(rules::RuleSet const& rules, notify::Routes const& routes, Past const& past, TimePoint since,
                  TimePoint until, std::function<void(double)> const& progress) {
  return Player(rules, routes, past, since).play(until, progress);
}

std::vector<Firing> only_in(Tally const& one, Tally const& other) {
  std::vector<Firing> out;
  for (auto const& firing : one.incidents) {
    if (std::ranges::none_of(other.incidents, [&](Firing const& it) { return overlap(firing, it); }))
      out.push_back(firing);
  }
  return out;
}

}  // namespace lapwing::app
