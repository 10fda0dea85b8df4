// SPDX-License-Identifier: Apache-2.0
#include "notify/pacing.hpp"

#include <algorithm>
#include <cmath>

namespace lapwing::notify {
namespace {

using namespace std::chrono_literals;

Duration back_off(std::int64_t failures, double jitter) {
  constexpr Duration base = 1s, cap = 5min;
  auto const doubled = double(base.count()) * std::exp2(double(std::min<std::int64_t>(failures, 20) - 1));
  auto const full = std::min(doubled, double(cap.count()));
  return Duration{std::llround(full * (0.5 + jitter / 2))};
}

}  // namespace

store::ChannelRecord after_attempt(store::ChannelRecord before, Outcome const& outcome, TimePoint now, double jitter) {
  auto const asked = std::clamp(outcome.wait.value_or(0ms), Duration{0}, kLongestWait);
  // A little beyond what was asked for: the answer's clock and ours do not tick together.
  auto const hint = asked == 0ms ? 0ms : asked + Duration{50 + std::llround(200 * jitter)};
  switch (outcome.kind) {
    case Outcome::Kind::delivered:
      before.failures = 0;
      before.error.clear();
      before.not_before = now + hint;
      return before;
    case Outcome::Kind::bad_message:
      before.error = outcome.why;
      return before;
    case Outcome::Kind::retry:
      ++before.failures;
      before.error = outcome.why;
      before.not_before = now + std::max(hint, back_off(before.failures, jitter));
      return before;
    case Outcome::Kind::bad_destination:
      ++before.failures;
      before.error = outcome.why;
      before.not_before = now + std::max(hint, Duration{10min} + Duration{std::llround(30'000 * jitter)});
      return before;
  }
  throw std::logic_error("after_attempt: unknown outcome");
}

bool is_failing(store::ChannelRecord const& channel, Outcome::Kind last) {
  if (last == Outcome::Kind::delivered) return false;
  return last != Outcome::Kind::retry || channel.failures >= 3;
}

}  // namespace lapwing::notify
