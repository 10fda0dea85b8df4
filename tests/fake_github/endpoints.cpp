// SPDX-License-Identifier: Apache-2.0
#include "fake_github/endpoints.hpp"

#include "fake_github/alerts.hpp"
#include "fake_github/billing.hpp"
#include "fake_github/filter.hpp"
#include "fake_github/pages.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace lapwing::fake_github {
namespace {

using nlohmann::ordered_json;

Reply not_found() { return refusal(404, "Not Found"); }

/// The bytes of an ordered range of texts or objects, as a list.
template <class Items, class Write>
List list_of_items(Items const& items, Write write) {
  return {items.size(), [&items, write](std::size_t i) { return write(items[i]); }};
}

}  // namespace

Endpoints::Endpoints(Timeline const& timeline, Settings const& settings, Api api)
    : timeline_(timeline),
      settings_(settings),
      api_(std::move(api)),
      private_runs_(timeline, api_, true),
      public_runs_(timeline, api_, false) {}

bool Endpoints::is_in_repository(Query const& query) {
  auto const& path = query.path;
  return path.size() >= 2 && (path[0] == "repos" || path[0] == "repositories");
}

Reply Endpoints::get(Query const& query, std::string_view accept) {
  auto const& path = query.path;
  if (path.size() >= 3 && path[0] == "repos" && path[1] == kOwner) {
    auto const rest = std::vector<std::string>(path.begin() + 3, path.end());
    if (path[2] == kRepository) return in_repository(rest, query, accept);
    if (path[2] != "old-price-model") return not_found();
    // Renamed: for good, and for every path beneath it.
    std::string to = api_ + "/repositories/" + std::to_string(kRepositoryId);
    for (auto const& part : rest) to += "/" + part;
    to += query.with({});
    return {301,
            R"({"message":"Moved Permanently","url":")" + to +
                R"(","documentation_url":"https://docs.github.com/rest/guides/best-practices"})",
            {{"Location", to}}};
  }
  if (path.size() >= 2 && path[0] == "repositories" && path[1] == std::to_string(kRepositoryId)) {
    return in_repository({path.begin() + 2, path.end()}, query, accept);
  }
  if (path.size() >= 5 && path[0] == "users" && path[1] == kOwner && path[2] == "settings" && path[3] == "billing" &&
      path[4] == "usage") {
    if (!settings_.has_billing) {
      return refusal(403, "Resource not accessible by personal access token",
                     {{"X-Accepted-GitHub-Permissions", "plan=read"}});
    }
    return billing(timeline_, settings_.now, path.size() == 6 && path[5] == "summary", query);
  }
  return not_found();
}

Reply Endpoints::in_repository(std::vector<std::string> const& path, Query const& query, std::string_view accept) {
  auto const now = settings_.now;
  std::string all;
  for (auto const& part : path) all += (all.empty() ? "" : "/") + part;
  auto const place = "/repositories/" + std::to_string(kRepositoryId) + "/" + all;
  if (path.empty()) return {200, whole_repository(api_, settings_.is_private, now).dump()};
  if (path[0] == "contents") return file(all.substr(std::min<std::size_t>(all.size(), 9)), accept);
  if (all == "code-scanning/alerts" || all == "dependabot/alerts") return alerts(place, path[0], query);
  if (path[0] != "actions" || path.size() < 2) return not_found();
  if (all == "actions/workflows") {
    auto const list = list_of_items(
        timeline_.workflows, [&](Workflow const& workflow) { return workflow_object(api_, workflow, now).dump(); });
    return paged(list, "workflows", api_, place, query);
  }
  if (all == "actions/runs") return runs(place, query, "");
  if (path[1] == "runs") return one_run(place, path, query);
  if (all == "actions/artifacts") return artifacts(place, query, std::nullopt);
  if (all == "actions/cache/usage") {
    auto const age = (now - timeline_.begin) / std::chrono::minutes{5};
    return {200, ordered_json{{"full_name", kFullName},
                              {"active_caches_size_in_bytes", 1'400'000'000 + age * 100'000},
                              {"active_caches_count", 40 + age / 1000}}
                     .dump()};
  }
  if (path[1] == "workflows" && path.size() >= 3) {
    auto const* const workflow = find_workflow(path[2]);
    if (workflow == nullptr) return not_found();
    if (path.size() == 3) return {200, workflow_object(api_, *workflow, now).dump()};
    if (path.size() == 4 && path[3] == "runs") return runs(place, query, workflow->path);
  }
  return not_found();
}

Reply Endpoints::runs(std::string const& place, Query const& query, std::string const& workflow) {
  if (auto const created = query.get("created"); !created.empty() && !parse_created(created)) {
    return refusal(422, "Invalid value for created");
  }
  std::vector<Run const*> found;
  for (auto const& run : timeline_.runs) {
    bool const is_of_it = workflow.empty() || timeline_.workflows[run.workflow].path == workflow;
    if (run.created <= settings_.now && is_of_it && passes(run, settings_.now, query)) found.push_back(&run);
  }
  std::ranges::reverse(found);  // newest first
  bool const with_pull_requests = query.get("exclude_pull_requests") != "true";
  auto& writer = settings_.is_private ? private_runs_ : public_runs_;
  auto list = list_of_items(found, [&](Run const* run) { return writer.run(*run, settings_.now, with_pull_requests); });
  if (is_filtered(query)) list.most = kMostFiltered;
  return paged(list, "workflow_runs", api_, place, query);
}

Reply Endpoints::one_run(std::string const& place, std::vector<std::string> const& path, Query const& query) {
  auto const has_id = [&](Run const& run) { return std::to_string(run.id) == path[2]; };
  auto const run = std::ranges::find_if(timeline_.runs, has_id);
  if (run == timeline_.runs.end() || run->created > settings_.now) return not_found();
  auto const latest = attempts_at(*run, settings_.now);
  auto& writer = settings_.is_private ? private_runs_ : public_runs_;
  auto const what = path.size() > 3 ? path[3] : "";
  if (what.empty()) {
    return {200, writer.run(*run, settings_.now, query.get("exclude_pull_requests") != "true")};
  }
  if (what == "artifacts" && path.size() == 4) return artifacts(place, query, run->id);
  if (what == "jobs" && path.size() == 4)
    return jobs(place, *run, query.get("filter") == "all" ? 1 : latest, latest, query);
  if (what != "attempts" || path.size() < 5) return not_found();
  auto const number = std::size_t(std::max(0, std::atoi(path[4].c_str())));
  if (number < 1 || number > latest) return not_found();
  if (path.size() == 5) return {200, writer.attempt(*run, number, settings_.now)};
  return path[5] == "jobs" ? jobs(place, *run, number, number, query) : not_found();
}

Reply Endpoints::jobs(std::string const& place, Run const& run, std::size_t first, std::size_t last,
                      Query const& query) {
  std::vector<std::string> all;
  for (auto number = first; number <= last; ++number) {
    std::ranges::move(jobs_json(api_, timeline_, run, run.attempts[number - 1], settings_.now),
                      std::back_inserter(all));
  }
  return paged(list_of_items(all, [](std::string const& text) { return text; }), "jobs", api_, place, query);
}

Reply Endpoints::artifacts(std::string const& place, Query const& query, std::optional<std::int64_t> run) {
  std::vector<Artifact const*> found;
  auto const name = query.get("name");
  for (auto const& artifact : timeline_.artifacts) {
    if (artifact.created > settings_.now || (!name.empty() && name != artifact.name)) continue;
    if (!run || *run == timeline_.runs[artifact.run].id) found.push_back(&artifact);
  }
  std::ranges::reverse(found);
  auto const list = list_of_items(found, [&](Artifact const* artifact) {
    return artifact_object(api_, timeline_, *artifact, settings_.now).dump();
  });
  return paged(list, "artifacts", api_, place, query);
}

Reply Endpoints::alerts(std::string const& place, std::string const& tool, Query const& query) {
  bool const is_dependabot = tool == "dependabot";
  auto found = is_dependabot ? dependabot_alerts(timeline_.begin, settings_.now)
                             : code_scanning_alerts(timeline_.begin, settings_.now);
  std::erase_if(found, [&](Alert const& alert) { return !is_wanted(alert, query); });
  if (is_dependabot) {
    return paged_by_cursor(list_of_items(found, [&](Alert const& alert) { return dependabot_json(api_, alert); }), api_,
                           place, query);
  }
  return paged(list_of_items(found, [&](Alert const& alert) { return code_scanning_json(api_, alert); }), "", api_,
               place, query);
}

Reply Endpoints::file(std::string const& path, std::string_view accept) {
  auto const* const workflow = find_workflow(path);
  if (workflow == nullptr) return not_found();
  if (accept.find("application/vnd.github.raw") == accept.npos) return {200, file_object(api_, *workflow).dump()};
  return {200, workflow->text, {}, "application/vnd.github.raw+json; charset=utf-8"};
}

Workflow const* Endpoints::find_workflow(std::string const& id_or_file) const {
  for (auto const& workflow : timeline_.workflows) {
    if (id_or_file == std::to_string(workflow.id) || id_or_file == workflow.path ||
        workflow.path.ends_with("/" + id_or_file))
      return &workflow;
  }
  return nullptr;
}

}  // namespace lapwing::fake_github
