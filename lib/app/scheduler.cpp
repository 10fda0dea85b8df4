// SPDX-License-Identifier: Apache-2.0
#include "app/scheduler.hpp"

#include "app/careful_read.hpp"
#include "core/text.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace lapwing::app {

using namespace std::chrono_literals;
using boost::asio::awaitable;

namespace {

using Asker = std::shared_ptr<Later<Result<Polled>>>;

/// The clock may be set at any time: what hangs on it is looked at again after so long.
constexpr Duration kLongestWait = 1min;

Error going_away() { return {ErrorKind::unreachable, "lapwing is reloading or stopping; ask again in a moment"}; }

/// What a poll says of itself, beside what it brought.
void add_own_samples(poll::PollReport& report, Labels const& labels, bool success, Duration took, TimePoint at,
                     std::string const& error, std::optional<std::size_t> skipped) {
  report.samples.push_back({"poll.success", labels, success ? 1.0 : 0.0, at, Untrusted(error)});
  report.samples.push_back({"poll.duration", labels, double(took.count()) / 1000, at, {}});
  if (skipped) report.samples.push_back({"poll.skipped", labels, double(*skipped), at, {}});
}

void answer_all(std::vector<Asker>& askers, Result<Polled> const& with) {
  for (auto const& asker : std::exchange(askers, {})) asker->set(with);
}

/// One reading of a source, whoever still waits for it.
using Flight = Later<Result<poll::PollReport>>;

awaitable<void> fly(std::shared_ptr<poll::Poller> poller, poll::PollContext context, Redact const& redact,
                    std::shared_ptr<Flight> flight) {
  try {
    auto read = poller->poll(std::move(context));
    auto report = co_await read_carefully(std::move(read), redact);
    flight->set(std::move(report));
  } catch (...) {
    flight->set(going_away());  // cancelled: it has ended all the same
    throw;
  }
}

}  // namespace

/// One poller, when it is due, and how it fared.
struct Scheduler::Source {
  Source(PollerOptions& its_options, Clock& clock)
      : options(its_options), agenda(options.every, options.catch_up), alarm(clock.make_alarm()) {
    record.name = options.name;
  }
  std::string task() const { return "poll " + options.name; }

  PollerOptions& options;
  Agenda agenda;
  std::unique_ptr<Alarm> alarm;
  store::PollerRecord record;
  bool has_run = false;
  std::size_t skipped = 0;       ///< slots that passed while it was being read, and nobody has heard of yet
  bool told_of_skips = false;    ///< with the last poll
  std::shared_ptr<Flight> lost;  ///< a reading that was given up and may not have ended
  std::vector<Asker> askers;     ///< wait for a poll to begin
  std::vector<Asker> hearers;    ///< wait for the poll that runs to end
  std::optional<Backfill> backfill;
};

Scheduler::Scheduler(Services& services, Pipeline& pipeline, Options& options, TaskGroup& flights)
    : services_(services), pipeline_(pipeline), flights_(flights), zone_(options.zone) {
  for (auto& poller : options.pollers) sources_.push_back(std::make_unique<Source>(poller, services.clock));
}

Scheduler::~Scheduler() = default;

void Scheduler::restore(std::vector<store::PollerRecord> const& records) {
  for (auto const& record : records) {
    for (auto& source : sources_) {
      if (source->record.name != record.name) continue;
      source->record = record;
      source->agenda.restore(record.last_run);
      source->has_run = true;
    }
  }
}

std::vector<store::PollerRecord> Scheduler::records() const {
  std::vector<store::PollerRecord> out;
  for (auto const& source : sources_) {
    if (source->has_run) out.push_back(source->record);
  }
  return out;
}

void Scheduler::start(TaskGroup& tasks) {
  for (auto& source : sources_) tasks.spawn("poller " + source->record.name, run(*source));
}

void Scheduler::stop() {
  stopping_ = true;
  for (auto& source : sources_) {
    answer_all(source->askers, going_away());
    answer_all(source->hearers, going_away());
    if (source->backfill && source->backfill->due()) {
      auto const& progress = source->backfill->progress();
      spdlog::info("back-fill cut short poller={} days={}/{}", source->record.name, progress.days_done,
                   progress.days_total);
    }
    source->alarm->ring();
  }
}

void Scheduler::abandon() {
  for (auto const& source : sources_) flights_.cancel(source->task());
}

/// All that is ever done with a source is done here, one after the other.
awaitable<void> Scheduler::run(Source& source) {
  while (!stopping_) {
    auto const due = source.agenda.take(services_.clock.now(), zone_);
    if (due || !source.askers.empty()) {
      source.hearers = std::exchange(source.askers, {});
      auto const polled = co_await poll_once(source);
      answer_all(source.hearers, polled);
      source.skipped += source.agenda.skip_passed(services_.clock.now(), zone_);
    }
    // A slice between any two polls, also where polls are due without a pause.
    auto const step_at = source.backfill ? source.backfill->due() : std::nullopt;
    if (!stopping_ && step_at && *step_at <= services_.clock.now()) {
      auto context = context_for(source);
      co_await source.backfill->step(services_, pipeline_, *source.options.poller, std::move(context),
                                     source.record.last_success);
    }
    if (stopping_ || !source.askers.empty()) continue;
    co_await pause(source);
  }
}

/// Until something may be due. An interval is as long as it is, whatever is done to the clock; the calendar goes by it.
awaitable<void> Scheduler::pause(Source& source) {
  auto const now = services_.clock.now();
  auto wake = source.agenda.next(now, zone_);
  if (auto const next = source.backfill ? source.backfill->due() : std::nullopt) wake = std::min(wake, *next);
  if (!source.options.every.interval()) {
    co_await source.alarm->wait_until(wake);
    co_return;
  }
  auto const wait = std::min(wake - now, kLongestWait);
  co_await source.alarm->wait_for(wait);
}

poll::PollContext Scheduler::context_for(Source const& source) {
  auto const newest = [this](std::string const& metric) { return pipeline_.newest(metric); };
  return {services_.clock.now(), source.record.cursor, services_.http, services_.workers, newest};
}

awaitable<std::size_t> Scheduler::poll_all() {
  std::size_t failed = 0;
  for (auto& source : sources_) {
    auto const polled = co_await poll_once(*source);
    if (!polled || !polled->success) ++failed;
  }
  co_return failed;
}

awaitable<Result<Polled>> Scheduler::poll_once(Source& source) {
  auto const started = services_.clock.now();
  auto& record = source.record;
  auto report = co_await read(source);
  if (stopping_) co_return going_away();  // a poll that was cut short says nothing
  auto const took = services_.clock.now() - started;
  bool const brought = bool(report);
  auto const fault = brought ? report->fault : std::optional(report.error());
  bool const success = !fault;
  source.has_run = true;
  record.last_run = started;
  Arrived arrived;
  arrived.from = record.name;
  // What a source brings before it has ever been read to its end has long happened.
  arrived.is_past = !record.last_success;
  Labels const labels{{"poller", record.name}, {"type", source.options.type}};
  if (brought) {
    arrived.report = std::move(*report);
    record.cursor = arrived.report.cursor;
  }
  auto const samples = arrived.report.samples.size();
  if (success) {
    if (record.failures > 0) spdlog::info("poll reads again poller={} failures={}", record.name, record.failures);
    record.last_success = started;
    record.failures = 0;
    record.error.clear();
  } else {
    auto const& error = fault->message;
    ++record.failures;
    if (record.error != error)
      spdlog::warn("poll failed poller={} failures={} error=\"{}\"", record.name, record.failures, printable(error));
    record.error = error;
  }
  auto const skipped = std::exchange(source.skipped, 0);
  bool const says_so = skipped > 0 || source.told_of_skips;
  source.told_of_skips = skipped > 0;
  if (skipped > 0)
    spdlog::warn("polls skipped poller={} count={} reason=\"the one before took too long\"", record.name, skipped);
  add_own_samples(arrived.report, labels, success, took, started, record.error,
                  says_so ? std::optional(skipped) : std::nullopt);
  arrived.poller = record;
  if (!pipeline_.push(std::move(arrived))) {
    spdlog::error("poll dropped poller={} reason=\"the store has been failing for too long\"", record.name);
  }
  co_return Polled{success, record.error, samples};
}

/// One reading, for so long as it may take.
awaitable<Result<poll::PollReport>> Scheduler::read(Source& source) {
  if (source.lost && !source.lost->is_set())
    co_return Error{ErrorKind::busy,
                    "an earlier poll has not ended yet: it hangs in a file or mount that does not answer, or reads too "
                    "much"};
  auto flight = std::make_shared<Flight>(services_.clock);
  auto context = context_for(source);
  flights_.spawn(source.task(), fly(source.options.poller, std::move(context), services_.redact, flight));
  auto const limit = source.options.timeout;
  auto landed = co_await flight->wait(limit);
  if (landed) co_return *std::move(landed);
  source.lost = std::move(flight);
  flights_.cancel(source.task());
  co_return Error{ErrorKind::unreachable, "the poll took longer than its timeout of " + format_duration(limit) +
                                              " and was given up; if the source needs longer, raise `timeout`"};
}

Result<Scheduler::Source*> Scheduler::find(std::string const& name) const {
  std::vector<std::string> names;
  for (auto const& source : sources_) {
    if (source->record.name == name) return source.get();
    names.push_back(source->record.name);
  }
  std::vector<std::string_view> const known(names.begin(), names.end());
  return Error{ErrorKind::not_found, "there is no poller '" + printable(name, 70) + "'" + did_you_mean(name, known) +
                                         " (there are " + list_of(names) + ")"};
}

Result<Asker> Scheduler::poll_now(std::string const& name) {
  auto const source = find(name);
  if (!source) return source.error();
  if (stopping_) return going_away();
  auto asker = std::make_shared<Later<Result<Polled>>>(services_.clock);
  (*source)->askers.push_back(asker);
  (*source)->alarm->ring();
  return asker;
}

Result<void> Scheduler::start_backfill(std::string const& name, Duration span) {
  auto const found = find(name);
  if (!found) return found.error();
  if (stopping_) return going_away();
  auto& source = **found;
  if (!source.options.poller->keeps_history())
    return Error{ErrorKind::invalid, "poller " + name + " holds no history beyond what every poll reads"};
  if (span < 1h || span > 3650 * 24h) return Error{ErrorKind::invalid, "a back-fill covers from 1h to 3650d"};
  if (source.backfill && source.backfill->due())
    return Error{ErrorKind::busy, "a back-fill of " + name + " is under way"};
  source.backfill.emplace(name, services_.clock.now(), span);
  source.alarm->ring();
  return {};
}

Result<std::optional<Backfill::Progress>> Scheduler::backfill_progress(std::string const& name) const {
  auto const source = find(name);
  if (!source) return source.error();
  if (!(*source)->backfill) return std::optional<Backfill::Progress>();
  return std::optional((*source)->backfill->progress());
}

}  // namespace lapwing::app
