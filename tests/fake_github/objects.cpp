// SPDX-License-Identifier: Apache-2.0
#include "fake_github/objects.hpp"

#include "fake_github/dice.hpp"

#include <openssl/evp.h>
#include <nlohmann/json.hpp>

#include <functional>

namespace lapwing::fake_github {
namespace {

using nlohmann::ordered_json;

ordered_json time_or_null(std::optional<TimePoint> at) { return at ? ordered_json(format_utc(*at)) : ordered_json(); }

/// With a line break after each 60 characters, as GitHub writes it.
std::string base64(std::string const& text) {
  std::string code(4 * ((text.size() + 2) / 3) + 1, '\0');
  auto const length = ::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(code.data()),
                                        reinterpret_cast<unsigned char const*>(text.data()), int(text.size()));
  code.resize(std::size_t(length));
  for (std::size_t at = 60; at < code.size(); at += 61) code.insert(at, "\n");
  return code + "\n";
}

}  // namespace

std::string code_of(std::string const& what, std::size_t characters) {
  std::uint64_t seed = 14695981039346656037u;  // FNV-1a
  for (char const c : what) seed = (seed ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return Dice(seed).hex(characters);
}

ordered_json person(Api const& api, std::string const& login) {
  auto const url = api + "/users/" + login;
  ordered_json out{{"login", login},
                   {"id", login == kOwner ? 4001 : 4002},
                   {"node_id", "U_" + code_of(login, 12)},
                   {"avatar_url", "https://avatars.githubusercontent.com/u/4001?v=4"},
                   {"gravatar_id", ""},
                   {"url", url},
                   {"html_url", "https://github.com/" + login}};
  for (auto const* const list : {"followers", "following{/other_user}", "gists{/gist_id}", "starred{/owner}{/repo}",
                                 "subscriptions", "orgs", "repos", "events{/privacy}", "received_events"}) {
    std::string name(list);
    name = name.substr(0, name.find('{'));
    out[(name == "orgs" ? "organizations" : name) + "_url"] = url + "/" + list;
  }
  out["type"] = "User";
  out["user_view_type"] = "public";
  out["site_admin"] = false;
  return out;
}

ordered_json repository(Api const& api, bool is_private) {
  auto const url = api + "/repos/" + kFullName;
  ordered_json out{{"id", kRepositoryId},
                   {"node_id", "R_" + code_of(kFullName, 10)},
                   {"name", kRepository},
                   {"full_name", kFullName},
                   {"private", is_private},
                   {"owner", person(api, kOwner)},
                   {"html_url", std::string("https://github.com/") + kFullName},
                   {"description", "Prices of tomorrow"},
                   {"fork", false},
                   {"url", url}};
  for (auto const* const list : {"forks",
                                 "keys{/key_id}",
                                 "collaborators{/collaborator}",
                                 "teams",
                                 "hooks",
                                 "issues/events{/number}",
                                 "events",
                                 "assignees{/user}",
                                 "branches{/branch}",
                                 "tags",
                                 "git/blobs{/sha}",
                                 "git/tags{/sha}",
                                 "git/refs{/sha}",
                                 "git/trees{/sha}",
                                 "statuses/{sha}",
                                 "languages",
                                 "stargazers",
                                 "contributors",
                                 "subscribers",
                                 "subscription",
                                 "commits{/sha}",
                                 "git/commits{/sha}",
                                 "comments{/number}",
                                 "issues/comments{/number}",
                                 "contents/{+path}",
                                 "compare/{base}...{head}",
                                 "merges",
                                 "archive{/ref}",
                                 "downloads",
                                 "issues{/number}",
                                 "pulls{/number}",
                                 "milestones{/number}",
                                 "notifications{?since,all,participating}",
                                 "labels{/name}",
                                 "releases{/id}",
                                 "deployments"}) {
    std::string name;
    for (std::string const text = list; char const c : text.substr(0, text.find("{"))) name += c == '/' ? '_' : c;
    out[name + "_url"] = url + "/" + list;
  }
  return out;
}

ordered_json whole_repository(Api const& api, bool is_private, TimePoint now) {
  auto out = repository(api, is_private);
  out.update({{"created_at", "2024-05-01T09:00:00Z"},
              {"updated_at", format_utc(std::chrono::floor<std::chrono::days>(now))},
              {"pushed_at", format_utc(std::chrono::floor<std::chrono::days>(now))},
              {"size", 48211},
              {"stargazers_count", 7},
              {"language", "Python"},
              {"has_issues", true},
              {"archived", false},
              {"disabled", false},
              {"open_issues_count", 12},
              {"license", nullptr},
              {"topics", {"forecasting", "prices"}},
              {"visibility", is_private ? "private" : "public"},
              {"default_branch", kDefaultBranch},
              {"permissions", {{"admin", false}, {"push", false}, {"pull", true}}}});
  return out;
}

ordered_json workflow_object(Api const& api, Workflow const& workflow, TimePoint now) {
  bool const is_disabled = workflow.disabled && *workflow.disabled <= now;
  auto const page = std::string("https://github.com/") + kFullName;
  auto const file = workflow.path.substr(workflow.path.rfind('/') + 1);
  return {{"id", workflow.id},
          {"node_id", "W_" + code_of(workflow.path, 14)},
          {"name", workflow.name},
          {"path", workflow.path},
          {"state", is_disabled ? "disabled_inactivity" : "active"},
          {"created_at", "2024-05-01T11:02:03.000+02:00"},
          {"updated_at", is_disabled ? format_utc(*workflow.disabled) : "2026-02-11T08:30:00.000+01:00"},
          {"url", api + "/repos/" + kFullName + "/actions/workflows/" + std::to_string(workflow.id)},
          {"html_url", page + "/blob/main/" + workflow.path},
          {"badge_url", page + "/actions/workflows/" + file + "/badge.svg"}};
}

ordered_json artifact_object(Api const& api, Timeline const& timeline, Artifact const& artifact, TimePoint now) {
  auto const url = api + "/repos/" + kFullName + "/actions/artifacts/" + std::to_string(artifact.id);
  auto const& run = timeline.runs[artifact.run];
  // GitHub documents the three times as nullable.
  auto const times = artifact.id % 41 == 0 ? std::nullopt : std::optional(artifact.created);
  return {{"id", artifact.id},
          {"node_id", "MDg6QXJ0aWZhY3Q" + code_of(url, 12)},
          {"name", artifact.name},
          {"size_in_bytes", artifact.bytes},
          {"url", url},
          {"archive_download_url", url + "/zip"},
          {"expired", artifact.expires <= now},
          {"digest", "sha256:" + code_of(url, 64)},
          {"created_at", time_or_null(times)},
          {"updated_at", time_or_null(times)},
          {"expires_at", time_or_null(times ? std::optional(artifact.expires) : std::nullopt)},
          {"workflow_run",
           {{"id", run.id},
            {"repository_id", kRepositoryId},
            {"head_repository_id", kRepositoryId},
            {"head_branch", run.branch},
            {"head_sha", run.sha}}}};
}

ordered_json file_object(Api const& api, Workflow const& workflow) {
  auto const place = api + "/repos/" + kFullName + "/contents/" + workflow.path + "?ref=" + kDefaultBranch;
  auto const sha = code_of(workflow.text, 40);
  auto const git = api + "/repos/" + kFullName + "/git/blobs/" + sha;
  auto const page = std::string("https://github.com/") + kFullName + "/blob/main/" + workflow.path;
  return {{"name", workflow.path.substr(workflow.path.rfind('/') + 1)},
          {"path", workflow.path},
          {"sha", sha},
          {"size", workflow.text.size()},
          {"url", place},
          {"html_url", page},
          {"git_url", git},
          {"download_url", "https://raw.githubusercontent.com/" + std::string(kFullName) + "/main/" + workflow.path},
          {"type", "file"},
          {"content", base64(workflow.text)},
          {"encoding", "base64"},
          {"_links", {{"self", place}, {"git", git}, {"html", page}}}};
}

}  // namespace lapwing::fake_github
