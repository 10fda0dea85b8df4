// SPDX-License-Identifier: Apache-2.0
// An answer that somebody will have later: who asked holds one end, who will know the other.
#pragma once

#include "io/clock.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace lapwing {

/// Held by std::shared_ptr: either end may go first, by a cancellation or a reload.
template <class T>
class Later {
 public:
  explicit Later(Clock& clock) : clock_(clock), alarm_(clock.make_alarm()) {}
  Later(Later const&) = delete;
  Later& operator=(Later const&) = delete;

  /// The first value counts.
  void set(T value) {
    if (value_) return;
    value_.emplace(std::move(value));
    alarm_->ring();
  }

  /// The value, or absent if it has not come within `limit`. One waits at a time.
  boost::asio::awaitable<std::optional<T>> wait(Duration limit) {
    auto const end = clock_.steady() + limit;
    for (bool late = false; !value_ && !late;) {
      auto const left = std::chrono::ceil<Duration>(end - clock_.steady());
      late = co_await alarm_->wait_for(left);
    }
    co_return value_;
  }
  bool is_set() const { return value_.has_value(); }

 private:
  Clock& clock_;
  std::unique_ptr<Alarm> alarm_;
  std::optional<T> value_;
};

}  // namespace lapwing
