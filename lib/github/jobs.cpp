// SPDX-License-Identifier: Apache-2.0
#include "github/jobs.hpp"

#include "core/text.hpp"
#include "github/json.hpp"
#include "io/http.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace lapwing::github {
namespace {

using nlohmann::json;

Runner runner_of(json const& job) {
  auto const labels = job.find("labels");
  if (labels == job.end() || !labels->is_array()) return Runner::linux;
  auto runner = Runner::linux;
  for (auto const& label : *labels) {
    if (!label.is_string()) continue;
    auto const name = to_lower(label.get_ref<std::string const&>());
    if (name == "self-hosted") return Runner::self_hosted;
    if (name.starts_with("windows")) runner = Runner::windows;
    if (name.starts_with("macos")) runner = Runner::macos;
  }
  return runner;
}

std::optional<Step> failing_step(json const& job) {
  auto const steps = job.find("steps");
  if (steps == job.end() || !steps->is_array()) return std::nullopt;
  std::optional<Step> stopped;
  for (auto const& step : *steps) {
    if (!step.is_object()) continue;
    auto const conclusion = text_at(step, "conclusion");
    Step const found{number_at(step, "number").value_or(0), text_at(step, "name")};
    if (conclusion == "failure") return found;
    if (!stopped && (conclusion == "timed_out" || conclusion == "cancelled")) stopped = found;
  }
  return stopped;
}

}  // namespace

std::optional<Duration> Job::duration() const {
  if (!started_at || !completed_at || conclusion == "skipped") return std::nullopt;
  return std::max(*completed_at - *started_at, Duration{0});
}

Result<JobPage> parse_jobs(std::string_view bytes) {
  auto const body = parse_json(bytes);
  if (!body) return body.error();
  auto const* const list = list_at(*body, "jobs");
  if (list == nullptr) return Error{ErrorKind::invalid, "the answer holds no list of jobs"};
  JobPage page;
  page.total = number_at(*body, "total_count");
  for (auto const& one : *list) {
    if (!one.is_object()) continue;
    Job job;
    job.id = number_at(one, "id").value_or(0);
    job.attempt = number_at(one, "run_attempt").value_or(1);
    job.name = text_at(one, "name");
    if (auto const url = text_at(one, "html_url", 500); parse_url(url)) job.url = url;
    job.conclusion = text_at(one, "conclusion");
    job.created_at = time_at(one, "created_at");
    job.started_at = time_at(one, "started_at");
    job.completed_at = time_at(one, "completed_at");
    job.runner = runner_of(one);
    job.failing_step = failing_step(one);
    page.jobs.push_back(std::move(job));
  }
  return page;
}

}  // namespace lapwing::github
