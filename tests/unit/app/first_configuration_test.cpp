// SPDX-License-Identifier: Apache-2.0
#include "app/first_configuration.hpp"

#include "app/options.hpp"
#include "support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lapwing::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// Everything that can be answered.
FirstAnswers all_answers() {
  FirstAnswers answers;
  answers.project = "a \"project\" \\ with ${env:NOTHING}: #1";
  answers.timezone = "Europe/Berlin";
  answers.state = "/var/lib/lapwing";
  answers.repository = "owner/name";
  answers.has_token = true;
  answers.models = "/srv/a b/models";
  answers.history = "/srv/a b/performance_history.jsonl";
  answers.data = "/srv/${x}/prices.csv";
  answers.time_column = "date: of row";
  answers.scans = "/srv/reports/trivy-*.json";
  answers.has_discord = true;
  answers.has_slack = true;
  return answers;
}

class FirstConfigurationTest : public testing::Test {
 protected:
  FirstConfigurationTest() {
    folder.write("alerts.yaml", "alerts:\n  model-accuracy: {watch: model.accuracy, when: below, warning: 65%}\n");
    folder.write("credentials/discord_url", "https://discord.com/api/webhooks/1/token\n");
    folder.write("credentials/slack_url", "https://hooks.slack.com/services/T/B/secret\n");
    folder.write("credentials/github_token", "github_pat_0123\n");
  }

  /// What the answers' file says, loaded as the daemon loads it; its problems fail the test.
  std::optional<Options> load(FirstAnswers const& answers) {
    config::Problems problems;
    Redactor redactor;
    auto options = load_options(folder.write("lapwing.yaml", first_configuration(answers)),
                                {[](std::string const&) { return std::string(); }}, redactor, problems);
    EXPECT_EQ(problems.to_string(), "") << first_configuration(answers);
    return options;
  }

  test::Folder folder;
};

TEST_F(FirstConfigurationTest, OfAllAnswersIsValidAndSaysWhatTheySaid) {
  auto const options = load(all_answers());
  ASSERT_TRUE(options);
  EXPECT_EQ(options->project, all_answers().project);
  EXPECT_EQ(options->zone.name(), "Europe/Berlin");
  EXPECT_EQ(options->state, "/var/lib/lapwing");
  std::vector<std::string> types, channels;
  for (auto const& poller : options->pollers) types.push_back(poller.type);
  for (auto const& channel : options->channels) channels.push_back(channel.name);
  EXPECT_THAT(types, ElementsAre("github_actions", "model_metrics", "data_quality", "security_scan"));
  EXPECT_THAT(channels, ElementsAre("discord", "slack"));
}

TEST_F(FirstConfigurationTest, WithoutAWebhookTheTerminalHearsAndEachSourceMayStandAlone) {
  FirstAnswers answers;
  answers.project = "p";
  for (auto FirstAnswers::*const source : {&FirstAnswers::repository, &FirstAnswers::models, &FirstAnswers::history,
                                           &FirstAnswers::data, &FirstAnswers::scans}) {
    FirstAnswers one = answers;
    EXPECT_FALSE(one.watches_anything());
    one.*source = "owner/name";
    EXPECT_TRUE(one.watches_anything());
    auto const options = load(one);
    ASSERT_TRUE(options);
    EXPECT_EQ(options->pollers.size(), 1u);
    ASSERT_EQ(options->channels.size(), 1u);
    EXPECT_EQ(options->channels[0].name, "log");
  }
}

TEST(FirstConfiguration, TheTimeColumnIsGuessedByItsName) {
  EXPECT_EQ(guess_time_column("price,Date,volume\r"), "Date");
  EXPECT_EQ(guess_time_column("timestamp"), "timestamp");
  EXPECT_EQ(guess_time_column("price,volume"), "");
  EXPECT_EQ(guess_time_column(""), "");
}

TEST(FirstConfiguration, TheServiceIsToldOfProjectsInHomes) {
  auto answers = all_answers();
  EXPECT_THAT(next_steps(answers, "/etc/lapwing/lapwing.yaml"), Not(HasSubstr("BindReadOnlyPaths")));
  answers.models = "/home/alice/project/models";
  answers.data = "/home/alice/project/data/prices.csv";
  auto const steps = next_steps(answers, "/etc/lapwing/lapwing.yaml");
  EXPECT_THAT(steps, HasSubstr("ProtectHome=tmpfs\n    BindReadOnlyPaths=/home/alice/project/models\n"
                               "    BindReadOnlyPaths=/home/alice/project/data\n"));
  EXPECT_THAT(steps, HasSubstr("systemctl enable --now lapwing"));
  EXPECT_THAT(next_steps(answers, "/home/alice/lapwing.yaml"),
              HasSubstr("lapwing run --config /home/alice/lapwing.yaml"));
}

}  // namespace
}  // namespace lapwing::app
