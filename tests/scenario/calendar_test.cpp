// SPDX-License-Identifier: Apache-2.0
// Two years of polls and reports in virtual time, with downtime, changes of the clocks and clocks that are set: each
// slot of each schedule is done once, at its civil time; of those that were missed the newest, when somebody is there
// again. What should have happened is found minute by minute from the wall clock, not by the code under test.
#include "app/report_task.hpp"
#include "unit/app/scheduled.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;

TimePoint utc(std::string_view text) { return *parse_timestamp(text); }

TimePoint const kBegin = utc("2026-01-01T00:00:30Z");
TimePoint const kEnd = utc("2028-01-01T00:00:00Z");

/// One civil time that a schedule asks for: on days that fit, the first minute whose wall clock is at or past it.
struct Plan {
  std::string schedule;
  Duration time;
  std::function<bool(std::chrono::year_month_day)> fits;
};

bool is_weekday(std::chrono::year_month_day date, unsigned day) {
  return std::chrono::weekday{std::chrono::local_days{date}} == std::chrono::weekday{day};
}

bool is_last(std::chrono::year_month_day date) {
  return std::chrono::year_month_day{std::chrono::local_days{date} + std::chrono::days{1}}.month() != date.month();
}

std::vector<Plan> const kPlans{
    {"daily at 02:30", 150min, [](auto) { return true; }},
    {"daily at 06:30", 390min, [](auto) { return true; }},
    {"weekly on sunday at 02:15", 135min, [](auto date) { return is_weekday(date, 0); }},
    {"monthly on last at 01:30", 90min, [](auto date) { return is_last(date); }},
    {"monthly on 1 at 09:00", 540min, [](auto date) { return unsigned(date.day()) == 1; }},
    {"cron: 30 2 29 2 *", 150min,
     [](auto date) { return date.month() == std::chrono::February && unsigned(date.day()) == 29; }},
    {"cron: 45 1 * * MON-FRI", 105min, [](auto date) { return !is_weekday(date, 0) && !is_weekday(date, 6); }},
};

/// Wall-clock time in which nobody was there, or which was jumped over.
struct Gap {
  TimePoint from;
  TimePoint until;
};

std::vector<TimePoint> slots_of(Plan const& plan, Zone const& zone) {
  std::vector<TimePoint> out;
  std::set<std::chrono::local_days> done;
  for (auto at = std::chrono::ceil<std::chrono::minutes>(kBegin); at < kEnd; at += 1min) {
    auto const local = zone.to_local(at);
    auto const day = std::chrono::floor<std::chrono::days>(local);
    if (local - day < plan.time || done.contains(day)) continue;
    // A slot that was due before the beginning is none of ours.
    bool const is_at_its_time = local - day < plan.time + 1h;
    done.insert(day);
    if (is_at_its_time && plan.fits(std::chrono::year_month_day{day})) out.push_back(at);
  }
  return out;
}

/// When each slot is done: at its time, or at the end of the gap that held it if it is the newest in there.
std::map<TimePoint, TimePoint> expected(std::vector<TimePoint> const& slots, std::vector<Gap> const& gaps,
                                        CatchUp catch_up) {
  std::map<TimePoint, TimePoint> done;
  for (auto const slot : slots) done[slot] = slot;
  for (auto const& gap : gaps) {
    std::optional<TimePoint> newest;
    for (auto const slot : slots) {
      if (slot <= gap.from || slot > gap.until) continue;
      done.erase(slot);
      newest = slot;
    }
    bool const is_late = newest && gap.until - *newest > 1min;
    if (newest && (catch_up == CatchUp::once || !is_late)) done[*newest] = gap.until;
  }
  return done;
}

class Calendar : public Scheduled, public testing::WithParamInterface<std::string> {
 protected:
  Zone const zone = *Zone::find(GetParam());
  std::vector<Gap> gaps;
  std::vector<FakePoller*> pollers;
  std::map<std::string, std::map<TimePoint, TimePoint>> reported;  // by report: slot, and when it was handed out
  std::unique_ptr<app::ReportTask> reports;
  TaskGroup report_task{loop.get_executor(), fail};

  void SetUp() override {
    clock.step(kBegin - clock.now());
    options.zone = zone;
    for (auto const catch_up : {CatchUp::once, CatchUp::skip}) {
      for (auto const& plan : kPlans) {
        auto const name = plan.schedule + " " + std::string(name_of(catch_up));
        pollers.push_back(&add(name, plan.schedule));
        options.pollers.back().catch_up = catch_up;
      }
    }
    auto const report = [&](report::Kind kind, std::string_view every) {
      options.reports.push_back({kind, *Schedule::parse(every, ""), {"team"}});
    };
    report(report::Kind::daily, kPlans[0].schedule);
    report(report::Kind::weekly, kPlans[2].schedule);
    report(report::Kind::monthly, kPlans[4].schedule);
    pipeline_task.spawn("pipeline", pipeline.run());
    begin({});
  }

  void begin(std::vector<store::PollerRecord> const& records) {
    scheduler = std::make_unique<app::Scheduler>(services, pipeline, options, flights);
    scheduler->restore(records);
    scheduler->start(tasks);
    reports = std::make_unique<app::ReportTask>(services, store, options, [this] { take_reports(); });
    report_task.spawn("reports", reports->run());
    run_for(0s);
  }

  void end() {
    scheduler->stop();
    reports->stop();
    run_for(0s);
    ASSERT_TRUE(tasks.empty());
    ASSERT_TRUE(report_task.empty());
  }

  /// What a channel would do.
  void take_reports() {
    auto const debts = store.report_debts("team");
    for (auto const& debt : *debts) {
      auto const [at, is_new] = reported[debt.report].emplace(debt.at, clock.now());
      EXPECT_TRUE(is_new) << debt.report << " of " << format_utc(debt.at) << " was handed out twice";
      store::ChannelRecord team;
      team.name = "team";
      ASSERT_TRUE(store.settle_report(team, debt));
    }
  }

  void live_until(std::string_view wall) { clock.run_until(loop, utc(wall)); }
  void be_down_until(std::string_view wall) {
    gaps.push_back({clock.now(), utc(wall)});
    auto const records = scheduler->records();
    end();
    clock.advance_to(utc(wall));
    begin(records);
  }
  void set_clock(Duration by) {
    if (by > 0s) gaps.push_back({clock.now(), clock.now() + by});
    clock.step(by);
    run_for(0s);
  }
};

TEST_P(Calendar, EverySlotOfTwoYearsHappensOnceAtItsCivilTime) {
  live_until("2026-02-10T10:00:00Z");
  be_down_until("2026-02-13T15:20:00Z");
  live_until("2026-03-28T20:00:00Z");
  be_down_until("2026-03-29T05:00:00Z");
  live_until("2026-06-01T00:15:00Z");
  set_clock(3h);
  live_until("2026-07-05T12:40:00Z");
  set_clock(-2h);
  live_until("2026-07-20T00:40:00Z");
  set_clock(-2h);
  live_until("2026-11-20T08:00:00Z");
  be_down_until("2026-12-30T17:00:00Z");
  live_until("2027-02-28T23:50:00Z");
  set_clock(20min);
  live_until("2027-10-31T01:10:00Z");
  set_clock(-1h);
  live_until("2027-12-31T23:59:00Z");

  for (std::size_t i = 0; i < pollers.size(); ++i) {
    auto const& plan = kPlans[i % kPlans.size()];
    auto const slots = slots_of(plan, zone);
    auto const done = expected(slots, gaps, i < kPlans.size() ? CatchUp::once : CatchUp::skip);
    std::vector<TimePoint> times{kBegin};  // what has never been read is read at once
    for (auto const& [slot, at] : done) times.push_back(at);
    EXPECT_EQ(pollers[i]->polls, times) << options.pollers[i].name;
    EXPECT_GE(slots.size(), plan.schedule.starts_with("cron: 30 2 29") ? 0u : 23u);
  }
  for (auto const& [name, plan] : {std::pair{"daily", 0}, {"weekly", 2}, {"monthly", 4}})
    EXPECT_EQ(reported[name], expected(slots_of(kPlans[std::size_t(plan)], zone), gaps, CatchUp::once)) << name;
  end();
}

INSTANTIATE_TEST_SUITE_P(Zones, Calendar, testing::Values("Europe/Berlin", "America/New_York", "Australia/Lord_Howe"),
                         [](auto const& zone) {
                           auto name = zone.param.substr(zone.param.find('/') + 1);
                           std::erase(name, '_');
                           return name;
                         });

}  // namespace
}  // namespace lapwing::test
