// SPDX-License-Identifier: Apache-2.0
// `lapwing silence`, `ack` and `audit` against a running daemon, and against none.
#include "e2e/control_process.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace lapwing::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class SilenceProcess : public ControlProcess {
 protected:
  /// A daemon with one open incident.
  void begin() {
    project.train("2026-03-02T02:00:00Z", 0.60);
    start();
    ASSERT_TRUE(wait_until([this] { return command({"alerts"}).output.find("#1 WARNING") != std::string::npos; }));
  }
};

TEST_F(SilenceProcess, ASilenceAndAnAckAreTakenShownAndKeptOverARestart) {
  begin();
  auto const added = command({"silence", "add", "alert=model-*", "--for", "3d", "--why", "retraining"});
  EXPECT_EQ(added.exit_code, 0) << added.output;
  EXPECT_THAT(added.output, AllOf(HasSubstr("silence #1 holds until "), HasSubstr("#1 model-accuracy")));
  EXPECT_THAT(command({"silence", "add", "alert=modle-*", "--for", "1h", "--why", "typed"}).output,
              HasSubstr("nothing that is watched now is under it either"));
  EXPECT_EQ(command({"silence", "remove", "2"}).exit_code, 0);
  EXPECT_EQ(command({"ack", "#1", "--why", "on it"}).exit_code, 0);
  EXPECT_THAT(command({"alerts"}).output, AllOf(HasSubstr("on it"), HasSubstr("retraining")));
  EXPECT_THAT(command({"explain", "model-accuracy"}).output,
              AllOf(HasSubstr("attention acknowledged by "), HasSubstr("silence     #1 (alert=model-*) until ")));
  EXPECT_EQ(nlohmann::json::parse(command({"alerts", "--format", "json"}).output)["incidents"][0]["attention"],
            "silenced");
  daemon.reset();
  auto const listed = nlohmann::json::parse(command({"silence", "list", "--format", "json"}).output);
  ASSERT_EQ(listed["silences"].size(), 1u) << "the daemon is down";
  EXPECT_EQ(listed["silences"][0]["why"], "retraining");
  EXPECT_EQ(listed["silences"][0]["holds"], true);
  std::filesystem::remove(socket);
  start();
  EXPECT_EQ(command({"silence", "remove", "1"}).exit_code, 0);
  EXPECT_THAT(command({"silence", "list"}).output, HasSubstr("No silence holds."));
  EXPECT_THAT(command({"silence", "list", "--all"}).output, HasSubstr("ended "));
  auto const audit = command({"audit"}).output;
  EXPECT_THAT(audit, AllOf(HasSubstr("silence #1 added: alert=model-*"), HasSubstr("acknowledged at warning: on it"),
                           HasSubstr("silence #1 removed")));
}

TEST_F(SilenceProcess, AReloadIsInTheAuditWithOldAndNewThresholds) {
  begin();
  project.configure("alerts:\n  model-accuracy: {watch: model.accuracy, when: below, warning: 70%}\n");
  EXPECT_EQ(command({"reload"}).exit_code, 0);
  project.configure("alerts:\n  model-accuracy: {watch: model.acuracy, when: below, warning: 70%}\n");
  EXPECT_EQ(command({"reload"}).exit_code, 1);
  project.configure(kAlerts);
  EXPECT_THAT(command({"audit"}).output, AllOf(HasSubstr("reload ~ model-accuracy: warning 65% -> 70%"),
                                               HasSubstr("reload refused: "), HasSubstr("did you mean")));
}

TEST_F(SilenceProcess, WhatIsWrongIsWrongUsageAndSaysWhere) {
  begin();
  auto const label = command({"silence", "add", "alert=x worklfow=CI", "--for", "1d", "--why", "y"});
  EXPECT_EQ(label.exit_code, 2);
  EXPECT_THAT(label.output, HasSubstr("column 9: no incident has a label 'worklfow'; did you mean 'workflow'?"));
  EXPECT_THAT(command({"silence", "add", "alert=x", "--for", "91d", "--why", "y"}).output, HasSubstr("at most 90d"));
  EXPECT_EQ(command({"silence", "add", "alert=x", "--for", "1d"}).exit_code, 2) << "without a reason";
  EXPECT_EQ(command({"silence", "remove", "7"}).exit_code, 2);
  EXPECT_THAT(command({"ack", "99"}).output, HasSubstr("incident #99 is not open (open: #1)"));
}

TEST_F(SilenceProcess, WithoutADaemonNothingCanBeSilenced) {
  auto const asked = command({"silence", "add", "alert=x", "--for", "1d", "--why", "y"});
  EXPECT_EQ(asked.exit_code, 3);
  EXPECT_THAT(asked.output, HasSubstr("no daemon could be reached"));
}

}  // namespace
}  // namespace lapwing::test
