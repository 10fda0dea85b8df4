// SPDX-License-Identifier: Apache-2.0
// `lapwing outbox` and `notify test` against a running daemon whose channel is in trouble, and faults of the network
// that only a real one has.
#include "e2e/control_process.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace lapwing::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class OutboxProcess : public ControlProcess {
 protected:
  /// A daemon with one open incident that Discord refuses to hear of.
  void begin(int discord_status) {
    project.discord_status = discord_status;
    project.train("2026-03-02T02:00:00Z", 0.60);
    start();
    ASSERT_TRUE(wait_until([this] { return list().find("\"error\": \"\"") == std::string::npos; }));
  }
  /// Of the channel in trouble.
  std::string list() const { return command({"outbox", "list", "team", "--format", "json"}).output; }
};

TEST_F(OutboxProcess, WhatIsQueuedIsListedShownAndSentOnceItIsTriedAgain) {
  begin(404);
  auto const listed = command({"outbox", "list"});
  EXPECT_EQ(listed.exit_code, 0);
  EXPECT_THAT(listed.output, AllOf(HasSubstr("team: takes nothing since "), HasSubstr("404"), HasSubstr("next try "),
                                   HasSubstr("queued    #1 warning model-accuracy")));
  EXPECT_THAT(listed.output, AllOf(HasSubstr("oncall: works"), Not(HasSubstr("discord-token"))));
  EXPECT_THAT(command({"outbox", "show", "team", "#1"}).output, AllOf(HasSubstr("WARNING"), HasSubstr("below 65%")));
  EXPECT_EQ(command({"outbox", "show", "team", "99"}).exit_code, 1);
  EXPECT_THAT(command({"outbox", "retry", "taem"}).output, HasSubstr("did you mean 'team'?"));

  auto const refused = command({"notify", "test", "team"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.output, AllOf(HasSubstr("through the daemon's queue"), HasSubstr("404")));

  project.discord_status = 200;
  EXPECT_EQ(command({"outbox", "retry", "team"}).exit_code, 0);
  EXPECT_TRUE(wait_until([this] { return list().find("\"works\": true") != std::string::npos; })) << list();
  EXPECT_THAT(project.to_discord().back(), HasSubstr("model-accuracy"));
  auto const delivered = command({"notify", "test", "team", "--severity", "critical"});
  EXPECT_EQ(delivered.exit_code, 0);
  EXPECT_THAT(delivered.output, HasSubstr("delivered to team through the daemon's queue (HTTP 200)"));
  EXPECT_THAT(project.to_discord().back(), HasSubstr("This is a test"));
  EXPECT_THAT(command({"audit"}).output, HasSubstr("outbox retry team"));
}

TEST_F(OutboxProcess, WhatWasGivenUpIsListedOwedAgainOrDropped) {
  begin(400);
  ASSERT_TRUE(wait_until([this] { return list().find("\"why\"") != std::string::npos; })) << list();
  EXPECT_THAT(command({"outbox", "list", "team"}).output, HasSubstr("given up  #1 warning"));
  EXPECT_THAT(command({"outbox", "show", "team"}).output, HasSubstr("model-accuracy"));
  project.discord_status = 200;
  auto const before = project.to_discord().size();
  EXPECT_THAT(command({"outbox", "retry", "team", "1"}).output, HasSubstr("1 message given up for team"));
  EXPECT_TRUE(wait_until([&] { return project.to_discord().size() > before; }));
  EXPECT_THAT(project.to_discord().back(), HasSubstr("model-accuracy"));
  EXPECT_THAT(nlohmann::json::parse(list())["channels"][0]["given_up"], SizeIs(0));

  project.discord_status = 400;
  project.train("2026-03-03T02:00:00Z", 0.70);
  EXPECT_EQ(command({"poll", "models"}).exit_code, 0);
  ASSERT_TRUE(wait_until([this] { return list().find("\"why\"") != std::string::npos; })) << list();
  EXPECT_EQ(command({"outbox", "drop", "team"}).exit_code, 0);
  EXPECT_THAT(nlohmann::json::parse(list())["channels"][0]["given_up"], SizeIs(0));
  EXPECT_THAT(command({"audit"}).output, HasSubstr("outbox drop team"));
}

TEST_F(OutboxProcess, ACertificateThatIsReplacedByAStrangersHoldsTheMessagesUntilItIsTrusted) {
  auto const trusted = read_file(project.folder.path("ca.pem"));
  start();
  daemon->signal(SIGTERM);
  ASSERT_EQ(daemon->wait(), 0);
  std::filesystem::remove(socket);
  project.folder.write("ca.pem", make_certificate().ca_pem);
  project.train("2026-03-02T02:00:00Z", 0.60);
  start();
  ASSERT_TRUE(wait_until([this] { return list().find("certificate") != std::string::npos; })) << list();
  EXPECT_THAT(project.to_discord(), SizeIs(0));
  daemon->signal(SIGKILL);
  ASSERT_EQ(daemon->wait(), 128 + SIGKILL);
  project.folder.write("ca.pem", trusted);
  auto const after = run_lapwing({"run", "--once", "--config", config}, project.environment());
  EXPECT_EQ(after.exit_code, 0) << after.output;
  EXPECT_THAT(project.to_discord(), SizeIs(1));
}

}  // namespace
}  // namespace lapwing::test
