// SPDX-License-Identifier: Apache-2.0
#include "support/manual_clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <utility>

namespace lapwing::test {

namespace asio = boost::asio;

class ManualAlarm final : public Alarm {
 public:
  explicit ManualAlarm(ManualClock& clock) : clock_(clock) {}

  asio::awaitable<bool> wait_until(TimePoint at) override {
    if (std::exchange(is_rung_, false)) co_return false;
    if (clock_.now() >= at) co_return true;
    place_ = clock_.waiting_.emplace(at, this);
    co_return co_await wait();
  }

  asio::awaitable<bool> wait_for(Duration length) override {
    if (std::exchange(is_rung_, false)) co_return false;
    if (length <= Duration{0}) co_return true;
    count_ = clock_.counting_.emplace(clock_.gone_by_ + length, this);
    co_return co_await wait();
  }

  void ring() override {
    is_rung_ = true;
    wake();
  }

  void come_due() {
    is_due_ = true;
    wake();
  }

 private:
  /// Ends the wait however it ends, a cancellation included.
  struct Waiting {
    Waiting(ManualAlarm& alarm, asio::steady_timer& bell) : alarm_(alarm) { alarm_.bell_ = &bell; }
    ~Waiting() {
      alarm_.leave();
      alarm_.bell_ = nullptr;
    }
    ManualAlarm& alarm_;
  };

  asio::awaitable<bool> wait() {
    auto const loop = co_await asio::this_coro::executor;
    asio::steady_timer bell(loop, asio::steady_timer::time_point::max());
    is_due_ = false;
    Waiting const waiting(*this, bell);
    auto const [cancelled] = co_await bell.async_wait(asio::as_tuple(asio::use_awaitable));
    if (std::exchange(is_rung_, false)) co_return false;
    if (is_due_) co_return true;
    throw boost::system::system_error(cancelled);
  }

  void leave() {
    if (place_) clock_.waiting_.erase(*place_);
    if (count_) clock_.counting_.erase(*count_);
    place_.reset();
    count_.reset();
  }

  void wake() {
    leave();
    if (bell_ != nullptr) bell_->cancel();
  }

  ManualClock& clock_;
  asio::steady_timer* bell_ = nullptr;  // while somebody waits
  std::optional<std::multimap<TimePoint, ManualAlarm*>::iterator> place_;
  std::optional<std::multimap<Duration, ManualAlarm*>::iterator> count_;
  bool is_rung_ = false;
  bool is_due_ = false;
};

std::unique_ptr<Alarm> ManualClock::make_alarm() { return std::make_unique<ManualAlarm>(*this); }

void ManualClock::advance_to(TimePoint at) {
  gone_by_ += std::max(at - now_, Duration{0});
  now_ = at;
  ring_due();
}

void ManualClock::step(Duration by) {
  now_ += by;
  ring_due();
}

void ManualClock::ring_due() {
  while (!waiting_.empty() && waiting_.begin()->first <= now_) waiting_.begin()->second->come_due();
  while (!counting_.empty() && counting_.begin()->first <= gone_by_) counting_.begin()->second->come_due();
}

std::optional<TimePoint> ManualClock::next_alarm() const {
  std::optional<TimePoint> next;
  if (!waiting_.empty()) next = waiting_.begin()->first;
  if (!counting_.empty()) {
    auto const at = now_ + (counting_.begin()->first - gone_by_);
    next = std::min(next.value_or(at), at);
  }
  return next;
}

void ManualClock::run_until(asio::io_context& loop, TimePoint end) {
  loop.restart();
  loop.poll();
  for (auto next = next_alarm(); next && *next <= end; next = next_alarm()) {
    advance_to(*next);
    loop.restart();
    loop.poll();
  }
  advance_to(end);
}

}  // namespace lapwing::test
