// SPDX-License-Identifier: Apache-2.0
#include "core/schedule.hpp"

#include "core/quantity.hpp"
#include "core/text.hpp"

#include <array>
#include <charconv>
#include <vector>

namespace lapwing {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 7> kDays{"sunday",   "monday", "tuesday", "wednesday",
                                                "thursday", "friday", "saturday"};

/// FNV-1a: the same on every machine and in every version.
std::uint32_t stable_hash(std::string_view text) {
  std::uint32_t hash = 2166136261u;
  for (unsigned char const c : text) hash = (hash ^ c) * 16777619u;
  return hash;
}

std::optional<unsigned> number(std::string_view text, unsigned low, unsigned high) {
  unsigned value = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size() || value < low || value > high) return std::nullopt;
  return value;
}

/// HH:MM or, for hourly, :MM.
std::optional<Duration> time_of_day(std::string_view text) {
  auto const colon = text.find(':');
  if (colon > 2 || text.size() - colon != 3) return std::nullopt;
  auto const hours = colon == 0 ? 0u : number(text.substr(0, colon), 0, 23);
  auto const minutes = number(text.substr(colon + 1), 0, 59);
  if (!hours || !minutes) return std::nullopt;
  return std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
}

std::optional<unsigned> day_of_week(std::string_view text) {
  auto const wanted = to_lower(text);
  for (unsigned i = 0; i < kDays.size(); ++i) {
    if (wanted == kDays[i] || (wanted.size() == 3 && kDays[i].starts_with(wanted))) return i;
  }
  return std::nullopt;
}

}  // namespace

Result<Schedule> Schedule::parse(std::string_view text, std::string_view name) {
  auto const refuse = [&](std::string_view why) {
    return Error{ErrorKind::invalid,
                 "'" + printable(text, 60) + "' is not a schedule" + std::string(why) +
                     "; write 30s, 5m, 'hourly at :10', 'daily at 06:30', 'weekly on monday at 09:00', "
                     "'monthly on 1 at 09:00', 'monthly on last' or {cron: '0 2 * * *'}"};
  };
  constexpr std::string_view cron_form = "cron:";
  if (auto const whole = trim(text); whole.starts_with(cron_form)) {
    auto cron = Cron::parse(whole.substr(cron_form.size()));
    if (!cron) return cron.error();
    // Of the days that there are, each occurs within nine years of any other.
    if (!cron->next_after(TimePoint{}, Zone::utc()))
      return Error{ErrorKind::invalid, "'" + cron->text() + "' is never due: there is no such day"};
    Schedule out;
    out.form_ = Form::cron;
    out.text_ = "cron: " + cron->text();
    out.cron_ = *std::move(cron);
    return out;
  }
  std::vector<std::string_view> words;
  for (auto const word : split(trim(text), ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  if (words.empty()) return refuse("");
  Schedule out;
  out.text_ = std::string(trim(text));
  constexpr std::array<std::string_view, 4> forms{"hourly", "daily", "weekly", "monthly"};
  std::size_t form = 0;
  while (form < forms.size() && words[0] != forms[form]) ++form;
  if (form == forms.size()) {
    auto const interval = parse_duration(text);
    if (!interval) return refuse(did_you_mean(words[0], forms));
    if (*interval < 1s) return refuse(": it is shorter than a second");
    out.interval_ = *interval;
    return out;
  }
  out.form_ = Form(form + 1);
  out.interval_ = std::chrono::seconds{stable_hash(name) % 3600};
  bool has_on = false, has_at = false;
  for (std::size_t i = 1; i < words.size(); i += 2) {
    if (i + 1 == words.size()) return refuse(": '" + printable(words[i], 20) + "' needs a value");
    auto const value = words[i + 1];
    if (words[i] == "on" && !has_on && out.form_ == Form::weekly) {
      auto const day = day_of_week(value);
      if (!day) return refuse(": '" + printable(value, 20) + "' is no day of the week" + did_you_mean(value, kDays));
      out.weekday_ = std::chrono::weekday{*day};
      has_on = true;
    } else if (words[i] == "on" && !has_on && out.form_ == Form::monthly) {
      auto const day = value == "last" ? 0u : number(value, 1, 28);
      if (!day) return refuse(": not every month has that day; use a day from 1 to 28, or 'last'");
      out.day_ = *day;
      has_on = true;
    } else if (words[i] == "at" && !has_at) {
      auto const time = time_of_day(value);
      bool const minutes_only = value.starts_with(':');
      if (!time || minutes_only != (out.form_ == Form::hourly))
        return refuse(": '" + printable(value, 20) + "' is no such time");
      out.interval_ = *time;
      has_at = true;
    } else {
      return refuse(": '" + printable(words[i], 20) + "' does not belong here");
    }
  }
  return out;
}

bool Schedule::falls_on(std::chrono::local_days day) const {
  if (form_ == Form::weekly) return std::chrono::weekday{day} == weekday_;
  if (form_ != Form::monthly) return true;
  std::chrono::year_month_day const date{day};
  auto const last = std::chrono::year_month_day_last{date.year(), std::chrono::month_day_last{date.month()}}.day();
  return unsigned(date.day()) == (day_ == 0 ? unsigned(last) : day_);
}

TimePoint Schedule::next_after(TimePoint after, Zone const& zone) const {
  if (form_ == Form::interval) return after + interval_;
  if (form_ == Form::cron) return cron_->next_after(after, zone).value_or(TimePoint::max());
  auto const local = zone.to_local(after);
  if (form_ == Form::hourly) {
    // The wall clock's minute, stepped by real hours, so that a fold has its two hours and a gap none.
    auto const into_hour = local - std::chrono::floor<std::chrono::hours>(local);
    auto const due = after - into_hour + interval_;
    return due > after ? due : due + 1h;
  }
  for (auto day = std::chrono::floor<std::chrono::days>(local);; day += std::chrono::days{1}) {
    if (!falls_on(day)) continue;
    auto const due = zone.to_instant(LocalTime{day.time_since_epoch()} + interval_);
    if (due > after) return due;
  }
}

std::optional<Duration> Schedule::interval() const {
  return form_ == Form::interval ? std::optional(interval_) : std::nullopt;
}

std::optional<Duration> parse_time_of_day(std::string_view text) {
  return text.starts_with(':') ? std::nullopt : time_of_day(text);
}

std::optional<unsigned> parse_day_of_week(std::string_view text) { return day_of_week(text); }

}  // namespace lapwing
