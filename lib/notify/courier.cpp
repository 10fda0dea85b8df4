// SPDX-License-Identifier: Apache-2.0
#include "notify/courier.hpp"

#include "notify/courier_steps.hpp"
#include "notify/pacing.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>

namespace lapwing::notify {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using store::Owed;

namespace {

/// The system clock may be set at any time: what hangs on it is looked at again after so long.
constexpr Duration kLongestSleep = 1min;

/// The earlier of two, where there is one.
std::optional<TimePoint> earlier(std::optional<TimePoint> one, std::optional<TimePoint> other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}

/// Of something that happened once, as against something that lasts.
bool is_about_an_event(Owed const& debt) { return debt.incident.closed && debt.incident.level != Level::ok; }

}  // namespace

Courier::Courier(DispatcherServices& services, Channel channel, Policy const& policy, Letterhead const& letterhead,
                 Listeners const& listeners, HoldHost hold_host)
    : services_(services),
      channel_(std::move(channel)),
      destination_(channel_.notifier->destination()),
      policy_(policy),
      letterhead_(letterhead),
      listeners_(listeners),
      hold_host_(std::move(hold_host)),
      alarm_(services.clock.make_alarm()) {
  record_.name = channel_.name;
  record_.destination = destination_.fingerprint;
}

void Courier::restore(store::ChannelRecord const& record) {
  bool const moved = !record.destination.empty() && record.destination != destination_.fingerprint;
  if (moved) {
    spdlog::info("channel={} goes elsewhere than before: its limits and failures are forgotten", channel_.name);
    return;
  }
  record_ = record;
  record_.destination = destination_.fingerprint;
  // Whatever the clock did meanwhile, no channel is held for longer than a day.
  hold(std::clamp(record.not_before - services_.clock.now(), Duration{0}, kLongestWait));
}

void Courier::hold(Duration wait) {
  ready_ = std::max(ready_, services_.clock.steady() + wait);
  record_.not_before = std::max(record_.not_before, services_.clock.now() + wait);
}

void Courier::end_backing_off() {
  // Not a rate limit: those who ask too early are kept waiting longer.
  if (record_.refusals > 0 || record_.failures > 2) ready_ = services_.clock.steady();
}

void Courier::try_now() {
  end_backing_off();
  wake();
}

Duration Courier::wait_left() const {
  auto const left = ready_ - services_.clock.steady();
  return std::max(std::chrono::ceil<Duration>(left), Duration{0});
}

Fares Courier::fares() const {
  auto const last = record_.refusals > 0 ? Outcome::Kind::bad_destination : Outcome::Kind::retry;
  auto const behind = behind_since_ ? services_.clock.steady() - *behind_since_ : SteadyTime::duration{0};
  return {channel_.name, is_failing(record_, last), std::chrono::floor<Duration>(behind)};
}

void Courier::wake() {
  is_stale_ = true;
  if (!behind_since_) behind_since_ = services_.clock.steady();
  alarm_->ring();
}

void Courier::stop() {
  stopping_ = true;
  alarm_->ring();
}

std::shared_ptr<Later<Outcome>> Courier::test(Level level) {
  auto answer = std::make_shared<Later<Outcome>>(services_.clock);
  wishes_.push_back({level, answer});
  try_now();
  return answer;
}

awaitable<void> Courier::run() {
  while (!stopping_) {
    auto const done = co_await step(true);
    if (stopping_) break;
    auto const wait = std::min(done.wait, kLongestSleep);
    co_await alarm_->wait_for(wait);
  }
  Outcome const stopped{.kind = Outcome::Kind::retry, .why = "lapwing stops or reloads"};
  for (auto const& wish : wishes_) wish.answer->set(stopped);
  auto const& c = counters_;
  if (c.attempts > 0)
    spdlog::info(
        "channel={} attempts={} delivered={} edited={} retried={} refused={} degraded={} given_up={} "
        "superseded={}",
        channel_.name, c.attempts, c.delivered, c.edited, c.retried, c.refused, c.degraded, c.given_up, c.superseded);
}

awaitable<bool> Courier::flush(SteadyTime deadline) {
  wake();
  for (;;) {
    auto const done = co_await step(false);
    if (done.settled) co_return true;
    if (services_.clock.steady() + done.wait > deadline) co_return false;
    auto const wait = done.wait;
    co_await alarm_->wait_for(wait);
  }
}

awaitable<Courier::Step> Courier::step(bool wait_for_company) {
  if (!wishes_.empty()) co_return co_await send_test();
  auto const now = services_.clock.now();
  if (is_stale_ || (next_reminder_ && *next_reminder_ <= now)) {
    auto const loaded = co_await load();
    if (!loaded) co_return Step{30s};
  }
  auto pile = sort_out();
  if (pile.news.empty())
    behind_since_.reset();
  else if (!behind_since_)
    behind_since_ = services_.clock.steady();
  if (!pile.too_old.empty()) {
    auto const limit = format_duration(age_limit(pile.too_old.front().incident.level));
    auto why = "not delivered within " + limit + ": " + record_.error;
    co_await give_up(std::move(pile.too_old), std::move(why));
  }
  if (pile.news.empty() && pile.superseded.empty()) {
    continues_ = false;
    wave_began_.reset();
    auto const reported = co_await send_report();
    if (!reported.settled) co_return reported;
    auto const edited = co_await send_edit();
    if (!edited.settled) co_return edited;
    auto const again = earlier(pile.again, next_reminder_);
    co_return Step{again ? std::max(*again - services_.clock.now(), Duration{0}) : kLongestSleep, true};
  }
  if (!pile.news.empty()) {
    auto const due = std::ranges::min(pile.news, {}, &Owed::due).due;
    auto const steady = services_.clock.steady();
    if (!wave_began_) wave_began_ = steady;
    auto const patience = std::chrono::ceil<Duration>(*wave_began_ + policy_.group_wait - steady);
    auto const company = wait_for_company ? std::min(due - now, patience) : Duration{0};
    if (auto const wait = std::max(wait_left(), company); wait > Duration{0}) {
      put_back(std::move(pile.news));
      put_back(std::move(pile.superseded));
      co_return Step{wait};
    }
  }
  co_return co_await send_news(std::move(pile));
}

/// Reads what is owed. What comes in meanwhile makes it stale again.
awaitable<bool> Courier::load() {
  struct Read {
    std::vector<Owed> owed;
    std::vector<store::Edit> edits;
    std::vector<store::ReportDebt> reports;
    std::optional<TimePoint> next_reminder;
  };
  auto const name = channel_.name;
  auto const asked = services_.clock.now();
  is_stale_ = false;
  auto read = [this, name, asked]() -> Result<Read> {
    auto owed = services_.store.owed(name);
    if (!owed) return owed.error();
    auto reminders = services_.store.reminders(name, asked);
    if (!reminders) return reminders.error();
    std::ranges::move(reminders->due, std::back_inserter(*owed));
    auto edits = services_.store.edits(name);
    if (!edits) return edits.error();
    auto reports = services_.store.report_debts(name);
    if (!reports) return reports.error();
    return Read{*std::move(owed), *std::move(edits), *std::move(reports), reminders->next};
  };
  auto done = co_await services_.store_worker.run(std::move(read));
  if (!done) {
    is_stale_ = true;
    spdlog::error("outbox not read channel={} error=\"{}\"", name, done.error().message);
    co_return false;
  }
  backlog_ = std::move(done->owed);
  edits_ = std::move(done->edits);
  reports_ = std::move(done->reports);
  next_reminder_ = done->next_reminder;
  co_return true;
}

Courier::Pile Courier::sort_out() {
  Pile pile;
  auto const now = services_.clock.now();
  for (auto& debt : std::exchange(backlog_, {})) {
    bool const is_wanted = !debt.is_reminder || (policy_.remind && policy_.remind(debt.incident, debt.reminders));
    if (!is_wanted || !is_news(debt, channel_.name, policy_.routes)) {
      pile.superseded.push_back(std::move(debt));
    } else if (auto const held = policy_.held ? policy_.held(debt.incident, debt.told) : std::nullopt) {
      if (held->for_good) {
        pile.superseded.push_back(std::move(debt));
      } else {
        pile.again = earlier(pile.again, held->until);
        backlog_.push_back(std::move(debt));
      }
    } else if (record_.failing_since && is_about_an_event(debt) &&
               now - std::max(debt.due, *record_.failing_since) > age_limit(debt.incident.level)) {
      pile.too_old.push_back(std::move(debt));
    } else {
      pile.news.push_back(std::move(debt));
    }
  }
  return pile;
}

void Courier::put_back(std::vector<Owed> debts) { std::ranges::move(debts, std::back_inserter(backlog_)); }

}  // namespace lapwing::notify
