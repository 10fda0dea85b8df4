// SPDX-License-Identifier: Apache-2.0
#include "app/options.hpp"
#include "support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace lapwing::app {
namespace {

using namespace std::chrono_literals;

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr std::string_view kAlerts = "alerts:\n  a: {watch: model.accuracy, when: below, warning: 65%}\n";

class OptionsTest : public testing::Test {
 protected:
  test::Folder folder;
  std::map<std::string, std::string> environment;
  Redactor redactor;
  config::Problems problems;
  std::vector<std::string> effective;

  std::optional<Options> load(std::string const& yaml) {
    folder.write("alerts.yaml", kAlerts);
    folder.write("lapwing.yaml", yaml);
    problems = {};
    Environment const from{
        [this](std::string const& name) { return environment.contains(name) ? environment.at(name) : ""; }};
    return load_options(folder.path("lapwing.yaml"), from, redactor, problems, &effective);
  }
};

constexpr std::string_view kGood =
    "project: p\ntimezone: Europe/Berlin\npollers:\n  models: {type: model_metrics, path: models}\n"
    "channels:\n  team: {type: discord, url: \"https://discord.com/api/webhooks/1/secrettoken\"}\n  log: {type: "
    "console}\n";

TEST_F(OptionsTest, DefaultsAreFilledInAndPathsStartFromTheFile) {
  environment["STATE_DIRECTORY"] = "/var/lib/private/lapwing:/elsewhere";
  auto const options = load(std::string(kGood));
  ASSERT_TRUE(options) << problems.to_string();
  EXPECT_EQ(options->project, "p");
  EXPECT_EQ(options->zone.name(), "Europe/Berlin");
  EXPECT_EQ(options->state, "/var/lib/private/lapwing");
  EXPECT_EQ(options->group_wait, std::chrono::seconds{10});
  ASSERT_THAT(options->pollers, SizeIs(1));
  EXPECT_EQ(options->pollers[0].every.text(), "hourly");
  for (auto const level : kAlertLevels)
    EXPECT_THAT(options->routes.channels[std::size_t(level)], ElementsAre("team", "log"));
  EXPECT_THAT(effective, Contains("pollers.models.path: models"));
  EXPECT_THAT(effective, Contains("channels.team.url: ***"));
}

TEST_F(OptionsTest, BuiltInAlertsAreThereUnlessAFileHasTheSameId) {
  auto options = load(std::string(kGood));
  ASSERT_TRUE(options);
  ASSERT_NE(options->rules.find("source-unreadable"), nullptr);
  EXPECT_EQ(options->rules.find("source-unreadable")->hold.runs, 2u);
  folder.write("more.yaml", "alerts:\n  source-unreadable: {watch: poll.success, when: below, critical: 100%}\n");
  options = load("alerts: [alerts.yaml, more.yaml]\n" + std::string(kGood));
  ASSERT_TRUE(options) << problems.to_string();
  EXPECT_EQ(options->rules.find("source-unreadable")->hold.runs, 1u);
}

TEST_F(OptionsTest, APatternOfAlertFilesIsExpandedInOrder) {
  folder.write("alerts.d/b.yaml", "alerts:\n  b: {watch: model.f1, when: below, warning: 65%}\n");
  folder.write("alerts.d/a.yaml", "alerts:\n  c: {watch: model.f1, when: below, warning: 65%}\n");
  auto const options = load("alerts: [alerts.yaml, alerts.d/*.yaml, none.d/*.yaml]\n" + std::string(kGood));
  ASSERT_TRUE(options) << problems.to_string();
  ASSERT_GE(options->rules.all().size(), 3u);
  EXPECT_EQ(options->rules[1].id, "c");
  EXPECT_EQ(options->rules[2].id, "b");
}

struct Broken {
  std::string yaml;
  std::string what;
};

TEST_F(OptionsTest, EveryMistakeIsNamedWithItsPlace) {
  std::vector<Broken> const table{
      {"pollers: {}\nchannels: {log: {type: console}}\n", "needs the key 'project'"},
      {"project: p\nchannels: {log: {type: console}}\n", "needs the key 'pollers'"},
      {"project: p\npollers: {}\n", "needs the key 'channels'"},
      {std::string(kGood) + "notify: {critical: [taem]}\n",
       "lapwing.yaml:8:20: there is no channel 'taem'; did you mean 'team'?"},
      {std::string(kGood) + "notify: {crtical: [team]}\n", "unknown key 'crtical' in notify; did you mean 'critical'?"},
      {"project: p\ntimezone: Europe/Berlim\npollers: {}\nchannels: {log: {type: console}}\n",
       "lapwing.yaml:2:11: timezone: there is no time zone 'Europe/Berlim'; did you mean 'Europe/Berlin'?"},
      {std::string(kGood) + "retenton: 400d\n", "unknown key 'retenton'; did you mean 'retention'?"},
      {std::string(kGood) + "heartbeat: {every: 5m}\n", "heartbeat needs the key 'url'"},
      {std::string(kGood) + "reports: {weekly: {to: [temb]}}\n", "there is no channel 'temb'"},
      {std::string(kGood) + "reports: {yearly: {}}\n", "unknown key 'yearly'"},
      {std::string(kGood) + "reports: {daily: {every: 5m}}\n", "a report goes by the calendar"},
      {std::string(kGood) + "reports: {daily: {every: {cron: \"61 * * * *\"}}}\n", "'61' is no minute"},
      {std::string(kGood) + "reports: {daily: {every: {cron: \"30 2 30 2 *\"}}}\n",
       "is never due: there is no such day"},
      {std::string(kGood) + "reports: {daily: {catch_up: twice}}\n", "catch_up"},
      {std::string(kGood) + "targets: {run.success: 95}\n", "run.success"},
      {std::string(kGood) + "targets: {run.sucess: 95%}\n", "did you mean 'run.success'?"},
      {std::string(kGood) + "http: 0.0.0.0:9877\n", "lapwing.yaml:8:7: http: other machines can reach 0.0.0.0"},
      {std::string(kGood) + "http: \"[::]:9877\"\n", "it needs `http_token`"},
      {std::string(kGood) + "http: 9877\n", "'9877' is no address of this machine with a port"},
      {std::string(kGood) + "http: status.example:80\n", "write 127.0.0.1:9877, \"[::1]:9877\", or off"},
      {std::string(kGood) + "http: 127.0.0.1:99999\n", "'127.0.0.1:99999' is no address"},
      {std::string(kGood) + "http_token: secretshort\n", "lapwing.yaml:8:13: http_token is too short"},
      {std::string(kGood) + "heartbeat: {url: \"ftp://hc.example/secret\"}\n",
       "lapwing.yaml:8:18: this is no URL to ping"},
      {std::string(kGood) + "heartbeat: {url: \"https://hc.example/\", every: often}\n",
       "lapwing.yaml:8:48: every: 'often' is not a schedule"},
      {"alerts: [missing.yaml]\n" + std::string(kGood), "missing.yaml: the file can not be read"},
      {"project: p\npollers:\n  m: {type: model_metrics, path: x, every: monthly on 31}\nchannels: {log: {type: "
       "console}}\n",
       "lapwing.yaml:3:44: every: 'monthly on 31' is not a schedule"},
      {"project: p\npollers: {}\nchannels:\n  s: {type: slack, url: \"${env:NOT_SET}\"}\n", "NOT_SET is not set"},
      {"project: p\npollers: {}\nchannels:\n  s: {type: slack, url: "
       "\"https://hooks.slack.com/workflows/T/secretpart\"}\n",
       "lapwing.yaml:4:25:"},
  };
  for (auto const& row : table) {
    EXPECT_FALSE(load(row.yaml)) << row.yaml;
    EXPECT_THAT(problems.to_string(), HasSubstr(row.what)) << row.yaml;
    EXPECT_THAT(problems.to_string(), Not(HasSubstr("secret"))) << row.yaml;
  }
}

TEST_F(OptionsTest, AHeartbeatHasASecretUrlAndAScheduleAndIsAbsentByItself) {
  auto const without = load(std::string(kGood));
  ASSERT_TRUE(without);
  EXPECT_FALSE(without->heartbeat);

  auto const with = load(std::string(kGood) + "heartbeat: {url: \"https://hc.example/ping/secret-uuid\"}\n");
  ASSERT_TRUE(with) << problems.to_string();
  ASSERT_TRUE(with->heartbeat);
  EXPECT_EQ(with->heartbeat->every.text(), "5m");
  EXPECT_EQ(with->heartbeat->url.reveal(), "https://hc.example/ping/secret-uuid");
  EXPECT_THAT(effective, Contains("heartbeat.url: ***"));
  EXPECT_EQ(redactor.redact("see https://hc.example/ping/secret-uuid"), "see ***");
}

TEST_F(OptionsTest, TheStatusPageIsOnLoopbackUnlessThereIsAToken) {
  auto const plain = load(std::string(kGood));
  ASSERT_TRUE(plain && plain->http) << problems.to_string();
  EXPECT_EQ(plain->http->address, "127.0.0.1");
  EXPECT_EQ(plain->http->port, 9877);
  EXPECT_TRUE(plain->http->token.empty());
  EXPECT_FALSE(load(std::string(kGood) + "http: off\n")->http);
  EXPECT_EQ(load(std::string(kGood) + "http: localhost:80\n")->http->address, "127.0.0.1");
  EXPECT_EQ(load(std::string(kGood) + "http: \"[::1]:80\"\n")->http->address, "::1");
  auto const open = load(std::string(kGood) + "http: 0.0.0.0:80\nhttp_token: a-secret-of-ours-1\n");
  ASSERT_TRUE(open && open->http) << problems.to_string();
  EXPECT_EQ(open->http->token.reveal(), "a-secret-of-ours-1");
  EXPECT_THAT(effective, Contains("http_token: ***"));
  EXPECT_EQ(redactor.redact("a-secret-of-ours-1"), "***");
}

TEST_F(OptionsTest, ReportsHaveTimesChannelsAndTargets) {
  auto const options = load(std::string(kGood) +
                            "reports:\n  weekly: {}\n  daily: {every: {cron: \"0 8 * * MON-FRI\"}, catch_up: skip}\n"
                            "targets: {run.success: 99%, model.accuracy: off, artifact.used: 70%}\n");
  ASSERT_TRUE(options) << problems.to_string();
  ASSERT_EQ(options->reports.size(), 2u);
  EXPECT_EQ(options->reports[0].every.text(), "cron: 0 8 * * MON-FRI");
  EXPECT_EQ(options->reports[0].catch_up, CatchUp::skip);
  EXPECT_EQ(options->reports[1].kind, report::Kind::weekly);
  EXPECT_EQ(options->reports[1].every.text(), "weekly on monday at 09:00");
  EXPECT_FALSE(options->reports[1].to.empty()) << "every channel by default";
  EXPECT_DOUBLE_EQ(options->targets.at("run.success"), 0.99);
  EXPECT_DOUBLE_EQ(options->targets.at("artifact.used"), 0.7);
  EXPECT_FALSE(options->targets.contains("model.accuracy"));
  EXPECT_DOUBLE_EQ(options->targets.at("data.age"), 24 * 3600);
}

TEST_F(OptionsTest, APollerHasADeadlineAndMayLeaveWhatItMissed) {
  auto const text = [](std::string const& keys) {
    return "project: p\npollers:\n  m: {type: model_metrics, path: x" + keys + "}\nchannels: {log: {type: console}}\n";
  };
  auto const plain = load(text(""));
  ASSERT_TRUE(plain) << problems.to_string();
  EXPECT_EQ(plain->pollers[0].timeout, 10min);
  EXPECT_EQ(plain->pollers[0].catch_up, CatchUp::once);
  auto const other = load(text(", timeout: 30s, catch_up: skip, every: {cron: \"*/10 * * * *\"}"));
  ASSERT_TRUE(other) << problems.to_string();
  EXPECT_EQ(other->pollers[0].timeout, 30s);
  EXPECT_EQ(other->pollers[0].every.text(), "cron: */10 * * * *");
  EXPECT_FALSE(load(text(", timeout: 10ms")));
}

TEST_F(OptionsTest, AHistoryFileThatAPollerReadsIsRefused) {
  auto const text = [](std::string const& file) {
    return "project: p\npollers:\n  m: {type: model_metrics, history: h.jsonl}\nchannels: {log: {type: console}}\n"
           "history_file: " +
           file + "\n";
  };
  auto const good = load(text("out.jsonl"));
  ASSERT_TRUE(good) << problems.to_string();
  EXPECT_THAT(good->history_file, testing::EndsWith("/out.jsonl"));
  EXPECT_FALSE(load(text("./h.jsonl")));
  EXPECT_THAT(problems.to_string(), HasSubstr("the poller m reads this file"));
}

TEST_F(OptionsTest, WebhooksAreKnownToTheRedactorInEveryForm) {
  ASSERT_TRUE(load(std::string(kGood)));
  EXPECT_EQ(redactor.redact("see https://discord.com/api/webhooks/1/secrettoken"), "see ***");
  EXPECT_THAT(redactor.redact("see https://discord.com/api/v10/webhooks/1/secrettoken?wait=true"),
              Not(HasSubstr("secrettoken")));
}

}  // namespace
}  // namespace lapwing::app
