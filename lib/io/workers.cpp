// SPDX-License-Identifier: Apache-2.0
#include "io/workers.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <mutex>
#include <utility>

namespace lapwing {

namespace asio = boost::asio;

struct Workers::Pool {
  explicit Pool(unsigned count) : threads(count) {}
  asio::thread_pool threads;
};

Workers::Workers(unsigned threads) : pool_(threads == 0 ? nullptr : std::make_unique<Pool>(threads)) {}

Workers::~Workers() {
  request_stop();
  if (pool_) pool_->threads.join();
}

void Workers::request_stop() { stop_.request_stop(); }

asio::awaitable<void> Workers::run_job(std::function<void(std::stop_token)> job) {
  if (!pool_) {
    job(stop_.get_token());
    co_return;
  }
  // The coroutine stays suspended on the loop while the job runs: only its handler travels to the worker and back. The
  // worker lets go of the loop before the coroutine goes on, which may be the last thing that the loop ever does.
  std::mutex leaving;
  auto start = [this, &leaving](auto resume, std::function<void(std::stop_token)> work) {
    auto loop = asio::prefer(asio::get_associated_executor(resume), asio::execution::outstanding_work.tracked);
    asio::post(pool_->threads, [&leaving, stop = stop_.get_token(), loop = std::move(loop), resume = std::move(resume),
                                work = std::move(work)]() mutable {
      work(std::move(stop));
      std::lock_guard const until_gone(leaving);
      auto const home = std::move(loop);
      asio::post(home, std::move(resume));
    });
  };
  co_await asio::async_initiate<asio::use_awaitable_t<> const, void()>(start, asio::use_awaitable, std::move(job));
  std::lock_guard const worker_is_gone(leaving);
}

}  // namespace lapwing
