// SPDX-License-Identifier: Apache-2.0
#include "io/task_group.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <iterator>
#include <optional>
#include <utility>

namespace lapwing {

namespace {

namespace asio = boost::asio;
constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

/// What a task threw, in words; absent where it was only cancelled.
std::optional<std::string> describe(std::exception_ptr const& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (boost::system::system_error const& error) {
    if (error.code() == asio::error::operation_aborted) return std::nullopt;
    return error.what();
  } catch (std::exception const& error) {
    return error.what();
  } catch (...) {
    return "an exception of unknown type";
  }
}

/// co_spawn of 1.81 ends with a co_await of its own, which throws out of run() where a task was cancelled (by itself)
/// before its first wait. After this nothing is left that a cancellation could interrupt.
asio::awaitable<void> settle(asio::awaitable<void> task) {
  std::exception_ptr failure;
  try {
    co_await std::move(task);
  } catch (...) {
    failure = std::current_exception();
  }
  co_await asio::this_coro::throw_if_cancelled(false);
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

struct TaskGroup::Task {
  explicit Task(std::string its_name) : name(std::move(its_name)) {}
  std::string name;
  asio::cancellation_signal stop;
};

TaskGroup::TaskGroup(asio::any_io_executor loop, std::function<void(std::string const&, std::string const&)> on_failure)
    : loop_(std::move(loop)),
      on_failure_(std::move(on_failure)),
      emptied_(loop_, asio::steady_timer::time_point::max()) {}

TaskGroup::~TaskGroup() = default;

void TaskGroup::spawn(std::string name, asio::awaitable<void> task) {
  tasks_.push_back(std::make_unique<Task>(std::move(name)));
  auto const at = std::prev(tasks_.end());
  auto on_end = [this, at](std::exception_ptr failure) { end(at, std::move(failure)); };
  asio::co_spawn(loop_, settle(std::move(task)), asio::bind_cancellation_slot((*at)->stop.slot(), std::move(on_end)));
}

void TaskGroup::end(Tasks::iterator task, std::exception_ptr failure) {
  auto const name = std::move((*task)->name);
  tasks_.erase(task);
  if (failure) {
    if (auto const what = describe(failure)) on_failure_(name, *what);
  }
  if (tasks_.empty()) emptied_.cancel();
}

void TaskGroup::cancel() {
  // A task that ends within emit() takes itself out of the list.
  for (auto at = tasks_.begin(); at != tasks_.end();) {
    auto& task = **at++;
    task.stop.emit(asio::cancellation_type::terminal);
  }
}

void TaskGroup::cancel(std::string_view name) {
  for (auto at = tasks_.begin(); at != tasks_.end();) {
    auto& task = **at++;
    if (task.name == name) task.stop.emit(asio::cancellation_type::terminal);
  }
}

asio::awaitable<void> TaskGroup::join() {
  // The error says "aborted" both when the last task has ended and when the joiner itself is cancelled; in the second
  // case the next co_await throws.
  while (!tasks_.empty()) {
    co_await emptied_.async_wait(kToken);
  }
}

}  // namespace lapwing
