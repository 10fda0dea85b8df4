// SPDX-License-Identifier: Apache-2.0
// The only place that starts coroutines. Knows what runs, stops it, and reports what a task threw.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>

namespace lapwing {

/// Tasks of one owner on one loop. Not copyable. Must outlive its tasks: destroy it after `empty()`.
class TaskGroup {
 public:
  /// `on_failure(task name, what)` hears of a task that threw anything but a cancellation; the task has ended then.
  TaskGroup(boost::asio::any_io_executor loop, std::function<void(std::string const&, std::string const&)> on_failure);
  TaskGroup(TaskGroup const&) = delete;
  TaskGroup& operator=(TaskGroup const&) = delete;
  ~TaskGroup();

  void spawn(std::string name, boost::asio::awaitable<void> task);
  /// Asks every task to end: their waits complete with operation_aborted. Returns at once.
  void cancel();
  bool empty() const { return tasks_.empty(); }
  std::size_t size() const { return tasks_.size(); }
  /// The same for the tasks of that name.
  void cancel(std::string_view name);
  /// Completes when no task is left.
  boost::asio::awaitable<void> join();

 private:
  struct Task;
  using Tasks = std::list<std::unique_ptr<Task>>;
  void end(Tasks::iterator task, std::exception_ptr failure);

  boost::asio::any_io_executor loop_;
  std::function<void(std::string const&, std::string const&)> on_failure_;
  Tasks tasks_;
  boost::asio::steady_timer emptied_;  // never expires; cancelled when the last task ends, which wakes all who join
};

}  // namespace lapwing
