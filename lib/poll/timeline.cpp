// SPDX-License-Identifier: Apache-2.0
#include "poll/timeline.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace lapwing::poll {
namespace {

/// Two digits at `at`; 100 or more if they are none.
unsigned two_digits(char const* at) {
  unsigned const tens = static_cast<unsigned>(at[0] - '0'), ones = static_cast<unsigned>(at[1] - '0');
  return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

/// 2025-12-06 and 2025-12-06 07:55:32 (or with a T), several times as fast as parse_timestamp, which takes what this
/// leaves.
std::optional<TimePoint> read_plain_iso(std::string_view cell) {
  if (cell.size() != 10 && cell.size() != 19) return std::nullopt;
  char const* const c = cell.data();
  unsigned const century = two_digits(c), year = two_digits(c + 2), month = two_digits(c + 5), day = two_digits(c + 8);
  if (century > 99 || year > 99 || c[4] != '-' || c[7] != '-') return std::nullopt;
  std::chrono::year_month_day const date{std::chrono::year(static_cast<int>(century * 100 + year)),
                                         std::chrono::month(month), std::chrono::day(day)};
  if (month > 12 || day > 31 || !date.ok()) return std::nullopt;
  TimePoint const midnight{std::chrono::sys_days{date}};
  if (cell.size() == 10) return midnight;
  unsigned const hour = two_digits(c + 11), minute = two_digits(c + 14), second = two_digits(c + 17);
  if ((c[10] != ' ' && c[10] != 'T') || c[13] != ':' || c[16] != ':' || hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  return midnight + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
}

/// A Unix time: whole digits, perhaps a minus, perhaps (for seconds) a fraction, which is cut to milliseconds.
std::optional<TimePoint> read_unix(std::string_view cell, bool seconds) {
  std::int64_t whole = 0;
  auto const end = cell.data() + cell.size();
  auto const parsed = std::from_chars(cell.data(), end, whole);
  constexpr std::int64_t kMost = 253'402'300'799'999;  // the end of the year 9999, in milliseconds
  if (parsed.ec != std::errc{} || whole > kMost || whole < -kMost) return std::nullopt;
  if (!seconds) return parsed.ptr == end ? std::optional{from_millis(whole)} : std::nullopt;
  if (whole > kMost / 1000 || whole < -kMost / 1000) return std::nullopt;
  std::int64_t millis = 0;
  if (parsed.ptr != end) {
    std::string_view const fraction(parsed.ptr + 1, static_cast<std::size_t>(end - parsed.ptr - 1));
    if (*parsed.ptr != '.' || fraction.find_first_not_of("0123456789") != fraction.npos) return std::nullopt;
    for (std::size_t i = 0, weight = 100; i < fraction.size() && weight > 0; ++i, weight /= 10) {
      millis += (fraction[i] - '0') * static_cast<std::int64_t>(weight);
    }
  }
  return from_millis(whole * 1000 + (cell[0] == '-' ? -millis : millis));
}

std::size_t leading_digits(std::string_view cell) {
  return std::min(cell.find_first_not_of("0123456789"), cell.size());
}

}  // namespace

std::optional<TimePoint> Timeline::read(std::string_view cell) {
  if (form_ == Form::undecided) {
    auto const digits = leading_digits(cell);
    Form const guess = digits == 10 ? Form::seconds : digits == 13 ? Form::millis : Form::iso;
    form_ = guess;
    auto const at = read(cell);
    if (!at) form_ = Form::undecided;
    return at;
  }
  if (form_ == Form::iso) {
    auto const at = read_plain_iso(cell);
    return at ? at : parse_timestamp(cell);
  }
  return read_unix(cell, form_ == Form::seconds);
}

bool Timeline::add(std::string_view cell, std::size_t line) {
  auto const at = read(cell);
  if (!at) return false;
  if (previous_ && *at < *previous_) {
    if (unsorted_++ == 0) first_unsorted_ = {line, *previous_, *at};
  } else if (previous_ && step_) {
    auto const missing = missing_steps(*at - *previous_, *step_);
    if (missing > 0 && gaps_ == 0) first_gap_ = {line, *previous_, *at};
    gaps_ += missing;
  }
  previous_ = at;
  newest_ = newest_ ? std::max(*newest_, *at) : *at;
  return true;
}

std::size_t missing_steps(Duration distance, Duration step) {
  if (distance <= step + step / 2) return 0;
  return static_cast<std::size_t>((distance + step / 2) / step - 1);
}

}  // namespace lapwing::poll
