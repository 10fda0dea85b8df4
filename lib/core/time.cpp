// SPDX-License-Identifier: Apache-2.0
#include "core/time.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace lapwing {
namespace {

using namespace std::chrono_literals;

/// Reads text from the left; every step says whether it matched.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  bool starts_with_digit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }

  bool take(char expected) {
    if (rest_.empty() || rest_[0] != expected) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// Exactly `count` digits.
  std::optional<int> digits(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return std::nullopt;
      number = number * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return number;
  }

  /// The digits after a decimal point, cut to milliseconds; absent if there are none.
  std::optional<Duration> fraction() {
    if (!starts_with_digit()) return std::nullopt;
    int millis = 0;
    for (int weight = 100; starts_with_digit(); weight /= 10) {
      millis += (rest_[0] - '0') * weight;
      rest_.remove_prefix(1);
    }
    return Duration{millis};
  }

 private:
  std::string_view rest_;
};

/// Z, +08:00, +0800, +08 or nothing (UTC).
std::optional<Duration> parse_offset(Cursor& in) {
  if (in.done() || in.take('Z') || in.take('z')) return Duration{0};
  int const sign = in.take('+') ? 1 : in.take('-') ? -1 : 0;
  if (sign == 0) return std::nullopt;
  auto const hours = in.digits(2);
  if (!hours || *hours > 23) return std::nullopt;
  int minutes = 0;
  if (!in.done()) {
    in.take(':');
    auto const read = in.digits(2);
    if (!read || *read > 59) return std::nullopt;
    minutes = *read;
  }
  return sign * (std::chrono::hours{*hours} + std::chrono::minutes{minutes});
}

}  // namespace

std::optional<TimePoint> parse_timestamp(std::string_view text) {
  Cursor in(text);
  auto const year = in.digits(4);
  if (!year) return std::nullopt;
  bool const basic = in.starts_with_digit();  // 20251213T110000Z
  if (!basic && !in.take('-')) return std::nullopt;
  auto const month = in.digits(2);
  if (!month || (!basic && !in.take('-'))) return std::nullopt;
  auto const day = in.digits(2);
  if (!day) return std::nullopt;
  std::chrono::year_month_day const date{std::chrono::year{*year}, std::chrono::month{unsigned(*month)},
                                         std::chrono::day{unsigned(*day)}};
  if (!date.ok()) return std::nullopt;
  TimePoint at{std::chrono::sys_days{date}};
  if (in.done()) return at;

  if (!in.take('T') && !in.take('t') && !in.take(' ')) return std::nullopt;
  auto const hour = in.digits(2);
  if (!hour || *hour > 23 || (!basic && !in.take(':'))) return std::nullopt;
  auto const minute = in.digits(2);
  if (!minute || *minute > 59) return std::nullopt;
  at += std::chrono::hours{*hour} + std::chrono::minutes{*minute};
  if (basic ? in.starts_with_digit() : in.take(':')) {
    auto const second = in.digits(2);
    if (!second || *second > 60) return std::nullopt;
    at += std::chrono::seconds{*second};
    if (in.take('.') || in.take(',')) {
      auto const fraction = in.fraction();
      if (!fraction) return std::nullopt;
      at += *fraction;
    }
  }
  auto const offset = parse_offset(in);
  if (!offset || !in.done()) return std::nullopt;
  return at - *offset;
}

std::string format_utc(TimePoint at) {
  auto const days = std::chrono::floor<std::chrono::days>(at);
  std::chrono::year_month_day const date{days};
  std::chrono::hh_mm_ss const clock{at - days};
  std::array<char, 64> text{};
  int length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", int(date.year()),
                             unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                             int(clock.minutes().count()), int(clock.seconds().count()));
  std::string out(text.data(), std::size_t(length));
  if (auto const millis = clock.subseconds().count(); millis != 0) {
    length = std::snprintf(text.data(), text.size(), ".%03d", int(millis));
    out.append(text.data(), std::size_t(length));
  }
  return out + "Z";
}

std::string format_duration(Duration length) {
  if (length < 0ms) return length == Duration::min() ? "-" : "-" + format_duration(-length);
  if (length == 0ms) return "0s";
  if (length < 1s) return std::to_string(length.count()) + "ms";
  if (auto const tenths = length % 1s / 100ms; length < 10s && tenths != 0) {
    return std::to_string(length / 1s) + "." + std::to_string(tenths) + "s";
  }

  struct Scale {
    Duration unit;
    char const* name;
  };
  constexpr std::array scales{Scale{24h, "d"}, Scale{1h, "h"}, Scale{1min, "m"}, Scale{1s, "s"}};
  // Hours are kept up to 48h ("26h" says more than "1d 2h"); two weeks and more are told in whole days.
  std::size_t first = 0;
  while (length < scales[first].unit || (first == 0 && length < 48h)) ++first;
  std::string out = std::to_string(length / scales[first].unit) + scales[first].name;
  if (first + 1 == scales.size() || length >= 14 * 24h) return out;
  auto const second = (length % scales[first].unit) / scales[first + 1].unit;
  return second == 0 ? out : out + " " + std::to_string(second) + scales[first + 1].name;
}

}  // namespace lapwing
