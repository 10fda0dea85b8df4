// SPDX-License-Identifier: Apache-2.0
#include "app/backfill.hpp"

#include "app/careful_read.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace lapwing::app {

using namespace std::chrono_literals;
using boost::asio::awaitable;

namespace {

constexpr Duration kSlice = 24h;
constexpr Duration kBusyPause = 1min;
constexpr Duration kFullPause = 1s;
/// How long something that has happened may stay unseen by polls.
constexpr Duration kSourcesLag = 10min;
/// No more days than this at a time in the pipeline: polls are not to be crowded out, nor its ticks to become long.
constexpr std::size_t kMostWaiting = 5;

}  // namespace

Backfill::Backfill(std::string poller, TimePoint now, Duration span)
    : poller_(std::move(poller)), begin_(now - span), end_(now), due_(now) {
  progress_.days_total = std::size_t((span + kSlice - 1ms) / kSlice);
}

std::optional<TimePoint> Backfill::due() const {
  if (progress_.state == State::done || progress_.state == State::failed) return std::nullopt;
  return due_;
}

awaitable<void> Backfill::step(Services const& services, Pipeline& pipeline, poll::Poller& poller,
                               poll::PollContext context, std::optional<TimePoint> last_good_poll) {
  if (pipeline.waiting() >= kMostWaiting) {
    wait(services.clock.now() + kFullPause, "the store is behind");
    co_return;
  }
  auto const to = end_ - kSlice * long(progress_.days_total - progress_.days_done - 1);
  auto const from = std::max(begin_, to - kSlice);
  auto read = poller.backfill(std::move(context), from, to);
  auto report = co_await read_carefully(std::move(read), services.redact);
  auto const fault = report ? report->fault : std::optional(report.error());
  if (fault && fault->kind == ErrorKind::busy) {
    wait(services.clock.now() + kBusyPause, fault->message);
    co_return;
  }
  if (fault) {
    fail(fault->message);
    co_return;
  }
  if (last_good_poll) {
    std::erase_if(report->events, [&](Event const& event) { return event.at >= *last_good_poll - kSourcesLag; });
  }
  auto const samples = report->samples.size(), events = report->events.size();
  Arrived arrived;
  arrived.from = poller_;
  arrived.report = std::move(*report);
  arrived.is_past = true;
  if (!pipeline.push(std::move(arrived))) {
    wait(services.clock.now() + kFullPause, "the store is behind");
    co_return;
  }
  progress_.samples += samples;
  progress_.events += events;
  progress_.why.clear();
  progress_.state = ++progress_.days_done == progress_.days_total ? State::done : State::running;
  if (progress_.state == State::done)
    spdlog::info("back-fill done poller={} days={} samples={}", poller_, progress_.days_done, progress_.samples);
}

void Backfill::wait(TimePoint until, std::string why) {
  if (progress_.state != State::waiting)
    spdlog::debug("back-fill waits poller={} reason=\"{}\"", poller_, printable(why));
  progress_.state = State::waiting;
  progress_.why = std::move(why);
  due_ = until;
}

void Backfill::fail(std::string why) {
  spdlog::warn("back-fill failed poller={} days={}/{} error=\"{}\"", poller_, progress_.days_done, progress_.days_total,
               printable(why));
  progress_.state = State::failed;
  progress_.why = std::move(why);
}

}  // namespace lapwing::app
