// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>

namespace lapwing::app {

using namespace std::chrono_literals;
using boost::asio::awaitable;

namespace {

constexpr std::size_t kMostWaiting = 200;

}  // namespace

Pipeline::Pipeline(Services& services, store::Store& store, std::function<void()> on_commit)
    : services_(services), store_(store), on_commit_(std::move(on_commit)), alarm_(services.clock.make_alarm()) {}

awaitable<Result<void>> Pipeline::load() {
  auto read = [this] { return store_.load_state(); };
  auto loaded = co_await services_.store_worker.run(std::move(read));
  if (!loaded) co_return loaded.error();
  state_ = std::move(*loaded);
  auto read_newest = [this] { return store_.newest_samples(); };
  auto newest = co_await services_.store_worker.run(std::move(read_newest));
  if (!newest) co_return newest.error();
  newest_ = std::move(*newest);
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

awaitable<void> Pipeline::run() {
  for (;;) {
    auto const done = co_await tick();
    auto wake = services_.clock.now() + 1h;
    if (!done) {
      spdlog::error("not stored error=\"{}\" next=\"kept in memory, tried again in 5s\"", done.error().message);
      wake = services_.clock.now() + 5s;
    }
    if (stopping_) co_return;
    if (done && (!inbox_.empty() || next_judgement_)) continue;
    co_await alarm_->wait_until(wake);
  }
}

/// Swaps rules, and reloads the history they look at from the store.
awaitable<Result<void>> Pipeline::take_judgement() {
  auto next = std::move(*next_judgement_);
  next_judgement_.reset();
  auto read = [this, &next] { return store_.load_history(next.rules); };
  auto loaded = co_await services_.store_worker.run(std::move(read));
  if (!loaded) {
    if (!next_judgement_) next_judgement_ = std::move(next);
    co_return loaded.error();
  }
  history_ = std::move(*loaded);
  judgement_ = std::move(next);
  auto const closed = alert::close_removed(state_, judgement_.rules, services_.clock.now());
  remember(closed);
  rejudge_ = rules::newest(history_);
  co_return Result<void>();
}

awaitable<Result<void>> Pipeline::tick() {
  if (!uncommitted_) {
    if (next_judgement_) {
      auto const taken = co_await take_judgement();
      if (!taken) co_return taken.error();
    }
    judge();
  }
  if (!uncommitted_) co_return Result<void>();
  auto write = [this] { return store_.commit(commit_); };
  auto written = co_await services_.store_worker.run(std::move(write));
  if (!written) co_return written.error();
  uncommitted_ = false;
  commit_ = {};
  on_commit_();
  co_return Result<void>();
}

/// Everything but the transaction: pure work on the state.
void Pipeline::judge() {
  if (inbox_.empty() && rejudge_.empty() && !uncommitted_) return;
  auto arrivals = std::exchange(rejudge_, {});
  std::set<series::SeriesId> touched;
  for (auto& arrived : std::exchange(inbox_, {})) {
    for (auto& sample : arrived.report.samples) {
      auto& newest = newest_[sample.metric][sample.labels];
      if (newest.at <= sample.at) newest = {sample.at, sample.value};
      if (!judgement_.rules.watching(sample.metric).empty()) {
        auto const id = history_.add(sample);
        arrivals.push_back({id, sample.at});
        touched.insert(id);
      }
      commit_.samples.push_back(std::move(sample));
    }
    std::ranges::move(arrived.report.events, std::back_inserter(commit_.events));
    if (arrived.poller) commit_.pollers.push_back(std::move(*arrived.poller));
  }
  auto const verdicts = rules::evaluate(judgement_.rules, history_, arrivals);
  remember(alert::advance(state_, judgement_.rules, history_, verdicts));
  for (auto const id : touched) history_.trim(id);
  uncommitted_ = true;
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
  uncommitted_ = uncommitted_ || !tick.standings.empty();
  log(tick);
}

void Pipeline::log(alert::Tick const& tick) const {
  for (auto const& move : tick.transitions) {
    spdlog::info("incident id={} alert={} labels='{}' from={} to={} at={} value=\"{}\"", move.incident, move.key.rule,
                 move.key.labels.to_string(), name_of(move.from), name_of(move.to), format_utc(move.at), move.value);
  }
}

}  // namespace lapwing::app
