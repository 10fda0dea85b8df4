// SPDX-License-Identifier: Apache-2.0
// Runs one coroutine to its end on a loop of its own, for tests of a single call.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace lapwing::test {

namespace detail {
template <class T>
boost::asio::awaitable<void> keep(boost::asio::awaitable<T> task, std::optional<T>& result) {
  result = co_await std::move(task);
}
}  // namespace detail

/// What the coroutine returns; what it throws is thrown here.
template <class T>
T run_on(boost::asio::io_context& loop, boost::asio::awaitable<T> task) {
  std::optional<T> result;
  std::exception_ptr failure;
  bool done = false;
  boost::asio::co_spawn(loop, detail::keep(std::move(task), result), [&](std::exception_ptr error) {
    failure = error;
    done = true;
  });
  loop.restart();
  while (!done && loop.run_one() != 0) {
  }
  if (failure) std::rethrow_exception(failure);
  if (!result) throw std::logic_error("the coroutine waits for something that can not come");
  return std::move(*result);
}

template <class T>
T run_now(boost::asio::awaitable<T> task) {
  boost::asio::io_context loop(1);
  return run_on(loop, std::move(task));
}

}  // namespace lapwing::test
