// SPDX-License-Identifier: Apache-2.0
#include "io/clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <sys/timerfd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace lapwing {

namespace {

namespace asio = boost::asio;
constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

int make_timer() {
  int const timer = ::timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (timer < 0) throw std::system_error(errno, std::generic_category(), "timerfd_create");
  return timer;
}

class SystemAlarm final : public Alarm {
 public:
  explicit SystemAlarm(asio::any_io_executor const& loop) : timer_(loop, make_timer()), stopwatch_(loop) {}

  // The descriptor becomes readable when the time has come and when the clock was set (a read would give ECANCELED).
  // Either way the clock decides, and arming again clears the readiness: nothing needs to be read.
  asio::awaitable<bool> wait_until(TimePoint at) override {
    for (;;) {
      if (std::exchange(rung_, false)) co_return false;
      if (system_now() >= at) co_return true;
      arm(at);
      auto const [failure] = co_await timer_.async_wait(asio::posix::stream_descriptor::wait_read, kToken);
      if (failure && !rung_) throw boost::system::system_error(failure);
    }
  }

  asio::awaitable<bool> wait_for(Duration length) override {
    if (std::exchange(rung_, false)) co_return false;
    stopwatch_.expires_after(length);
    auto const [failure] = co_await stopwatch_.async_wait(kToken);
    if (std::exchange(rung_, false)) co_return false;
    if (failure) throw boost::system::system_error(failure);
    co_return true;
  }

  void ring() override {
    rung_ = true;
    timer_.cancel();
    stopwatch_.cancel();
  }

 private:
  void arm(TimePoint at) {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(at);
    itimerspec when{};
    when.it_value.tv_sec = seconds.time_since_epoch().count();
    when.it_value.tv_nsec = std::chrono::nanoseconds(at - seconds).count();
    // ECANCELED: the clock was set since the last arming; the new arming already counts from the new time.
    while (::timerfd_settime(timer_.native_handle(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, nullptr) !=
           0) {
      if (errno != ECANCELED) throw std::system_error(errno, std::generic_category(), "timerfd_settime");
    }
  }

  asio::posix::stream_descriptor timer_;
  asio::steady_timer stopwatch_;
  bool rung_ = false;
};

}  // namespace

TimePoint system_now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

TimePoint SystemClock::now() const { return system_now(); }

SteadyTime SystemClock::steady() const { return steady_now(); }

std::unique_ptr<Alarm> SystemClock::make_alarm() { return std::make_unique<SystemAlarm>(loop_); }

SteadyTime steady_now() { return std::chrono::steady_clock::now(); }

}  // namespace lapwing
