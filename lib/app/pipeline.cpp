// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline.hpp"

#include "alert/announce.hpp"
#include "alert/no_data.hpp"
#include "core/milestone.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>
#include <utility>

namespace lapwing::app {

using namespace std::chrono_literals;
using boost::asio::awaitable;

namespace {

constexpr std::size_t kMostWaiting = 200;
/// An event that is older when it becomes known is not told any more.
constexpr Duration kNewsLasts = 24h;

}  // namespace

Pipeline::Pipeline(Services& services, store::Store& store, std::function<void()> on_commit)
    : services_(services), store_(store), on_commit_(std::move(on_commit)), alarm_(services.clock.make_alarm()) {
  evaluator_.emplace(judgement_.rules, history_);
}

awaitable<Result<void>> Pipeline::load() {
  auto read = [this] { return store_.load_state(); };
  auto loaded = co_await services_.store_worker.run(std::move(read));
  if (!loaded) co_return loaded.error();
  state_ = std::move(*loaded);
  auto read_newest = [this] { return store_.newest_samples(); };
  auto newest = co_await services_.store_worker.run(std::move(read_newest));
  if (!newest) co_return newest.error();
  newest_ = std::move(*newest);
  auto read_origins = [this] { return store_.origins(); };
  auto origins = co_await services_.store_worker.run(std::move(read_origins));
  if (!origins) co_return origins.error();
  origins_ = alert::Origins(std::move(*origins));
  co_return Result<void>();
}

std::vector<poll::NewestSample> Pipeline::newest(std::string const& metric) const {
  std::vector<poll::NewestSample> out;
  auto const found = newest_.find(metric);
  if (found == newest_.end()) return out;
  for (auto const& [labels, point] : found->second) out.push_back({labels, point.value, point.at});
  return out;
}

bool Pipeline::push(Arrived arrived) {
  if (inbox_.size() >= kMostWaiting) return false;
  inbox_.push_back(std::move(arrived));
  alarm_->ring();
  return true;
}

void Pipeline::adopt(Judgement judgement) {
  next_judgement_ = std::move(judgement);
  alarm_->ring();
}

void Pipeline::stop() {
  stopping_ = true;
  alarm_->ring();
}

std::shared_ptr<Later<bool>> Pipeline::whole_cycle() {
  auto asked = std::make_shared<Later<bool>>(services_.clock);
  cycles_asked_.push_back(asked);
  alarm_->ring();
  return asked;
}

std::shared_ptr<Later<bool>> Pipeline::next_round() {
  auto asked = std::make_shared<Later<bool>>(services_.clock);
  rounds_asked_.push_back(asked);
  alarm_->ring();
  return asked;
}

awaitable<void> Pipeline::run() {
  for (;;) {
    auto const asked = cycles_asked_.size();
    auto const rounds = std::exchange(rounds_asked_, {});
    auto const done = co_await tick();
    for (auto const& one : rounds) one->set(true);
    trouble_ = done ? "" : done.error().message;
    if (done) {
      for (std::size_t i = 0; i < asked; ++i) cycles_asked_[i]->set(true);
      cycles_asked_.erase(cycles_asked_.begin(), cycles_asked_.begin() + std::ptrdiff_t(asked));
    }
    Duration const patience = judgement_.rules.is_clocked() ? Duration{1min} : Duration{1h};
    auto wake = services_.clock.now() + patience;
    if (!done) {
      spdlog::error("not stored error=\"{}\" next=\"kept in memory, tried again in 5s\"", done.error().message);
      wake = services_.clock.now() + 5s;
    }
    if (stopping_) co_return;
    if (done && (!inbox_.empty() || next_judgement_)) continue;
    co_await alarm_->wait_until(wake);
  }
}

/// Swaps rules, reloads the history they look at from the store, and judges anew what is known. Series of pollers that
/// are no more are left out.
awaitable<Result<void>> Pipeline::take_judgement() {
  auto next = std::move(*next_judgement_);
  next_judgement_.reset();
  auto read = [this, &next] {
    auto const is_out = [&](alert::SeriesName const& name) {
      auto const* const origin = origins_.find(name);
      return origin != nullptr && alert::is_vanished(name, *origin, next.pollers) && !returning_.contains(name);
    };
    return store_.load_history(next.rules, {}, is_out);
  };
  auto loaded = co_await services_.store_worker.run(std::move(read));
  if (!loaded) {
    if (!next_judgement_) next_judgement_ = std::move(next);
    co_return loaded.error();
  }
  evaluator_.reset();
  history_ = std::move(*loaded);
  judgement_ = std::move(next);
  evaluator_.emplace(judgement_.rules, history_);
  any_vanished_ = std::ranges::any_of(origins_.all(), [&](auto const& one) { return is_vanished(one.first); });
  auto const now = services_.clock.now();
  auto const vanished = alert::close_vanished(state_, judgement_.rules, origins_, judgement_.pollers, now);
  remember(vanished);
  auto const edited = alert::take_edits(state_, *evaluator_, judgement_.edits, now);
  remember(edited);
  judgement_.edits.emplace();  // nothing has been edited since
  auto moves = vanished.transitions;
  std::ranges::copy(edited.transitions, std::back_inserter(moves));
  for (auto const& [poller, type] : judgement_.pollers)
    std::ranges::copy(tell_missing(poller).transitions, std::back_inserter(moves));
  if (auto const tell = std::exchange(judgement_.on_first, {})) tell(moves);
  co_return Result<void>();
}

awaitable<Result<void>> Pipeline::tick() {
  if (!uncommitted_) {
    if (next_judgement_) {
      auto const taken = co_await take_judgement();
      if (!taken) co_return taken.error();
    }
    auto const judged = co_await take_inbox();
    if (!judged) co_return judged.error();
  }
  if (!uncommitted_) co_return Result<void>();
  auto write = [this] { return store_.commit(commit_); };
  auto written = co_await services_.store_worker.run(std::move(write));
  if (!written) co_return written.error();
  uncommitted_ = false;
  commit_ = {};
  milestone("commit");
  on_commit_();
  co_return Result<void>();
}

/// Judges what lies in the inbox now. What is put in meanwhile waits for the next tick.
awaitable<Result<void>> Pipeline::take_inbox() {
  auto const arrived = inbox_.size();
  returning_ = returning(arrived);
  if (!returning_.empty()) {  // their past is in the store alone
    if (!next_judgement_) next_judgement_ = judgement_;
    auto const taken = co_await take_judgement();
    if (!taken) co_return taken.error();
  }
  auto candidates = to_be_told(arrived);
  if (!candidates.empty()) {
    auto ask = [this, &candidates] { return store_.new_events(std::move(candidates)); };
    auto news = co_await services_.store_worker.run(std::move(ask));
    if (!news) co_return news.error();
    candidates = std::move(*news);
  }
  judge(arrived, candidates);
  co_return Result<void>();
}

/// The events that an alert is on, as far as their age goes.
std::vector<Event> Pipeline::to_be_told(std::size_t arrived) const {
  std::vector<Event> out;
  auto const oldest = services_.clock.now() - kNewsLasts;
  for (std::size_t i = 0; i < arrived; ++i) {
    if (inbox_[i].is_past) continue;
    for (auto const& event : inbox_[i].report.events) {
      auto const rules = judgement_.rules.events();
      bool const is_wanted = std::ranges::any_of(rules, [&](auto const& rule) { return alert::is_of(rule, event); });
      if (is_wanted && event.at >= oldest) out.push_back(event);
    }
  }
  return out;
}

/// Everything but the transaction: pure work on the state.
void Pipeline::judge(std::size_t arrived, std::vector<Event> const& news) {
  milestone("judge");
  std::vector<rules::Arrival> arrivals;
  std::set<series::SeriesId> touched;
  std::set<std::string> polled;
  for (std::size_t i = 0; i < arrived; ++i) {
    auto const& from = inbox_[i].from;
    // A poller that a reload has taken away meanwhile: stored, but it feeds nothing any more.
    bool const counts = from.empty() || is_configured(from);
    if (counts && !from.empty()) take_origins(inbox_[i]);
    if (counts && inbox_[i].poller) polled.insert(from);
    for (auto& sample : inbox_[i].report.samples) {
      auto& newest = newest_[sample.metric][sample.labels];
      if (newest.at <= sample.at) newest = {sample.at, sample.value};
      // What a person brings of a series that is vanished is stored with the rest of its past.
      bool const is_out = from.empty() && any_vanished_ && is_vanished({sample.metric, sample.labels});
      if (counts && !is_out && judgement_.rules.horizon(sample.metric)) {
        auto const id = history_.add(sample);
        arrivals.push_back({id, sample.at});
        touched.insert(id);
      }
      commit_.samples.push_back(std::move(sample));
    }
    std::ranges::move(inbox_[i].report.events, std::back_inserter(commit_.events));
    if (inbox_[i].poller) commit_.pollers.push_back(std::move(*inbox_[i].poller));
  }
  inbox_.erase(inbox_.begin(), inbox_.begin() + std::ptrdiff_t(arrived));
  uncommitted_ = uncommitted_ || arrived > 0;
  remember(alert::advance(state_, *evaluator_, evaluator_->judge(arrivals)));
  remember(alert::advance(state_, *evaluator_, evaluator_->judge_by_clock(services_.clock.now())));
  remember(alert::announce(state_, judgement_.rules, history_, news));
  for (auto const& poller : polled) tell_missing(poller);
  for (auto const id : touched) history_.trim(id, *judgement_.rules.horizon(history_.metric(id)));
}

bool Pipeline::is_vanished(alert::SeriesName const& name) const {
  auto const* const origin = origins_.find(name);
  return origin != nullptr && alert::is_vanished(name, *origin, judgement_.pollers);
}

/// The series that were vanished and that the inbox brings again.
std::set<alert::SeriesName> Pipeline::returning(std::size_t arrived) const {
  std::set<alert::SeriesName> names;
  for (std::size_t i = 0; any_vanished_ && i < arrived; ++i) {
    if (!is_configured(inbox_[i].from)) continue;
    for (auto const& sample : inbox_[i].report.samples) {
      alert::SeriesName name{sample.metric, sample.labels};
      if (is_vanished(name)) names.insert(std::move(name));
    }
  }
  return names;
}

/// Which series go on and which are missed.
void Pipeline::take_origins(Arrived const& arrived) {
  bool const is_good_poll = arrived.poller && arrived.poller->failures == 0;
  origins_.take(arrived.from, arrived.report.samples, is_good_poll);
  std::ranges::move(origins_.take_changes(), std::back_inserter(commit_.origins));
}

alert::Tick Pipeline::tell_missing(std::string const& poller) {
  auto const missing = alert::find_missing(judgement_.rules, origins_.missing(poller));
  auto tick = alert::tell_missing(state_, poller, judgement_.pollers.at(poller), missing, services_.clock.now());
  remember(tick);
  return tick;
}

/// Puts what a tick changed into the transaction to come.
void Pipeline::remember(alert::Tick const& tick) {
  for (auto const& key : tick.standings) {
    auto const found = state_.standings.find(key);
    commit_.standings.emplace_back(key, found == state_.standings.end() ? std::nullopt : std::optional(found->second));
  }
  std::ranges::copy(tick.incidents, std::back_inserter(commit_.incidents));
  std::ranges::move(notify::plan(tick, judgement_.routes, services_.clock.now() + judgement_.group_wait),
                    std::back_inserter(commit_.debts));
  uncommitted_ = uncommitted_ || !tick.standings.empty() || !tick.incidents.empty();
  log(tick);
}

void Pipeline::log(alert::Tick const& tick) const {
  for (auto const& move : tick.transitions) {
    spdlog::info("incident id={} alert={} labels='{}' from={} to={} at={} value=\"{}\"", move.incident, move.key.rule,
                 move.key.labels.to_string(), name_of(move.from), name_of(move.to), format_utc(move.at), move.value);
  }
}

}  // namespace lapwing::app
