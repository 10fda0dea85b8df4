// SPDX-License-Identifier: Apache-2.0
#include "app/report_task.hpp"

#include "core/milestone.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace lapwing::app {

using namespace std::chrono_literals;
using boost::asio::awaitable;

ReportTask::ReportTask(Services& services, store::Store& store, Options const& options, std::function<void()> on_owed)
    : services_(services),
      store_(store),
      options_(options),
      on_owed_(std::move(on_owed)),
      alarm_(services.clock.make_alarm()) {
  for (auto const& report : options.reports) agendas_.emplace_back(report.every, report.catch_up);
}

awaitable<void> ReportTask::run() {
  while (!stopping_) {
    auto const restored = co_await restore();
    if (restored) break;
    Duration const pause = 30s;
    co_await alarm_->wait_for(pause);
  }
  while (!stopping_) {
    auto const now = services_.clock.now();
    auto next = now + 24h;
    for (std::size_t i = 0; i < agendas_.size(); ++i) {
      auto& agenda = agendas_[i];
      auto const before = agenda.last();
      if (auto const due = agenda.take(now, options_.zone)) {
        auto channels = options_.reports[i].to;
        auto const handed = co_await hand_out(i, due->slot, std::move(channels));
        if (!handed) {
          agenda.restore(*before);
          next = std::min(next, services_.clock.now() + 30s);
          continue;
        }
      }
      next = std::min(next, agenda.next(now, options_.zone));
    }
    if (stopping_) break;
    co_await alarm_->wait_until(next);
  }
}

void ReportTask::stop() {
  stopping_ = true;
  alarm_->ring();
}

/// Takes up what was done before a restart; what is new begins now.
awaitable<bool> ReportTask::restore() {
  auto read = [this] { return store_.reports_done(); };
  auto const done = co_await services_.store_worker.run(std::move(read));
  if (!done) {
    spdlog::error("reports not read error=\"{}\" next=\"tried again in 30s\"", done.error().message);
    co_return false;
  }
  for (std::size_t i = 0; i < agendas_.size(); ++i) {
    auto const known = done->find(std::string(name_of(options_.reports[i].kind)));
    if (known != done->end()) {
      agendas_[i].restore(known->second);
      continue;
    }
    auto const now = services_.clock.now();
    agendas_[i].restore(now);
    std::vector<std::string> const nobody;
    auto const noted = co_await hand_out(i, now, nobody);
    if (!noted) co_return false;
  }
  co_return true;
}

/// The slot is done and its channels are owed the report, in one.
awaitable<bool> ReportTask::hand_out(std::size_t index, TimePoint slot, std::vector<std::string> channels) {
  auto const now = services_.clock.now();
  std::string const name(name_of(options_.reports[index].kind));
  bool const is_owed = !channels.empty();
  auto owe = [this, name, slot, channels, now] { return store_.owe_report(name, slot, channels, now); };
  auto const owed = co_await services_.store_worker.run(std::move(owe));
  if (!owed) {
    spdlog::error("report not handed out report={} error=\"{}\" next=\"tried again in 30s\"", name,
                  owed.error().message);
    co_return false;
  }
  milestone("owe");
  if (is_owed) {
    spdlog::info("report due report={} as_of={}", name, format_utc(slot));
    on_owed_();
  }
  co_return true;
}

}  // namespace lapwing::app
