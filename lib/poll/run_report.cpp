// SPDX-License-Identifier: Apache-2.0
#include "poll/run_report.hpp"

#include "core/quantity.hpp"
#include "poll/run_evidence.hpp"

#include <algorithm>

namespace lapwing::poll {
namespace {

using github::Job;
using github::Outcome;

double seconds(Duration length) { return double(length.count()) / 1000; }

/// From the start of the attempt until its first job ran.
std::optional<Duration> queue_time(RunFacts const& facts) {
  std::optional<TimePoint> first;
  if (!facts.jobs) return std::nullopt;
  for (auto const& job : *facts.jobs) {
    // Jobs that a re-run did not touch come with their old times.
    if (!job.started_at || *job.started_at < facts.run.started_at || job.conclusion == "skipped") continue;
    first = std::min(first.value_or(*job.started_at), *job.started_at);
  }
  if (!first) return std::nullopt;
  return *first - facts.run.started_at;
}

void add_event(RunFacts const& facts, PollReport& report) {
  auto const& run = facts.run;
  Event event;
  event.type = "run.completed";
  event.id = std::to_string(run.id) + "/" + std::to_string(run.attempt);
  event.labels = labels_of(facts);
  event.labels.set("conclusion", run.conclusion);
  auto const took = duration_of(run, facts.jobs);
  event.at = run.started_at + took;
  event.fields = {{"run", std::to_string(run.number)},
                  {"attempt", std::to_string(run.attempt)},
                  {"duration", format_duration(took)},
                  {"title", run.title},
                  {"commit", run.sha.substr(0, 7)},
                  {"actor", run.actor},
                  {"url", run.url}};
  report.events.push_back(std::move(event));
}

void add_jobs(RunFacts const& facts, Labels const& labels, TimePoint at, PollReport& report) {
  if (!facts.jobs) return;
  for (auto const& job : *facts.jobs) {
    if (job.name.empty() || (!job.has_failed() && !job.has_succeeded())) continue;
    auto own = labels;
    own.set("job", job.name);
    std::vector<Link> links;
    if (!job.url.empty()) links.push_back({"Job", job.url});
    std::string const step = job.failing_step ? "failed at step '" + job.failing_step->name + "'" : "no failing step";
    report.samples.push_back(
        {"job.success", own, job.has_succeeded() ? 1.0 : 0.0, at, Untrusted(job.has_failed() ? step : ""), links});
    if (auto const took = job.duration(); took && job.has_succeeded())
      report.samples.push_back({"job.duration", own, seconds(*took), at, {}, links});
  }
}

}  // namespace

TimePoint instant_of(github::Run const& run) {
  return std::chrono::floor<std::chrono::seconds>(run.created_at) + Duration{std::abs(run.number) % 1000};
}

Labels labels_of(RunFacts const& facts) {
  return {{"repository", facts.repository},
          {"workflow", facts.workflow},
          {"branch", facts.run.branch},
          {"event", facts.run.event}};
}

Duration duration_of(github::Run const& run, std::optional<std::vector<Job>> const& jobs) {
  auto end = run.updated_at;
  if (jobs) {
    std::optional<TimePoint> last;
    for (auto const& job : *jobs) {
      if (job.completed_at) last = std::max(last.value_or(*job.completed_at), *job.completed_at);
    }
    if (last && *last > run.started_at) end = *last;
  }
  return std::max(end - run.started_at, Duration{0});
}

void report_run(RunFacts const& facts, PollReport& report) {
  auto const labels = labels_of(facts);
  auto const at = instant_of(facts.run);
  Untrusted const note(describe_run(facts));
  auto const links = links_of(facts);
  auto const add = [&](std::string metric, double value) {
    report.samples.push_back({std::move(metric), labels, value, at, note, links});
  };
  add_event(facts, report);
  if (facts.outcome == Outcome::uncounted) {
    Labels const own{
        {"repository", facts.repository}, {"workflow", facts.workflow}, {"conclusion", facts.run.conclusion}};
    report.samples.push_back({"run.uncounted", own, 1, at, note, links});
    return;
  }
  bool const success = facts.outcome == Outcome::success;
  if (facts.counts) add("run.success", success ? 1 : 0);
  add(success ? "run.duration" : "run.failed_duration", seconds(duration_of(facts.run, facts.jobs)));
  add("run.flaky", facts.flaky.empty() ? 0 : 1);
  if (auto const waited = queue_time(facts)) add("run.queue_time", seconds(*waited));
  add_jobs(facts, labels, at, report);
}

void report_pull_request(RunFacts const& facts, PollReport& report) {
  if (facts.outcome == Outcome::uncounted) return;
  Labels const labels{{"repository", facts.repository}, {"workflow", facts.workflow}};
  auto const at = instant_of(facts.run);
  Untrusted const note(describe_run(facts));
  bool const success = facts.outcome == Outcome::success;
  if (facts.counts) report.samples.push_back({"pr.success", labels, success ? 1.0 : 0.0, at, note, links_of(facts)});
  if (success)
    report.samples.push_back({"pr.duration", labels, seconds(duration_of(facts.run, facts.jobs)), at, note, {}});
}

}  // namespace lapwing::poll
