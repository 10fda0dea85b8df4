// SPDX-License-Identifier: Apache-2.0
// The daemon's sign of life: given only while somebody would be told of what it finds.
#include "scenario/daemon.hpp"
#include "store/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kAccuracy = R"(
  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, critical: 55%}
)";
constexpr std::string_view kPing = "https://hc.example/ping/one";

class HeartbeatTest : public testing::Test {
 protected:
  HeartbeatTest() {
    daemon.more = "heartbeat: {url: \"" + std::string(kPing) + "\", every: 5m}\n";
    daemon.http.always_answer(std::string(kPing), response(200, "OK"));
    daemon.train("2026-03-01T02:00:00Z", 0.72);
  }

  /// How many pings go out in that time.
  std::size_t pings_in(Duration time) {
    auto const before = daemon.sent_to(kPing).size();
    daemon.run_for(time);
    return daemon.sent_to(kPing).size() - before;
  }

  /// From now on every channel answers so.
  void channels_answer(HttpResponse const& with) {
    daemon.http.always_answer(std::string(kDiscord), with);
    daemon.http.always_answer(std::string(kSlack), with);
  }

  void slack_answers_ok() { daemon.http.always_answer(std::string(kSlack), response(200, "ok")); }
  void discord_answers_ok() { daemon.http.always_answer(std::string(kDiscord), response(200, R"({"id": "1"})")); }

  Daemon daemon{kAccuracy};
};

TEST_F(HeartbeatTest, APingGoesOutAtTheStartAndAtEachTime) {
  daemon.start();
  ASSERT_THAT(daemon.sent_to(kPing), SizeIs(1));
  EXPECT_EQ(daemon.http.seen[0].method, Method::get);
  EXPECT_EQ(daemon.http.seen[0].deadline, 10s);
  EXPECT_EQ(pings_in(4min), 0u);
  EXPECT_EQ(pings_in(1min), 1u);
  EXPECT_EQ(pings_in(2h), 24u) << "also while the sources have nothing to say";
}

TEST_F(HeartbeatTest, WithoutAHeartbeatThereIsNone) {
  daemon.more = "";
  daemon.start();
  daemon.run_for(1h);
  EXPECT_THAT(daemon.http.seen, IsEmpty());
}

TEST_F(HeartbeatTest, ItStopsWhileEveryChannelFailsAndGoesOnAfterwards) {
  channels_answer(response(500));
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.start();
  daemon.run_for(10min);  // three attempts have failed
  EXPECT_EQ(pings_in(2h), 0u);
  slack_answers_ok();
  daemon.run_for(10min);  // the next attempt
  EXPECT_EQ(pings_in(1h), 12u) << "Discord still fails, and Slack is told of that";
}

TEST_F(HeartbeatTest, AWebhookThatIsGoneCountsAsFailingAtOnceAndAfterARestart) {
  channels_answer(response(404));
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.start();
  daemon.run_for(1min);
  EXPECT_EQ(pings_in(1h), 0u);
  daemon.stop();
  auto const before = daemon.sent_to(kPing).size();
  daemon.start();
  EXPECT_THAT(daemon.sent_to(kPing), SizeIs(before));
}

TEST_F(HeartbeatTest, ItStopsWhileAChannelThatWorksIsBehindForMoreThanFiveMinutes) {
  discord_answers_ok();
  daemon.http.answer(std::string(kSlack), response(429, "", {{"Retry-After", "1800"}}));
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.start();
  EXPECT_EQ(pings_in(5min), 1u);
  slack_answers_ok();
  EXPECT_EQ(pings_in(24min), 0u) << "Slack wants to wait half an hour";
  EXPECT_EQ(pings_in(31min), 6u);
}

TEST_F(HeartbeatTest, WhatIsHeldOnPurposeIsNotBehind) {
  daemon.start();
  daemon.silence("alert=model-accuracy", 3h);
  daemon.train("2026-03-02T12:20:00Z", 0.60);
  channels_answer(response(500));  // word of the silence's end is still to come
  EXPECT_EQ(pings_in(90min), 18u);
  EXPECT_THAT(daemon.open(), testing::Contains("model-accuracy warning"));
}

TEST_F(HeartbeatTest, APingThatFailsIsTriedAtTheNextTimeAndHoldsUpNothing) {
  daemon.http.always_answer(std::string(kPing), Error{ErrorKind::timed_out, "hc.example: no answer"});
  discord_answers_ok();
  slack_answers_ok();
  daemon.train("2026-03-02T02:00:00Z", 0.60);
  daemon.start();
  EXPECT_EQ(pings_in(1h), 12u);
  EXPECT_THAT(daemon.told(), SizeIs(1));
  daemon.http.always_answer(std::string(kPing), response(500));
  EXPECT_EQ(pings_in(1h), 12u);
}

TEST_F(HeartbeatTest, ItStopsWhileNothingCanBeStored) {
  daemon.start();
  EXPECT_EQ(pings_in(30min), 6u);
  store::Database beside(daemon.folder.path("state/lapwing.db"), store::Database::Mode::read_write);
  beside.execute("ALTER TABLE sample RENAME TO away");
  daemon.run_for(35min);  // the next poll
  EXPECT_EQ(pings_in(1h), 0u);
  beside.execute("ALTER TABLE away RENAME TO sample");
  daemon.run_for(5min);
  EXPECT_EQ(pings_in(30min), 6u);
}

TEST_F(HeartbeatTest, AReloadTakesUpAnotherUrlAndPingsIt) {
  daemon.start();
  auto yaml = read_file(daemon.folder.path("lapwing.yaml"));
  yaml.replace(yaml.find("heartbeat:"), std::string::npos,
               "heartbeat: {url: \"https://hc.example/ping/two\", every: 1h}\n");
  daemon.folder.write("lapwing.yaml", yaml);
  daemon.http.always_answer("https://hc.example/ping/two", response(200));
  daemon.reload();
  EXPECT_EQ(pings_in(2h), 0u);
  EXPECT_THAT(daemon.sent_to("https://hc.example/ping/two"), SizeIs(3));
}

}  // namespace
}  // namespace lapwing::test
