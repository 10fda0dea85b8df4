// SPDX-License-Identifier: Apache-2.0
// What a correct dispatcher of webhooks does with its queue and with what it is given to say: the second half of the
// checklist.
#include "scenario/scripted_server.hpp"

#include "io/beast_client.hpp"
#include "notify/discord.hpp"
#include "notify/slack.hpp"
#include "support/loop.hpp"
#include "support/loopback_sink.hpp"
#include "support/webhook_rules.hpp"
#include "unit/notify/items.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using notify::Form;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class ChecklistOfTheQueue : public testing::Test, public WatchedChannels {};

TEST_F(ChecklistOfTheQueue, No12WhatIsQueuedOverARestartIsDeliveredOnceInOrderAndWithinTheLimits) {
  daemon.pollers = "  models: {type: model_metrics, every: 1m, path: models, expect: []}\n";
  team.first(response(429, "{}", {{"Retry-After", "600"}}));
  daemon.start();
  daemon.run_for(1min);
  daemon.train("2026-03-02T12:00:30Z", 0.50);
  daemon.kill();
  daemon.start();
  daemon.run_for(8min);
  EXPECT_THAT(team.times, SizeIs(1)) << "the wait survives";
  daemon.run_for(2h);
  ASSERT_THAT(team.times, SizeIs(2)) << "one message with the truth, not two with its history";
  EXPECT_GE(team.gap(0), 600s);
  EXPECT_THAT(team.bodies[1], HasSubstr("CRITICAL"));
}

TEST_F(ChecklistOfTheQueue, No13AnAnswerThatIsLostCausesOneMoreMessageAtMostAndBothNameTheIncident) {
  team.first(Error{ErrorKind::unreachable, "discord.com closed the connection before it answered"});
  daemon.start();
  daemon.run_for(2h);
  ASSERT_THAT(team.bodies, SizeIs(2));
  EXPECT_THAT(team.bodies, Each(HasSubstr("incident #1")));
}

notify::Discord const kDiscordChannel(Secret("https://discord.com/api/v10/webhooks/1/token"));
notify::Slack const kSlackChannel(Secret("https://hooks.slack.com/services/T/B/secret"));

void expect_accepted(notify::Notification const& what, std::string const& of) {
  for (auto const form : {Form::full, Form::plain}) {
    auto const discord = kDiscordChannel.render(what, form), slack = kSlackChannel.render(what, form);
    EXPECT_THAT(discord_violations(std::get<HttpRequest>(discord.payload).body), IsEmpty()) << of.substr(0, 60);
    EXPECT_THAT(slack_violations(std::get<HttpRequest>(slack.payload).body), IsEmpty()) << of.substr(0, 60);
    EXPECT_GE(discord.told, 1u);
    EXPECT_GE(slack.told, 1u);
  }
}

TEST(ChecklistText, No14TextsOfEveryAwkwardLengthAndKindAreAccepted) {
  for (auto const& text : notify::test::awkward_texts())
    expect_accepted(notify::test::notification({notify::test::all_texts(text)}), text);
}

TEST(ChecklistText, No15WhatDoesNotFitIsLeftToTheNextMessageAndCounted) {
  for (std::size_t const count : {100, 500}) {
    std::vector<notify::Item> const long_ones(count, notify::test::all_texts(std::string(700, 'x')));
    auto const what = notify::test::notification(long_ones);
    expect_accepted(what, "long");
    auto const rendered = kDiscordChannel.render(what, Form::full);
    auto const text = visible_text(std::get<HttpRequest>(rendered.payload).body);
    ASSERT_LT(rendered.told, count);
    EXPECT_THAT(text, HasSubstr(std::to_string(count - rendered.told) + " more follow"));
  }
}

TEST(ChecklistText, No16TextFromOutsidePingsNobodyAndStaysValid) {
  std::vector<std::string> const hostile{"@everyone @here <@&1> <!channel> <!subteam^S1>", "& < > &amp; ``` ` \x1b[31m",
                                         std::string("nul\0 \xff\xfe", 7)};
  for (auto const& text : hostile) expect_accepted(notify::test::notification({notify::test::all_texts(text)}), text);
}

TEST_F(ChecklistOfTheQueue, No17NoSecretIsInTheLogTheStoreOrWhatPeopleRead) {
  constexpr std::string_view secret = "tokentokentokentoken";
  auto const url = "https://discord.com/api/v10/webhooks/7/" + std::string(secret);
  daemon.channels = "  team: {type: discord, url: \"" + url + "\"}\n  elsewhere: {type: slack, url: \"" +
                    std::string(kElsewhere) + "\"}\n";
  ScriptedServer echo(daemon, url, response(404, R"({"code": 0, "message": "no )" + url + R"("})"));
  echo.first(Error{ErrorKind::unreachable, "discord.com: certificate verify failed"});
  testing::internal::CaptureStdout();
  daemon.start();
  daemon.run_for(1h);
  auto const log = testing::internal::GetCapturedStdout();
  EXPECT_THAT(log, HasSubstr("not delivered"));
  EXPECT_THAT(log, Not(HasSubstr(secret)));
  EXPECT_THAT(elsewhere.bodies, Not(IsEmpty()));
  EXPECT_THAT(elsewhere.bodies, Each(Not(HasSubstr(secret))));
  daemon.kill();
  EXPECT_EQ(read_file(daemon.folder.path("state/lapwing.db")).find(secret), std::string::npos);
}

boost::asio::awaitable<Result<HttpResponse>> send(HttpClient& client, HttpRequest request) {
  co_return co_await client.send(std::move(request));
}

TEST(ChecklistText, No18AServerThatTricklesNeverEndsOrFloodsIsLeftByTheDeadlineWithBoundedMemory) {
  using Answer = LoopbackSink::Answer;
  for (auto const fault : {Answer::Fault::trickle, Answer::Fault::silence, Answer::Fault::endless_body}) {
    LoopbackSink sink([fault](auto const&) {
      Answer answer;
      answer.fault = fault;
      answer.body = std::string(1000, 'x');
      if (fault == Answer::Fault::endless_body) answer.framing = Answer::Framing::until_close;
      return answer;
    });
    boost::asio::io_context loop(1);
    BeastClient client(loop.get_executor(),
                       {.user_agent = "Lapwing/test", .getenv = [](auto const&) { return ""; }, .lookup = {}});
    HttpRequest request;
    request.url = Secret(sink.url("/"));
    request.deadline = 300ms;
    auto const answer = run_on(loop, send(client, std::move(request)));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, fault == Answer::Fault::endless_body ? ErrorKind::too_large : ErrorKind::timed_out);
  }
}

TEST_F(ChecklistOfTheQueue, No20ABurstIsFoldedWorstFirstWithinTheLimitsOfBothServices) {
  FakeDiscord discord;
  daemon.serve_discord(discord);
  for (int i = 0; i < 100; ++i) daemon.train("2026-03-02T02:00:00Z", i % 10 == 0 ? 0.5 : 0.6, "m" + std::to_string(i));
  daemon.start();
  daemon.run_for(1min);
  EXPECT_EQ(discord.limited(), 0);
  EXPECT_LE(discord.messages().size(), 5u);
  EXPECT_THAT(discord.messages().at(0).first, HasSubstr("10 critical, 91 warning"));
  EXPECT_EQ(discord.last_words().size(), 101u) << "everyone is named";
  for (std::size_t i = 0; i + 1 < elsewhere.count(); ++i) EXPECT_GE(elsewhere.gap(i), 1s);
}

TEST_F(ChecklistOfTheQueue, No21AStormOfOneAlertIsOneMessageAndOneRecovery) {
  daemon.write_alerts("  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, flap: {window: 20}}\n");
  daemon.pollers = "  models: {type: model_metrics, every: 1m, path: models, expect: []}\n";
  daemon.start();
  for (int i = 0; i < 20; ++i) {
    daemon.train(format_utc(daemon.clock.now()), 0.60 - i * 0.001);
    daemon.run_for(1min);
  }
  EXPECT_THAT(team.times, SizeIs(1));
  for (int i = 0; i < 60; ++i) {
    daemon.train(format_utc(daemon.clock.now()), i % 2 == 0 ? 0.70 : 0.60);
    daemon.run_for(1min);
  }
  EXPECT_LE(team.count(), 15u) << "flapping is damped";
  auto const before = team.count();
  for (int i = 0; i < 40; ++i) {
    daemon.train(format_utc(daemon.clock.now()), 0.70);
    daemon.run_for(1min);
  }
  EXPECT_LE(team.count(), before + 1);
  EXPECT_THAT(team.bodies.back(), HasSubstr("RECOVERED"));
}

TEST_F(ChecklistOfTheQueue, No22AStopWhileItWaitsKeepsTheQueueAndAReloadWithAnotherUrlBeginsAnew) {
  team.first(response(429, "{}", {{"Retry-After", "60"}}));
  daemon.start();
  daemon.run_for(20s);
  daemon.stop();  // fails the test where it does not end
  EXPECT_THAT(*daemon.store().owed("team"), SizeIs(1));
  team.otherwise = response(404, R"({"code": 10015, "message": "Unknown Webhook"})");
  daemon.start();
  daemon.run_for(5min);
  EXPECT_THAT(team.times, SizeIs(2)) << "latched";
  constexpr std::string_view renewed = "https://discord.com/api/v10/webhooks/9/new";
  ScriptedServer anew(daemon, renewed, accepted());
  daemon.channels = "  team: {type: discord, url: \"" + std::string(renewed) + "\"}\n";
  daemon.write_configuration();
  daemon.reload();
  daemon.run_for(15s);
  EXPECT_THAT(anew.times, SizeIs(1));
  EXPECT_THAT(team.times, SizeIs(2));
}

TEST_F(ChecklistOfTheQueue, No23AClockThatIsSetNeitherReleasesNorFreezesAWait) {
  for (auto const by : {1h, -1h}) {
    WatchedChannels one;
    one.team.first(response(429, "{}", {{"Retry-After", "120"}}));
    one.daemon.start();
    one.daemon.run_for(20s);
    ASSERT_THAT(one.team.times, SizeIs(1));
    one.daemon.clock.step(by);
    one.daemon.run_for(80s);
    EXPECT_THAT(one.team.times, SizeIs(1)) << "two minutes are two minutes";
    one.daemon.run_for(60s);
    EXPECT_THAT(one.team.times, SizeIs(2)) << by.count();
    EXPECT_THAT(*one.daemon.store().dead_letters(), IsEmpty()) << "nothing became old by that";
  }
}

TEST_F(ChecklistOfTheQueue, No25TheCountersTellAttemptsDeliveriesRetriesAndWhatWasGivenUpApart) {
  auto const refused = response(400, R"({"code": 50035})");
  team.first(response(503)).first(refused).first(refused);
  daemon.start();
  daemon.run_for(10min);
  other.first(response(404));
  daemon.train("2026-03-02T12:00:30Z", 0.50);
  daemon.run_for(2h);
  auto const of_team = daemon.counters("team"), of_other = daemon.counters("other");
  EXPECT_EQ(of_team.attempts, team.count());
  EXPECT_EQ(of_team.retried, 1u);
  EXPECT_EQ(of_team.degraded, 1u);
  EXPECT_EQ(of_team.given_up, 1u);
  EXPECT_EQ(of_other.refused, 1u);
  EXPECT_EQ(of_other.attempts, of_other.delivered + of_other.refused);
}

}  // namespace
}  // namespace lapwing::test
