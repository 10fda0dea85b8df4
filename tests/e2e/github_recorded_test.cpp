// SPDX-License-Identifier: Apache-2.0
// The main job of the github_actions poller: one process over the bodies of a repository whose pipeline fails, one
// message that says which workflow, since which commit, at which step, with the links. Bodies of our own in GitHub's
// shape, and recorded ones where they are there.
#include "e2e/process.hpp"

#include "support/a_run.hpp"
#include "support/fake_discord.hpp"
#include "support/folder.hpp"
#include "support/loopback_sink.hpp"
#include "support/webhook_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

namespace lapwing::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

LoopbackSink::Options with_tls(Certificate certificate) {
  LoopbackSink::Options options;
  options.certificate = std::move(certificate);
  return options;
}

/// GitHub's API as a set of bodies by path, without the query, and Discord; both on one sink.
class Stage {
 public:
  Stage()
      : sink_([this](LoopbackSink::Request const& request) { return answer(request); }, with_tls([this] {
                auto certificate = make_certificate();
                folder_.write("ca.pem", certificate.ca_pem);
                return certificate;
              }())) {}

  std::map<std::string, std::string> bodies;
  std::string alerts = read_file(std::string(LAPWING_SOURCE_DIR) + "/config/alerts.yaml");

  /// One round of the program at that time.
  Finished run_once(std::string const& repository, std::string const& now) {
    folder_.write("alerts.yaml", alerts);
    auto const config =
        folder_.write("lapwing.yaml",
                      "project: recorded\ntimezone: Etc/UTC\nstate: state\nhttp: off\nnotify: {group_wait: 1ms}\n"
                      "channels: {team: {type: discord, url: \"${env:TEST_DISCORD}\"}}\n"
                      "pollers:\n  ci: {type: github_actions, every: 1m, repository: " +
                          repository + ", token: \"${env:GITHUB_TOKEN}\", api_url: \"" + sink_.url("") + "\"}\n");
    return run_program(LAPWING_AT_A_SET_TIME, {"run", "--once", "--config", config},
                       {{"LAPWING_TEST_NOW", now},
                        {"SSL_CERT_FILE", folder_.path("ca.pem")},
                        {"GITHUB_TOKEN", "github-secret"},
                        {"TEST_DISCORD", sink_.url("/api/webhooks/1/discord-secret")}});
  }

  std::vector<std::string> to_discord() const {
    std::vector<std::string> out;
    for (auto const& request : sink_.requests()) {
      if (request.method == "POST") out.push_back(payload_json(request.header("Content-Type"), request.body));
    }
    return out;
  }

 private:
  LoopbackSink::Answer answer(LoopbackSink::Request const& request) const {
    LoopbackSink::Answer out;
    out.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    auto const body = bodies.find(request.target.substr(0, request.target.find('?')));
    if (request.method == "POST")
      out.body = R"({"id": "1234"})";
    else if (body != bodies.end() && request.header("Authorization") == "Bearer github-secret")
      out.body = body->second;
    else
      out.status = 404, out.body = R"({"message": "Not Found"})";
    return out;
  }

  Folder folder_;
  LoopbackSink sink_;
};

std::string link_to(std::string const& url) { return "](" + url + ")"; }

TEST(GithubMainJob, OneMessageNamesWorkflowStepAndCommitsWithTheirLinks) {
  Stage stage;
  auto const ml_tests = [](std::int64_t number) { return a_run(number).workflow(2, "ML Tests"); };
  stage.bodies = {
      {"/repos/acme/price-model",
       R"({"id": 4711, "full_name": "acme/price-model", "default_branch": "main", "private": true,
           "owner": {"login": "acme", "type": "User"}})"},
      {"/repos/acme/price-model/actions/workflows",
       R"({"total_count": 2, "workflows": [
           {"id": 1, "name": "CI", "path": ".github/workflows/ci.yml", "state": "active"},
           {"id": 2, "name": "ML Tests", "path": ".github/workflows/2.yml", "state": "active"}]})"},
      {"/repos/acme/price-model/actions/runs",
       runs_body({ml_tests(33).failed().at("2026-11-10T11:00:00Z"), a_run(7).at("2026-11-10T10:30:00Z"),
                  ml_tests(32).failed().at("2026-11-10T10:00:00Z"), ml_tests(31).at("2026-11-10T09:00:00Z")})},
      {"/repos/acme/price-model/actions/runs/1033/attempts/1/jobs",
       jobs_body({a_job("test", "failure", "2026-11-10T11:00:09Z", "2026-11-10T11:03:00Z", "Run pytest")})},
      {"/repos/acme/price-model/actions/runs/1032/attempts/1/jobs",
       jobs_body({a_job("test", "failure", "2026-11-10T10:00:09Z", "2026-11-10T10:03:00Z", "Run pytest")})}};

  auto const done = stage.run_once("acme/price-model", "2026-11-10T12:00:00Z");

  ASSERT_THAT(stage.to_discord(), SizeIs(1)) << done.output;
  auto const body = stage.to_discord()[0];
  EXPECT_THAT(discord_violations(body), IsEmpty());
  auto const text = visible_text(body);
  EXPECT_THAT(text, AllOf(HasSubstr("CRITICAL"), HasSubstr("pipeline-failing"), HasSubstr("ML Tests")));
  EXPECT_THAT(text, AllOf(HasSubstr("Run 33 failed at job 'test', step 'Run pytest'"), HasSubstr("2 failures in a row"),
                          HasSubstr(ARun::sha_of(32).substr(0, 7)), HasSubstr(ARun::sha_of(31).substr(0, 7))));
  std::string const page(kRepositoryPage);
  EXPECT_THAT(body, HasSubstr(link_to(page + "/actions/runs/7/job/99#step:4:1")));
  EXPECT_THAT(body, HasSubstr(link_to(page + "/actions/runs/1033")));
  EXPECT_THAT(body, HasSubstr(link_to(page + "/commit/" + ARun::sha_of(32))));
  EXPECT_THAT(body, HasSubstr(link_to(page + "/commit/" + ARun::sha_of(31))));
  EXPECT_THAT(done.output + body, Not(HasSubstr("github-secret")));
  EXPECT_THAT(done.output, Not(HasSubstr("discord-secret")));

  stage.run_once("acme/price-model", "2026-11-10T12:30:00Z");
  EXPECT_THAT(stage.to_discord(), SizeIs(1)) << "nothing is told twice";
}

json recorded(std::string const& file) {
  return json::parse(read_file(std::string(LAPWING_SHARED_DATA) + "/github/" + file));
}

TEST(GithubMainJob, OnRecordedBodiesToo) {
  if (!std::filesystem::exists(std::string(LAPWING_SHARED_DATA) + "/github"))
    GTEST_SKIP() << "the recorded bodies are not here";
  Stage stage;
  stage.alerts = "alerts:\n  run-failed: {watch: run.success, when: below, critical: 50%}\n";  // it failed but once
  auto runs = recorded("run_objects_2022_reruns.json");
  auto const name = runs[0]["repository"]["full_name"].get<std::string>();
  auto repository = runs[0]["repository"];
  repository["default_branch"] = "master";  // runs carry the short form
  json until_then{{"workflow_runs", json::array()}};
  json failed;
  std::map<std::string, json> workflows;
  for (auto& run : runs) {
    if (run["created_at"] > "2022-06-27T12:00:00Z") continue;
    if (run["conclusion"] == "failure" && run["event"] == "push") failed = run;
    workflows[run["workflow_id"].dump()] = {
        {"id", run["workflow_id"]}, {"name", run["name"]}, {"path", run["path"]}, {"state", "active"}};
    until_then["workflow_runs"].push_back(std::move(run));
  }
  ASSERT_TRUE(failed.is_object());
  auto list = json::array();
  for (auto const& [id, workflow] : workflows) list.push_back(workflow);
  until_then["total_count"] = until_then["workflow_runs"].size();
  auto const job = recorded("webhooks/workflow_job.completed.failure.with-organization.json")["workflow_job"];
  stage.bodies = {
      {"/repos/" + name, repository.dump()},
      {"/repos/" + name + "/actions/workflows", json{{"workflows", list}}.dump()},
      {"/repos/" + name + "/actions/runs", until_then.dump()},
      {"/repos/" + name + "/actions/runs/" + std::to_string(failed["id"].get<std::int64_t>()) + "/attempts/1/jobs",
       json{{"total_count", 1}, {"jobs", {job}}}.dump()},
      {"/repos/" + name + "/actions/artifacts", recorded("artifacts_list_run.json").dump()},
      {"/repos/" + name + "/actions/cache/usage", recorded("actions_cache_usage_recorded_a.json").dump()}};

  auto const done = stage.run_once(name, "2022-06-27T12:00:00Z");

  ASSERT_THAT(stage.to_discord(), SizeIs(1)) << done.output;
  auto const body = stage.to_discord()[0];
  EXPECT_THAT(discord_violations(body), IsEmpty());
  auto const text = visible_text(body);
  EXPECT_THAT(text, AllOf(HasSubstr(failed["name"].get<std::string>()), HasSubstr(job["name"].get<std::string>()),
                          HasSubstr("Run yarn run format-check"),
                          HasSubstr(failed["head_sha"].get<std::string>().substr(0, 7))))
      << done.output;
  EXPECT_THAT(body, HasSubstr(link_to(failed["html_url"].get<std::string>())));
  EXPECT_THAT(body, HasSubstr("/commit/" + failed["head_sha"].get<std::string>()));
}

}  // namespace
}  // namespace lapwing::test
