// SPDX-License-Identifier: Apache-2.0
#include "poll/run_digest.hpp"

#include <algorithm>

namespace lapwing::poll {
namespace {

using github::Job;
using github::Outcome;
using github::Run;

/// The jobs of older runs tell nothing that is worth a request each, but for the newest failure.
constexpr Duration kJobsFor = std::chrono::days{1};
constexpr std::int64_t kMostAttempts = 5;

}  // namespace

std::string RunDigest::branch() const {
  return options_.branch.empty() ? state_.repository.default_branch : options_.branch;
}

bool RunDigest::is_watched(Run const& run) const { return !run.is_pull_request() && run.branch == branch(); }

std::string RunDigest::workflow_of(Run const& run) const {
  auto const known = state_.workflows.find(run.workflow_id);
  if (known != state_.workflows.end() && !known->second.name.empty()) return known->second.name;
  if (!run.path.empty()) return run.path.substr(run.path.rfind('/') + 1);
  return run.name.empty() ? "workflow " + std::to_string(run.workflow_id) : run.name;
}

Outcome RunDigest::outcome_of(Run const& run) const {
  if (run.conclusion != "cancelled") return run.outcome();
  auto const wish = options_.cancelled_is_failure.find(workflow_of(run));
  return wish != options_.cancelled_is_failure.end() && wish->second ? Outcome::failure : Outcome::uncounted;
}

bool RunDigest::is_new(Run const& run) const {
  if (!run.is_completed()) return false;
  auto const known = state_.runs.find(run.id);
  return known == state_.runs.end() || known->second.attempt < run.attempt;
}

std::vector<std::int64_t> RunDigest::unseen_attempts(Run const& run) const {
  auto const known = state_.runs.find(run.id);
  std::int64_t const first = known == state_.runs.end() ? 1 : known->second.attempt + 1;
  std::vector<std::int64_t> out;
  for (auto attempt = std::max(first, run.attempt - kMostAttempts); attempt < run.attempt; ++attempt)
    out.push_back(attempt);
  return out;
}

void RunDigest::note(Run const& run) {
  if (run.event == "schedule") {
    if (auto const workflow = state_.workflows.find(run.workflow_id); workflow != state_.workflows.end())
      workflow->second.last_scheduled = std::max(workflow->second.last_scheduled, run.created_at);
  }
  if (run.is_completed()) return;
  auto& known = state_.runs[run.id];
  known.open = true;
  known.created_at = run.created_at;
}

void RunDigest::chain(Run const& run) {
  if (!is_watched(run)) return;
  auto& chain = state_.chains[run.workflow_id];
  auto const outcome = outcome_of(run);
  if (outcome == Outcome::uncounted)
    chain.remove(run.id);
  else
    chain.set({run.number, run.id, outcome == Outcome::success, run.sha});
}

bool RunDigest::wants_jobs(Run const& run) const {
  bool const recent = run.updated_at > now_ - kJobsFor;
  if (!is_watched(run)) return recent && state_.repository.is_private && state_.billed_by.empty();  // for the estimate
  return recent || is_newest_failure(run);
}

bool RunDigest::is_newest_failure(Run const& run) const {
  auto const chain = state_.chains.find(run.workflow_id);
  if (!is_watched(run) || chain == state_.chains.end()) return false;
  return outcome_of(run) == Outcome::failure && chain->second.newest() == run.id;
}

std::string RunDigest::why_flaky(Run const& run, std::optional<std::vector<Job>> const& jobs, bool was_failed) const {
  if (outcome_of(run) != Outcome::success) return "";
  if (was_failed) return "it failed before and passed when it was run again";
  if (!jobs || run.sha.empty()) return "";
  for (auto const& failed : state_.failed_jobs) {
    if (failed.workflow_id != run.workflow_id || failed.sha != run.sha || failed.run_number == run.number) continue;
    auto const passed =
        std::ranges::any_of(*jobs, [&](Job const& job) { return job.name == failed.job && job.has_succeeded(); });
    if (passed)
      return "job '" + failed.job + "' failed in run " + std::to_string(failed.run_number) + " on the same commit";
  }
  return "";
}

void RunDigest::remember_failed_jobs(Run const& run, std::vector<Job> const& jobs) {
  if (run.sha.empty()) return;
  for (auto const& job : jobs) {
    if (job.has_failed()) state_.failed_jobs.push_back({run.workflow_id, run.sha, job.name, run.number});
  }
}

void RunDigest::digest(Run const& run, std::optional<std::vector<Job>> const& jobs, bool jobs_due) {
  auto& known = state_.runs[run.id];
  if (known.attempt < run.attempt) known.was_failed = known.was_failed || known.failed;
  RunFacts facts{options_.repository, workflow_of(run), run, outcome_of(run), jobs, {}, true, {}};
  facts.counts = !options_.first_attempts || run.attempt == 1;
  facts.flaky = why_flaky(run, jobs, known.was_failed);
  known.attempt = run.attempt;
  known.created_at = run.created_at;
  known.open = false;
  known.failed = facts.outcome == Outcome::failure;
  known.jobs_due = jobs_due;
  if (jobs && state_.repository.is_private) state_.minutes.add(*jobs, run.attempt, options_.plan.weights, now_);
  if (run.is_pull_request()) return report_pull_request(facts, report_);
  if (!is_watched(run)) return;
  if (auto const chain = state_.chains.find(run.workflow_id); chain != state_.chains.end())
    facts.chain = chain->second.view(run.number);
  if (jobs) remember_failed_jobs(run, *jobs);
  report_run(facts, report_);
  bool const awaited = facts.outcome == Outcome::success && options_.expects.contains(facts.workflow) &&
                       std::ranges::none_of(state_.awaited, [&](AwaitedTrace const& one) {
                         return one.workflow == facts.workflow && one.run_number == run.number;
                       });
  auto const ended_at = run.started_at + duration_of(run, jobs);
  // What ended long ago (before watching began) may have left its trace and seen it replaced since.
  if (awaited && ended_at > state_.watching_since - kJobsFor)
    state_.awaited.push_back({facts.workflow, run.number, run.url, instant_of(run), run.started_at, ended_at});
}

}  // namespace lapwing::poll
