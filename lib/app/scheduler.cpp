// SPDX-License-Identifier: Apache-2.0
#include "app/scheduler.hpp"

#include "core/catalogue.hpp"

#include <spdlog/spdlog.h>
#include <boost/system/system_error.hpp>

#include <cmath>

namespace lapwing::app {

using boost::asio::awaitable;

/// One poller, when it is due, and how it fared.
struct Scheduler::Source {
  PollerOptions& options;
  store::PollerRecord record;
  bool has_run = false;
  std::unique_ptr<Alarm> alarm;
};

namespace {

/// What a poll says of itself, beside what it brought.
void add_own_samples(poll::PollReport& report, Labels const& labels, bool success, Duration took, TimePoint at,
                     std::string const& error) {
  report.samples.push_back({"poll.success", labels, success ? 1.0 : 0.0, at, Untrusted(error)});
  report.samples.push_back({"poll.duration", labels, double(took.count()) / 1000, at, {}});
}

/// The first sample that no series may hold, or nullptr: a poller that yields one has a defect, and its poll has
/// failed.
Sample const* unusable(poll::PollReport const& report) {
  for (auto const& sample : report.samples) {
    if (!std::isfinite(sample.value) || find_metric(sample.metric) == nullptr) return &sample;
  }
  return nullptr;
}

}  // namespace

Scheduler::Scheduler(Services& services, Pipeline& pipeline, Options& options)
    : services_(services), pipeline_(pipeline), zone_(options.zone) {
  for (auto& poller : options.pollers) {
    sources_.push_back(std::make_unique<Source>(Source{poller, {}, false, services.clock.make_alarm()}));
    sources_.back()->record.name = poller.name;
  }
}

Scheduler::~Scheduler() = default;

void Scheduler::restore(std::vector<store::PollerRecord> const& records) {
  for (auto const& record : records) {
    for (auto& source : sources_) {
      if (source->record.name != record.name) continue;
      source->record = record;
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
  for (auto& source : sources_) source->alarm->ring();
}

awaitable<void> Scheduler::run(Source& source) {
  while (!stopping_) {
    auto const now = services_.clock.now();
    // A last run in the future means that the clock was set back: wait from now on.
    auto const from = std::min(source.record.last_run, now);
    auto const due = source.has_run ? source.options.every.next_after(from, zone_) : now;
    auto const reached = co_await source.alarm->wait_until(due);
    if (stopping_) break;
    if (!reached) continue;
    co_await poll_once(source);
  }
}

awaitable<std::size_t> Scheduler::poll_all() {
  std::size_t failed = 0;
  for (auto& source : sources_) {
    auto const read = co_await poll_once(*source);
    if (!read) ++failed;
  }
  co_return failed;
}

awaitable<bool> Scheduler::poll_once(Source& source) {
  auto const started = services_.clock.now();
  auto& record = source.record;
  auto const newest = [this](std::string const& metric) { return pipeline_.newest(metric); };
  poll::PollContext context{started, record.cursor, services_.http, services_.workers, newest};
  std::optional<Result<poll::PollReport>> polled;
  try {
    polled = co_await source.options.poller->poll(std::move(context));
  } catch (boost::system::system_error const&) {
    throw;  // cancelled
  } catch (std::exception const& error) {
    polled = Error{ErrorKind::invalid, "the poller failed: " + printable(error.what())};
  }
  if (stopping_) co_return false;  // a poll that was cut short says nothing
  if (*polled) {
    if (auto const* const bad = unusable(**polled)) {
      polled = Error{ErrorKind::invalid,
                     "the poller brought an unusable value for " + printable(bad->metric) + "; please report this"};
    }
  }
  auto const took = services_.clock.now() - started;
  bool const brought = bool(*polled);
  auto const fault = brought ? (**polled).fault : std::optional(polled->error());
  bool const success = !fault;
  source.has_run = true;
  record.last_run = started;
  Arrived arrived;
  // What a source brings before it has ever been read to its end has long happened.
  arrived.is_past = !record.last_success;
  Labels const labels{{"poller", record.name}, {"type", source.options.type}};
  if (brought) {
    arrived.report = std::move(**polled);
    record.cursor = arrived.report.cursor;
  }
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
  add_own_samples(arrived.report, labels, success, took, started, record.error);
  arrived.poller = record;
  if (!pipeline_.push(std::move(arrived))) {
    spdlog::error("poll dropped poller={} reason=\"the store has been failing for too long\"", record.name);
  }
  co_return success;
}

}  // namespace lapwing::app
