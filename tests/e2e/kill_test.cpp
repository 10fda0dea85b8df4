// SPDX-License-Identifier: Apache-2.0
// Proof by killing: the real program against a Discord and a Slack over TLS, killed at every step and at any moment.
// Afterwards nothing is lost, no kill repeats more than one message a channel, each incident was told in its order, and
// what each channel heard last is what the store holds.
#include "e2e/heard.hpp"
#include "e2e/process.hpp"
#include "io/clock.hpp"
#include "store/store.hpp"
#include "support/dice.hpp"
#include "support/fake_discord.hpp"
#include "support/folder.hpp"
#include "support/loopback_sink.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;

constexpr int kModels = 4;

/// Some models, whose every new version is good, bad or worse, and the two channels that hear of it.
class Stage {
 public:
  explicit Stage(unsigned seed) : dice_(seed) {
    folder_.write("alerts.yaml",
                  "alerts:\n  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, critical: 55%}\n");
    config_ = folder_.write("lapwing.yaml",
                            "project: e2e\ntimezone: Etc/UTC\nstate: state\nhttp: off\nretention: 36500d\n"
                            "pollers:\n  models: {type: model_metrics, every: 1s, path: models, expect: []}\n"
                            "channels:\n  team: {type: discord, url: \"${env:TEST_DISCORD}\", chart: never}\n"
                            "  oncall: {type: slack, url: \"${env:TEST_SLACK}\"}\nnotify: {group_wait: 100ms}\n");
    discord.has_limits = false;
  }

  /// A new version of every model; or all of them good.
  void train(bool all_good = false) {
    constexpr std::array accuracies{0.50, 0.60, 0.70};
    constexpr std::array levels{Level::critical, Level::warning, Level::ok};
    auto const at = format_utc(from_millis(1'790'000'000'000) + std::chrono::minutes{++rounds_});
    for (int i = 0; i < kModels; ++i) {
      auto const which = all_good ? 2 : std::size_t(dice_.roll(0, 2));
      auto const name = "m" + std::to_string(i);
      folder_.write("models/" + name + "_" + std::to_string(rounds_) + "_metadata.json",
                    R"({"created_at": ")" + at + R"(", "model": ")" + name + R"(", "accuracy": )" +
                        std::to_string(accuracies[which]) + "}");
      history_[name].push_back(levels[which]);
    }
  }

  std::map<std::string, std::string> environment(std::string die_at = "") const {
    auto const base = "https://localhost:" + sink_.port();
    return {{"SSL_CERT_FILE", folder_.path("ca.pem")},
            {"TEST_DISCORD", base + "/api/webhooks/1/discord-token"},
            {"TEST_SLACK", base + "/services/T/B/slack-secret"},
            {"LAPWING_DIE_AT", std::move(die_at)}};
  }
  int run_once(std::string die_at = "") {
    auto const done = run_program(LAPWING_THAT_DIES, {"run", "--once", "--config", config_}, environment(die_at));
    last_output = done.output;
    return done.exit_code;
  }
  std::string const& config() const { return config_; }

  /// Every channel is owed the weekly report.
  void owe_report() {
    auto store = *store::Store::open(folder_.path("state"));
    ASSERT_TRUE(store.owe_report("weekly", from_millis(1'790'000'000'000), {"team", "oncall"}, system_now()));
  }
  /// How often each channel had it.
  std::pair<int, int> reports() const {
    auto const is_report = [](std::string const& body) { return body.find("Weekly report") != body.npos; };
    std::vector<std::string> posted;
    for (auto const& message : discord.messages()) posted.push_back(message.first);
    return {int(std::ranges::count_if(posted, is_report)), int(std::ranges::count_if(slack_bodies(), is_report))};
  }
  bool owes_reports() const {
    auto store = *store::Store::open_to_read(folder_.path("state"));
    return !store.report_debts("team")->empty() || !store.report_debts("oncall")->empty();
  }

  /// Everything that must hold once all has been delivered, after so many kills.
  void expect_truth(int kills) {
    auto store = *store::Store::open_to_read(folder_.path("state"));
    auto const incidents = *store.incidents(TimePoint::min());
    std::vector<std::string> to_discord;
    for (auto const& message : discord.messages()) to_discord.push_back(message.first);
    EXPECT_THAT(discord.violations(), IsEmpty());
    expect_heard("Discord", heard_on_discord(to_discord), incidents, kills);
    expect_heard("Slack", heard_on_slack(slack_bodies()), incidents, kills);
    for (auto const* channel : {"team", "oncall"}) {
      EXPECT_THAT(*store.owed(channel), IsEmpty());
      auto const told = *store.told(channel);
      for (auto const& [id, level] : told) {
        auto const one = std::ranges::find(incidents, id, &alert::Incident::id);
        EXPECT_EQ(level, one->level) << channel << " #" << id;
      }
    }
    EXPECT_THAT(*store.edits("team"), IsEmpty());
    expect_changed_messages_true(store, incidents);
  }

  FakeDiscord discord;
  std::string last_output;

 private:
  std::vector<std::string> slack_bodies() const {
    std::lock_guard const lock(mutex_);
    return slack_;
  }

  void expect_heard(std::string const& channel, Heard const& heard, std::vector<alert::Incident> const& incidents,
                    int kills) {
    int repeated = 0;
    for (auto const& one : incidents) {
      auto const found = heard.find(one.id);
      if (found == heard.end()) {
        EXPECT_EQ(one.level, Level::ok) << channel << " never heard of #" << one.id;
        continue;
      }
      auto told = found->second;
      EXPECT_EQ(told.back(), one.level) << channel << " heard something else of #" << one.id << " last";
      auto const before = told.size();
      told.erase(std::unique(told.begin(), told.end()), told.end());
      repeated += int(before - told.size());
      if (one.key.rule != "model-accuracy") continue;
      // What was told is what happened, in that order, with some of it left out.
      auto const& happened = history_.at(std::string(one.key.labels.get("model")));
      auto at = happened.begin();
      for (auto const level : told) {
        at = std::find(at, happened.end(), level);
        EXPECT_NE(at, happened.end()) << channel << " #" << one.id << ": told out of order";
        if (at == happened.end()) break;
        ++at;
      }
    }
    EXPECT_LE(repeated, kills * kModels) << channel << ": one message a kill";
  }

  /// The newest message that told of an incident in full shows it as it is.
  void expect_changed_messages_true(store::Store& store, std::vector<alert::Incident> const& incidents) {
    for (auto const& message : discord.messages()) {
      auto const told = *store.told_in("team", message.id);
      if (told.empty()) continue;
      auto const shown = heard_on_discord({message.payload});
      for (auto const& debt : told) {
        auto const one = std::ranges::find(incidents, debt.incident.id, &alert::Incident::id);
        ASSERT_TRUE(shown.contains(one->id));
        EXPECT_EQ(shown.at(one->id).back(), one->level) << "the message of #" << one->id;
      }
    }
  }

  LoopbackSink::Answer answer(LoopbackSink::Request const& request) {
    LoopbackSink::Answer out;
    if (request.target.starts_with("/api/")) {
      auto const method = request.method == "PATCH" ? Method::patch : Method::post;
      auto said = discord.answer(method, request.target, request.header("Content-Type"), request.body, system_now());
      out.status = said.status;
      out.body = std::move(said.body);
      out.headers = std::move(said.headers);
    } else {
      std::lock_guard const lock(mutex_);
      slack_.push_back(request.body);
      out.body = "ok";
    }
    return out;
  }

  Dice dice_;
  Folder folder_;
  std::string config_;
  int rounds_ = 0;
  std::map<std::string, std::vector<Level>> history_;
  mutable std::mutex mutex_;
  std::vector<std::string> slack_;
  LoopbackSink sink_{[this](auto const& request) { return answer(request); },
                     [this] {
                       LoopbackSink::Options options;
                       options.certificate = make_certificate({});
                       folder_.write("ca.pem", options.certificate->ca_pem);
                       return options;
                     }()};
};

class Killed : public testing::TestWithParam<std::string> {};

TEST_P(Killed, AtAStepLosesNothingAndRepeatsOneMessageAtMost) {
  auto const step = GetParam();
  for (unsigned const time : {1u, 2u, 3u}) {
    Stage stage(time);
    bool const comes_and_goes = step == "supersede";  // before it could be told
    stage.train(comes_and_goes);
    ASSERT_EQ(stage.run_once(), 0) << stage.last_output;
    stage.train();
    if (comes_and_goes) {
      ASSERT_EQ(stage.run_once("render:1"), 128 + SIGKILL) << stage.last_output;
      stage.train(true);
    }
    auto const died = stage.run_once(step + ":" + std::to_string(time));
    EXPECT_TRUE(died == 128 + SIGKILL || time > 1) << "the step is never passed\n" << stage.last_output;
    ASSERT_EQ(stage.run_once(), 0) << stage.last_output;
    stage.expect_truth(1);
    stage.train();
    ASSERT_EQ(stage.run_once(), 0) << stage.last_output;
    stage.expect_truth(1);
  }
}

INSTANTIATE_TEST_SUITE_P(Steps, Killed,
                         testing::Values("append", "judge", "commit", "render", "send", "answer", "mark", "supersede",
                                         "edit", "prune"),
                         [](auto const& one) { return one.param; });

class KilledWithAReport : public testing::TestWithParam<std::string> {};

TEST_P(KilledWithAReport, NoneIsLostAndOneRepeatedAtMost) {
  for (unsigned const time : {1u, 2u}) {
    Stage stage(time);
    stage.train(true);
    ASSERT_EQ(stage.run_once(), 0) << stage.last_output;
    stage.owe_report();
    ASSERT_EQ(stage.run_once(GetParam() + ":" + std::to_string(time)), 128 + SIGKILL) << stage.last_output;
    ASSERT_EQ(stage.run_once(), 0) << stage.last_output;
    auto const [discord, slack] = stage.reports();
    EXPECT_GE(std::min(discord, slack), 1);
    EXPECT_LE(discord + slack, GetParam() == "answer" ? 3 : 2)
        << "only what was answered and not yet noted comes again";
    EXPECT_FALSE(stage.owes_reports());
  }
}

INSTANTIATE_TEST_SUITE_P(Steps, KilledWithAReport, testing::Values("report", "send", "answer", "mark"),
                         [](auto const& one) { return one.param; });

/// 200 with LAPWING_KILLS=200; fewer by default.
TEST(KilledAtAnyMoment, ADaemonLosesNothingInWavesOfAlerts) {
  char const* const wish = std::getenv("LAPWING_KILLS");
  int const kills = wish == nullptr ? 10 : std::atoi(wish);
  Stage stage(4711);
  Dice dice(42);
  for (int i = 0; i < kills; ++i) {
    stage.train();
    Process daemon(LAPWING_THAT_DIES, {"run", "--config", stage.config()}, stage.environment());
    std::this_thread::sleep_for(std::chrono::milliseconds{dice.roll(0, 700)});
    if (dice.chance(0.5)) stage.train();
    std::this_thread::sleep_for(std::chrono::milliseconds{dice.roll(0, 900)});
    daemon.signal(SIGKILL);
    ASSERT_EQ(daemon.wait(), 128 + SIGKILL) << daemon.output();
  }
  ASSERT_EQ(stage.run_once(), 0) << stage.last_output;
  stage.expect_truth(kills);
}

}  // namespace
}  // namespace lapwing::test
