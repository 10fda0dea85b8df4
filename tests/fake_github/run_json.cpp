// SPDX-License-Identifier: Apache-2.0
#include "fake_github/run_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace lapwing::fake_github {
namespace {

using nlohmann::ordered_json;
using std::chrono::seconds;

/// The newest thing that has happened to an attempt that runs.
TimePoint newest_change(Attempt const& attempt, TimePoint now) {
  auto newest = attempt.started;
  for (auto const& job : attempt.jobs) {
    for (auto const at : {job.created, job.started, job.completed}) {
      if (at <= now) newest = std::max(newest, at);
    }
  }
  return newest;
}

/// Some recorded answers give the times of steps with milliseconds and an offset, while the job's own end in Z.
std::string step_time(TimePoint at, bool is_shifted) {
  auto text = format_utc(is_shifted ? at + std::chrono::hours{8} : at);
  text.pop_back();
  return text + (is_shifted ? ".000+08:00" : "Z");
}

ordered_json steps_json(Job const& job, TimePoint now) {
  auto out = ordered_json::array();
  bool const is_shifted = job.id % 4 == 0;
  for (auto const& step : job.steps) {
    bool const has_begun = step.started <= now, has_ended = step.completed <= now && has_begun;
    out.push_back({{"name", step.name},
                   {"status", has_ended   ? "completed"
                              : has_begun ? "in_progress"
                                          : "queued"},
                   {"conclusion", has_ended ? ordered_json(step.conclusion) : ordered_json()},
                   {"number", step.number},
                   {"started_at", has_begun ? ordered_json(step_time(step.started, is_shifted)) : ordered_json()},
                   {"completed_at", has_ended ? ordered_json(step_time(step.completed, is_shifted)) : ordered_json()}});
  }
  return out;
}

/// Two versions have been seen in one list: the newer has created_at.
ordered_json job_object(Api const& api, Timeline const& timeline, Run const& run, Attempt const& attempt,
                        Job const& job, TimePoint now) {
  auto const runs = api + "/repos/" + kFullName + "/actions/runs/" + std::to_string(run.id);
  auto const id = std::to_string(job.id);
  bool const has_begun = job.started <= now, has_ended = has_begun && job.completed <= now;
  bool const has_runner = has_begun && !job.steps.empty();
  return {{"id", job.id},
          {"run_id", run.id},
          {"workflow_name", timeline.workflows[run.workflow].name},
          {"head_branch", run.branch},
          {"run_url", runs},
          {"run_attempt", attempt.number},
          {"node_id", "CR_" + code_of(id, 18)},
          {"head_sha", run.sha},
          {"url", api + "/repos/" + kFullName + "/actions/jobs/" + id},
          {"html_url",
           std::string("https://github.com/") + kFullName + "/actions/runs/" + std::to_string(run.id) + "/job/" + id},
          {"status", has_ended   ? "completed"
                     : has_begun ? "in_progress"
                                 : "queued"},
          {"conclusion", has_ended ? ordered_json(job.conclusion) : ordered_json()},
          {"created_at", format_utc(job.created)},
          {"started_at", format_utc(has_begun ? job.started : job.created)},
          {"completed_at", has_ended ? ordered_json(format_utc(job.completed)) : ordered_json()},
          {"name", job.name},
          {"steps", has_begun ? steps_json(job, now) : ordered_json::array()},
          {"check_run_url", api + "/repos/" + kFullName + "/check-runs/" + id},
          {"labels", {"ubuntu-latest"}},
          {"runner_id", has_runner ? ordered_json(1000007875) : ordered_json()},
          {"runner_name", has_runner ? ordered_json("GitHub Actions 1000007875") : ordered_json()},
          {"runner_group_id", has_runner ? ordered_json(0) : ordered_json()},
          {"runner_group_name", has_runner ? ordered_json("GitHub Actions") : ordered_json()}};
}

}  // namespace

std::size_t attempts_at(Run const& run, TimePoint now) {
  auto const later = [&](Attempt const& attempt) { return attempt.number > 1 && attempt.started > now; };
  return std::size_t(std::ranges::find_if(run.attempts, later) - run.attempts.begin());
}

std::string status_at(Attempt const& attempt, TimePoint now) {
  if (attempt.ended <= now) return "completed";
  auto const has_begun = [&](Job const& job) { return job.started <= now; };
  return std::ranges::any_of(attempt.jobs, has_begun) ? "in_progress" : "queued";
}

RunWriter::RunWriter(Timeline const& timeline, Api api, bool is_private) : timeline_(timeline), api_(std::move(api)) {
  auto const one = repository(api_, is_private).dump();
  bulk_ = ",\"repository\":" + one + ",\"head_repository\":" + one + "}";
}

std::string RunWriter::run(Run const& run, TimePoint now, bool with_pull_requests) {
  return write(run, run.attempts[attempts_at(run, now) - 1], now, with_pull_requests, true);
}

std::string RunWriter::attempt(Run const& run, std::size_t number, TimePoint now) {
  return write(run, run.attempts.at(number - 1), now, true, false);
}

std::string RunWriter::write(Run const& run, Attempt const& attempt, TimePoint now, bool with_pull_requests,
                             bool is_latest) {
  auto const status = status_at(attempt, now);
  bool const has_ended = status == "completed";
  bool const is_touched = has_ended && run.touched && *run.touched <= now && is_latest;
  auto const id = std::to_string(run.id), number = std::to_string(attempt.number);
  auto const key =
      id + "/" + number + (is_touched ? "t" : "") + (with_pull_requests ? "p" : "") + (is_latest ? "l" : "");
  if (auto const known = ended_.find(key); has_ended && known != ended_.end()) return known->second;

  auto const& workflow = timeline_.workflows[run.workflow];
  auto const actor = person(api_, "octo-dev");
  auto const repository_url = api_ + "/repos/" + kFullName;
  auto const url = repository_url + "/actions/runs/" + id;
  auto const suite = std::to_string(run.id * 3);
  auto const updated = !has_ended ? newest_change(attempt, now) : is_touched ? *run.touched : attempt.ended;
  // Seen in the attempt objects of re-runs: created_at lies 2 s after run_started_at.
  auto const created = is_latest || attempt.number == 1 ? run.created : attempt.started + seconds(2);
  auto pull_requests = ordered_json::array();
  if (run.event == "pull_request" && with_pull_requests) {
    ordered_json const there{{"id", kRepositoryId}, {"url", repository_url}, {"name", kRepository}};
    pull_requests.push_back({{"url", repository_url + "/pulls/" + run.branch.substr(4)},
                             {"id", run.id % 100000},
                             {"number", std::stoi(run.branch.substr(4))},
                             {"head", {{"ref", run.branch}, {"sha", run.sha}, {"repo", there}}},
                             {"base", {{"ref", kDefaultBranch}, {"sha", code_of(run.sha, 40)}, {"repo", there}}}});
  }
  ordered_json const own{
      {"id", run.id},
      {"name", workflow.name},
      {"node_id", "WFR_" + code_of(id, 22)},
      {"head_branch", run.branch},
      {"head_sha", run.sha},
      {"path", workflow.path},
      {"display_title", run.title},
      {"run_number", run.number},
      {"event", run.event},
      {"status", status},
      {"conclusion", has_ended ? ordered_json(attempt.conclusion) : ordered_json()},
      {"workflow_id", workflow.id},
      {"check_suite_id", run.id * 3},
      {"check_suite_node_id", "CS_" + code_of(suite, 22)},
      {"url", url},
      {"html_url", std::string("https://github.com/") + kFullName + "/actions/runs/" + id},
      {"pull_requests", pull_requests},
      {"created_at", format_utc(created)},
      {"updated_at", format_utc(updated)},
      {"actor", actor},
      {"run_attempt", attempt.number},
      {"referenced_workflows", ordered_json::array()},
      {"run_started_at", format_utc(attempt.started)},
      {"triggering_actor", actor},
      {"jobs_url", url + "/jobs"},
      {"logs_url", url + "/logs"},
      {"check_suite_url", repository_url + "/check-suites/" + suite},
      {"artifacts_url", url + "/artifacts"},
      {"cancel_url", url + "/cancel"},
      {"rerun_url", url + "/rerun"},
      {"previous_attempt_url",
       attempt.number == 1 ? ordered_json() : ordered_json(url + "/attempts/" + std::to_string(attempt.number - 1))},
      {"workflow_url", repository_url + "/actions/workflows/" + std::to_string(workflow.id)},
      {"head_commit",
       {{"id", run.sha},
        {"tree_id", code_of(run.sha + "tree", 40)},
        {"message", run.title + "\n\nSigned-off-by: Octo Dev"},
        {"timestamp", format_utc(run.created - seconds(90))},
        {"author", {{"name", "Octo Dev"}, {"email", "octo-dev@users.noreply.github.com"}}},
        {"committer", {{"name", "GitHub"}, {"email", "noreply@github.com"}}}}}};
  auto text = own.dump();
  text.pop_back();
  text += bulk_;
  if (has_ended) ended_[key] = text;
  return text;
}

std::vector<std::string> jobs_json(Api const& api, Timeline const& timeline, Run const& run, Attempt const& attempt,
                                   TimePoint now) {
  std::vector<std::string> out;
  for (auto const& job : attempt.jobs) {
    if (job.created <= now) out.push_back(job_object(api, timeline, run, attempt, job, now).dump());
  }
  return out;
}

}  // namespace lapwing::fake_github
