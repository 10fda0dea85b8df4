// SPDX-License-Identifier: Apache-2.0
// All that a reload rebuilds: the sources and their schedules, the channels, and the tasks that drive them.
#pragma once

#include "app/heartbeat.hpp"
#include "app/history_file.hpp"
#include "app/housekeeping.hpp"
#include "app/hush.hpp"
#include "app/options.hpp"
#include "app/pipeline.hpp"
#include "app/report_task.hpp"
#include "app/scheduler.hpp"
#include "app/services.hpp"
#include "io/task_group.hpp"
#include "notify/dispatcher.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <string>

namespace lapwing::app {

/// Built completely before it runs. Members are in order of start; services, pipeline, store and hush outlive it.
class Assembly {
 public:
  /// Takes the options over; their rules have gone to the pipeline already. `flights` outlives it too, with the polls
  /// that do not end.
  Assembly(Services& services, Pipeline& pipeline, store::Store& store, Hush const& hush, Options options,
           notify::Listeners listeners, TaskGroup& flights);
  Assembly(Assembly const&) = delete;
  Assembly& operator=(Assembly const&) = delete;

  void start();
  /// Begins nothing new, gives what is on its way `limit` to end, then cancels it. Nothing runs afterwards.
  boost::asio::awaitable<void> stop(Duration limit);

  /// Cancels every task at once.
  void cancel();

  Options const& options() const { return options_; }
  notify::Dispatcher& dispatcher() { return dispatcher_; }
  Scheduler& scheduler() { return scheduler_; }
  Housekeeping& housekeeping() { return housekeeping_; }

 private:
  Services& services_;
  Options options_;
  notify::Dispatcher dispatcher_;
  Scheduler scheduler_;
  Housekeeping housekeeping_;
  std::optional<Heartbeat> heartbeat_;
  std::optional<ReportTask> reports_;
  std::optional<HistoryFile> history_file_;
  TaskGroup tasks_;
};

/// Waits until the group is empty, for at most `limit`; then cancels what is left and waits for that.
boost::asio::awaitable<void> drain(Services& services, TaskGroup& tasks, Duration limit);

/// A task that fails has a defect: it is logged and has ended, the rest goes on.
void log_failed_task(std::string const& task, std::string const& what);

}  // namespace lapwing::app
