// SPDX-License-Identifier: Apache-2.0
// No secret ever leaves: the real program, every value that may be a reference with a mark in it, everything that can
// fail failing, and then every way out searched for the mark.
#include "e2e/control_process.hpp"
#include "e2e/marked_project.hpp"
#include "support/raw_client.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

namespace lapwing::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

void expect_no_mark(std::string_view text, std::string const& where) {
  EXPECT_EQ(find_mark(text), "") << "a secret in " << where;
}

class SecretsProcess : public testing::Test {
 protected:
  MarkedProject project;
  std::string const state = project.folder.path("marked-state");
  std::optional<Process> daemon;

  void start() {
    daemon.emplace(std::vector<std::string>{"run", "--verbose", "--config", project.config}, project.environment());
    ASSERT_TRUE(daemon->wait_for_output(" token=needed")) << daemon->output();
    auto const failed = [this] {
      auto const log = daemon->output();
      return std::ranges::all_of(project.trouble, [&](auto const& name) {
        return log.find("not delivered channel=" + name + " ") != log.npos ||
               log.find("given up channel=" + name + " ") != log.npos;
      });
    };
    ASSERT_TRUE(wait_until(failed)) << daemon->output();
    auto const all_polled = [this] { return get("/api/v1/pollers").find("\"last_run\":null") == std::string::npos; };
    ASSERT_TRUE(wait_until(all_polled)) << get("/api/v1/pollers");
    ASSERT_TRUE(daemon->wait_for_output("no heartbeat reason=")) << daemon->output();
    ASSERT_TRUE(daemon->wait_for_output("message delivered channel=mail-0 ")) << daemon->output();
  }

  std::string get(std::string const& target) const {
    return get(target, "Authorization: Bearer " + project.token + "\r\n");
  }
  std::string get(std::string const& target, std::string const& headers) const {
    auto const log = daemon->output();
    auto client = RawClient::over_loopback(std::uint16_t(std::stoi(log.substr(log.rfind(" port=") + 6))));
    client.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
    return client.read_to_end();
  }

  Finished command(std::vector<std::string> words) const {
    words.insert(words.end(), {"--config", project.config});
    return run_lapwing(words, project.environment());
  }

  void expect_no_mark_on_pages() const {
    expect_no_mark(get("/", ""), "the answer to who shows no token");
    for (std::string const target : {"/",
                                     "/?refresh=off",
                                     "/metrics",
                                     "/healthz",
                                     "/readyz",
                                     "/reports/daily",
                                     "/reports/weekly",
                                     "/reports/monthly",
                                     "/nothing",
                                     "/api/v1/status",
                                     "/api/v1/alerts",
                                     "/api/v1/outbox",
                                     "/api/v1/pollers",
                                     "/api/v1/series",
                                     "/api/v1/samples?metric=poll.success",
                                     "/api/v1/samples?metric=model.accuracy&since=3650d",
                                     "/api/v1/reports",
                                     "/api/v1/reports/daily",
                                     "/api/v1/reports/weekly",
                                     "/api/v1/reports/monthly"}) {
      auto const answer = get(target);
      EXPECT_THAT(answer, StartsWith("HTTP/1.1 ")) << target;
      expect_no_mark(answer, target);
    }
    EXPECT_THAT(get("/"), AllOf(HasSubstr("<h1>Status</h1>"), HasSubstr("***"), HasSubstr("discord-400")));
    EXPECT_THAT(get("/api/v1/outbox"),
                AllOf(HasSubstr("code 50006 (no: https://localhost***"), HasSubstr("\"mail-75\"")));
    EXPECT_THAT(get("/metrics"), HasSubstr("lapwing_model_accuracy_ratio{model=\"***\"}"));
  }

  void expect_no_mark_in(std::vector<std::vector<std::string>> const& commands) const {
    for (auto const& words : commands) {
      std::string line;
      for (auto const& word : words) line += word + " ";
      auto const finished = command(words);
      EXPECT_LT(finished.exit_code, 4) << line << "\n" << finished.output;
      EXPECT_NE(finished.output, "") << line;
      expect_no_mark(finished.output, line);
    }
  }

  void expect_no_mark_in_the_store() const {
    for (auto const& entry : std::filesystem::directory_iterator(state)) {
      if (entry.is_regular_file()) expect_no_mark(read_file(entry.path().string()), entry.path().filename().string());
    }
  }

  void expect_no_mark_in_messages() const {
    std::size_t messages = 0;
    for (auto const& request : project.sink().requests()) {
      expect_no_mark(request.body, "a message");
      messages += request.body.find("***") != std::string::npos;
    }
    EXPECT_GT(messages, project.trouble.size() / 2) << "the project's name is a secret, so each has its stars";
    expect_no_mark(project.given_to_mail_programs(), "what mail programs are given");
    EXPECT_THAT(project.given_to_mail_programs(), HasSubstr("Subject: "));
  }
};

TEST_F(SecretsProcess, NoneLeavesWhileEverythingFails) {
  start();
  expect_no_mark_on_pages();
  EXPECT_EQ(command({"reload"}).exit_code, 0);
  project.change_a_secret();
  auto const reloaded = command({"reload", "--format", "json"});
  EXPECT_EQ(reloaded.exit_code, 0) << reloaded.output;
  expect_no_mark(reloaded.output, "reload");
  auto const told = project.sink().requests().size();
  expect_no_mark_in({{"notify", "test", "changing"}, {"notify", "test", "webhook-proxied"}, {"poll", "ci-403"}});
  EXPECT_GT(project.sink().requests().size(), told);
  expect_no_mark_in({{"outbox", "list"},
                     {"outbox", "list", "--format", "json"},
                     {"outbox", "show", "discord-404"},
                     {"outbox", "show", "mail-67"},
                     {"outbox", "retry", "discord-400"},
                     {"alerts"},
                     {"alerts", "--format", "json"},
                     {"explain", "model-accuracy"},
                     {"explain", "source-unreadable"},
                     {"status"},
                     {"report", "daily", "--format", "html"},
                     {"report", "weekly", "--format", "markdown"},
                     {"silence", "add", "alert=model-accuracy", "--for", "1h", "--why", "test"},
                     {"audit"}});
  EXPECT_THAT(command({"outbox", "list", "discord-403"}).output,
              HasSubstr("403, code 50006 (no: https://localhost***"));
  expect_no_mark_on_pages();
  expect_no_mark_in_messages();
  daemon->signal(SIGTERM);
  EXPECT_EQ(daemon->wait(), 0);
  auto const log = daemon->output();
  expect_no_mark(log, "the log and the console's messages");
  EXPECT_THAT(log,
              AllOf(HasSubstr("project=\"***\""), HasSubstr("state=*** "), HasSubstr("message given up channel=")));
  expect_no_mark_in_the_store();
  EXPECT_GT(project.proxy().requests().size(), 0u);
  expect_no_mark_in(
      {{"poll", "ci-401"}, {"history", "export"}, {"status", "--format", "json"}, {"notify", "test", "mail-1"}});
}

TEST_F(SecretsProcess, CheckShowsStarsAndItsProbeNoCredential) {
  auto const effective = command({"check", "--effective"});
  EXPECT_EQ(effective.exit_code, 0) << effective.output;
  expect_no_mark(effective.output, "check --effective");
  EXPECT_THAT(effective.output,
              AllOf(HasSubstr("project: ***\n"), HasSubstr("channels.discord-401.url: ***\n"),
                    HasSubstr("channels.webhook-401.bearer: ***\n"), HasSubstr("pollers.scan-401.api_url: ***\n"),
                    HasSubstr("heartbeat.url: ***\n"), HasSubstr("http_token: ***\n")));
  project.is_silent = false;
  auto const probed = command({"check", "--probe"});
  EXPECT_EQ(probed.exit_code, 3) << probed.output;
  expect_no_mark(probed.output, "check --probe");
  EXPECT_THAT(probed.output, HasSubstr("ci-401"));
}

TEST_F(SecretsProcess, AFileWithMistakesIsRefusedWithoutThem) {
  auto environment = project.environment();
  environment["TEST_TEXT"] = "marked-text-that-is-longer-than-what-an-error-message-would-ever-quote-of-a-value";
  environment["TEST_URL"] = "https://user:marked-password@hooks.example/marked-in-the-clear?token=marked";
  environment["TEST_LINES"] = "marked\nlines";
  std::string const mistakes =
      "project: \"${env:TEST_LINES}\"\ntimezone: \"${env:TEST_TEXT}\"\nretention: \"${env:TEST_TEXT}\"\n"
      "http: \"${env:TEST_TEXT}\"\nhttp_token: \"${file:short}\"\nhistory_file: \"${env:TEST_NONE}\"\n"
      "heartbeat: {url: \"${env:TEST_TEXT}\", every: \"${env:TEST_TEXT}\"}\n"
      "quiet_hours: [{days: \"${env:TEST_TEXT}\", from: \"${env:TEST_TEXT}\", to: \"07:00\"}]\n"
      "pollers:\n"
      "  kind: {type: \"${env:TEST_TEXT}\"}\n"
      "  ci: {type: github_actions, repository: \"${env:TEST_TEXT}\", token: \"${env:TEST_NONE}\", api_url: "
      "\"${env:TEST_URL}\", attempts: \"${env:TEST_TEXT}\", nonsense: \"${env:TEST_TEXT}\"}\n"
      "  data: {type: data_quality, path: \"${credential:none}\", delimiter: \"${env:TEST_TEXT}\", records: "
      "\"${env:TEST_TEXT}\", step: \"${env:TEST_TEXT}\"}\n"
      "  models: {type: model_metrics, path: models, expect: [\"${env:TEST_TEXT}\"]}\n"
      "channels:\n"
      "  one: {type: discord, url: \"${env:TEST_TEXT}\", mention: {critical: \"${env:TEST_TEXT}\"}}\n"
      "  two: {type: slack, url: \"${env:TEST_URL}\", chart: \"${env:TEST_TEXT}\"}\n"
      "  two: {type: slack, url: \"${env:TEST_URL}\"}\n"
      "  three: {type: email, from: \"${env:TEST_TEXT}\", to: [\"${env:TEST_TEXT}\"]}\n"
      "  four: {type: slack, flavor: mattermost, url: \"http${env:TEST_URL}\"}\n"
      "notify: {critical: [\"${env:TEST_TEXT}\"], group_wait: \"${env:TEST_TEXT}\"}\n"
      "remind: \"${env:TEST_TEXT}\"\n"
      "reports: {weekly: {to: [\"${env:TEST_TEXT}\"]}}\n"
      "alerts: [mistaken.yaml, \"${env:TEST_TEXT}\"]\n";
  project.folder.write("mistaken.yaml",
                       "alerts:\n  a: {watch: \"${env:TEST_TEXT}\", when: below, warning: \"${env:TEST_TEXT}\", "
                       "summary: \"${env:TEST_TEXT} {nonsense}\", runbook: \"${env:TEST_TEXT}\", depends_on: "
                       "\"${env:TEST_TEXT}\", notify: \"${env:TEST_TEXT}\"}\n");
  auto const once = project.folder.write("twice.yaml", mistakes);
  auto text = mistakes;
  text.erase(text.find("  two: "), text.find("  two: ", text.find("  two: ") + 1) - text.find("  two: "));
  auto const file = project.folder.write("mistakes.yaml", text);
  for (std::vector<std::string> const& words :
       std::vector<std::vector<std::string>>{{"check", "--config", once},
                                             {"check", "--config", file},
                                             {"check", "--config", file, "--format", "json"},
                                             {"run", "--config", file},
                                             {"status", "--config", file}}) {
    auto const refused = run_lapwing(words, environment);
    EXPECT_EQ(refused.exit_code, 1) << refused.output;
    EXPECT_THAT(refused.output, HasSubstr(".yaml"));
    expect_no_mark(refused.output, words[0] + " of " + words[2]);
  }
  auto const told = run_lapwing({"check", "--config", file}, environment).output;
  EXPECT_THAT(told, AllOf(HasSubstr("there is no type '***"), HasSubstr("unknown key 'nonsense'"),
                          HasSubstr("there is no channel '***"), HasSubstr("TEST_NONE is not set")));
}

}  // namespace
}  // namespace lapwing::test
