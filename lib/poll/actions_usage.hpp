// SPDX-License-Identifier: Apache-2.0
// What a repository uses of what its account includes: minutes of hosted runners, and artifacts over time. Pure.
#pragma once

#include "github/jobs.hpp"
#include "github/repository.hpp"
#include "poll/github_options.hpp"
#include "poll/poller.hpp"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <string>
#include <vector>

namespace lapwing::poll {

/// The minutes that jobs took this month, as far as they were seen: for where the account's billing can not be read.
class MinutesEstimate {
 public:
  /// Each job is rounded up to whole minutes; skipped and self-hosted ones cost none. Only the jobs of that attempt: a
  /// re-run lists the ones it did not touch again.
  void add(std::vector<github::Job> const& jobs, std::int64_t attempt, std::array<double, 3> const& weights,
           TimePoint now);
  double minutes(TimePoint now) const;
  /// The part of this month that it covers begins here.
  TimePoint since() const { return since_; }

  nlohmann::json to_json() const;
  static MinutesEstimate from_json(nlohmann::json const& json);

 private:
  void turn_month(TimePoint now);
  TimePoint month_{};  // its first instant, UTC
  TimePoint since_{};
  double minutes_ = 0;
};

/// Used minutes with their source ("billing summary", "billing usage", "jobs") in the label; what the plan includes;
/// and, once they cover two days (`since` or the month's begin until now), the projection of their pace to the month's
/// end.
void report_minutes(double used, std::string const& source, std::string const& account, std::string const& note,
                    Plan const& plan, TimePoint since, TimePoint now, PollReport& report);

/// One size a day, to tell when the quota will be full.
class ArtifactTrend {
 public:
  void add(double bytes, TimePoint now);
  /// How long until `quota` at the pace of the last days; absent with fewer than three days, or where it does not grow.
  std::optional<Duration> time_to_full(double quota, TimePoint now) const;

  nlohmann::json to_json() const;
  static ArtifactTrend from_json(nlohmann::json const& json);

 private:
  std::map<std::int64_t, double> by_day_;  // days since 1970 -> bytes
};

/// artifact.bytes in all and of the largest names (the rest as "(others)"), artifact.quota, artifact.time_to_full.
void report_artifacts(std::map<std::string, double> const& by_name, std::string const& repository, Plan const& plan,
                      ArtifactTrend const& trend, TimePoint now, PollReport& report);

}  // namespace lapwing::poll
