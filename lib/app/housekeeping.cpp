// SPDX-License-Identifier: Apache-2.0
#include "app/housekeeping.hpp"

#include "core/milestone.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace lapwing::app {

using namespace std::chrono_literals;
using boost::asio::awaitable;

namespace {

constexpr Duration kAfterStart = 1min;
constexpr std::string_view kNightly = "daily at 03:40";
constexpr Duration kPause = 50ms;

void log(store::Removed const& removed) {
  if (removed == store::Removed{}) return;
  spdlog::info("cleaned samples={} thinned={} series={} events={} incidents={} silences={} audit={}", removed.samples,
               removed.thinned, removed.series, removed.events, removed.incidents, removed.silences,
               removed.audit_rows);
}

}  // namespace

Housekeeping::Housekeeping(Services& services, store::Store& store, Options const& options)
    : services_(services), store_(store), options_(options), alarm_(services.clock.make_alarm()) {}

awaitable<void> Housekeeping::run() {
  auto const nightly = *Schedule::parse(kNightly, "housekeeping");
  co_await alarm_->wait_for(kAfterStart);
  while (!stopping_) {
    co_await clean(kPause);
    if (stopping_) break;
    auto const next = nightly.next_after(services_.clock.now(), options_.zone);
    co_await alarm_->wait_until(next);
  }
}

void Housekeeping::stop() {
  stopping_ = true;
  alarm_->ring();
}

awaitable<void> Housekeeping::clean(Duration pause) {
  store::Cleaning cleaning{services_.clock.now()};
  while (!cleaning.is_done() && !stopping_) {
    auto step = [this, &cleaning] { return store_.prune(options_.retention, cleaning); };
    auto const done = co_await services_.store_worker.run(std::move(step));
    if (!done) {
      spdlog::error("cleaning broken off error=\"{}\" next=\"tried again the next night\"",
                    printable(done.error().message));
      break;
    }
    milestone("prune");
    if (cleaning.is_done() || pause == Duration{0}) continue;
    co_await alarm_->wait_for(pause);
  }
  log(cleaning.removed);
}

}  // namespace lapwing::app
