// SPDX-License-Identifier: Apache-2.0
// Reports and schedules. The weekly report over a year of 1,000 hourly series (8.76 million samples), beside a bare
// read of the same two weeks; and how long it takes to find when a schedule is due next.
#include "app/report_job.hpp"
#include "bench/year_store.hpp"
#include "core/schedule.hpp"
#include "report/html_report.hpp"
#include "report/text_report.hpp"

#include <benchmark/benchmark.h>

#include <sqlite3.h>

namespace {

using namespace lapwing;
using bench::Year;

report::Document weekly(store::Store& store) {
  app::ReportContext context;
  context.project = "bench";
  context.zone = *Zone::find("Europe/Berlin");
  context.targets = report::guide_targets();
  auto const material = app::read_material(store, context, report::Kind::weekly, bench::end());
  return report::compose(*material);
}

void WeeklyReportOfAYear(benchmark::State& state) {
  auto store = *store::Store::open_to_read(Year::once().folder());
  std::size_t figures = 0;
  for (auto _ : state) {
    auto const document = weekly(store);
    figures = 0;
    for (auto const& section : document.sections) figures += section.figures.size();
    benchmark::DoNotOptimize(report::as_text(document, {}));
  }
  state.counters["figures"] = double(figures);
}

/// The reference: SQLite alone, the same rows, nothing made of them.
void BareReadOfTheSameWeeks(benchmark::State& state) {
  sqlite3* database = nullptr;
  sqlite3_open_v2((Year::once().folder() + "/lapwing.db").c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
  sqlite3_stmt* row = nullptr;
  sqlite3_prepare_v2(database, "SELECT at, value FROM sample WHERE series = ? AND at > ?", -1, &row, nullptr);
  auto const since = to_millis(bench::end() - std::chrono::days{14});
  for (auto _ : state) {
    double sum = 0;
    for (int series = 1; series <= 1000; ++series) {
      sqlite3_bind_int64(row, 1, series);
      sqlite3_bind_int64(row, 2, since);
      while (sqlite3_step(row) == SQLITE_ROW) sum += sqlite3_column_double(row, 1);
      sqlite3_reset(row);
    }
    benchmark::DoNotOptimize(sum);
  }
  sqlite3_finalize(row);
  sqlite3_close(database);
}

void NextRun(benchmark::State& state, char const* every) {
  auto const zone = *Zone::find("Europe/Berlin");
  auto const schedule = *Schedule::parse(every, "poller");
  auto at = bench::kBegin;
  auto const begin = at;
  for (auto _ : state) {
    at = schedule.next_after(at, zone);
    if (at - begin > std::chrono::years{2}) at = begin;
  }
}

/// The reference: the system's own civil time, there and back.
void BareLocaltimeAndMktime(benchmark::State& state) {
  std::time_t at = 1'767'222'000;
  for (auto _ : state) {
    std::tm local{};
    ::localtime_r(&at, &local);
    local.tm_mday += 1;
    benchmark::DoNotOptimize(std::mktime(&local));
    at += 86400;
  }
}

BENCHMARK(WeeklyReportOfAYear)->Unit(benchmark::kMillisecond);
BENCHMARK(BareReadOfTheSameWeeks)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(NextRun, interval, "5m");
BENCHMARK_CAPTURE(NextRun, hourly, "hourly at :10");
BENCHMARK_CAPTURE(NextRun, daily, "daily at 06:30");
BENCHMARK_CAPTURE(NextRun, weekly, "weekly on monday at 09:00");
BENCHMARK_CAPTURE(NextRun, monthly, "monthly on last at 09:00");
BENCHMARK_CAPTURE(NextRun, cron, "cron: */20 8-18 * * MON-FRI");
BENCHMARK(BareLocaltimeAndMktime);

}  // namespace

BENCHMARK_MAIN();
