// SPDX-License-Identifier: Apache-2.0
// Workflow runs as the API lists them. Pure over bytes.
#pragma once

#include "core/result.hpp"
#include "core/text.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::github {

/// What a completed attempt says of the workflow.
enum class Outcome {
  success,
  failure,    ///< failure, timed_out, startup_failure
  uncounted,  ///< cancelled, skipped, neutral, action_required, stale, and words that are not known yet
};

/// One attempt of a run. After a re-run the list shows the latest attempt: `created_at` stays, the rest is its own.
struct Run {
  std::int64_t id = 0;
  std::int64_t number = 0;  ///< within its workflow
  std::int64_t attempt = 1;
  std::int64_t workflow_id = 0;
  std::string name;  ///< of the workflow, or of the run where it names itself
  std::string path;  ///< .github/workflows/ci.yml; "" in bodies of 2020
  std::string title;
  std::string event;
  std::string branch;  ///< "" where GitHub gives none
  std::string sha;
  std::string actor;
  std::string url;         ///< of the run's page; an http(s) URL or ""
  std::string status;      ///< queued, in_progress, completed, waiting, requested, pending or a new word
  std::string conclusion;  ///< "" until completed
  TimePoint created_at{};
  TimePoint started_at{};  ///< of this attempt; created_at where the body does not say
  TimePoint updated_at{};

  bool is_completed() const { return status == "completed"; }
  bool is_pull_request() const { return event == "pull_request" || event == "pull_request_target"; }
  Outcome outcome() const;
};

struct RunPage {
  std::vector<Run> runs;  ///< in the answer's order: newest created first
  std::optional<std::int64_t> total;
};

/// Reads {"total_count", "workflow_runs": […]}. Rows without id or created_at are passed over. Texts are sanitised, at
/// most 200 characters. Errors: as read_rows; invalid where there is no list.
Result<RunPage> parse_runs(std::string_view bytes);

/// Reads one run, as /actions/runs/ID and /attempts/N give it. Errors: invalid.
Result<Run> parse_run(std::string_view bytes);

}  // namespace lapwing::github
