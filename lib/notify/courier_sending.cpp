// SPDX-License-Identifier: Apache-2.0
// The part of a courier that sends: what it renders, what an answer changes, what is recorded of it.
#include "core/milestone.hpp"
#include "notify/courier_steps.hpp"
#include "notify/message.hpp"
#include "notify/pacing.hpp"
#include "notify/send.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace lapwing::notify {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using store::Owed;

namespace {

/// So many incidents of a message have a chart at most, the worst.
constexpr std::size_t kMostCharts = 3;

}  // namespace

awaitable<Courier::Step> Courier::send_news(Pile pile) {
  auto news = std::move(pile.news), superseded = std::move(pile.superseded);
  Outcome outcome;
  if (!news.empty()) {
    sort_worst_first(news);
    auto message = message_of(news, letterhead_.project, letterhead_.zone, services_.clock.now());
    message.continues = continues_;
    if (form_ == Form::full) co_await add_charts(message, news);
    milestone("render");
    auto rendered = channel_.notifier->render(message, form_);
    std::vector<Owed> rest(std::make_move_iterator(news.begin() + std::ptrdiff_t(rendered.told)),
                           std::make_move_iterator(news.end()));
    news.resize(rendered.told);
    outcome = co_await deliver(std::move(rendered.payload));
    if (outcome.kind == Outcome::Kind::delivered) continues_ = !rest.empty();
    put_back(std::move(rest));
  }
  co_await settle(outcome, std::move(news), std::move(superseded));
  co_return Step{};
}

awaitable<Courier::Step> Courier::send_test() {
  end_backing_off();  // since it was asked for, another message may have failed
  auto const wait = wait_left();
  if (wait > Duration{0}) co_return Step{wait};
  auto const wish = wishes_.front();
  wishes_.pop_front();
  auto const message =
      test_message(wish.level, channel_.name, letterhead_.project, letterhead_.zone, services_.clock.now());
  auto rendered = channel_.notifier->render(message, Form::full);
  auto outcome = co_await deliver(std::move(rendered.payload));
  auto const records = take_outcome(outcome);
  report_health(outcome);
  auto job = [this, records] { return services_.store.save(records); };
  co_await write(std::move(job));
  wish.answer->set(std::move(outcome));
  co_return Step{};
}

/// When each is told again if nothing changes.
void Courier::plan_reminders(std::vector<Owed>& told) const {
  auto const now = services_.clock.now();
  for (auto& debt : told) {
    auto const sent = debt.is_reminder ? debt.reminders + 1 : 0;
    auto const wait = policy_.remind && !debt.incident.closed ? policy_.remind(debt.incident, sent) : std::nullopt;
    if (wait) debt.remind_at = now + *wait;
  }
}

/// The first items get their charts, if the channel shows them and they are told in full. `debts` are those of the
/// items.
awaitable<void> Courier::add_charts(Notification& message, std::vector<Owed> const& debts) {
  auto const from = channel_.notifier->chart_from();
  if (!from || !policy_.chart) co_return;
  for (std::size_t i = 0; i < std::min(message.items.size(), kMostCharts); ++i) {
    auto& item = message.items[i];
    if (!item.follows.empty() || (is_over(item) ? item.before : item.level) < *from) continue;
    auto draw = policy_.chart(debts[i].incident);
    if (!draw) continue;
    auto drawn = co_await services_.store_worker.run(std::move(draw));
    if (drawn)
      item.chart = *std::move(drawn);
    else
      spdlog::warn("chart not drawn incident={} error=\"{}\"", item.incident, drawn.error().message);
  }
}

awaitable<Outcome> Courier::deliver(Payload payload) {
  ++counters_.attempts;
  milestone("send");
  WaysOut const ways{services_.http, services_.workers, services_.print, services_.redact};
  auto outcome = co_await send(ways, *channel_.notifier, std::move(payload));
  milestone("answer");
  co_return outcome;
}

/// Moves the channel's pace on, before anything waits again. All records that this changed.
std::vector<store::ChannelRecord> Courier::take_outcome(Outcome const& outcome) {
  auto const now = services_.clock.now();
  auto const held = wait_left();  // another channel of the host was held, and with it this one, while it was answered
  record_ = after_attempt(record_, outcome, now, services_.jitter());
  auto const wait = std::max(record_.not_before - now, held);
  record_.not_before = now + wait;
  ready_ = services_.clock.steady() + wait;
  std::vector<store::ChannelRecord> records;
  if (outcome.whole_host) records = hold_host_(*this, wait);
  records.push_back(record_);
  return records;
}

awaitable<void> Courier::give_up(std::vector<Owed> debts, std::string why) {
  auto const record = record_;
  auto const now = services_.clock.now();
  plan_reminders(debts);
  counters_.given_up += debts.size();
  spdlog::error("message given up channel={} incidents={} reason=\"{}\"", channel_.name, debts.size(), why);
  auto job = [this, record, debts, why, now] { return services_.store.bury(record, debts, why, now); };
  co_await write(std::move(job));
  listeners_.given_up(channel_.name, debts, why);
}

awaitable<void> Courier::settle(Outcome outcome, std::vector<Owed> told, std::vector<Owed> superseded) {
  using enum Outcome::Kind;
  auto const now = services_.clock.now();
  std::vector<store::ChannelRecord> records{record_};
  if (!told.empty()) records = take_outcome(outcome);
  auto const record = record_;
  counters_.superseded += superseded.size();
  if (outcome.kind != delivered || told.empty()) {
    if (!superseded.empty()) {
      milestone("supersede");
      auto job = [this, record, superseded, now] { return services_.store.settle(record, {}, superseded, now); };
      co_await write(std::move(job));
    }
    if (told.empty()) co_return;
  }
  if (outcome.kind == delivered) {
    ++counters_.delivered;
    behind_since_.reset();
    plan_reminders(told);
    std::set<std::string> stale;
    for (auto& debt : told) {
      if (!debt.message.empty() && !debt.is_reminder)
        stale.insert(debt.message);
      else
        debt.message = outcome.message;
    }
    for (auto const& message : stale) edits_.push_back({message, now});
    store::Delivered delivery{std::move(told), {stale.begin(), stale.end()}};
    spdlog::info("message delivered channel={} incidents={}", channel_.name, delivery.told.size());
    form_ = Form::full;
    report_health(outcome);
    auto job = [this, record, delivery, superseded, now] {
      return services_.store.settle(record, delivery, superseded, now);
    };
    co_await write(std::move(job));
    milestone("mark");
    if (records.size() == 1) co_return;
  } else if (outcome.kind == bad_message && form_ == Form::plain) {
    form_ = Form::full;
    report_health(outcome);
    co_await give_up(std::move(told), outcome.why);
    co_return;
  } else {
    report_failure(outcome, told.size());
    put_back(std::move(told));
  }
  auto job = [this, records] { return services_.store.save(records); };
  co_await write(std::move(job));
}

void Courier::report_failure(Outcome const& outcome, std::size_t incidents) {
  using enum Outcome::Kind;
  if (outcome.kind == bad_message) {
    form_ = Form::plain;
    ++counters_.degraded;
    spdlog::warn("message refused channel={} reason=\"{}\" next=\"once more as plain text\"", channel_.name,
                 outcome.why);
    return;
  }
  ++(outcome.kind == retry ? counters_.retried : counters_.refused);
  spdlog::log(outcome.kind == retry ? spdlog::level::warn : spdlog::level::err,
              "message not delivered channel={} incidents={} failures={} reason=\"{}\" next_try={}", channel_.name,
              incidents, record_.failures, outcome.why, format_utc(record_.not_before));
  report_health(outcome);
}

/// A message may be out of which the store knows nothing yet: better to wait than to repeat it.
awaitable<void> Courier::write(std::function<Result<void>()> job) {
  for (;;) {
    auto one = job;
    auto const written = co_await services_.store_worker.run(std::move(one));
    if (written) co_return;
    spdlog::error("delivery not recorded channel={} error=\"{}\"", channel_.name, written.error().message);
    if (stopping_) co_return;
    Duration const pause = 5s;
    co_await alarm_->wait_for(pause);
  }
}

void Courier::report_health(Outcome const& outcome) {
  bool const delivered = outcome.kind == Outcome::Kind::delivered;
  if (!delivered && !is_failing(record_, outcome.kind)) return;
  if (works_ == delivered) return;
  works_ = delivered;
  listeners_.health(channel_.name, delivered, outcome.why);
}

}  // namespace lapwing::notify
