// SPDX-License-Identifier: Apache-2.0
#include "notify/pacing.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace lapwing::notify {

using namespace std::chrono_literals;

namespace {

/// What no header shows: limits that a channel shares with others, or keeps to itself.
Duration learned_pace(Duration pace, Outcome const& outcome) {
  constexpr Duration slowest = 30s, first = 250ms, negligible = 50ms;
  if (outcome.is_limit) return std::min(std::max(2 * pace, first), slowest);
  if (outcome.kind != Outcome::Kind::delivered) return pace;
  auto const eased = pace * 9 / 10;
  return eased < negligible ? Duration{0} : eased;
}

}  // namespace

Duration back_off(std::int64_t failures, double jitter) {
  constexpr Duration base = 1s, cap = 5min;
  auto const doubled = double(base.count()) * std::exp2(double(std::min<std::int64_t>(failures, 20) - 1));
  auto const full = std::min(doubled, double(cap.count()));
  return Duration{std::llround(full * (0.5 + jitter / 2))};
}

Duration age_limit(Level level) {
  switch (level) {
    case Level::ok:
    case Level::info:
      return 1h;
    case Level::warning:
      return 12h;
    case Level::critical:
      return 72h;
  }
  throw std::logic_error("age_limit: unknown level");
}

store::ChannelRecord after_attempt(store::ChannelRecord before, Outcome const& outcome, TimePoint now, double jitter) {
  using enum Outcome::Kind;
  auto const asked = std::clamp(outcome.wait.value_or(0ms), Duration{0}, kLongestWait);
  // A little beyond what was asked for: the answer's clock and ours do not tick together.
  auto const hint = asked == 0ms ? 0ms : asked + Duration{50 + std::llround(200 * jitter)};
  before.pace = learned_pace(before.pace, outcome);
  before.error = outcome.why;
  if (outcome.kind == delivered) {
    before.failures = before.refusals = 0;
    before.failing_since.reset();
    before.error.clear();
    before.not_before = now + std::max(hint, before.pace);
    return before;
  }
  if (outcome.kind == bad_message) return before;
  ++before.failures;
  if (!before.failing_since) before.failing_since = now;
  if (outcome.kind == retry) {
    before.not_before = now + std::max({hint, before.pace, back_off(before.failures, jitter)});
    return before;
  }
  constexpr Duration first_probe = 10min, last_probe = 6h;
  auto const doublings = std::min<std::int64_t>(before.refusals++, 10);
  auto const probe = std::min(first_probe * (std::int64_t{1} << doublings), last_probe);
  before.not_before = now + std::max(hint, probe + Duration{std::llround(30'000 * jitter)});
  return before;
}

bool is_failing(store::ChannelRecord const& channel, Outcome::Kind last) {
  if (last == Outcome::Kind::delivered) return false;
  return last != Outcome::Kind::retry || channel.failures >= 3;
}

}  // namespace lapwing::notify
