// SPDX-License-Identifier: Apache-2.0
// The routes of the control socket, asked without a socket; tests/e2e asks over a real one.
#include "app/control.hpp"

#include "notify/console.hpp"

#include "unit/app/scheduled.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace lapwing::app {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

boost::asio::awaitable<void> keep(boost::asio::awaitable<HttpAnswer> answering, std::optional<HttpAnswer>& answer) {
  answer = co_await std::move(answering);
}

/// The lines of the audit trail that are logged (to standard output, where nothing is set up) while it lives.
class Audit {
 public:
  Audit() { testing::internal::CaptureStdout(); }
  std::vector<std::string> lines() {
    std::istringstream in(testing::internal::GetCapturedStdout());
    std::vector<std::string> found;
    for (std::string line; std::getline(in, line);) {
      if (auto const at = line.find("] control "); at != line.npos) found.push_back(line.substr(at + 2));
    }
    return found;
  }
};

class ControlTest : public test::Scheduled {
 protected:
  static std::vector<notify::Channel> channels() {
    std::vector<notify::Channel> out;
    out.push_back({"team", std::make_unique<notify::Console>(false)});
    return out;
  }
  std::optional<Result<Reloaded>> reload_ends_with;  // absent: it does not end
  std::string reloaded_by;
  int changes = 0;
  Hush hush{services, store, pipeline, [this] { ++changes; }};
  notify::Dispatcher dispatcher{{clock, http, workers, workers, store, services.jitter, services.print},
                                channels(),
                                {},
                                {"p", Zone::utc()},
                                {[](auto const&...) {}, [](auto const&...) {}}};
  Control control{services,
                  {[this]() -> Scheduler& { return *scheduler; },
                   [this](std::string const& who) {
                     reloaded_by = who;
                     auto later = std::make_shared<Later<Result<Reloaded>>>(services.clock);
                     if (reload_ends_with) later->set(*reload_ends_with);
                     return later;
                   },
                   hush, [this]() -> notify::Dispatcher& { return dispatcher; }, store, pipeline}};
  TaskGroup askers{loop.get_executor(), fail};

  /// Absent while there is no answer yet.
  std::shared_ptr<std::optional<HttpAnswer>> begin(Method method, std::string target, std::string body = "") {
    HttpCall call;
    call.method = method;
    call.body = std::move(body);
    call.target = std::move(target);
    call.peer = PeerIdentity{987654, 4711};
    answers.push_back(std::make_shared<std::optional<HttpAnswer>>());
    askers.spawn("asker", keep(control.routes().answer(std::move(call)), *answers.back()));
    run_for(0s);
    return answers.back();
  }
  std::vector<std::shared_ptr<std::optional<HttpAnswer>>> answers;  // also of those cancelled at the end of a test

  json ask(Method method, std::string target, int status, std::string body = "") {
    auto const answer = begin(method, target, std::move(body));
    EXPECT_TRUE(*answer) << target;
    if (!*answer) return {};
    EXPECT_EQ((*answer)->status, status) << (*answer)->body;
    return json::parse((*answer)->body);
  }

  void TearDown() override {
    askers.cancel();
    Scheduled::TearDown();
  }
};

TEST_F(ControlTest, PollAnswersWhenThePollHasEnded) {
  auto& ci = add("ci");
  ci.takes = 30s;
  start();
  run_for(1min);
  auto const answer = begin(Method::post, "/v1/poll/ci");
  run_for(29s);
  EXPECT_FALSE(*answer);
  run_for(1s);
  ASSERT_TRUE(*answer);
  EXPECT_EQ((*answer)->status, 200);
  EXPECT_EQ(json::parse((*answer)->body),
            json::parse(R"({"poller": "ci", "success": true, "error": "", "samples": 1})"));
}

TEST_F(ControlTest, AFailedPollIsAnAnswerWithItsError) {
  add("ci").on_poll = [] { return Error{ErrorKind::unreachable, "api.example \"refused\" \xff"}; };
  start();
  auto const answer = ask(Method::post, "/v1/poll/ci", 200);
  EXPECT_EQ(answer["success"], false);
  EXPECT_EQ(answer["error"], "api.example \"refused\" \xEF\xBF\xBD");
}

TEST_F(ControlTest, APollThatDoesNotEndIsToldAfterTenMinutes) {
  add("ci").takes = 24h;
  options.pollers.back().timeout = 24h;
  start();
  auto const answer = begin(Method::post, "/v1/poll/ci");
  run_for(10min);
  ASSERT_TRUE(*answer);
  EXPECT_EQ((*answer)->status, 504);
}

TEST_F(ControlTest, AnUnknownPollerIsNotFoundAndTheNearestNameGiven) {
  add("pipelines");
  start();
  EXPECT_THAT(ask(Method::post, "/v1/poll/pipeline", 404)["error"].get<std::string>(),
              HasSubstr("did you mean 'pipelines'?"));
  EXPECT_THAT(ask(Method::get, "/v1/poll/%00%0A%F0", 404)["error"].get<std::string>(), HasSubstr("there is no poller"));
  ask(Method::post, "/v1/poll/pipeline?backfill=90d", 404);
}

TEST_F(ControlTest, ABackfillIsStartedShownAndRefusedWhileItRuns) {
  auto& ci = add("ci");
  ci.has_history = true;
  ci.takes = 10s;
  start();
  run_for(10s);
  EXPECT_TRUE(ask(Method::get, "/v1/poll/ci", 200)["backfill"].is_null());
  auto const started = ask(Method::post, "/v1/poll/ci?backfill=3d", 202);
  EXPECT_EQ(started["backfill"]["total"], 3);
  EXPECT_EQ(started["backfill"]["state"], "running");
  EXPECT_THAT(ask(Method::post, "/v1/poll/ci?backfill=3d", 409)["error"].get<std::string>(), HasSubstr("under way"));
  run_for(10s);
  EXPECT_EQ(ask(Method::get, "/v1/poll/ci", 200)["backfill"]["done"], 1);
  ci.on_slice = [](auto) { return Error{ErrorKind::busy, "until 12:30"}; };
  run_for(10s);
  EXPECT_EQ(ask(Method::get, "/v1/poll/ci", 200)["backfill"]["state"], "waiting: until 12:30");
  ci.on_slice = [](auto) { return Error{ErrorKind::unreachable, "gone"}; };
  run_for(2min);
  EXPECT_EQ(ask(Method::get, "/v1/poll/ci", 200), json::parse(R"({"poller": "ci", "backfill":
      {"state": "failed", "done": 1, "total": 3, "samples": 1, "events": 0, "error": "gone"}})"));
}

TEST_F(ControlTest, WhatIsNotUnderstoodIsRefusedNotIgnored) {
  add("plain");
  start();
  Audit audit;
  for (auto const* const query : {"backfill=", "backfill=90", "backfill=-1d", "backfill=1s",
                                  "backfill=100w&backfill=1d", "back=90d", "backfill=1d&x"})
    ask(Method::post, std::string("/v1/poll/plain?") + query, 400);
  EXPECT_THAT(ask(Method::post, "/v1/poll/plain?backfill=90d", 400)["error"].get<std::string>(),
              HasSubstr("holds no history"));
  ask(Method::get, "/v1/poll/plain?x=1", 400);
  ask(Method::post, "/v1/reload?force=true", 400);
  EXPECT_THAT(audit.lines(), IsEmpty()) << "nothing was done";
}

TEST_F(ControlTest, ReloadTellsWhetherTheFilesWereAccepted) {
  start();
  reload_ends_with = Reloaded{{"~ accuracy: warning 65% -> 70%", "- f1"}, {"incident #4 f1: closed"}};
  EXPECT_EQ(ask(Method::post, "/v1/reload", 200), json::parse(R"({"accepted": true, "problems": [],
      "changes": ["~ accuracy: warning 65% -> 70%", "- f1"], "incidents": ["incident #4 f1: closed"]})"));
  reload_ends_with = Error{ErrorKind::invalid, "a.yaml:2:65: wrong unit\nb.yaml:1:1: unknown key\n"};
  EXPECT_EQ(ask(Method::post, "/v1/reload", 200),
            json::parse(R"({"accepted": false, "problems": ["a.yaml:2:65: wrong unit", "b.yaml:1:1: unknown key"]})"));
  reload_ends_with = Error{ErrorKind::unreachable, "lapwing is stopping"};
  ask(Method::post, "/v1/reload", 503);
  reload_ends_with.reset();
  auto const never = begin(Method::post, "/v1/reload");
  run_for(1min);
  ASSERT_TRUE(*never);
  EXPECT_EQ((*never)->status, 504);
}

TEST_F(ControlTest, EveryChangeIsLoggedOnceWithWhoAsked) {
  add("ci").has_history = true;
  start();
  reload_ends_with = Reloaded{};
  Audit audit;
  ask(Method::post, "/v1/poll/ci", 200);
  ask(Method::post, "/v1/poll/ci?backfill=2d", 202);
  ask(Method::post, "/v1/reload", 200);
  ask(Method::get, "/v1/poll/ci", 200);
  EXPECT_THAT(audit.lines(), testing::ElementsAre("control poll poller=ci uid=987654 pid=4711",
                                                  "control backfill poller=ci span=2d uid=987654 pid=4711",
                                                  "control reload accepted=true uid=987654 pid=4711"));
}

TEST_F(ControlTest, ASilenceIsTakenWithItsEndAndItsReason) {
  start();
  auto const added =
      ask(Method::post, "/v1/silences", 200, R"({"matchers": "alert=model-*", "for": "3d", "why": "retraining"})");
  EXPECT_EQ(added["id"], 1);
  EXPECT_EQ(added["ends"], "2026-03-05T12:00:00Z");
  EXPECT_EQ(added["why"], "retraining");
  EXPECT_EQ(added["is_about_something"], false) << "nothing is watched here";
  EXPECT_EQ(changes, 1) << "what may be told has changed";
  EXPECT_EQ(store.silences(clock.now())->at(0).text, "alert=model-*");
  ask(Method::post, "/v1/silences", 200,
      R"({"matchers": "alert=x", "until": "2026-03-03T00:00:00Z", "why": "maintenance"})");
  EXPECT_EQ(ask(Method::del, "/v1/silences/1", 200)["id"], 1);
  EXPECT_EQ(store.silences(clock.now())->size(), 1u);
  ask(Method::del, "/v1/silences/1", 404);
  EXPECT_EQ(store.audit(TimePoint::min())->size(), 3u);
}

TEST_F(ControlTest, ASilenceThatCanNotBeIsRefusedWithTheReason) {
  start();
  for (auto const& [body, why] : std::vector<std::pair<std::string, std::string>>{
           {R"({"matchers": "alert=x", "for": "91d", "why": "y"})", "at most 90d"},
           {R"({"matchers": "alert=x", "for": "1d"})", "needs a reason"},
           {R"({"matchers": "alert=x", "why": "y"})", "needs an end"},
           {R"({"matchers": "alert=x", "why": "y", "for": "1d", "until": "2026-03-03"})", "needs an end"},
           {R"({"matchers": "alert=x", "why": "y", "until": "2026-03-01T00:00:00Z"})", "in the future"},
           {R"({"matchers": "alert=x", "why": "y", "until": "tomorrow"})", "until must be a time"},
           {R"({"matchers": "alret=x", "why": "y", "for": "1d"})", "column 1: no incident has a label 'alret'"},
           {R"({"matchers": "", "why": "y", "for": "1d"})", "what it is about"},
           {R"({"matchers": 7, "why": "y", "for": "1d"})", "matchers must be a text"},
           {R"({"matcher": "alert=x"})", "there is no key 'matcher'"},
           {"[1]", "must be a JSON object"},
           {"{", "must be a JSON object"},
           {std::string(20'000, ' '), "larger than 16 KiB"},
       }) {
    EXPECT_THAT(ask(Method::post, "/v1/silences", 400, body)["error"].get<std::string>(), HasSubstr(why)) << body;
  }
  ask(Method::del, "/v1/silences/x", 400);
  ask(Method::post, "/v1/silences?force=1", 400);
  EXPECT_EQ(changes, 0);
  EXPECT_THAT(*store.audit(TimePoint::min()), IsEmpty());
}

TEST_F(ControlTest, OnlyAnOpenIncidentCanBeAcknowledged) {
  start();
  EXPECT_THAT(ask(Method::post, "/v1/incidents/7/ack", 404)["error"].get<std::string>(),
              HasSubstr("incident #7 is not open (none is)"));
  ask(Method::post, "/v1/incidents/seven/ack", 400);
}

TEST_F(ControlTest, AReloadKnowsWhoAskedForIt) {
  start();
  reload_ends_with = Reloaded{};
  ask(Method::post, "/v1/reload", 200);
  EXPECT_EQ(reloaded_by, "uid 987654");
}

TEST_F(ControlTest, AStopAnswersWhoeverWaitsForAPoll) {
  add("ci").takes = 24h;
  start();
  auto const answer = begin(Method::post, "/v1/poll/ci");
  scheduler->stop();
  run_for(0s);
  ASSERT_TRUE(*answer);
  EXPECT_EQ((*answer)->status, 503);
  EXPECT_THAT((*answer)->body, HasSubstr("ask again"));
}

constexpr std::string_view kTwoSamples =
    "{\"time\":\"2026-03-01T02:00:00Z\",\"metric\":\"model.accuracy\",\"labels\":{\"model\":\"x\"},\"value\":0.5}\n"
    "{\"time\":\"2026-03-02T02:00:00Z\",\"metric\":\"model.accuracy\",\"labels\":{\"model\":\"x\"},\"value\":0.6}\n";

TEST_F(ControlTest, SamplesOfAnImportAreStoredOnceAndNotedInTheAudit) {
  start();
  auto const before = stored_samples();
  auto const said = ask(Method::post, "/v1/history", 200, std::string(kTwoSamples));
  EXPECT_EQ(said, json::parse(R"({"added": 2, "changed": 0})"));
  EXPECT_EQ(stored_samples(), before + 2) << "stored before it is answered";
  EXPECT_EQ(ask(Method::post, "/v1/history", 200, std::string(kTwoSamples))["added"], 0);
  std::string other(kTwoSamples);
  other.replace(other.find("0.6"), 3, "0.7");
  EXPECT_EQ(ask(Method::post, "/v1/history", 200, other), json::parse(R"({"added": 0, "changed": 1})"));
  EXPECT_EQ(stored_samples(), before + 2);

  ask(Method::post, "/v1/history/imported", 200, R"({"file": "old.csv", "added": 1200, "changed": 34})");
  auto const audit = *store.audit(TimePoint::min());
  ASSERT_EQ(audit.size(), 1u);
  EXPECT_EQ(audit[0].what, "imported 1,234 samples from old.csv (1,200 new, 34 changed)");
  EXPECT_EQ(audit[0].who, "uid 987654");
}

TEST_F(ControlTest, SamplesThatCanNotBeAreRefusedWithTheirLine) {
  start();
  auto const before = stored_samples();
  auto const said = ask(Method::post, "/v1/history", 400, std::string(kTwoSamples) + "{\"metric\": \"model.acc\"}");
  EXPECT_THAT(said["error"].get<std::string>(), HasSubstr("line 3: there is no metric 'model.acc'"));
  EXPECT_EQ(stored_samples(), before) << "none of them";
  for (auto const* const body : {"", "[]", "{}", R"({"file": "x", "added": -1, "changed": 0})"})
    ask(Method::post, "/v1/history/imported", 400, body);
}

}  // namespace
}  // namespace lapwing::app
