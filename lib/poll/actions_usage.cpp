// SPDX-License-Identifier: Apache-2.0
#include "poll/actions_usage.hpp"

#include "core/quantity.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace lapwing::poll {
namespace {

using nlohmann::json;
using namespace std::chrono;

constexpr std::size_t kNames = 20;
constexpr std::size_t kDays = 30;
constexpr Duration kLongestForecast = days{3650};

TimePoint month_of(TimePoint at) {
  year_month_day const date{floor<days>(at)};
  return sys_days{date.year() / date.month() / 1};
}

/// The first instant of the month after.
TimePoint month_after(TimePoint at) {
  year_month_day const date{floor<days>(at)};
  return sys_days{(date.year() / date.month() + months{1}) / 1};
}

}  // namespace

void MinutesEstimate::turn_month(TimePoint now) {
  if (month_of(now) == month_) return;
  month_ = month_of(now);
  // Watched over the turn of the month, it is whole from its first instant on.
  since_ = since_ == TimePoint{} ? now : month_;
  minutes_ = 0;
}

void MinutesEstimate::add(std::vector<github::Job> const& jobs, std::int64_t attempt,
                          std::array<double, 3> const& weights, TimePoint now) {
  turn_month(now);
  for (auto const& job : jobs) {
    auto const took = job.duration();
    if (!took || job.attempt != attempt || job.runner == github::Runner::self_hosted || *job.completed_at < month_)
      continue;
    since_ = std::min(since_, std::max(month_, *job.completed_at));
    minutes_ += double(ceil<std::chrono::minutes>(*took).count()) * weights[std::size_t(job.runner)];
  }
}

double MinutesEstimate::minutes(TimePoint now) const { return month_of(now) == month_ ? minutes_ : 0; }

json MinutesEstimate::to_json() const {
  return {{"month", to_millis(month_)}, {"since", to_millis(since_)}, {"minutes", minutes_}};
}

MinutesEstimate MinutesEstimate::from_json(json const& json) {
  MinutesEstimate out;
  bool const sound = json.is_object() && json.contains("month") && json["month"].is_number_integer() &&
                     json.contains("since") && json["since"].is_number_integer() && json.contains("minutes") &&
                     json["minutes"].is_number();
  if (!sound) return out;
  out.month_ = from_millis(json["month"].get<std::int64_t>());
  out.since_ = from_millis(json["since"].get<std::int64_t>());
  out.minutes_ = std::max(0.0, json["minutes"].get<double>());
  return out;
}

void report_minutes(double used, std::string const& source, std::string const& account, std::string const& note,
                    Plan const& plan, TimePoint since, TimePoint now, PollReport& report) {
  Labels const labels{{"account", account}, {"source", source}};
  report.samples.push_back({"actions.minutes_used", labels, used, now, Untrusted(note)});
  auto const begin = std::max(month_of(now), since);
  if (now - begin >= days{2}) {  // earlier, one run decides it
    auto const covered = double((now - begin).count()) / double((month_after(now) - begin).count());
    report.samples.push_back(
        {"actions.minutes_projected", labels, std::round(used / covered), now,
         Untrusted(format_quantity(used, Unit::count) + " used since " + format_utc(begin) + ", by " + source)});
  }
  if (plan.minutes) report.samples.push_back({"actions.minutes_included", labels, *plan.minutes, now, {}});
}

void ArtifactTrend::add(double bytes, TimePoint now) {
  by_day_[floor<days>(now).time_since_epoch().count()] = bytes;
  while (by_day_.size() > kDays) by_day_.erase(by_day_.begin());
}

/// A straight line through the days, by least squares.
std::optional<Duration> ArtifactTrend::time_to_full(double quota, TimePoint now) const {
  if (by_day_.size() < 3) return std::nullopt;
  auto const newest = by_day_.rbegin()->second;
  if (newest >= quota) return Duration{0};
  double const count = double(by_day_.size());
  double mean_day = 0, mean_bytes = 0;
  for (auto const& [day, bytes] : by_day_) {
    mean_day += double(day) / count;
    mean_bytes += bytes / count;
  }
  double across = 0, along = 0;
  for (auto const& [day, bytes] : by_day_) {
    across += (double(day) - mean_day) * (bytes - mean_bytes);
    along += (double(day) - mean_day) * (double(day) - mean_day);
  }
  if (along <= 0 || across <= 0) return std::nullopt;
  auto const today = floor<days>(now).time_since_epoch().count();
  auto const left = (quota - newest) / (across / along) - double(today - by_day_.rbegin()->first);
  auto const longest = duration<double, days::period>(kLongestForecast).count();
  return duration_cast<Duration>(duration<double, days::period>(std::clamp(left, 0.0, longest)));
}

json ArtifactTrend::to_json() const {
  auto list = json::array();
  for (auto const& [day, bytes] : by_day_) list.push_back(json::array({day, bytes}));
  return list;
}

ArtifactTrend ArtifactTrend::from_json(json const& json) {
  ArtifactTrend trend;
  if (!json.is_array()) return trend;
  for (auto const& one : json) {
    if (one.is_array() && one.size() == 2 && one[0].is_number_integer() && one[1].is_number())
      trend.by_day_[one[0].get<std::int64_t>()] = one[1].get<double>();
  }
  return trend;
}

void report_artifacts(std::map<std::string, double> const& by_name, std::string const& repository, Plan const& plan,
                      ArtifactTrend const& trend, TimePoint now, PollReport& report) {
  std::vector<std::pair<double, std::string>> largest;
  double total = 0;
  for (auto const& [name, bytes] : by_name) {
    total += bytes;
    largest.emplace_back(bytes, name);
  }
  std::ranges::sort(largest, std::greater<>());
  std::string note;
  double others = 0;
  for (std::size_t i = 0; i < largest.size(); ++i) {
    auto const& [bytes, name] = largest[i];
    if (i < 3) note += (i == 0 ? "largest: " : ", ") + name + " " + format_quantity(bytes, Unit::bytes);
    if (i < kNames)
      report.samples.push_back({"artifact.bytes", {{"repository", repository}, {"artifact", name}}, bytes, now, {}});
    else
      others += bytes;
  }
  if (others > 0)
    report.samples.push_back(
        {"artifact.bytes", {{"repository", repository}, {"artifact", "(others)"}}, others, now, {}});
  Labels const labels{{"repository", repository}};
  report.samples.push_back({"artifact.bytes", labels, total, now, Untrusted(note)});
  if (!plan.storage) return;
  report.samples.push_back({"artifact.quota", labels, *plan.storage, now, {}});
  if (auto const left = trend.time_to_full(*plan.storage, now))
    report.samples.push_back({"artifact.time_to_full", labels, double(left->count()) / 1000, now, Untrusted(note)});
}

}  // namespace lapwing::poll
