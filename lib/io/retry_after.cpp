// SPDX-License-Identifier: Apache-2.0
#include "io/retry_after.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace lapwing {
namespace {

/// Sun, 06 Nov 1994 08:49:37 GMT
std::optional<TimePoint> parse_http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto const words = split(trim(text), ' ');
  if (words.size() != 6 || words[5] != "GMT") return std::nullopt;
  auto const month = std::ranges::find(months, words[2]);
  if (month == months.end()) return std::nullopt;
  std::string number = std::to_string(month - months.begin() + 1);
  number.insert(0, 2 - number.size(), '0');
  return parse_timestamp(std::string(words[3]) + "-" + number + "-" + std::string(words[1]) + "T" +
                         std::string(words[4]) + "Z");
}

}  // namespace

std::optional<Duration> wait_of(double seconds) {
  if (!(seconds > 0)) return std::nullopt;  // NaN too
  double const longest = std::chrono::duration<double>(kLongestWait).count();
  return Duration{std::llround(std::ceil(std::min(seconds, longest) * 1000))};
}

std::optional<Duration> wait_of(std::string_view seconds) {
  auto const text = trim(seconds);
  double number = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return wait_of(number);
}

std::optional<Duration> retry_after(HttpResponse const& answer) {
  auto const header = answer.header("Retry-After");
  if (!header) return std::nullopt;
  if (auto const wait = wait_of(*header)) return wait;
  auto const until = parse_http_date(*header);
  auto const now = parse_http_date(answer.header("Date").value_or(""));
  if (!until || !now) return std::nullopt;
  return wait_of(std::chrono::duration<double>(*until - *now).count());
}

}  // namespace lapwing
