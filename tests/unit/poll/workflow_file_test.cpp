// SPDX-License-Identifier: Apache-2.0
#include "poll/workflow_file.hpp"

#include "poll/missed_runs.hpp"

#include <gmock/gmock.h>

namespace lapwing::poll {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

std::string schedules(std::string_view yaml) {
  auto const read = parse_schedules(yaml, "ci.yml");
  if (!read) return read.error().message;
  std::string out;
  for (auto const& one : *read) out += "[" + one.cron + " " + one.zone + "]";
  return out;
}

TEST(WorkflowFile, EveryFormOfOn) {
  EXPECT_EQ(schedules("on: push\n"), "");
  EXPECT_EQ(schedules("on: [push, workflow_dispatch]\n"), "");
  EXPECT_EQ(schedules("name: x\n"), "");
  EXPECT_EQ(schedules("on:\n  push:\n  schedule:\n    - cron: '0 2 * * *'\n    - cron: \"5 4 * * 1\"\n      timezone: "
                      "Europe/Berlin\njobs: {a: {steps: [{run: 'echo ${{ x }}'}]}}\n"),
            "[0 2 * * * Etc/UTC][5 4 * * 1 Europe/Berlin]");
  EXPECT_EQ(schedules("true: {schedule: [{cron: '0 2 * * *'}]}\n"), "[0 2 * * * Etc/UTC]")
      << "as a YAML 1.1 tool writes it back";
  EXPECT_EQ(schedules("on: {schedule: nonsense}\n"), "");
}

TEST(WorkflowFile, WhatIsNoYamlNamesItsPlace) { EXPECT_THAT(schedules("on: [push\n"), HasSubstr("ci.yml:")); }

std::vector<RunSchedule> daily_at_two() { return {{*Cron::parse("0 2 * * *")}}; }
TimePoint at(std::string_view text) { return *parse_timestamp(text); }

TEST(MissedRuns, ASlotIsMissedOnceItsGraceIsOver) {
  auto const missed = [](std::string_view last, std::string_view now) {
    return find_missed_runs(daily_at_two(), 60min, at(last), at(now)).count;
  };
  EXPECT_EQ(missed("2026-11-09T02:10:00Z", "2026-11-10T02:59:59Z"), 0u);
  EXPECT_EQ(missed("2026-11-09T02:10:00Z", "2026-11-10T03:00:00Z"), 1u);
  EXPECT_EQ(missed("2026-11-09T02:10:00Z", "2026-11-12T12:00:00Z"), 3u);
  EXPECT_EQ(missed("2026-11-10T02:50:00Z", "2026-11-10T12:00:00Z"), 0u) << "late, but there";
  EXPECT_EQ(missed("2026-11-10T02:50:00Z", "2026-11-10T01:00:00Z"), 0u) << "a clock that was set back";
}

TEST(MissedRuns, SeveralSchedulesAreOneListOfSlots) {
  std::vector<RunSchedule> const both{{*Cron::parse("0 2 * * *")}, {*Cron::parse("0 */2 * * *")}};
  auto const missed = find_missed_runs(both, 0min, at("2026-11-10T00:00:00Z"), at("2026-11-10T06:00:00Z"));
  EXPECT_EQ(missed.count, 3u) << "02:00 once, 04:00, 06:00";
  EXPECT_EQ(missed.oldest, at("2026-11-10T02:00:00Z"));
}

TEST(MissedRuns, ManySlotsAreCountedToAThousand) {
  std::vector<RunSchedule> const each_minute{{*Cron::parse("* * * * *")}};
  EXPECT_EQ(find_missed_runs(each_minute, 0min, at("2026-01-01T00:00:00Z"), at("2026-11-10T06:00:00Z")).count, 1000u);
}

}  // namespace
}  // namespace lapwing::poll
