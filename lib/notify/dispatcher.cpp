// SPDX-License-Identifier: Apache-2.0
#include "notify/dispatcher.hpp"

#include "notify/message.hpp"
#include "notify/pacing.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <optional>

namespace lapwing::notify {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using store::Owed;

namespace {

/// The earlier of two, where there is one.
std::optional<TimePoint> earlier(std::optional<TimePoint> one, std::optional<TimePoint> other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}

}  // namespace

/// One channel and how it fares.
struct Dispatcher::Line {
  Channel channel;
  store::ChannelRecord record;
  std::unique_ptr<Alarm> alarm;
  Form form = Form::full;     // plain after the channel refused a full message, until one is delivered
  std::string host;           // of the last request
  std::optional<bool> works;  // as last reported
};

/// What one look at the outbox came to.
struct Dispatcher::Attempt {
  std::optional<TimePoint> again;  // when to look again; absent: when woken
  bool settled = false;            // nothing is owed any more that may be told now
};

/// What is owed, by what is to be done with it.
struct Dispatcher::Pile {
  std::vector<Owed> news;
  std::vector<Owed> superseded;
  std::optional<TimePoint> again;  // when the first of those that are held may be told
};

Dispatcher::Dispatcher(DispatcherServices services, std::vector<Channel> channels, Policy policy, Letterhead letterhead,
                       std::function<void(std::string const&, bool, std::string const&)> on_health)
    : services_(std::move(services)),
      policy_(std::move(policy)),
      letterhead_(std::move(letterhead)),
      on_health_(std::move(on_health)) {
  for (auto& channel : channels) {
    auto line = std::make_unique<Line>();
    line->record.name = channel.name;
    line->channel = std::move(channel);
    line->alarm = services_.clock.make_alarm();
    lines_.push_back(std::move(line));
  }
}

Dispatcher::~Dispatcher() = default;

void Dispatcher::restore(std::vector<store::ChannelRecord> const& records) {
  for (auto const& record : records) {
    for (auto& line : lines_) {
      if (line->channel.name != record.name) continue;
      line->record = record;
      // Whatever the clock did meanwhile, no channel is held for longer than a day.
      line->record.not_before = std::min(record.not_before, services_.clock.now() + kLongestWait);
    }
  }
}

std::vector<store::ChannelRecord> Dispatcher::records() const {
  std::vector<store::ChannelRecord> out;
  for (auto const& line : lines_) out.push_back(line->record);
  return out;
}

void Dispatcher::start(TaskGroup& tasks) {
  for (auto& line : lines_) tasks.spawn("channel " + line->channel.name, run_channel(*line));
}

void Dispatcher::wake() {
  for (auto& line : lines_) line->alarm->ring();
}

void Dispatcher::stop() {
  stopping_ = true;
  wake();
}

awaitable<void> Dispatcher::run_channel(Line& line) {
  while (!stopping_) {
    auto const step = co_await attempt(line, true);
    if (stopping_) break;
    auto const until = step.again.value_or(services_.clock.now() + 1h);
    co_await line.alarm->wait_until(until);
  }
}

awaitable<bool> Dispatcher::flush(Duration limit) {
  auto const deadline = services_.clock.now() + limit;
  bool all_settled = true;
  for (auto& line : lines_) {
    for (;;) {
      auto const step = co_await attempt(*line, false);
      if (step.settled) break;
      if (!step.again || *step.again > deadline) {
        all_settled = false;
        break;
      }
      co_await line->alarm->wait_until(*step.again);
    }
  }
  co_return all_settled;
}

awaitable<Dispatcher::Attempt> Dispatcher::attempt(Line& line, bool wait_for_company) {
  auto const name = line.channel.name;
  auto const asked = services_.clock.now();
  std::optional<TimePoint> next_reminder;
  auto load = [this, name, asked, &next_reminder]() -> Result<std::vector<Owed>> {
    auto owed = services_.store.owed(name);
    auto reminders = owed ? services_.store.reminders(name, asked) : Result<store::Reminders>(store::Reminders{});
    if (!owed) return owed.error();
    if (!reminders) return reminders.error();
    std::ranges::move(reminders->due, std::back_inserter(*owed));
    next_reminder = reminders->next;
    return owed;
  };
  auto owed = co_await services_.store_worker.run(std::move(load));
  auto const now = services_.clock.now();
  Attempt step;
  if (!owed) {
    spdlog::error("outbox not read channel={} error=\"{}\"", name, owed.error().message);
    step.again = now + 30s;
    co_return step;
  }
  auto pile = sort_out(name, *std::move(owed));
  auto news = std::move(pile.news), superseded = std::move(pile.superseded);
  if (news.empty() && superseded.empty()) {
    step.settled = true;
    step.again = earlier(pile.again, next_reminder);
    co_return step;
  }
  auto const due = news.empty() ? now : std::ranges::min(news, {}, &Owed::due).due;
  auto const earliest = std::max(line.record.not_before, wait_for_company ? due : now);
  if (!news.empty() && earliest > now) {
    step.again = earliest;
    co_return step;
  }
  Outcome outcome;
  if (!news.empty()) {
    auto const message = message_of(news, letterhead_.project, letterhead_.zone, now);
    auto payload = line.channel.notifier->render(message, line.form);
    outcome = co_await deliver(line, std::move(payload));
    take_outcome(line, outcome);
    plan_reminders(news, services_.clock.now());
  }
  co_await conclude(line, outcome, std::move(news), std::move(superseded));
  step.again = std::max(line.record.not_before, services_.clock.now());
  co_return step;
}

/// What is still news and may be told; what says nothing any more; the rest is held and stays owed.
Dispatcher::Pile Dispatcher::sort_out(std::string const& channel, std::vector<Owed> owed) const {
  Pile pile;
  for (auto& debt : owed) {
    bool const is_wanted = !debt.is_reminder || (policy_.remind && policy_.remind(debt.incident, debt.reminders));
    if (!is_wanted || !is_news(debt, channel, policy_.routes)) {
      pile.superseded.push_back(std::move(debt));
    } else if (auto const held = policy_.held ? policy_.held(debt.incident, debt.told) : std::nullopt) {
      if (held->for_good)
        pile.superseded.push_back(std::move(debt));
      else
        pile.again = earlier(pile.again, held->until);
    } else {
      pile.news.push_back(std::move(debt));
    }
  }
  return pile;
}

/// When each is told again if nothing changes.
void Dispatcher::plan_reminders(std::vector<Owed>& told, TimePoint now) const {
  for (auto& debt : told) {
    auto const sent = debt.is_reminder ? debt.reminders + 1 : 0;
    auto const wait = policy_.remind && !debt.incident.closed ? policy_.remind(debt.incident, sent) : std::nullopt;
    if (wait) debt.remind_at = now + *wait;
  }
}

awaitable<Outcome> Dispatcher::deliver(Line& line, Payload payload) {
  Outcome outcome;
  if (auto* const text = std::get_if<ConsoleText>(&payload)) {
    services_.print(text->text);
    co_return outcome;
  }
  auto request = std::get<HttpRequest>(std::move(payload));
  if (auto const url = parse_url(request.url.reveal())) line.host = url->host;
  auto const answer = co_await services_.http.send(std::move(request));
  if (answer) co_return line.channel.notifier->classify(*answer);
  outcome.kind = Outcome::Kind::retry;
  outcome.why = printable(answer.error().message);
  co_return outcome;
}

/// Moves the channel's pace on, before anything waits again.
void Dispatcher::take_outcome(Line& line, Outcome const& outcome) {
  auto const now = services_.clock.now();
  line.record = after_attempt(line.record, outcome, now, services_.jitter());
  if (outcome.whole_host) {
    for (auto& other : lines_) {
      if (other->host == line.host)
        other->record.not_before = std::max(other->record.not_before, line.record.not_before);
    }
  }
}

awaitable<void> Dispatcher::conclude(Line& line, Outcome outcome, std::vector<Owed> news,
                                     std::vector<Owed> superseded) {
  using enum Outcome::Kind;
  auto const name = line.channel.name;
  auto const now = services_.clock.now();
  auto const record = line.record;
  bool const refused_plain = outcome.kind == bad_message && line.form == Form::plain;
  std::function<Result<void>()> write;
  if (outcome.kind == delivered) {
    write = [this, record, news, superseded, now] { return services_.store.settle(record, news, superseded, now); };
    if (!news.empty()) {
      spdlog::info("message delivered channel={} incidents={}", name, news.size());
      line.form = Form::full;
      report_health(line, outcome);
    }
  } else if (refused_plain) {
    write = [this, record, news, why = outcome.why, now] { return services_.store.bury(record, news, why, now); };
    spdlog::error("message given up channel={} incidents={} reason=\"{}\"", name, news.size(), outcome.why);
    line.form = Form::full;
    report_health(line, outcome);
  } else {
    write = [this, record] { return services_.store.save(record); };
    if (outcome.kind == bad_message) {
      line.form = Form::plain;
      spdlog::warn("message refused channel={} reason=\"{}\" next=\"once more as plain text\"", name, outcome.why);
    } else {
      spdlog::log(outcome.kind == retry ? spdlog::level::warn : spdlog::level::err,
                  "message not delivered channel={} incidents={} failures={} reason=\"{}\" next_try={}", name,
                  news.size(), record.failures, outcome.why, format_utc(record.not_before));
      report_health(line, outcome);
    }
  }
  for (;;) {
    auto job = write;
    auto const written = co_await services_.store_worker.run(std::move(job));
    if (written) co_return;
    // The message is out but the store can not say so: it would go out again. Better to wait than to repeat.
    spdlog::error("delivery not recorded channel={} error=\"{}\"", name, written.error().message);
    if (stopping_) co_return;
    auto const later = services_.clock.now() + 5s;
    co_await line.alarm->wait_until(later);
  }
}

void Dispatcher::report_health(Line& line, Outcome const& outcome) {
  bool const delivered = outcome.kind == Outcome::Kind::delivered;
  if (!delivered && !is_failing(line.record, outcome.kind)) return;
  if (line.works == delivered) return;
  line.works = delivered;
  on_health_(line.channel.name, delivered, outcome.why);
}

}  // namespace lapwing::notify
