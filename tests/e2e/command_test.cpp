// SPDX-License-Identifier: Apache-2.0
// The commands as a shell sees them: what they print and how they exit.
#include "e2e/process.hpp"
#include "e2e/project.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace lapwing::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kAlerts = "alerts:\n  model-accuracy: {watch: model.accuracy, when: below, warning: 65%}\n";

TEST(Command, HelpNamesEveryCommandAndEveryCommandHasHelp) {
  auto const help = run_lapwing({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (auto const* const command : {"run", "check", "alerts", "eval", "explain", "metrics", "test", "backtest",
                                    "suggest", "poll", "reload", "notify", "init"}) {
    EXPECT_THAT(help.output, HasSubstr(command));
    auto const own = run_lapwing({command, "--help"});
    EXPECT_EQ(own.exit_code, 0) << own.output;
    EXPECT_THAT(own.output, HasSubstr("--config")) << command;
  }
}

TEST(Command, VersionNamesTheLibraries) {
  auto const version = run_lapwing({"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_THAT(version.output, StartsWith("lapwing "));
  for (auto const* const library :
       {"Boost 1.", "OpenSSL 3.", "SQLite 3.", "nlohmann_json 3.", "yaml-cpp 0.", "spdlog 1."}) {
    EXPECT_THAT(version.output, HasSubstr(library));
  }
}

TEST(Command, WrongUsageExitsWithTwo) {
  EXPECT_EQ(run_lapwing({}).exit_code, 2);
  EXPECT_EQ(run_lapwing({"watch"}).exit_code, 2);
  EXPECT_EQ(run_lapwing({"run", "--twice"}).exit_code, 2);
  EXPECT_EQ(run_lapwing({"metrics", "--format", "xml"}).exit_code, 2);
}

TEST(Command, CheckShowsEveryMistakeWithItsPlaceAndTheRemedy) {
  Project project;
  project.pollers =
      "  models: {type: model_metric, every: 1s, path: models}\n  more: {type: model_metrics, evry: 1h, path: "
      "models}\n";
  auto const config = project.configure("alerts:\n  a: {watch: model.acuracy, when: below, warning: 65}\n");
  auto const checked = run_lapwing({"check", "--config", config}, project.environment());
  EXPECT_EQ(checked.exit_code, 1);
  EXPECT_THAT(checked.output,
              HasSubstr("lapwing.yaml:5:18: there is no type 'model_metric'; did you mean 'model_metrics'?"));
  EXPECT_THAT(checked.output, HasSubstr("lapwing.yaml:6:31: unknown key 'evry'"));
  EXPECT_THAT(checked.output,
              HasSubstr("alerts.yaml:2:14: there is no metric 'model.acuracy'; did you mean 'model.accuracy'?"));
}

TEST(Command, CheckOfAGoodConfigurationShowsTheNextRunsAndHidesSecrets) {
  Project project;
  auto const config = project.configure(kAlerts);
  auto const checked = run_lapwing({"check", "--config", config}, project.environment());
  EXPECT_EQ(checked.exit_code, 0) << checked.output;
  EXPECT_THAT(checked.output, HasSubstr("models, 1s:"));
  auto const effective = run_lapwing({"check", "--effective", "--config", config}, project.environment());
  EXPECT_EQ(effective.exit_code, 0);
  EXPECT_THAT(effective.output, HasSubstr("channels.team.url: ***"));
  EXPECT_THAT(effective.output, HasSubstr("notify.group_wait: 100ms"));
  EXPECT_THAT(effective.output, Not(HasSubstr("discord-token")));
}

TEST(Command, ProbeSaysWhatIsReadable) {
  Project project;
  auto const config = project.configure(kAlerts);
  auto const missing = run_lapwing({"check", "--probe", "--config", config}, project.environment());
  EXPECT_EQ(missing.exit_code, 3) << missing.output;
  EXPECT_THAT(missing.output, HasSubstr("NOT readable"));
  project.train("2026-03-01T02:00:00Z", 0.70);
  auto const there = run_lapwing({"check", "--probe", "--config", config}, project.environment());
  EXPECT_EQ(there.exit_code, 0) << there.output;
}

TEST(Command, AnUnsetReferenceIsAnErrorThatNamesItsLine) {
  Project project;
  auto environment = project.environment();
  environment.erase("TEST_SLACK");
  auto const checked = run_lapwing({"check", "--config", project.configure(kAlerts)}, environment);
  EXPECT_EQ(checked.exit_code, 1);
  EXPECT_THAT(checked.output, HasSubstr("lapwing.yaml:8:"));
  EXPECT_THAT(checked.output, HasSubstr("TEST_SLACK is not set"));
}

TEST(Command, AlertsListsIncidentsAsTextAndAsJson) {
  Project project;
  auto const config = project.configure(kAlerts);
  auto const before = run_lapwing({"alerts", "--config", config}, project.environment());
  EXPECT_EQ(before.exit_code, 3) << before.output;
  project.train("2026-03-01T02:00:00Z", 0.60);
  ASSERT_EQ(run_lapwing({"run", "--once", "--config", config}, project.environment()).exit_code, 0);
  auto const text = run_lapwing({"alerts", "--config", config}, project.environment());
  EXPECT_EQ(text.exit_code, 0);
  EXPECT_THAT(text.output, HasSubstr("#1 WARNING model-accuracy model=models"));
  EXPECT_THAT(text.output, HasSubstr("60% (below 65%)"));
  auto const json = run_lapwing({"alerts", "--format", "json", "--config", config}, project.environment());
  auto const parsed = nlohmann::json::parse(json.output);
  ASSERT_EQ(parsed["incidents"].size(), 1u);
  EXPECT_EQ(parsed["incidents"][0]["alert"], "model-accuracy");
  EXPECT_EQ(parsed["incidents"][0]["since"], "2026-03-01T02:00:00Z");
}

TEST(Command, TestShowsExpectedAgainstGot) {
  Folder folder;
  auto const good = folder.write(
      "good.yaml", std::string(kAlerts) +
                       "tests:\n  - {name: works, alert: model-accuracy, values: [70%, 60%], expect: [ok, warning]}\n");
  auto const bad = folder.write(
      "bad.yaml", std::string(kAlerts) +
                      "tests:\n  - {name: fails, alert: model-accuracy, values: [70%, 60%], expect: [ok, critical]}\n");
  auto const passed = run_lapwing({"test", good});
  EXPECT_EQ(passed.exit_code, 0) << passed.output;
  EXPECT_THAT(passed.output, HasSubstr("1 passed, 0 failed"));
  auto const failed = run_lapwing({"test", bad});
  EXPECT_EQ(failed.exit_code, 1);
  EXPECT_THAT(failed.output, HasSubstr("critical  warning   <--"));
  auto const none = run_lapwing({"test", folder.write("none.yaml", kAlerts)});
  EXPECT_EQ(none.exit_code, 1) << "no test is no success";
}

TEST(Command, MetricsAreListedInThreeForms) {
  EXPECT_THAT(run_lapwing({"metrics"}).output, HasSubstr("model.accuracy"));
  EXPECT_THAT(run_lapwing({"metrics", "--format", "markdown"}).output,
              HasSubstr("| `model.accuracy` | ratio | higher |"));
  auto const json = nlohmann::json::parse(run_lapwing({"metrics", "--format", "json"}).output);
  EXPECT_GT(json["metrics"].size(), 20u);
}

TEST(Command, TheShippedFilesAreValidAndTheirTestsPass) {
  auto const source = std::string(LAPWING_SOURCE_DIR);
  std::map<std::string, std::string> const webhooks{{"DISCORD_WEBHOOK_URL", "https://discord.com/api/webhooks/1/abc"},
                                                    {"SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T/B/abc"},
                                                    {"WEBHOOK_URL", "https://receiver.example/hook"},
                                                    {"WEBHOOK_SECRET", "a-secret"},
                                                    {"WEBHOOK_TOKEN", "a-token"},
                                                    {"GITHUB_TOKEN", "a-token"},
                                                    {"HEARTBEAT_URL", "https://hc.example/ping/uuid"}};
  for (auto const* const file : {"/config/lapwing.yaml", "/config/demo/lapwing.yaml"}) {
    auto const checked = run_lapwing({"check", "--config", source + file}, webhooks);
    EXPECT_EQ(checked.exit_code, 0) << checked.output;
    auto const tested = run_lapwing({"test", "--config", source + file}, webhooks);
    EXPECT_EQ(tested.exit_code, 0) << tested.output;
  }
}

}  // namespace
}  // namespace lapwing::test
