// SPDX-License-Identifier: Apache-2.0
#include "notify/courier.hpp"

#include "core/milestone.hpp"
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

/// The system clock may be set at any time: what hangs on it is looked at again after so long.
constexpr Duration kLongestSleep = 1min;
/// No edit waits longer for its next try, whatever was done to the clock.
constexpr Duration kLongestEditWait = 5min;
/// So many incidents of a message have a chart at most, the worst.
constexpr std::size_t kMostCharts = 3;
/// An edit that fails so often is not worth more.
constexpr std::int64_t kMostEditTries = 8;

/// The earlier of two, where there is one.
std::optional<TimePoint> earlier(std::optional<TimePoint> one, std::optional<TimePoint> other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}

/// Of something that happened once, as against something that lasts.
bool is_about_an_event(Owed const& debt) { return debt.incident.closed && debt.incident.level != Level::ok; }

}  // namespace

/// What is owed, by what is to be done with it. What is held stays in the backlog.
struct Courier::Pile {
  std::vector<Owed> news;
  std::vector<Owed> superseded;
  std::vector<Owed> too_old;
  std::optional<TimePoint> again;  // when the first of those that are held may be told
};

/// What one step came to.
struct Courier::Step {
  Duration wait{};       // before the next
  bool settled = false;  // nothing is left that may be told now
};

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

void Courier::try_now() {
  // Not a rate limit: those who ask too early are kept waiting longer.
  if (record_.refusals > 0 || record_.failures > 2) ready_ = services_.clock.steady();
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
    return Read{*std::move(owed), *std::move(edits), reminders->next};
  };
  auto done = co_await services_.store_worker.run(std::move(read));
  if (!done) {
    is_stale_ = true;
    spdlog::error("outbox not read channel={} error=\"{}\"", name, done.error().message);
    co_return false;
  }
  backlog_ = std::move(done->owed);
  edits_ = std::move(done->edits);
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

/// Puts right one message that no longer says what is true, when nothing else is to be told.
awaitable<Courier::Step> Courier::send_edit() {
  if (edits_.empty() || record_.refusals > 0) co_return Step{Duration{0}, true};
  auto const now = services_.clock.now();
  auto const left = std::chrono::ceil<Duration>(edits_ready_ - services_.clock.steady());
  auto const due = std::clamp(edits_.front().due - now, Duration{0}, kLongestEditWait);
  auto const wait = std::max({left, due, wait_left()});
  if (wait > Duration{0}) co_return Step{wait};
  auto const edit = edits_.front();
  edits_.erase(edits_.begin());
  auto const name = channel_.name;
  auto read = [this, name, edit] { return services_.store.told_in(name, edit.message); };
  auto const told = co_await services_.store_worker.run(std::move(read));
  if (!told) {
    is_stale_ = true;
    spdlog::error("message not read channel={} error=\"{}\"", name, told.error().message);
    co_return Step{30s};
  }
  Outcome outcome{.kind = Outcome::Kind::bad_message};
  if (!told->empty()) {
    auto message = edited_message(*told, letterhead_.project, letterhead_.zone, now);
    co_await add_charts(message, *told);
    if (auto request = channel_.notifier->edit(message, edit.message)) {
      milestone("edit");
      Payload payload(*std::move(request));
      outcome = co_await deliver(std::move(payload));
    }
  }
  co_await end_edit(edit, outcome);
  co_return Step{};
}

awaitable<void> Courier::end_edit(store::Edit edit, Outcome outcome) {
  using enum Outcome::Kind;
  auto const name = channel_.name;
  auto const steady = services_.clock.steady();
  bool const is_over = outcome.kind == delivered || outcome.kind == bad_message || ++edit.tries >= kMostEditTries;
  auto wait = outcome.wait.value_or(Duration{0});
  if (outcome.kind == delivered) ++counters_.edited;
  if (!is_over) {
    ++counters_.retried;
    wait = std::max(wait, back_off(edit.tries, services_.jitter()));
    edit.due = services_.clock.now() + wait;
  }
  if (outcome.kind != delivered && !outcome.why.empty())
    spdlog::warn("message not changed channel={} reason=\"{}\" next=\"{}\"", name, outcome.why,
                 is_over ? "left as it is" : "once more");
  edits_ready_ = steady + wait;
  if (outcome.whole_host) {
    hold(wait);
    hold_host_(*this, wait);
  }
  if (!is_over) edits_.push_back(edit);
  auto job = [this, name, edit, is_over] {
    return is_over ? services_.store.end_edit(name, edit) : services_.store.put_off(name, edit);
  };
  co_await write(std::move(job));
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
  WaysOut const ways{services_.http, services_.workers, services_.print};
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
