// SPDX-License-Identifier: Apache-2.0
#include "app/assembly.hpp"

#include "app/chart_job.hpp"
#include "app/report_job.hpp"

#include <spdlog/spdlog.h>

namespace lapwing::app {

using boost::asio::awaitable;

namespace {

awaitable<void> ring_when_empty(TaskGroup& tasks, Alarm& alarm) {
  co_await tasks.join();
  alarm.ring();
}

notify::Policy policy_of(Services& services, Pipeline const& pipeline, store::Store& store, Hush const& hush,
                         Options const& options) {
  return {options.routes,
          [&hush](alert::Incident const& incident, Level told) { return hush.held(incident, told); },
          [&hush](alert::Incident const& incident, std::int64_t sent) { return hush.remind(incident, sent); },
          [&services, &pipeline, &store, zone = options.zone](alert::Incident const& incident) {
            return chart_job(pipeline.rules(), store, zone, incident, services.clock.now());
          },
          [&pipeline, &store, &options](store::ReportDebt const& debt, bool with_chart) {
            return brief_job(store, report_context(options, pipeline.rules()), debt, with_chart);
          },
          options.group_wait};
}

}  // namespace

Assembly::Assembly(Services& services, Pipeline& pipeline, store::Store& store, Hush const& hush, Options options,
                   notify::Listeners listeners, TaskGroup& flights)
    : services_(services),
      options_(std::move(options)),
      dispatcher_({services.clock, services.http, services.workers, services.store_worker, store, services.jitter,
                   services.print, services.redact},
                  std::move(options_.channels), policy_of(services, pipeline, store, hush, options_),
                  {options_.project, options_.zone}, std::move(listeners)),
      scheduler_(services, pipeline, options_, flights),
      housekeeping_(services, store, options_),
      tasks_(services.loop, log_failed_task) {
  if (options_.heartbeat) heartbeat_.emplace(services, pipeline, dispatcher_, options_);
  if (!options_.history_file.empty()) history_file_.emplace(services, pipeline, options_.history_file, options_.zone);
  if (!options_.reports.empty()) reports_.emplace(services, store, options_, [this] { dispatcher_.wake(); });
}

void Assembly::start() {
  scheduler_.start(tasks_);
  dispatcher_.start(tasks_);
  tasks_.spawn("housekeeping", housekeeping_.run());
  if (heartbeat_) tasks_.spawn("heartbeat", heartbeat_->run());
  if (reports_) tasks_.spawn("reports", reports_->run());
  if (history_file_) tasks_.spawn("history file", history_file_->run());
}

awaitable<void> Assembly::stop(Duration limit) {
  scheduler_.stop();
  dispatcher_.stop();
  housekeeping_.stop();
  if (heartbeat_) heartbeat_->stop();
  if (reports_) reports_->stop();
  if (history_file_) history_file_->stop();
  co_await drain(services_, tasks_, limit);
  scheduler_.abandon();
}

void Assembly::cancel() {
  tasks_.cancel();
  scheduler_.abandon();
}

awaitable<void> drain(Services& services, TaskGroup& tasks, Duration limit) {
  if (tasks.empty()) co_return;
  auto const alarm = services.clock.make_alarm();
  TaskGroup watcher(services.loop, log_failed_task);
  watcher.spawn("drain", ring_when_empty(tasks, *alarm));
  auto const deadline = services.clock.now() + limit;
  auto const timed_out = co_await alarm->wait_until(deadline);
  if (timed_out) tasks.cancel();
  co_await tasks.join();
  co_await watcher.join();
}

void log_failed_task(std::string const& task, std::string const& what) {
  spdlog::critical("task ended task=\"{}\" error=\"{}\" next=\"please report this; the rest goes on\"", task,
                   printable(what));
}

}  // namespace lapwing::app
