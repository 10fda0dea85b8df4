// SPDX-License-Identifier: Apache-2.0
// Reports through the whole daemon: due by the calendar, owed like everything else, told once to each channel.
#include "scenario/daemon.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kNone = R"(
  model-accuracy: {watch: model.accuracy, when: below, critical: 5%}
)";

class ReportsTest : public testing::Test {
 protected:
  ReportsTest() {
    daemon.more =
        "reports:\n  weekly: {every: \"weekly on monday at 14:00\", to: [team]}\n"
        "  daily: {every: \"daily at 13:00\", to: [oncall]}\n";
    daemon.train("2026-02-24T02:00:00Z", 0.60);
    daemon.train("2026-02-28T02:00:00Z", 0.72);
  }

  std::vector<std::string> team() const { return daemon.sent_to(kDiscord); }
  std::vector<std::string> oncall() const { return daemon.sent_to(kSlack); }

  Daemon daemon{kNone};  // it is Monday, 2 March 2026, 12:00
};

/// The text of the one embed.
std::string text_of(std::string const& body) {
  auto const message = nlohmann::json::parse(body);
  return message.at("embeds").at(0).at("description").get<std::string>();
}

TEST_F(ReportsTest, AWeekIsToldWithItsKeyNumbersWhenItIsDue) {
  daemon.start();
  daemon.expect_slack();
  daemon.run_for(119min);
  EXPECT_THAT(team(), IsEmpty());
  ASSERT_THAT(oncall(), SizeIs(1)) << "the daily one at 13:00";
  EXPECT_THAT(oncall()[0], HasSubstr("Daily report: "));
  daemon.expect_discord();
  daemon.run_for(2min);
  ASSERT_THAT(team(), SizeIs(1));
  auto const message = nlohmann::json::parse(team()[0]);
  EXPECT_THAT(message.at("content").get<std::string>(), HasSubstr("Weekly report: healthy · demo"));
  EXPECT_THAT(text_of(team()[0]),
              AllOf(HasSubstr("2026-02-23 14:00 +00:00 to 2026-03-02 14:00 +00:00"),
                    HasSubstr("Accuracy, mean, models: **66%**"), HasSubstr("n=2"), HasSubstr("best 72%, worst 60%"),
                    HasSubstr("lapwing report weekly --at 2026-03-02T14:00:00Z")));
  daemon.expect_slack(6);
  daemon.run_for(6 * 24h);
  EXPECT_THAT(team(), SizeIs(1)) << "the next is due on Monday";
}

TEST_F(ReportsTest, WhatIsMissedIsToldOnceAsOfWhenItWasDue) {
  daemon.start();
  daemon.run_for(30min);
  daemon.kill();
  daemon.clock.advance(16 * 24h);  // two weekly and sixteen daily ones
  daemon.expect_discord();
  daemon.expect_slack();
  daemon.start();
  daemon.run_for(1min);
  ASSERT_THAT(team(), SizeIs(1));
  EXPECT_THAT(text_of(team()[0]), HasSubstr("2026-03-09 14:00 +00:00 to 2026-03-16 14:00 +00:00"));
  ASSERT_THAT(oncall(), SizeIs(1));
  daemon.run_for(10min);
}

TEST_F(ReportsTest, OrIsLeft) {
  daemon.more = "reports:\n  weekly: {every: \"weekly on monday at 14:00\", to: [team], catch_up: skip}\n";
  daemon.start();
  daemon.run_for(30min);
  daemon.kill();
  daemon.clock.advance(16 * 24h);
  daemon.start();
  daemon.run_for(1h);
  EXPECT_THAT(team(), IsEmpty());
}

TEST_F(ReportsTest, AReportThatWasNeverDueBeginsWithItsNextSlot) {
  daemon.clock.advance(3h);  // past today's
  daemon.start();
  daemon.run_for(1h);
  EXPECT_THAT(daemon.http.seen, IsEmpty());
}

TEST_F(ReportsTest, AKillBeforeTheAnswerLosesNothing) {
  daemon.http.always_answer(std::string(kSlack), response(200, "ok"));
  daemon.start();
  daemon.run_for(110min);
  daemon.http.always_answer(std::string(kDiscord), response(500));
  daemon.run_for(11min);
  daemon.kill();
  daemon.http.always_answer(std::string(kDiscord), response(200, R"({"id": "1"})"));
  auto const before = team().size();
  daemon.start();
  daemon.run_for(2h);
  auto const after = team();
  auto const is_report = [](std::string const& body) { return body.find("Weekly report") != body.npos; };
  EXPECT_EQ(std::ranges::count_if(after.begin() + std::ptrdiff_t(before), after.end(), is_report), 1);
  EXPECT_THAT(*daemon.store().report_debts("team"), IsEmpty());
}

TEST_F(ReportsTest, OneThatNoFormOfIsTakenIsADeadLetterThatTheOthersHearOf) {
  daemon.start();
  daemon.expect_slack();
  daemon.run_for(110min);
  daemon.http.always_answer(std::string(kDiscord), response(400, R"({"message": "Invalid Form Body"})"));
  daemon.http.always_answer(std::string(kSlack), response(200, "ok"));
  daemon.run_for(15min);
  auto const letters = daemon.store().dead_letters();
  ASSERT_THAT(*letters, testing::Contains(testing::Field(&store::DeadLetter::why,
                                                         HasSubstr("the weekly report as of 2026-03-02T14:00:00Z"))));
  EXPECT_THAT(oncall().back(), AllOf(HasSubstr("message-given-up"), HasSubstr("the weekly report")));
  EXPECT_THAT(*daemon.store().report_debts("team"), IsEmpty());
}

TEST_F(ReportsTest, IncidentsGoFirst) {
  daemon.write_alerts("\n  model-accuracy: {watch: model.accuracy, when: below, critical: 65%}\n");
  daemon.http.always_answer(std::string(kSlack), response(200, "ok"));
  daemon.http.always_answer(std::string(kDiscord), response(500));
  daemon.start();
  daemon.train("2026-03-02T12:10:00Z", 0.4);
  daemon.run_for(121min);
  auto const before = team().size();
  daemon.http.always_answer(std::string(kDiscord), response(200, R"({"id": "1"})"));
  daemon.run_for(1h);
  auto const after = team();
  ASSERT_GE(after.size(), before + 2);
  EXPECT_THAT(after[before], HasSubstr("CRITICAL"));
  EXPECT_THAT(after.back(), HasSubstr("Weekly report: critical"));
}

}  // namespace
}  // namespace lapwing::test
