// SPDX-License-Identifier: Apache-2.0
// The jobs of one attempt of a run, and which step failed. Pure over bytes.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::github {

struct Step {
  std::int64_t number = 0;
  std::string name;
};

/// What a job ran on, as its labels say; self-hosted costs no minutes.
enum class Runner { linux, windows, macos, self_hosted };

struct Job {
  std::int64_t id = 0;
  std::int64_t attempt = 1;
  std::string name;
  std::string url;         ///< of the job's page; an http(s) URL or ""
  std::string conclusion;  ///< "" until completed
  std::optional<TimePoint> created_at;
  std::optional<TimePoint> started_at;
  std::optional<TimePoint> completed_at;
  Runner runner = Runner::linux;
  /// The first step with the conclusion failure, else the first that timed out or was cancelled. Absent where every
  /// step succeeded: a runner that was lost leaves a failed job like that.
  std::optional<Step> failing_step;

  bool has_failed() const { return conclusion == "failure" || conclusion == "timed_out"; }
  bool has_succeeded() const { return conclusion == "success"; }
  /// Absent where it did not run; never negative.
  std::optional<Duration> duration() const;
};

struct JobPage {
  std::vector<Job> jobs;
  std::optional<std::int64_t> total;
};

/// Reads {"total_count", "jobs": […]}. Times with fractions and offsets are fine. Texts are sanitised, at most 200
/// characters. Errors: invalid where the bytes are not JSON, nested deeper than 64, or hold no list of jobs.
Result<JobPage> parse_jobs(std::string_view bytes);

}  // namespace lapwing::github
