// SPDX-License-Identifier: Apache-2.0
#include "io/program.hpp"

#include "io/workers.hpp"
#include "support/folder.hpp"
#include "support/loop.hpp"

#include <gmock/gmock.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

namespace lapwing {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class ProgramTest : public testing::Test {
 protected:
  test::Folder folder;

  /// A call of a shell script with that body.
  ProgramCall script(std::string const& body, std::vector<std::string> arguments = {}) {
    auto const file = folder.write("program", "#!/bin/sh\n" + body + "\n");
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return {file, std::move(arguments), "", 20s};
  }
};

TEST_F(ProgramTest, ItGetsItsArgumentsAndInputAsTheyAre) {
  auto call = script("printf '%s|' \"$@\"; cat", {"a b", "$(id)", "", "'\"; rm -rf /"});
  call.input = "one\ntwo\0three";
  call.input += std::string(1, '\0') + "end\n";
  auto const ran = run_program(call);
  ASSERT_TRUE(ran) << ran.error().message;
  EXPECT_EQ(ran->exit_code, 0);
  EXPECT_EQ(ran->output, "a b|$(id)||'\"; rm -rf /|" + call.input);
}

TEST_F(ProgramTest, ItsExitCodeAndWhatItSaysOnBothOutputsComeBack) {
  auto const ran = run_program(script("echo out; echo err >&2; exit 75"));
  ASSERT_TRUE(ran);
  EXPECT_EQ(ran->exit_code, 75);
  EXPECT_EQ(ran->output, "out\nerr\n");
}

TEST_F(ProgramTest, ASignalThatEndsItIsAnExitCodeAsShellsHaveIt) {
  auto const ran = run_program(script("kill -KILL $$"));
  ASSERT_TRUE(ran);
  EXPECT_EQ(ran->exit_code, 128 + SIGKILL);
}

TEST_F(ProgramTest, OutputBeyondTheCapIsReadAndForgotten) {
  auto const ran = run_program(script("yes | head -c 1000000; echo >&2 done; exit 3"));
  ASSERT_TRUE(ran);
  EXPECT_EQ(ran->exit_code, 3);
  EXPECT_EQ(ran->output.size(), kProgramOutput);
}

TEST_F(ProgramTest, InputThatItDoesNotReadHoldsNobody) {
  auto call = script("exit 0");
  call.input = std::string(10'000'000, 'x');
  auto const ran = run_program(call);
  ASSERT_TRUE(ran);
  EXPECT_EQ(ran->exit_code, 0);
}

TEST_F(ProgramTest, WhatHasNotEndedByItsDeadlineIsKilledWithAllThatItStarted) {
  auto call = script("sleep 1000 & echo $! > " + folder.path("child") + "; echo waiting; wait");
  call.deadline = 500ms;
  auto const ran = run_program(call);
  ASSERT_FALSE(ran);
  EXPECT_EQ(ran.error().kind, ErrorKind::timed_out);
  EXPECT_THAT(ran.error().message, HasSubstr("did not end within 500ms"));
  pid_t const child = std::stoi(test::read_file(folder.path("child")));
  // It is gone, or a corpse that whoever adopted it has not looked at yet; on a busy machine not at once.
  std::string line;
  for (int i = 0; i < 1000; ++i) {
    std::ifstream status("/proc/" + std::to_string(child) + "/stat");
    if (!std::getline(status, line) || line.find(") Z") != line.npos || line.find(") X") != line.npos) return;
    std::this_thread::sleep_for(10ms);
  }
  FAIL() << "it still runs: " << line;
}

TEST_F(ProgramTest, WhatGoesOnInTheBackgroundIsNotWaitedFor) {
  auto call = script("sleep 15 & echo $! > " + folder.path("child") + "; echo queued");
  call.deadline = 10s;
  auto const ran = run_program(call);
  ASSERT_TRUE(ran) << ran.error().message;
  EXPECT_EQ(ran->output, "queued\n");
  ::kill(std::stoi(test::read_file(folder.path("child"))), SIGKILL);
}

TEST_F(ProgramTest, AStopEndsItBeforeItsDeadline) {
  std::stop_source stop;
  stop.request_stop();
  auto call = script("exec sleep 1000");
  call.deadline = 1h;
  auto const ran = run_program(call, stop.get_token());
  ASSERT_FALSE(ran);
  EXPECT_EQ(ran.error().kind, ErrorKind::timed_out);
}

TEST_F(ProgramTest, CredentialsOfOurEnvironmentAreNotItsOwn) {
  ::setenv("LAPWING_TEST_TOKEN", "secret-token", 1);
  auto const ran = run_program(script("env"));
  ::unsetenv("LAPWING_TEST_TOKEN");
  ASSERT_TRUE(ran);
  EXPECT_THAT(ran->output, HasSubstr("PATH="));
  EXPECT_THAT(ran->output, Not(HasSubstr("secret-token")));
}

TEST_F(ProgramTest, AProgramThatIsNotThereOrMayNotBeRunIsToldApart) {
  auto const missing = run_program({folder.path("missing"), {}, "", 5s});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
  EXPECT_THAT(missing.error().message, HasSubstr("missing can not be run: No such file"));

  auto const barred = run_program({folder.write("plain", "#!/bin/sh\n"), {}, "", 5s});
  ASSERT_FALSE(barred);
  EXPECT_EQ(barred.error().kind, ErrorKind::unreadable);

  auto const folder_itself = run_program({folder.path(), {}, "", 5s});
  ASSERT_FALSE(folder_itself);
  EXPECT_EQ(folder_itself.error().kind, ErrorKind::unreadable);
}

boost::asio::awaitable<Result<ProgramResult>> on_a_worker(Workers& workers, ProgramCall call) {
  auto run = [&call](std::stop_token stop) { return run_program(call, std::move(stop)); };
  co_return co_await workers.run(std::move(run));
}

// Asio blocks every signal on its threads, and the daemon ignores SIGPIPE.
TEST_F(ProgramTest, ItBeginsWithNoSignalBlockedOrIgnored) {
  auto* const before = std::signal(SIGPIPE, SIG_IGN);
  {
    boost::asio::io_context loop(1);
    Workers workers(1);
    auto const ran = test::run_on(loop, on_a_worker(workers, script("grep -E '^Sig(Blk|Ign)' /proc/self/status")));
    ASSERT_TRUE(ran);
    EXPECT_THAT(ran->output, HasSubstr("SigBlk:\t0000000000000000\n"));
    auto const ignored = std::stoull(ran->output.substr(ran->output.find("SigIgn:") + 8), nullptr, 16);
    EXPECT_EQ(ignored >> (SIGPIPE - 1) & 1, 0u) << ran->output;
  }
  std::signal(SIGPIPE, before);
}

}  // namespace
}  // namespace lapwing
