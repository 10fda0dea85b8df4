// SPDX-License-Identifier: Apache-2.0
#include "support/small_github.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>

namespace lapwing::test {
namespace {

constexpr std::string_view kApi = "https://api.github.com";

std::vector<Header> link_to(std::string const& next) {
  if (next.empty()) return {};
  return {{"Link", "<" + next + ">; rel=\"next\", <" + next + "&last>; rel=\"last\""}};
}

}  // namespace

SmallGithub::SmallGithub() {
  set("/repos/acme/price-model", response(200, repository_body("acme/price-model")));
  workflows(R"([{"id":1,"name":"CI","path":".github/workflows/ci.yml","state":"active"}])");
  workflow_file("name: CI\non: [push]\n");
  runs({});
  artifacts("[]");
  set("/repos/acme/price-model/actions/cache/usage", response(200, R"({"active_caches_size_in_bytes":17})"));
}

std::string SmallGithub::repository_body(std::string const& full_name, bool is_private) {
  return nlohmann::json{{"id", 4711},
                        {"full_name", full_name},
                        {"default_branch", "main"},
                        {"private", is_private},
                        {"owner", {{"login", "acme"}, {"type", "User"}}}}
      .dump();
}

void SmallGithub::runs(std::vector<ARun> const& runs, std::string const& next) {
  set(runs_path(), response(200, runs_body(runs), link_to(next)));
}

void SmallGithub::run(ARun const& run) {
  set("/repos/acme/price-model/actions/runs/" + run.json()["id"].dump(), response(200, run.json().dump()));
}

void SmallGithub::run_attempt(ARun const& run, int attempt) {
  set("/repos/acme/price-model/actions/runs/" + run.json()["id"].dump() + "/attempts/" + std::to_string(attempt),
      response(200, run.json().dump()));
}

void SmallGithub::jobs(std::int64_t run, int attempt, std::vector<nlohmann::json> const& jobs) {
  set("/repos/acme/price-model/actions/runs/" + std::to_string(run) + "/attempts/" + std::to_string(attempt) +
          "/jobs?per_page=100",
      response(200, jobs_body(jobs)));
}

void SmallGithub::workflows(std::string const& list) {
  set("/repos/acme/price-model/actions/workflows?per_page=100", response(200, "{\"workflows\":" + list + "}"));
}

void SmallGithub::workflow_file(std::string const& yaml) {
  set("/repos/acme/price-model/contents/.github/workflows/ci.yml", response(200, yaml));
}

void SmallGithub::artifacts(std::string const& list, std::string const& next) {
  set("/repos/acme/price-model/actions/artifacts?per_page=100",
      response(200, "{\"artifacts\":" + list + "}", link_to(next)));
}

std::vector<std::string> SmallGithub::paths() const {
  std::vector<std::string> out;
  for (auto const& request : seen) out.push_back(request.url.reveal().substr(kApi.size()));
  return out;
}

boost::asio::awaitable<Result<HttpResponse>> SmallGithub::send(HttpRequest request) {
  seen.push_back(std::move(request));
  auto response = answer(seen.back());
  co_await boost::asio::post(boost::asio::use_awaitable);
  co_return response;
}

HttpResponse SmallGithub::answer(HttpRequest const& request) {
  auto const page = pages_.find(request.url.reveal().substr(kApi.size()));
  auto out = page == pages_.end() ? response(404, R"({"message":"Not Found"})") : page->second;
  if (out.status == 200) {
    auto const etag = "W/\"" + std::to_string(std::hash<std::string>{}(out.body)) + "\"";
    for (auto const& [name, value] : request.headers) {
      if (name == "If-None-Match" && value == etag) out = response(304);
    }
    out.headers.emplace_back("ETag", etag);
  }
  if (out.status != 304 || !request.bearer) ++counted;
  out.headers.emplace_back("x-ratelimit-limit", std::to_string(limit));
  out.headers.emplace_back("x-ratelimit-remaining", std::to_string(std::max(0LL, limit - (long long)(counted))));
  out.headers.emplace_back("x-ratelimit-reset", std::to_string(1'794'315'600));  // 2026-11-10T13:00:00Z
  return out;
}

}  // namespace lapwing::test
