// SPDX-License-Identifier: Apache-2.0
// Blocking work off the loop: a large CSV, a directory walk, a database commit. It comes back as a value.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>

namespace lapwing {

/// A few threads that run jobs in order of arrival. With 0 threads a job runs at once on the caller, which is what
/// makes scenario tests deterministic.
class Workers {
 public:
  explicit Workers(unsigned threads);
  Workers(Workers const&) = delete;
  Workers& operator=(Workers const&) = delete;
  /// Asks running jobs to stop, drops none that was queued, and joins. The loop must still live.
  ~Workers();

  /// Long jobs look at their stop_token now and then; this makes it say yes, for good.
  void request_stop();

  /// Runs `work(std::stop_token)` or `work()` on a worker and returns its value on the loop. What it throws is thrown
  /// here. The wait can not be cancelled (the job borrows from the caller's frame): call request_stop for that. Name
  /// the lambda before awaiting (see "co_await stands alone").
  template <class F>
  boost::asio::awaitable<std::invoke_result_t<F&, std::stop_token>> run(
      F work) requires std::invocable<F&, std::stop_token> {
    using Value = std::invoke_result_t<F&, std::stop_token>;
    std::optional<Value> value;
    std::exception_ptr failure;
    std::function<void(std::stop_token)> job = [&](std::stop_token stop) {
      try {
        value.emplace(work(std::move(stop)));
      } catch (...) {
        failure = std::current_exception();
      }
    };
    co_await run_job(std::move(job));
    if (failure) std::rethrow_exception(failure);
    co_return std::move(*value);
  }

  template <class F>
  boost::asio::awaitable<std::invoke_result_t<F&>> run(F work) requires std::invocable<F&> {
    auto ignoring = [work = std::move(work)](std::stop_token) mutable { return work(); };
    co_return co_await run(std::move(ignoring));
  }

 private:
  boost::asio::awaitable<void> run_job(std::function<void(std::stop_token)> job);

  struct Pool;
  std::unique_ptr<Pool> pool_;  // absent with 0 threads
  std::stop_source stop_;
};

}  // namespace lapwing
