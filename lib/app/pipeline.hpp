// SPDX-License-Identifier: Apache-2.0
// From what pollers brought to what channels are owed: history, rules, incidents, plan, and one transaction. Owns the
// state.
#pragma once

#include "alert/blindness.hpp"
#include "alert/edits.hpp"
#include "alert/origins.hpp"
#include "app/services.hpp"
#include "io/later.hpp"
#include "notify/plan.hpp"
#include "poll/poller.hpp"
#include "rules/rule.hpp"
#include "store/store.hpp"

#include <functional>
#include <memory>
#include <set>
#include <vector>

namespace lapwing::app {

/// What to judge by; replaced as a whole by a reload.
struct Judgement {
  rules::RuleSet rules;
  notify::Routes routes;
  Duration group_wait{};
  alert::PollerTypes pollers = {};  ///< those that are configured: what others brought is vanished
  /// What was edited in the alerts; absent where that is not known.
  std::optional<alert::Edits> edits = {};
  /// Called once, with what the first judgement by it made of what was known.
  std::function<void(std::vector<alert::Transition> const&)> on_first = {};
};

/// One poll, failed or not, with the samples that say so.
struct Arrived {
  std::string from = {};                      ///< the poller's name; "" where the daemon speaks of itself
  std::optional<store::PollerRecord> poller;  ///< absent for what the daemon says of itself
  poll::PollReport report;
  bool is_past = false;  ///< a source's first poll, or its past filled in: its events are no news
};

class Pipeline {
 public:
  /// `on_commit` is called after each transaction: there may be new debts.
  Pipeline(Services& services, store::Store& store, std::function<void()> on_commit);
  Pipeline(Pipeline const&) = delete;
  Pipeline& operator=(Pipeline const&) = delete;

  /// Loads the state once, at start. Before anything else.
  boost::asio::awaitable<Result<void>> load();

  /// Hands something in; it is judged soon. False: the store has been failing for so long that nothing more is taken
  /// in.
  bool push(Arrived arrived);
  /// Why the last tick of `run` could not be stored; "" where it could.
  std::string const& trouble() const { return trouble_; }
  /// How much was handed in that no tick has taken up yet.
  std::size_t waiting() const { return inbox_.size(); }
  /// From the next tick on, everything is judged by this; what is known already is judged again.
  void adopt(Judgement judgement);

  /// The task: judges what was handed in, forever; ends by `stop`, when all of it is committed.
  boost::asio::awaitable<void> run();
  void stop();
  /// Comes when all that was handed in before is judged and stored, and not while the store fails.
  std::shared_ptr<Later<bool>> whole_cycle();
  /// Comes when a round that begins after this has ended, also where the store failed.
  std::shared_ptr<Later<bool>> next_round();
  /// Judges what was handed in, once. Errors: storage; what was handed in is kept and tried again by the next tick.
  boost::asio::awaitable<Result<void>> tick();

  alert::State const& state() const { return state_; }
  rules::RuleSet const& rules() const { return judgement_.rules; }
  /// Whether what an open incident tells of can not be seen at present, because a source behind it can not be read.
  bool is_blind(alert::Incident const& incident) const {
    return alert::is_blind(*evaluator_, origins_, state_, incident);
  }
  /// The newest sample of every series of a metric, watched or not.
  std::vector<poll::NewestSample> newest(std::string const& metric) const;

 private:
  boost::asio::awaitable<Result<void>> take_judgement();
  boost::asio::awaitable<Result<void>> take_inbox();
  bool is_configured(std::string const& poller) const { return judgement_.pollers.contains(poller); }
  bool is_vanished(alert::SeriesName const& name) const;
  std::set<alert::SeriesName> returning(std::size_t arrived) const;
  void take_origins(Arrived const& arrived);
  alert::Tick tell_missing(std::string const& poller);
  std::vector<Event> to_be_told(std::size_t arrived) const;
  void judge(std::size_t arrived, std::vector<Event> const& news);
  void log(alert::Tick const& tick) const;
  void remember(alert::Tick const& tick);

  Services& services_;
  store::Store& store_;
  std::function<void()> on_commit_;
  std::unique_ptr<Alarm> alarm_;

  Judgement judgement_;
  std::optional<Judgement> next_judgement_;
  series::History history_;
  std::optional<rules::Evaluator> evaluator_;  // of the two above
  alert::State state_;
  alert::Origins origins_;
  bool any_vanished_ = false;              // of the series in origins_
  std::set<alert::SeriesName> returning_;  // of these, those that a poller brings again
  store::NewestSamples newest_;
  std::vector<Arrived> inbox_;
  std::vector<std::shared_ptr<Later<bool>>> cycles_asked_;  // also held by whoever asked
  std::vector<std::shared_ptr<Later<bool>>> rounds_asked_;  // the same
  store::Commit commit_;                                    // computed but not yet in the store
  bool uncommitted_ = false;
  std::string trouble_;
  bool stopping_ = false;
};

}  // namespace lapwing::app
