// SPDX-License-Identifier: Apache-2.0
#include "app/control_socket.hpp"

#include "app/options.hpp"
#include "support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace lapwing::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ControlSocketTest : public testing::Test {
 protected:
  test::Folder folder;
  std::map<std::string, std::string> variables;
  Redactor redactor;
  config::Problems problems;
  Environment const environment{
      [this](std::string const& name) { return variables.contains(name) ? variables.at(name) : ""; }};

  std::vector<std::string> look_for(std::string const& yaml) {
    return control_sockets_for(folder.write("lapwing.yaml", yaml), environment, redactor, problems);
  }
};

TEST_F(ControlSocketTest, TheDaemonPrefersItsRuntimeDirectory) {
  EXPECT_EQ(control_socket_of_daemon("/var/lib/lapwing", environment), "/var/lib/lapwing/control.sock");
  variables["RUNTIME_DIRECTORY"] = "/run/lapwing:/run/other";
  EXPECT_EQ(control_socket_of_daemon("/var/lib/lapwing", environment), "/run/lapwing/control.sock");
}

TEST_F(ControlSocketTest, ACommandLooksWhereTheFileSaysThatTheStateIs) {
  EXPECT_THAT(look_for("state: kept\n"), ElementsAre(folder.path("kept/control.sock")));
  variables["RUNTIME_DIRECTORY"] = "/run/x";
  variables["STATE_DIRECTORY"] = "/var/lib/x";
  EXPECT_THAT(look_for("project: p\n"), ElementsAre("/run/x/control.sock", "/var/lib/x/control.sock"));
  EXPECT_TRUE(problems.empty());
}

TEST_F(ControlSocketTest, WhatElseIsWrongWithTheFileDoesNotMatter) {
  EXPECT_THAT(look_for("state: kept\npollers: {ci: {token: \"${env:UNSET}\"}}\nnonsense: 1\n"),
              ElementsAre(folder.path("kept/control.sock")));
  EXPECT_TRUE(problems.empty()) << problems.to_string();
}

TEST_F(ControlSocketTest, AFileThatDoesNotTellTheStateIsAProblem) {
  EXPECT_THAT(look_for("state: [\n"), IsEmpty());
  EXPECT_FALSE(problems.empty());
}

TEST_F(ControlSocketTest, TheServicesSocketIsLookedForWithTheServicesFileAlone) {
  variables["STATE_DIRECTORY"] = "/var/lib/x";
  auto const paths = control_sockets_for("/etc/lapwing/lapwing.yaml", environment, redactor, problems);
  ASSERT_FALSE(paths.empty());
  EXPECT_EQ(paths[0], "/run/lapwing/control.sock");
}

}  // namespace
}  // namespace lapwing::app
