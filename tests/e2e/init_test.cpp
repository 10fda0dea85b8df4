// SPDX-License-Identifier: Apache-2.0
// `lapwing init`: by options and by asking at a terminal; what it writes, what it never shows, what it leaves alone.
#include "e2e/process.hpp"
#include "e2e/project.hpp"
#include "e2e/terminal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace lapwing::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class InitTest : public testing::Test {
 protected:
  InitTest() {
    project.train("2026-03-01T02:00:00Z", 0.70);
    project.folder.write("prices.csv", "Date,price\n2026-03-01,1\n2026-03-02,2\n");
  }

  Finished init(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "init");
    arguments.insert(arguments.end(), {"--directory", directory});
    return run_lapwing(arguments, environment());
  }
  std::map<std::string, std::string> environment() const {
    return {{"SSL_CERT_FILE", project.folder.path("ca.pem")}, {"XDG_STATE_HOME", project.folder.path("xdg")}};
  }
  std::string written(std::string const& name) const { return read_file(directory + "/" + name); }
  fs::perms mode(std::string const& name) const { return fs::status(directory + "/" + name).permissions(); }

  Project project;
  std::string directory = project.folder.path("first");
  std::string models = project.folder.path("models");
  std::string discord = "https://localhost:" + project.sink().port() + "/api/webhooks/1/discord-token";
};

TEST_F(InitTest, FromOptionsWritesChecksAndTells) {
  auto const done = init({"--project", "demo", "--models", models, "--data", project.folder.path("prices.csv"),
                          "--timezone", "Europe/Berlin", "--discord", discord});
  EXPECT_EQ(done.exit_code, 0) << done.output;
  ASSERT_THAT(project.to_discord(), SizeIs(1));
  EXPECT_THAT(project.to_discord()[0], HasSubstr("demo"));
  EXPECT_THAT(done.output, HasSubstr("lapwing run --config " + directory + "/lapwing.yaml"));
  EXPECT_THAT(done.output, Not(HasSubstr("discord-token")));
  EXPECT_THAT(written("lapwing.yaml"), HasSubstr("time_column: \"Date\""));
  EXPECT_THAT(written("lapwing.yaml"), Not(HasSubstr("discord-token")));
  EXPECT_EQ(written("alerts.yaml"), read_file(std::string(LAPWING_SOURCE_DIR) + "/config/alerts.yaml"));
  EXPECT_EQ(written("credentials/discord_url"), discord + "\n");
  EXPECT_EQ(mode("credentials/discord_url"), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(mode("credentials"), fs::perms::owner_all);
  EXPECT_EQ(mode("lapwing.yaml") & fs::perms::others_read, fs::perms::others_read);
  auto const once = run_lapwing({"run", "--once", "--config", directory + "/lapwing.yaml"}, environment());
  EXPECT_EQ(once.exit_code, 0) << once.output;
}

TEST_F(InitTest, WhatIsThereIsNotOverwritten) {
  fs::create_directories(directory);
  project.folder.write("first/lapwing.yaml", "mine");
  auto const refused = init({"--project", "demo", "--models", models});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.output, HasSubstr("is there already"));
  EXPECT_EQ(written("lapwing.yaml"), "mine");
  fs::remove(directory + "/lapwing.yaml");
  project.folder.write("first/alerts.yaml", "alerts:\n  mine: {watch: model.accuracy, when: below, warning: 65%}\n");
  project.folder.write("first/credentials/discord_url", "old");
  auto const blocked = init({"--project", "demo", "--models", models, "--discord", discord});
  EXPECT_EQ(blocked.exit_code, 3);
  EXPECT_THAT(blocked.output, HasSubstr("discord_url can not be written"));
  EXPECT_EQ(written("credentials/discord_url"), "old");
  EXPECT_FALSE(fs::exists(directory + "/lapwing.yaml"));
  EXPECT_EQ(init({"--project", "demo", "--models", models}).exit_code, 0);
  EXPECT_THAT(written("alerts.yaml"), HasSubstr("mine"));
}

TEST_F(InitTest, AnAnswerThatIsNotValidLeavesNothing) {
  auto const refused = init({"--project", "demo", "--models", models, "--slack", "http://marked-secret"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.output, HasSubstr("nothing was written"));
  EXPECT_THAT(refused.output, Not(HasSubstr("marked-secret")));
  for (auto const* const name : {"lapwing.yaml", "alerts.yaml", "credentials/slack_url"})
    EXPECT_FALSE(fs::exists(directory + "/" + name)) << name;
}

TEST_F(InitTest, WhereNobodyCanBeAskedWhatIsMissingIsNamed) {
  EXPECT_THAT(init({"--models", models}).output, HasSubstr("--project is needed"));
  auto const nothing = init({"--project", "demo"});
  EXPECT_EQ(nothing.exit_code, 2);
  EXPECT_THAT(nothing.output, HasSubstr("nothing to watch"));
}

TEST_F(InitTest, AtATerminalItAsksAndShowsNoSecret) {
  Terminal terminal({"init", "--directory", directory}, environment());
  for (auto const& [question, answer] :
       std::vector<std::pair<std::string, std::string>>{{"The project's name", "asked"},
                                                        {"as owner/name", ""},
                                                        {"models' metadata", models},
                                                        {"Data file", ""},
                                                        {"Security reports", ""},
                                                        {"Time zone [", "Europe/Berlin"},
                                                        {"Discord webhook URL (not shown)", discord},
                                                        {"Slack webhook URL (not shown)", ""}})
    ASSERT_TRUE(terminal.answer(question, answer)) << question << terminal.shown();
  EXPECT_EQ(terminal.finish(), 0) << terminal.shown();
  EXPECT_THAT(terminal.shown(), Not(HasSubstr("discord-token")));
  EXPECT_THAT(terminal.shown(), HasSubstr("delivered to discord"));
  EXPECT_THAT(project.to_discord(), SizeIs(1));
  EXPECT_THAT(written("lapwing.yaml"), HasSubstr("project: \"asked\"\ntimezone: \"Europe/Berlin\""));
}

}  // namespace
}  // namespace lapwing::test
