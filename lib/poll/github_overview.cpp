// SPDX-License-Identifier: Apache-2.0
// The slow half of a poll of GitHub, once an hour: workflow files, artifacts, caches, minutes, what can be read at all.
#include "core/text.hpp"
#include "github/billing.hpp"
#include "github/link.hpp"
#include "poll/github_poll.hpp"
#include "poll/missed_runs.hpp"
#include "poll/workflow_file.hpp"

#include <algorithm>
#include <array>

namespace lapwing::poll {

using boost::asio::awaitable;
using github::Answer;
using Kind = github::Answer::Kind;

namespace {

constexpr std::size_t kMostFiles = 50;
constexpr std::size_t kMostArtifactPages = 100;
constexpr Duration kBillingAgain = std::chrono::days{1};

}  // namespace

awaitable<void> GithubPoll::look_over() {
  co_await read_workflow_files();
  co_await read_artifacts();
  co_await read_caches();
}

awaitable<void> GithubPoll::read_workflow_files() {
  std::vector<std::int64_t> ids;
  for (auto const& [id, workflow] : state_.workflows) {
    auto const wish = options_.schedules.find(workflow.name);
    bool const given = wish != options_.schedules.end() && wish->second.schedule;
    if (!given && workflow.path.starts_with(".github/") && workflow.state != "deleted" && ids.size() < kMostFiles)
      ids.push_back(id);
  }
  for (auto const id : ids) {
    auto const file = state_.workflows[id].path;
    auto const path = below("/contents/" + github::escape_path(file));
    auto const answer = co_await ask("files", path, etag_of(path), github::Accept::raw);
    if (stopped_) co_return;
    if (answer.kind == Kind::not_modified) continue;
    auto& workflow = state_.workflows[id];
    workflow.remark = answer.why;
    if (!answer.is_ok()) continue;
    auto const schedules = parse_schedules(answer.body, file);
    if (!schedules) {
      workflow.remark =
          "its schedule could not be read (" + schedules.error().message + "); give it under `schedules:`";
      continue;
    }
    std::vector<std::pair<std::string, std::string>> crons;
    for (auto const& one : *schedules) crons.emplace_back(one.cron, one.zone);
    // A schedule that has just been changed owes nothing for the time before.
    bool const changed = !etag_of(path).empty() && crons != workflow.crons;
    if (changed) workflow.last_scheduled = context_.now;
    workflow.crons = std::move(crons);
    state_.etags[path] = answer.etag;
  }
}

awaitable<void> GithubPoll::read_artifacts() {
  auto const first = below("/actions/artifacts?per_page=100");
  auto path = first;
  std::map<std::string, double> by_name;
  std::string etag;
  for (std::size_t page = 0; page < kMostArtifactPages && !path.empty(); ++page) {
    auto const known = page == 0 ? etag_of(first) : std::string();
    auto const answer = co_await ask("artifacts", path, known);
    if (page == 0 && answer.kind == Kind::not_modified) co_return;
    if (!answer.is_ok()) co_return;
    auto const artifacts = github::parse_artifacts(answer.body);
    if (!artifacts) co_return set_part("artifacts", artifacts.error().message);
    for (auto const& one : *artifacts) {
      if (!one.is_expired) by_name[one.name] += double(one.bytes);
    }
    if (page == 0) etag = answer.etag;
    path = api_.next_page(answer);
  }
  state_.artifacts = std::move(by_name);
  state_.etags[first] = etag;
}

awaitable<void> GithubPoll::read_caches() {
  auto const path = below("/actions/cache/usage");
  auto const answer = co_await ask("caches", path, etag_of(path));
  if (!answer.is_ok()) co_return;
  auto const bytes = github::parse_cache_usage(answer.body);
  if (!bytes) co_return set_part("caches", bytes.error().message);
  state_.cache_bytes = double(*bytes);
  state_.etags[path] = answer.etag;
}

std::string GithubPoll::account_path(std::string_view rest) const {
  auto const& repository = state_.repository;
  return (repository.is_owned_by_organization ? "/organizations/" : "/users/") + repository.owner + std::string(rest);
}

/// The account's own numbers, where the token may see them: asked once an hour, or once a day where it may not.
awaitable<void> GithubPoll::read_minutes() {
  if (!state_.repository.is_private) co_return;  // public repositories use no minutes
  if (state_.billed_by.empty() && context_.now - state_.billing_tried_at < kBillingAgain) co_return;
  state_.billing_tried_at = context_.now;
  std::chrono::year_month_day const today{std::chrono::floor<std::chrono::days>(context_.now)};
  auto const month = "?year=" + std::to_string(int(today.year())) + "&month=" + std::to_string(unsigned(today.month()));
  auto const summary = account_path("/settings/billing/usage/summary" + month + "&product=Actions");
  auto const read_summary = co_await read_billing(summary, "billing summary");
  if (read_summary) co_return;
  auto const usage = account_path("/settings/billing/usage" + month);
  auto const read_usage = co_await read_billing(usage, "billing usage");
  if (read_usage) co_return;
  bool const is_server = !options_.access.url.ends_with("://api.github.com");
  if (is_server) {
    auto const retired = account_path("/settings/billing/actions");
    auto const read_old = co_await read_billing(retired, "billing actions");
    if (read_old) co_return;
  }
  state_.billed_by.clear();
  state_.billed_minutes.reset();
}

awaitable<bool> GithubPoll::read_billing(std::string path, std::string source) {
  auto const answer = co_await ask("billing", std::move(path));
  state_.billing_fault = answer.why;
  if (!answer.is_ok()) co_return false;
  auto const minutes = github::parse_minutes(answer.body);
  if (!minutes) {
    state_.billing_fault = minutes.error().message;
    co_return false;
  }
  state_.billed_minutes = *minutes;
  state_.billed_by = std::move(source);
  co_return true;
}

void GithubPoll::report_overview() {
  auto const now = context_.now;
  auto const& repository = options_.repository;
  Labels const labels{{"repository", repository}};
  // Billing has the estimate to fall back on: that it can not be read is said there.
  state_.unreadable.erase("billing");
  for (std::string const part : {"repository", "workflows", "runs", "jobs", "files", "artifacts", "caches"}) {
    auto const fault = state_.unreadable.find(part);
    bool const readable = fault == state_.unreadable.end();
    report_.samples.push_back({"api.readable",
                               {{"repository", repository}, {"part", part}},
                               readable ? 1.0 : 0.0,
                               now,
                               Untrusted(readable ? "" : fault->second)});
  }
  for (auto const& [id, workflow] : state_.workflows) {
    if (workflow.state == "disabled_manually" || workflow.state == "deleted") continue;
    std::vector<Link> links;
    if (auto const base = github::html_url(options_.access.url, repository);
        !base.empty() && workflow.path.starts_with(".github/workflows/"))
      links.push_back({"Workflow", base + "/actions/workflows/" +
                                       github::escape_path(workflow.path.substr(workflow.path.rfind('/') + 1))});
    report_.samples.push_back({"workflow.active",
                               {{"repository", repository}, {"workflow", workflow.name}},
                               workflow.state == "active" ? 1.0 : 0.0,
                               now,
                               Untrusted("GitHub has it as " + workflow.state),
                               links});
  }
  if (!state_.etags[below("/actions/artifacts?per_page=100")].empty() || !state_.artifacts.empty()) {
    double total = 0;
    for (auto const& [name, bytes] : state_.artifacts) total += bytes;
    state_.artifact_trend.add(total, now);
    report_artifacts(state_.artifacts, repository, options_.plan, state_.artifact_trend, now, report_);
  }
  if (state_.cache_bytes) report_.samples.push_back({"cache.bytes", labels, *state_.cache_bytes, now, {}});
  if (state_.billed_minutes) {
    report_minutes(*state_.billed_minutes, state_.billed_by, state_.repository.owner, "", options_.plan, {}, now,
                   report_);
  } else if (state_.repository.is_private) {
    report_minutes(state_.minutes.minutes(now), "jobs", state_.repository.owner,
                   "estimated from the jobs of this repository seen since " + format_utc(state_.minutes.since()) +
                       "; billing can not be read: " + state_.billing_fault,
                   options_.plan, state_.minutes.since(), now, report_);
  }
  if (auto const left = state_.budget.remaining()) {
    auto const url = parse_url(options_.access.url);
    Labels const api{{"api", url ? url->host : ""}, {"repository", repository}};
    std::string const note = (options_.access.token ? "" : "no token: 60 requests an hour; ") +
                             std::to_string(state_.budget.counted()) + " counted requests of ours in this hour";
    report_.samples.push_back({"api.remaining", api, double(*left), now, Untrusted(note)});
    if (auto const limit = state_.budget.limit())
      report_.samples.push_back({"api.limit", api, double(*limit), now, {}});
  }
}

void GithubPoll::report_schedules() {
  for (auto const& [id, workflow] : state_.workflows) {
    if (workflow.state == "disabled_manually" || workflow.state == "deleted") continue;
    auto const wish = options_.schedules.find(workflow.name);
    std::vector<RunSchedule> schedules;
    std::string crons;
    if (wish != options_.schedules.end() && wish->second.schedule) {
      schedules.push_back(*wish->second.schedule);
      crons = schedules.back().cron.text();
    } else {
      for (auto const& [text, zone_name] : workflow.crons) {
        auto const cron = Cron::parse(text);
        auto const zone = Zone::find(zone_name);
        if (cron && zone) schedules.push_back({*cron, *zone});
        crons += (crons.empty() ? "" : " and ") + text;
      }
    }
    if (schedules.empty()) continue;
    auto const grace = wish == options_.schedules.end() ? kDefaultGrace : wish->second.grace;
    auto const seen = workflow.last_scheduled == TimePoint{} ? state_.watching_since : workflow.last_scheduled;
    auto const missed = find_missed_runs(schedules, grace, seen, context_.now);
    std::string note = "cron " + crons + "; ";
    note += missed.oldest ? "no run since the slot of " + format_utc(*missed.oldest) : "on time";
    if (missed.count > 0 && workflow.state != "active") note += "; GitHub has the workflow as " + workflow.state;
    report_.samples.push_back({"run.missed",
                               {{"repository", options_.repository}, {"workflow", workflow.name}},
                               double(missed.count),
                               context_.now,
                               Untrusted(note)});
  }
}

awaitable<std::vector<Probed>> GithubPoll::probe() {
  struct Part {
    char const* name;
    std::string path;
  };
  std::vector<Probed> out;
  co_await read_repository();
  out.push_back({"repository", !report_.fault,
                 report_.fault ? report_.fault->message
                               : state_.repository.full_name + ", default branch " + state_.repository.default_branch});
  if (report_.fault) co_return out;
  std::vector<Part> parts{{"workflow runs", below("/actions/runs?per_page=1")},
                          {"workflows", below("/actions/workflows?per_page=1")},
                          {"artifacts", below("/actions/artifacts?per_page=1")},
                          {"caches", below("/actions/cache/usage")}};
  co_await read_workflows();
  for (auto const& [id, workflow] : state_.workflows) {
    if (!workflow.path.starts_with(".github/")) continue;
    parts.push_back({"workflow files", below("/contents/" + github::escape_path(workflow.path))});
    break;
  }
  if (state_.repository.is_private)
    parts.push_back({"billing of the account", account_path("/settings/billing/usage/summary")});
  for (auto const& part : parts) {
    auto const answer = co_await ask(part.name, part.path);
    out.push_back({part.name, answer.is_ok(), answer.is_ok() ? "readable" : answer.why});
  }
  if (!state_.repository.is_private)
    out.push_back({"minutes", true, "the repository is public: its minutes are free"});
  else if (!out.back().is_readable)
    out.back() = {out.back().part, true, "not readable, minutes are estimated from the jobs: " + out.back().words};
  if (!options_.access.token) out.push_back({"token", true, "none: 60 requests an hour, every answer counts"});
  co_return out;
}

}  // namespace lapwing::poll
