// SPDX-License-Identifier: Apache-2.0
#include "app/scheduler.hpp"

#include "unit/app/scheduled.hpp"

#include <boost/asio/co_spawn.hpp>

#include <gmock/gmock.h>

namespace lapwing::app {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using State = Backfill::State;
using Span = test::FakePoller::Span;

boost::asio::awaitable<void> hear(std::shared_ptr<Later<Result<Polled>>> later,
                                  std::optional<std::optional<Result<Polled>>>& heard) {
  heard = co_await later->wait(1h);
}

/// One who has asked for a poll, and what he has heard.
struct Asker {
  std::optional<std::optional<Result<Polled>>> heard;  // outer: whether the wait has ended; inner: absent if too late
  bool has_success() const { return heard && *heard && **heard && (**heard)->success; }
};

class SchedulerTest : public test::Scheduled {
 protected:
  TimePoint const begin = clock.now();

  void ask(std::string const& name, Asker& asker) {
    auto later = scheduler->poll_now(name);
    ASSERT_TRUE(later) << later.error().message;
    askers.spawn("asker", hear(*later, asker.heard));
    run_for(0s);
  }

  Backfill::Progress progress(std::string const& name = "ci") { return **scheduler->backfill_progress(name); }

  TaskGroup askers{loop.get_executor(), fail};
};

TEST_F(SchedulerTest, APollThatIsAskedForComesAtOnceAndTheScheduleStays) {
  auto& ci = add("ci");
  start();
  run_for(30min);
  Asker asker;
  ask("ci", asker);
  EXPECT_TRUE(asker.has_success());
  EXPECT_EQ((**asker.heard)->samples, 1u);
  run_for(2h);
  EXPECT_THAT(ci.polls, ElementsAre(begin, begin + 30min, begin + 1h, begin + 2h));
}

TEST_F(SchedulerTest, WhatAPollBringsIsKeptWithoutSecrets) {
  services.redact = [](std::string const& text) { return text == "sesame" ? std::string("***") : text; };
  auto& ci = add("ci");
  ci.on_poll = [this] {
    auto report = test::a_report(clock.now());
    report.samples[0].labels = Labels{{"model", "sesame"}, {"kind", "m"}};
    report.samples[0].note = Untrusted("sesame");
    report.events.push_back(
        {"model.trained", "sesame", Labels{{"model", "sesame"}}, {{"version", "sesame"}}, clock.now()});
    report.fault = Error{ErrorKind::unreachable, "sesame"};
    return Result<poll::PollReport>(std::move(report));
  };
  start();
  auto const kept = pipeline.newest("model.accuracy");
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].labels, (Labels{{"model", "***"}, {"kind", "m"}}));
  ci.on_poll = [] { return Error{ErrorKind::unreachable, "sesame"}; };
  Asker asker;
  ask("ci", asker);
  ASSERT_TRUE(asker.heard && *asker.heard && **asker.heard);
  EXPECT_EQ((**asker.heard)->error, "***");
  ci.on_poll = []() -> Result<poll::PollReport> { throw std::runtime_error("sesame"); };
  ask("ci", asker);
  EXPECT_EQ((**asker.heard)->error, "the poller failed: ***");
}

TEST_F(SchedulerTest, WhoAsksDuringAPollGetsAFreshOneAfterIt) {
  auto& ci = add("ci");
  ci.takes = 60s;
  start();
  run_for(10s);
  Asker first, second;
  ask("ci", first);
  ask("ci", second);
  run_for(55s);
  EXPECT_FALSE(first.heard) << "the poll that was running when he asked is not his";
  EXPECT_THAT(ci.polls, ElementsAre(begin, begin + 60s));
  run_for(60s);
  EXPECT_TRUE(first.has_success());
  EXPECT_TRUE(second.has_success()) << "both share one poll";
  EXPECT_THAT(ci.polls, SizeIs(2));
}

TEST_F(SchedulerTest, OnePollDoesNotWaitForAnotherSource) {
  auto& slow = add("slow");
  add("quick");
  slow.takes = 10min;
  start();
  Asker asker;
  ask("quick", asker);
  EXPECT_TRUE(asker.has_success());
}

TEST_F(SchedulerTest, WhatComesDueDuringASlowPollIsSkippedAndCounted) {
  auto& ci = add("ci", "1m");
  ci.takes = 150s;
  start();
  run_for(10min);
  EXPECT_THAT(ci.polls, ElementsAre(begin, begin + 3min, begin + 6min, begin + 9min));
  auto const skipped = pipeline.newest("poll.skipped");
  ASSERT_THAT(skipped, SizeIs(1));
  EXPECT_EQ(skipped[0].value, 2) << "since the poll before";
}

TEST_F(SchedulerTest, OfTheCalendarTheNewestIsMadeUpForRightBehind) {
  auto& ci = add("ci", "daily at 13:00");
  start();
  run_for(59min);
  ci.takes = 5min;
  Asker asker;
  ask("ci", asker);
  run_for(2h);
  EXPECT_THAT(ci.polls, ElementsAre(begin, begin + 59min, begin + 64min));
}

TEST_F(SchedulerTest, APollHasADeadline) {
  auto& ci = add("ci", "1h");
  options.pollers.back().timeout = 10min;
  ci.takes = 3h;
  start();
  run_for(11min);
  EXPECT_THAT(scheduler->records().at(0).error, HasSubstr("took longer than its timeout of 10m"));
  EXPECT_TRUE(flights.empty()) << "what waits for an answer is given up";
  ci.takes = 0s;
  run_for(2h);
  EXPECT_EQ(scheduler->records().at(0).error, "");
}

TEST_F(SchedulerTest, AnIntervalGoesOnWhateverIsDoneToTheClock) {
  auto& ci = add("ci", "5m");
  start();
  run_for(1min);
  clock.step(-3h);
  run_for(10min);
  EXPECT_THAT(ci.polls.size(), testing::AllOf(testing::Ge(3u), testing::Le(4u)));
}

TEST_F(SchedulerTest, ASlotOfTheCalendarIsDoneOnceThoughTheClockIsSetBackOverIt) {
  auto& ci = add("ci", "daily at 13:00");
  start();
  run_for(70min);
  clock.step(-1h);
  run_for(3h);
  EXPECT_THAT(ci.polls, SizeIs(2)) << "at the start and at 13:00";
}

TEST_F(SchedulerTest, AFailedPollIsToldWithItsReason) {
  auto& ci = add("ci");
  ci.on_poll = [] { return Error{ErrorKind::unreachable, "api.example refused the connection"}; };
  start();
  Asker asker;
  ask("ci", asker);
  ASSERT_TRUE(asker.heard && *asker.heard && **asker.heard);
  EXPECT_FALSE((**asker.heard)->success);
  EXPECT_EQ((**asker.heard)->error, "api.example refused the connection");
  EXPECT_EQ((**asker.heard)->samples, 0u);
}

TEST_F(SchedulerTest, AThrowAndAnUnusableValueAreFailedPolls) {
  auto& ci = add("ci");
  ci.on_poll = []() -> Result<poll::PollReport> { throw std::runtime_error("a defect"); };
  start();
  Asker asker, other;
  ask("ci", asker);
  EXPECT_THAT((**asker.heard)->error, HasSubstr("a defect"));
  ci.on_poll = [this] {
    auto report = test::a_report(clock.now());
    report.samples[0].value = std::nan("");
    return report;
  };
  ask("ci", other);
  EXPECT_THAT((**other.heard)->error, HasSubstr("model.accuracy"));
}

TEST_F(SchedulerTest, AnUnknownNameGetsTheNearestOne) {
  add("pipelines");
  start();
  auto const unknown = scheduler->poll_now("pipeline");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::not_found);
  EXPECT_THAT(unknown.error().message, HasSubstr("did you mean 'pipelines'?"));
}

TEST_F(SchedulerTest, StopAnswersWhoeverWaits) {
  auto& ci = add("ci");
  ci.takes = 60s;
  start();
  Asker running, waiting;
  ask("ci", running);
  run_for(70s);
  ask("ci", waiting);
  scheduler->stop();
  run_for(0s);
  for (auto const* const asker : {&running, &waiting}) {
    ASSERT_TRUE(asker->heard && *asker->heard);
    ASSERT_FALSE(**asker->heard);
    EXPECT_EQ((*asker->heard)->error().kind, ErrorKind::unreachable);
  }
  EXPECT_FALSE(scheduler->poll_now("ci")) << "nothing new is begun";
  run_for(2h);
  EXPECT_TRUE(tasks.empty());
}

TEST_F(SchedulerTest, WhoAskedMayOutliveTheScheduler) {
  auto& ci = add("ci");
  ci.takes = 60s;
  start();
  Asker asker;
  ask("ci", asker);
  scheduler->stop();
  tasks.cancel();
  clock.run_until(loop, clock.now());
  scheduler.reset();
  run_for(1s);
  ASSERT_TRUE(asker.heard && *asker.heard);
  EXPECT_FALSE(**asker.heard);
}

TEST_F(SchedulerTest, APastIsReadInDaysTheOldestFirst) {
  auto& ci = add("ci");
  ci.has_history = true;
  start();
  ASSERT_TRUE(scheduler->start_backfill("ci", 3 * 24h));
  run_for(1s);
  EXPECT_THAT(ci.slices,
              ElementsAre(Span(begin - 72h, begin - 48h), Span(begin - 48h, begin - 24h), Span(begin - 24h, begin)));
  EXPECT_EQ(progress().state, State::done);
  EXPECT_EQ(progress().days_done, 3u);
  EXPECT_EQ(progress().samples, 3u);
  EXPECT_EQ(stored_samples(), 3u + 3u) << "beside the poll's own three";
}

TEST_F(SchedulerTest, APartOfADayIsTheFirstSlice) {
  auto& ci = add("ci");
  ci.has_history = true;
  start();
  ASSERT_TRUE(scheduler->start_backfill("ci", 30h));
  run_for(1s);
  EXPECT_THAT(ci.slices, ElementsAre(Span(begin - 30h, begin - 24h), Span(begin - 24h, begin)));
}

TEST_F(SchedulerTest, ABackfillLeavesThePollersRecordAlone) {
  auto& ci = add("ci");
  ci.has_history = true;
  start();
  run_for(1min);
  ASSERT_TRUE(scheduler->start_backfill("ci", 48h));
  run_for(1min);
  ASSERT_THAT(scheduler->records(), SizeIs(1));
  EXPECT_EQ(scheduler->records()[0].cursor, "cursor");
  EXPECT_EQ(scheduler->records()[0].last_run, begin);
}

TEST_F(SchedulerTest, APastIsNoNewsButWhatHasJustHappenedIs) {
  auto& ci = add("ci");
  ci.has_history = true;
  rules::EventRule rule;
  rule.id = "run-complete";
  rule.on.type = "run.completed";
  pipeline.adopt({rules::RuleSet({}, {rule}), {}, 0s, {{"ci", "fake"}}});
  Event const long_ago{"run.completed", "1", Labels(), {}, begin - 5h};
  Event const just_now{"run.completed", "2", Labels(), {}, begin + 1min};
  start();
  run_for(2min);
  ci.on_slice = [&](Span span) {
    auto report = test::a_report(span.first);
    report.events = {long_ago, just_now};
    return report;
  };
  ASSERT_TRUE(scheduler->start_backfill("ci", 24h));
  run_for(1min);
  EXPECT_EQ(progress().events, 1u) << "the other is left to the next poll";
  EXPECT_THAT(*store.incidents(begin - 24h), IsEmpty());
  ci.on_poll = [&] {
    auto report = test::a_report(clock.now());
    report.events = {long_ago, just_now};
    return report;
  };
  run_for(1h);
  auto const told = *store.incidents(begin - 24h);
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].since, just_now.at);
}

TEST_F(SchedulerTest, PollsGoOnBetweenTheDays) {
  auto& ci = add("ci", "1m");
  ci.has_history = true;
  ci.takes = 40s;
  start();
  ASSERT_TRUE(scheduler->start_backfill("ci", 90 * 24h));
  Asker asker;
  ask("ci", asker);
  run_for(10min);
  EXPECT_TRUE(asker.has_success());
  EXPECT_GE(ci.polls.size(), 5u);
  EXPECT_GE(ci.slices.size(), 5u);
  run_for(24h);
  EXPECT_EQ(progress().state, State::done);
}

TEST_F(SchedulerTest, PollsThatNeverEndInTimeDoNotStarveABackfill) {
  auto& ci = add("ci", "10s");
  ci.has_history = true;
  ci.takes = 20s;
  start();
  ASSERT_TRUE(scheduler->start_backfill("ci", 10 * 24h));
  run_for(10min);
  EXPECT_EQ(progress().state, State::done);
}

TEST_F(SchedulerTest, ABusySourceIsAskedForTheSameDayAgainEveryMinute) {
  auto& ci = add("ci");
  ci.has_history = true;
  ci.on_slice = [this](Span span) -> Result<poll::PollReport> {
    if (clock.now() < begin + 150s) return Error{ErrorKind::busy, "the API allows no more until 12:02"};
    return test::a_report(span.first);
  };
  start();
  ASSERT_TRUE(scheduler->start_backfill("ci", 24h));
  run_for(1s);
  EXPECT_EQ(progress().state, State::waiting);
  EXPECT_EQ(progress().why, "the API allows no more until 12:02");
  EXPECT_FALSE(scheduler->start_backfill("ci", 24h)) << "it is still under way";
  run_for(3min);
  EXPECT_THAT(ci.slices, SizeIs(4)) << "after 0, 1, 2 and 3 minutes";
  EXPECT_EQ(progress().state, State::done);
  EXPECT_EQ(progress().why, "");
}

TEST_F(SchedulerTest, AnyOtherErrorEndsTheBackfillAndIsTold) {
  auto& ci = add("ci");
  ci.has_history = true;
  ci.on_slice = [this](Span span) -> Result<poll::PollReport> {
    if (span.first >= begin - 24h) return Error{ErrorKind::unreachable, "api.example refused the connection"};
    return test::a_report(span.first);
  };
  start();
  ASSERT_TRUE(scheduler->start_backfill("ci", 48h));
  run_for(10min);
  EXPECT_EQ(progress().state, State::failed);
  EXPECT_EQ(progress().days_done, 1u);
  EXPECT_EQ(progress().why, "api.example refused the connection");
  EXPECT_THAT(ci.slices, SizeIs(2));
  EXPECT_TRUE(scheduler->start_backfill("ci", 24h)) << "it can be started again";
}

TEST_F(SchedulerTest, AFaultBesideWhatADayBroughtEndsTheBackfill) {
  auto& ci = add("ci");
  ci.has_history = true;
  ci.on_slice = [](Span span) {
    auto report = test::a_report(span.first);
    report.fault = Error{ErrorKind::unreadable, "the token may not read runs"};
    return report;
  };
  start();
  ASSERT_TRUE(scheduler->start_backfill("ci", 24h));
  run_for(1s);
  EXPECT_EQ(progress().state, State::failed);
}

TEST_F(SchedulerTest, ABackfillWaitsForTheStoreAndLosesNothing) {
  auto& ci = add("ci");
  ci.has_history = true;
  scheduler = std::make_unique<Scheduler>(services, pipeline, options, flights);
  scheduler->start(tasks);  // nobody takes from the pipeline yet
  run_for(0s);
  ASSERT_TRUE(scheduler->start_backfill("ci", 90 * 24h));
  run_for(30min);
  EXPECT_EQ(progress().state, State::waiting);
  EXPECT_LT(pipeline.waiting(), 30u);
  pipeline_task.spawn("pipeline", pipeline.run());
  run_for(10min);
  EXPECT_EQ(progress().state, State::done);
  EXPECT_EQ(stored_samples(), 3u + 90u);
}

TEST_F(SchedulerTest, ABackfillIsRefusedInWords) {
  add("plain");
  add("ci").has_history = true;
  start();
  auto const refusal = [&](std::string const& name, Duration span) {
    auto const started = scheduler->start_backfill(name, span);
    return started ? Error{ErrorKind::storage, "it was not refused"} : started.error();
  };
  EXPECT_EQ(refusal("cj", 24h).kind, ErrorKind::not_found);
  EXPECT_EQ(refusal("plain", 24h).kind, ErrorKind::invalid);
  EXPECT_THAT(refusal("plain", 24h).message, HasSubstr("holds no history beyond what every poll reads"));
  EXPECT_EQ(refusal("ci", 0h).kind, ErrorKind::invalid);
  EXPECT_EQ(refusal("ci", 24h * 36500).kind, ErrorKind::invalid);
  EXPECT_FALSE(scheduler->backfill_progress("ci")->has_value());
  EXPECT_FALSE(scheduler->backfill_progress("cj"));
}

TEST_F(SchedulerTest, StopEndsABackfillBetweenTwoDays) {
  auto& ci = add("ci");
  ci.has_history = true;
  ci.takes = 10s;
  start();
  run_for(10s);
  ASSERT_TRUE(scheduler->start_backfill("ci", 90 * 24h));
  run_for(25s);
  scheduler->stop();
  run_for(1h);
  EXPECT_TRUE(tasks.empty());
  EXPECT_THAT(ci.slices, SizeIs(3));
  EXPECT_EQ(stored_samples(), 3u + 3u) << "what it brought stays";
}

TEST_F(SchedulerTest, AClockThatIsSetBackDelaysNoPollForLong) {
  auto& ci = add("ci");
  start();
  clock.advance_to(begin - 10h);
  Asker asker;
  ask("ci", asker);  // wakes it, so that it looks at the clock
  run_for(1h);
  EXPECT_THAT(ci.polls, ElementsAre(begin, begin - 10h, begin - 9h));
}

}  // namespace
}  // namespace lapwing::app
