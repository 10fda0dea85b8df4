// SPDX-License-Identifier: Apache-2.0
#include "series/axis.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace lapwing::series {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::floor;
using std::chrono::year_month_day;

constexpr double kDay = 86'400;
/// Seconds that people count in.
constexpr std::array kRoundSeconds{1.,     2.,     5.,     10.,  15.,      30.,      60.,
                                   120.,   300.,   600.,   900., 1800.,    3600.,    7200.,
                                   10800., 21600., 43200., kDay, 2 * kDay, 7 * kDay, 14 * kDay};
constexpr std::array kRoundMonths{1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400};
constexpr Duration kLongest = days{365'250};

/// Multiples of the step from low to high.
std::size_t count_of(double low, double high, double step) {
  return std::size_t(std::max(0., std::floor(high / step) - std::ceil(low / step) + 1));
}

/// The smallest round step that gives at most `most` ticks.
double round_step(double low, double high, Unit unit, std::size_t most) {
  if (unit == Unit::duration) {
    for (double const step : kRoundSeconds) {
      if (count_of(low, high, step) <= most && step >= (high - low) / double(most + 1)) return step;
    }
  }
  bool const is_whole = unit == Unit::count || unit == Unit::runs;
  for (double decade = std::pow(10, std::floor(std::log10((high - low) / double(most + 1))));; decade *= 10) {
    for (double const factor : {1., 2., 5.}) {
      double const step = decade * factor;
      if (count_of(low, high, step) <= most && (!is_whole || step >= 1)) return step;
    }
  }
}

std::string month_name(year_month_day date) {
  constexpr std::array names{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return names[unsigned(date.month()) - 1];
}

std::string day_text(year_month_day date) { return std::to_string(unsigned(date.day())) + " " + month_name(date); }

std::string clock_text(LocalTime at, bool with_seconds) {
  std::chrono::hh_mm_ss const time(at - floor<days>(at));
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d", int(time.hours().count()), int(time.minutes().count()));
  if (with_seconds) std::snprintf(text.data() + 5, text.size() - 5, ":%02d", int(time.seconds().count()));
  return text.data();
}

/// Multiples of a step of seconds, of whole days counted from a Monday.
std::vector<LocalTime> by_seconds(LocalTime from, LocalTime to, Duration step) {
  LocalTime const monday{days{4}};
  auto const past = (from - monday) % step;
  std::vector<LocalTime> out;
  for (auto at = from - past - (past < 0ms ? step : 0ms); at <= to; at += step) {
    if (at >= from) out.push_back(at);
  }
  return out;
}

std::vector<LocalTime> by_months(LocalTime from, LocalTime to, int step) {
  year_month_day const date{floor<days>(from)};
  auto const number = int(date.year()) * 12 + int(unsigned(date.month())) - 1;
  std::vector<LocalTime> out;
  for (int at = number / step * step;; at += step) {
    LocalTime const local{std::chrono::local_days{std::chrono::year{at / 12} / (at % 12 + 1) / 1}};
    if (local > to) return out;
    if (local >= from) out.push_back(local);
  }
}

}  // namespace

std::vector<ValueTick> value_ticks(double low, double high, Unit unit, std::size_t most) {
  std::vector<ValueTick> ticks;
  // Nearer to each other, doubles can not be told apart by adding a step.
  double const least = std::max(1e-290, std::max(std::abs(low), std::abs(high)) * 1e-12);
  if (most == 0 || !std::isfinite(high - low) || !(high - low >= least)) return ticks;
  double const step = round_step(low, high, unit, most);
  double const first = std::ceil(low / step);
  for (std::size_t i = 0; i < count_of(low, high, step); ++i) {
    double const value = (first + double(i)) * step + 0.0;  // no -0
    auto text = format_quantity(value, unit);
    if (ticks.empty() || ticks.back().text != text) ticks.push_back({value, std::move(text)});
  }
  return ticks;
}

std::vector<TimeTick> time_ticks(TimePoint from, TimePoint to, Zone const& zone, std::size_t most) {
  if (most == 0 || to - from < 1s || to - from > kLongest) return {};
  auto const local_from = zone.to_local(from), local_to = zone.to_local(to);
  std::vector<LocalTime> instants;
  double step = 0;
  for (double const seconds : kRoundSeconds) {
    if (double((to - from) / 1ms) / 1e3 > seconds * double(most + 1)) continue;
    step = seconds;
    instants = by_seconds(local_from, local_to, Duration{std::int64_t(seconds * 1000)});
    if (instants.size() <= most) break;
    instants.clear();
  }
  int months = 0;
  for (std::size_t i = 0; instants.empty() && i < kRoundMonths.size(); ++i) {
    months = kRoundMonths[i];
    instants = by_months(local_from, local_to, months);
    if (instants.size() > most) instants.clear();
  }
  std::vector<TimeTick> ticks;
  std::string before;
  for (auto const round : instants) {
    auto const at = zone.to_instant(round);
    auto const local = zone.to_local(at);  // another where the zone skips that hour
    if (at < from || at > to || (!ticks.empty() && at <= ticks.back().at)) continue;
    year_month_day const date{floor<days>(local)};
    std::string text = day_text(date);
    if (months >= 12)
      text = std::to_string(int(date.year()));
    else if (months > 0)
      text = month_name(date) + " " + std::to_string(int(date.year()));
    else if (step < kDay && text == before)
      text = clock_text(local, step < 60);
    else if (step < kDay && local != floor<days>(local))
      text += " " + clock_text(local, step < 60);
    before = day_text(date);
    ticks.push_back({at, std::move(text)});
  }
  return ticks;
}

}  // namespace lapwing::series
