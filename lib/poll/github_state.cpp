// SPDX-License-Identifier: Apache-2.0
#include "poll/github_state.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace lapwing::poll {
namespace {

using nlohmann::json;

constexpr char const* kFormat = "github_actions/1";  // stored
constexpr std::size_t kMostRuns = 1000;
constexpr std::size_t kMostFailedJobs = 100;
constexpr std::size_t kMostAwaited = 50;
constexpr Duration kRunsFor = std::chrono::days{31};  // a run may be re-run within 30 days

std::int64_t flags(KnownRun const& run) {
  return (run.open ? 1 : 0) | (run.failed ? 2 : 0) | (run.was_failed ? 4 : 0) | (run.jobs_due ? 8 : 0);  // stored
}

KnownRun known_run(json const& row) {
  auto const bits = row.at(2).get<std::int64_t>();
  return {row.at(0).get<std::int64_t>(),
          from_millis(row.at(1).get<std::int64_t>()),
          (bits & 1) != 0,
          (bits & 2) != 0,
          (bits & 4) != 0,
          (bits & 8) != 0};
}

json repository_to_json(github::Repository const& one) {
  return json::array(
      {one.id, one.full_name, one.default_branch, one.owner, one.is_private, one.is_owned_by_organization});
}

github::Repository repository_from_json(json const& row) {
  return {row.at(0).get<std::int64_t>(), row.at(1).get<std::string>(), row.at(2).get<std::string>(),
          row.at(3).get<std::string>(),  row.at(4).get<bool>(),        row.at(5).get<bool>()};
}

json workflow_to_json(WatchedWorkflow const& one) {
  auto crons = json::array();
  for (auto const& [cron, zone] : one.crons) crons.push_back(json::array({cron, zone}));
  return json::array({one.name, one.path, one.state, crons, one.remark, to_millis(one.last_scheduled)});
}

WatchedWorkflow workflow_from_json(json const& row) {
  WatchedWorkflow out{row.at(0).get<std::string>(), row.at(1).get<std::string>(),
                      row.at(2).get<std::string>(), {},
                      row.at(4).get<std::string>(), from_millis(row.at(5).get<std::int64_t>())};
  for (auto const& cron : row.at(3))
    out.crons.emplace_back(cron.at(0).get<std::string>(), cron.at(1).get<std::string>());
  return out;
}

/// A map with numbers for keys; JSON has texts.
template <class Map, class Write>
json numbered(Map const& map, Write write) {
  auto out = json::object();
  for (auto const& [id, value] : map) out[std::to_string(id)] = write(value);
  return out;
}

GithubState read(json const& root) {
  GithubState state;
  state.repository = repository_from_json(root.at("repository"));
  state.base = root.at("base").get<std::string>();
  state.etags = root.at("etags").get<std::map<std::string, std::string>>();
  state.budget = github::Budget::from_json(root.at("budget"));
  state.watching_since = from_millis(root.at("since").get<std::int64_t>());
  state.looked_over_at = from_millis(root.at("looked_over").get<std::int64_t>());
  state.swept_at = from_millis(root.at("swept").get<std::int64_t>());
  for (auto const& [id, row] : root.at("workflows").items()) state.workflows[std::stoll(id)] = workflow_from_json(row);
  for (auto const& [id, row] : root.at("runs").items()) state.runs[std::stoll(id)] = known_run(row);
  for (auto const& [id, row] : root.at("chains").items()) state.chains[std::stoll(id)] = RunChain::from_json(row);
  for (auto const& row : root.at("failed_jobs")) {
    state.failed_jobs.push_back({row.at(0).get<std::int64_t>(), row.at(1).get<std::string>(),
                                 row.at(2).get<std::string>(), row.at(3).get<std::int64_t>()});
  }
  for (auto const& row : root.at("awaited")) {
    state.awaited.push_back({row.at(0).get<std::string>(), row.at(1).get<std::int64_t>(), row.at(2).get<std::string>(),
                             from_millis(row.at(3).get<std::int64_t>()), from_millis(row.at(4).get<std::int64_t>()),
                             from_millis(row.at(5).get<std::int64_t>())});
  }
  state.artifacts = root.at("artifacts").get<std::map<std::string, double>>();
  state.artifact_trend = ArtifactTrend::from_json(root.at("artifact_trend"));
  if (root.contains("cache_bytes")) state.cache_bytes = root.at("cache_bytes").get<double>();
  state.minutes = MinutesEstimate::from_json(root.at("minutes"));
  if (root.contains("billed_minutes")) state.billed_minutes = root.at("billed_minutes").get<double>();
  state.billed_by = root.at("billed_by").get<std::string>();
  state.billing_fault = root.at("billing_fault").get<std::string>();
  state.billing_tried_at = from_millis(root.at("billing_tried").get<std::int64_t>());
  state.unreadable = root.at("unreadable").get<std::map<std::string, std::string>>();
  return state;
}

template <class List>
void keep_newest(List& list, std::size_t most) {
  if (list.size() > most) list.erase(list.begin(), list.end() - std::ptrdiff_t(most));
}

}  // namespace

void GithubState::trim(TimePoint now) {
  std::erase_if(runs,
                [&](auto const& entry) { return entry.second.created_at < now - kRunsFor && !entry.second.open; });
  while (runs.size() > kMostRuns) runs.erase(runs.begin());  // ids grow with time
  for (auto& [workflow, chain] : chains) chain.trim();
  keep_newest(failed_jobs, kMostFailedJobs);
  keep_newest(awaited, kMostAwaited);
}

std::string GithubState::to_text() const {
  json root{{"format", kFormat}, {"repository", repository_to_json(repository)}, {"base", base}, {"etags", etags}};
  root["budget"] = budget.to_json();
  root["since"] = to_millis(watching_since);
  root["looked_over"] = to_millis(looked_over_at);
  root["swept"] = to_millis(swept_at);
  root["workflows"] = numbered(workflows, workflow_to_json);
  root["runs"] = numbered(runs, [](KnownRun const& one) {
    return json::array({one.attempt, to_millis(one.created_at), flags(one)});
  });
  root["chains"] = numbered(chains, [](RunChain const& one) { return one.to_json(); });
  root["failed_jobs"] = json::array();
  for (auto const& one : failed_jobs)
    root["failed_jobs"].push_back(json::array({one.workflow_id, one.sha, one.job, one.run_number}));
  root["awaited"] = json::array();
  for (auto const& one : awaited) {
    root["awaited"].push_back(json::array({one.workflow, one.run_number, one.url, to_millis(one.instant),
                                           to_millis(one.started_at), to_millis(one.ended_at)}));
  }
  root["artifacts"] = artifacts;
  root["artifact_trend"] = artifact_trend.to_json();
  if (cache_bytes) root["cache_bytes"] = *cache_bytes;
  root["minutes"] = minutes.to_json();
  if (billed_minutes) root["billed_minutes"] = *billed_minutes;
  root["billed_by"] = billed_by;
  root["billing_fault"] = billing_fault;
  root["billing_tried"] = to_millis(billing_tried_at);
  root["unreadable"] = unreadable;
  return root.dump(-1, ' ', false, json::error_handler_t::replace);
}

GithubState GithubState::from_text(std::string_view text) {
  auto const root = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!root.is_object() || root.value("format", json{}) != kFormat) return {};
  try {
    return read(root);
  } catch (std::exception const&) {  // a field is missing or of another type: nlohmann's, or stoll's
    return {};
  }
}

}  // namespace lapwing::poll
