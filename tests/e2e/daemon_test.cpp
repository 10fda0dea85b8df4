// SPDX-License-Identifier: Apache-2.0
// The real binary on real sockets: signals, kills, a refused webhook, a wrong certificate, a state directory in use.
#include "e2e/process.hpp"
#include "e2e/project.hpp"
#include "store/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/mount.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::string_view kAlerts = "alerts:\n  model-accuracy: {watch: model.accuracy, when: below, warning: 65%}\n";

/// False if the daemon has not stored a poll within 20 s.
bool wait_for_a_poll(std::string const& state) {
  auto const deadline = std::chrono::steady_clock::now() + 20s;
  while (std::chrono::steady_clock::now() < deadline) {
    if (auto store = store::Store::open_to_read(state)) {
      auto const pollers = store->pollers();
      if (pollers && !pollers->empty()) return true;
    }
    ::poll(nullptr, 0, 10);
  }
  return false;
}

TEST(DaemonProcess, RunOnceTellsBothChannelsOverTlsAndASecondRunNothing) {
  Project project;
  project.train("2026-03-01T02:00:00Z", 0.60);
  auto const config = project.configure(kAlerts);
  auto const first = run_lapwing({"run", "--once", "--config", config}, project.environment());
  EXPECT_EQ(first.exit_code, 0) << first.output;
  ASSERT_THAT(project.to_discord(), SizeIs(1)) << first.output;
  ASSERT_THAT(project.to_slack(), SizeIs(1)) << first.output;
  EXPECT_THAT(project.to_discord()[0], HasSubstr("model-accuracy"));
  auto const second = run_lapwing({"run", "--once", "--config", config}, project.environment());
  EXPECT_EQ(second.exit_code, 0) << second.output;
  project.train("2026-03-02T02:00:00Z", 0.70);
  auto const third = run_lapwing({"run", "--once", "--config", config}, project.environment());
  EXPECT_EQ(third.exit_code, 0) << third.output;
  ASSERT_THAT(project.to_discord(), SizeIs(2));
  EXPECT_THAT(project.to_discord()[1], HasSubstr("RECOVERED"));
  EXPECT_THAT(project.to_slack(), SizeIs(2));
}

TEST(DaemonProcess, SigtermStopsWithinTwoSeconds) {
  Project project;
  project.train("2026-03-01T02:00:00Z", 0.70);
  Process daemon({"run", "--config", project.configure(kAlerts)}, project.environment());
  ASSERT_TRUE(daemon.wait_for_output("pollers=1")) << daemon.output();
  auto const asked = std::chrono::steady_clock::now();
  daemon.signal(SIGTERM);
  EXPECT_EQ(daemon.wait(), 0) << daemon.output();
  EXPECT_LT(std::chrono::steady_clock::now() - asked, 2s) << daemon.output();
}

TEST(DaemonProcess, SighupTakesAGoodFileAndRefusesABadOne) {
  Project project;
  project.train("2026-03-01T02:00:00Z", 0.70);
  auto const config = project.configure(kAlerts);
  Process daemon({"run", "--config", config}, project.environment());
  ASSERT_TRUE(daemon.wait_for_output("pollers=1"));
  project.folder.write("alerts.yaml", "alerts:\n  model-accuracy: {watch: model.accuracy, when: below, warning: 75}\n");
  daemon.signal(SIGHUP);
  ASSERT_TRUE(daemon.wait_for_output("did you mean 75%?")) << daemon.output();
  EXPECT_THAT(daemon.output(), HasSubstr("alerts.yaml:2:65"));
  ASSERT_TRUE(project.sink().wait_for_requests(2)) << daemon.output();  // the refusal is an incident
  project.configure("alerts:\n  model-accuracy: {watch: model.accuracy, when: below, warning: 75%}\n");
  daemon.signal(SIGHUP);
  ASSERT_TRUE(daemon.wait_for_output("alert=model-accuracy")) << daemon.output();
  daemon.signal(SIGTERM);
  EXPECT_EQ(daemon.wait(), 0);
}

TEST(DaemonProcess, AKilledDaemonTellsAfterTheRestart) {
  Project project;
  project.discord_status = 503;
  project.train("2026-03-01T02:00:00Z", 0.60);
  auto const config = project.configure(kAlerts);
  {
    Process daemon({"run", "--config", config}, project.environment());
    ASSERT_TRUE(project.sink().wait_for_requests(2)) << daemon.output();
    daemon.signal(SIGKILL);
    EXPECT_EQ(daemon.wait(), 128 + SIGKILL);
  }
  project.discord_status = 200;
  auto const after = run_lapwing({"run", "--once", "--config", config}, project.environment());
  EXPECT_EQ(after.exit_code, 0) << after.output;
  EXPECT_THAT(project.to_discord().back(), HasSubstr("model-accuracy"));
}

TEST(DaemonProcess, ARefusedWebhookIsNamedAndNothingIsLost) {
  Project project;
  project.discord_status = 401;
  project.train("2026-03-01T02:00:00Z", 0.60);
  auto const config = project.configure(kAlerts);
  auto const refused = run_lapwing({"run", "--once", "--config", config}, project.environment());
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.output, HasSubstr("channel=team"));
  EXPECT_THAT(refused.output, HasSubstr("401"));
  EXPECT_THAT(refused.output, Not(HasSubstr("discord-token")));
  EXPECT_THAT(refused.output, Not(HasSubstr("slack-secret")));
  EXPECT_THAT(project.to_slack().back(), HasSubstr("channel-failing"));
}

TEST(DaemonProcess, ACertificateForAnotherHostIsRefusedInWords) {
  Project project(CertificateWish{{"other.example"}, {}, false});
  project.train("2026-03-01T02:00:00Z", 0.60);
  auto const outcome =
      run_lapwing({"notify", "test", "team", "--config", project.configure(kAlerts)}, project.environment());
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.output, HasSubstr("localhost"));
  EXPECT_THAT(outcome.output, HasSubstr("another host"));
  EXPECT_THAT(outcome.output, Not(HasSubstr("discord-token")));
  EXPECT_THAT(project.sink().requests(), IsEmpty());
}

TEST(DaemonProcess, NotifyTestSendsOneMessage) {
  Project project;
  auto const outcome =
      run_lapwing({"notify", "test", "oncall", "--severity", "critical", "--config", project.configure(kAlerts)},
                  project.environment());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("delivered to oncall"));
  EXPECT_THAT(project.to_slack(), SizeIs(1));
}

TEST(DaemonProcess, TwoDaemonsDoNotShareAStateDirectory) {
  Project project;
  project.train("2026-03-01T02:00:00Z", 0.70);
  auto const config = project.configure(kAlerts);
  Process first({"run", "--config", config}, project.environment());
  ASSERT_TRUE(first.wait_for_output("pollers=1"));
  ASSERT_TRUE(wait_for_a_poll(project.folder.path("state"))) << first.output();
  auto const second = run_lapwing({"run", "--config", config}, project.environment());
  EXPECT_EQ(second.exit_code, 3);
  EXPECT_THAT(second.output, HasSubstr("another lapwing (process " + std::to_string(first.pid()) + ")"));
}

TEST(DaemonProcess, AStateDirectoryThatCanNotBeMadeIsNamed) {
  Project project;
  project.folder.write("blocked", "a file where a directory should be");
  project.state = "blocked/state";
  auto const outcome = run_lapwing({"run", "--config", project.configure(kAlerts)}, project.environment());
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.output, HasSubstr("blocked/state"));
  EXPECT_THAT(outcome.output, HasSubstr("state"));
}

TEST(DaemonProcess, ADamagedStoreIsRefusedWithARemedyAndLeftAsItIs) {
  Project project;
  project.folder.write("state/lapwing.db", std::string(8192, 'x'));
  auto const outcome = run_lapwing({"run", "--config", project.configure(kAlerts)}, project.environment());
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.output, HasSubstr("damaged"));
  EXPECT_EQ(read_file(project.folder.path("state/lapwing.db")), std::string(8192, 'x'));
}

TEST(DaemonProcess, AStoreOfANewerVersionIsRefusedAndLeftAsItIs) {
  Project project;
  std::filesystem::create_directories(project.folder.path("state"));
  auto const file = project.folder.path("state/lapwing.db");
  store::Database(file, store::Database::Mode::read_write).set_version(99);
  auto const outcome = run_lapwing({"run", "--config", project.configure(kAlerts)}, project.environment());
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.output, HasSubstr("newer Lapwing (schema 99"));
  EXPECT_EQ(store::Database(file, store::Database::Mode::read_only).version(), 99);
}

/// A file system of 4 MiB that a full disk can be played on; needs the right to mount.
class SmallDisk {
 public:
  explicit SmallDisk(std::string path) : path_(std::move(path)) {
    std::filesystem::create_directories(path_);
    mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=4m") == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
  }
  bool mounted() const { return mounted_; }

 private:
  std::string path_;
  bool mounted_;
};

TEST(DaemonProcess, AFullDiskIsNamedAndTheDaemonGoesOnWhenThereIsRoomAgain) {
  Project project;
  SmallDisk const disk(project.folder.path("small"));
  if (!disk.mounted()) GTEST_SKIP() << "no right to mount a small file system here";
  project.state = "small/state";
  project.train("2026-03-01T02:00:00Z", 0.70);
  Process daemon({"run", "--config", project.configure(kAlerts)}, project.environment());
  ASSERT_TRUE(wait_for_a_poll(project.folder.path("small/state"))) << daemon.output();
  auto const filler = project.folder.path("small/filler");
  {
    std::ofstream out(filler, std::ios::binary);
    std::string const block(4096, 'x');
    while (out.write(block.data(), std::streamsize(block.size())).flush()) {
    }
  }
  project.train("2026-03-02T02:00:00Z", 0.50);
  ASSERT_TRUE(daemon.wait_for_output("the disk is full")) << daemon.output();
  EXPECT_THAT(project.to_discord(), IsEmpty()) << "nothing is told that is not stored";
  std::filesystem::remove(filler);
  ASSERT_TRUE(project.sink().wait_for_requests(2)) << daemon.output();
  EXPECT_THAT(project.to_discord().back(), HasSubstr("model-accuracy"));
}

}  // namespace
}  // namespace lapwing::test
