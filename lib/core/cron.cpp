// SPDX-License-Identifier: Apache-2.0
#include "core/cron.hpp"

#include "core/text.hpp"

#include <array>
#include <charconv>
#include <span>
#include <vector>

namespace lapwing {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> kDays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

struct FieldForm {
  std::string_view name;
  unsigned low;
  unsigned high;
  std::span<std::string_view const> names;  // the first stands for `low`
};

constexpr std::array<FieldForm, 5> kForms{FieldForm{"minute", 0, 59, {}}, FieldForm{"hour", 0, 23, {}},
                                          FieldForm{"day of month", 1, 31, {}}, FieldForm{"month", 1, 12, kMonths},
                                          FieldForm{"day of week", 0, 7, kDays}};

std::optional<unsigned> value(std::string_view text, FieldForm const& form) {
  auto const word = to_lower(text);
  for (unsigned i = 0; i < form.names.size(); ++i) {
    if (word == form.names[i]) return form.low + i;
  }
  unsigned number = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size() || number < form.low || number > form.high)
    return std::nullopt;
  return number;
}

/// The values of one part of a list, or nothing where it is none: *, 5, 1-5, each also with /2; 20/15 is 20-59/15.
std::vector<unsigned> values(std::string_view part, FieldForm const& form) {
  auto const slash = part.find('/');
  std::optional<unsigned> step = 1u;
  if (slash != part.npos) step = value(part.substr(slash + 1), {"", 1, form.high + 1, {}});
  auto const range = part.substr(0, slash);
  auto const dash = range.find('-');
  std::optional<unsigned> from, to;
  if (range == "*") {
    from = form.low;
    to = form.high == 7 ? 6 : form.high;
  } else if (dash == range.npos) {
    from = value(range, form);
    to = slash == part.npos ? from : std::optional(form.high == 7 ? 6 : form.high);
  } else {
    from = value(range.substr(0, dash), form);
    to = value(range.substr(dash + 1), form);
  }
  std::vector<unsigned> out;
  if (!step || !from || !to) return out;
  for (unsigned at = *from; at <= *to; at += *step) out.push_back(at);
  return out;
}

}  // namespace

Result<Cron> Cron::parse(std::string_view text) {
  std::vector<std::string_view> fields;
  for (auto const word : split(trim(text), ' ')) {
    if (!trim(word).empty()) fields.push_back(trim(word));
  }
  auto const quoted = "'" + printable(text, 60) + "'";
  if (fields.size() != kForms.size()) {
    return Error{ErrorKind::invalid, quoted +
                                         " is no cron expression: it needs five fields, minute hour day-of-month "
                                         "month day-of-week, such as 0 2 * * *"};
  }
  Cron cron;
  cron.text_ = std::string(trim(text));
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (auto const part : split(fields[i], ',')) {
      auto const chosen = values(part, kForms[i]);
      if (chosen.empty()) {
        return Error{ErrorKind::invalid, quoted + " is no cron expression: '" + printable(part, 20) + "' is no " +
                                             std::string(kForms[i].name)};
      }
      for (auto const one : chosen) {
        if (i == 0) cron.minutes_.set(one);
        if (i == 1) cron.hours_.set(one);
        if (i == 2) cron.days_.set(one);
        if (i == 3) cron.months_.set(one);
        if (i == 4) cron.weekdays_.set(one % 7);
      }
    }
  }
  cron.any_day_ = fields[2].starts_with('*');
  cron.any_weekday_ = fields[4].starts_with('*');
  return cron;
}

bool Cron::falls_on(std::chrono::local_days day) const {
  std::chrono::year_month_day const date{day};
  if (!months_[unsigned(date.month())]) return false;
  bool const by_day = days_[unsigned(date.day())];
  bool const by_weekday = weekdays_[std::chrono::weekday{day}.c_encoding()];
  if (any_day_ || any_weekday_) return by_day && by_weekday;
  return by_day || by_weekday;
}

std::optional<TimePoint> Cron::next_after(TimePoint after, Zone const& zone) const {
  using namespace std::chrono;
  // In the order of the wall clock, which is that of the instants: a gap moves slots onto its end, a fold repeats none.
  auto const local = floor<minutes>(zone.to_local(after));
  auto day = floor<days>(local);
  unsigned into_day = unsigned((local - day).count());
  for (auto const end = day + days{9 * 366}; day < end; day += days{1}, into_day = 0) {
    if (!falls_on(day)) continue;
    for (unsigned hour = into_day / 60, minute = into_day % 60; hour < 24; ++hour, minute = 0) {
      if (!hours_[hour]) continue;
      for (; minute < 60; ++minute) {
        if (!minutes_[minute]) continue;
        auto const due = zone.to_instant(LocalTime{day.time_since_epoch()} + hours{hour} + minutes{minute});
        if (due > after) return due;
      }
    }
  }
  return std::nullopt;
}

}  // namespace lapwing
