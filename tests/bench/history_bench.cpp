// SPDX-License-Identifier: Apache-2.0
// A year of 1,000 hourly series, 8.76 million samples: bytes a sample, how fast they are exported beside a bare walk
// over the same rows, how long the steps of a cleaning take, and a start.
#include "bench/year_store.hpp"
#include "exchange/export.hpp"
#include "rules/expression.hpp"
#include "store/store.hpp"

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace {

using namespace lapwing;
using namespace std::chrono_literals;

using bench::days;
using bench::end;
using bench::kSeries;
using bench::must;
using bench::Year;

void Export(benchmark::State& state, exchange::Format format) {
  auto store = *store::Store::open_to_read(Year::once().folder());
  exchange::ExportWish wish;
  wish.format = format;
  std::size_t bytes = 0;
  for (auto _ : state) {
    auto const done = exchange::export_samples(store, wish, [&](std::string_view text) {
      bytes += text.size();
      return Result<void>();
    });
    if (!done) state.SkipWithError(done.error().message.c_str());
  }
  state.SetBytesProcessed(std::int64_t(bytes));
  state.counters["samples"] = Year::once().samples();
  state.counters["bytes_per_sample"] = double(std::filesystem::file_size(Year::once().file())) / Year::once().samples();
}
BENCHMARK_CAPTURE(Export, Csv, exchange::Format::csv)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Export, Jsonl, exchange::Format::jsonl)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Export, OpenMetrics, exchange::Format::openmetrics)->Unit(benchmark::kMillisecond);

void BareWalkOverTheSameRows(benchmark::State& state) {
  store::Database database(Year::once().file(), store::Database::Mode::read_only);
  double total = 0;
  for (auto _ : state) {
    auto row = database.prepare("SELECT at, value FROM sample");
    while (row.step()) total += row.real(1) + double(row.integer(0));
  }
  benchmark::DoNotOptimize(total);
}
BENCHMARK(BareWalkOverTheSameRows)->Unit(benchmark::kMillisecond);

void StartWithTheWholeYear(benchmark::State& state) {
  rules::Rule rule;
  rule.id = "model-degradation";
  rule.watch = std::get<rules::Expression>(rules::parse_expression("drop(model.accuracy, last 20 runs)"));
  rules::RuleSet const rules({rule});
  auto const& folder = Year::once().folder();
  for (auto _ : state) {
    auto store = store::Store::open(folder);
    if (!store || !store->load_state() || !store->pollers() || !store->newest_samples() || !store->origins())
      state.SkipWithError("not opened");
    auto const history = store->load_history(rules);
    if (!history || history->size() != kSeries) state.SkipWithError("not loaded");
  }
}
BENCHMARK(StartWithTheWholeYear)->Unit(benchmark::kMillisecond);

void report(benchmark::State& state, std::vector<double> steps) {
  std::ranges::sort(steps);
  state.counters["steps"] = double(steps.size());
  state.counters["p50_ms"] = steps[steps.size() / 2];
  state.counters["p99_ms"] = steps[steps.size() * 99 / 100];
  state.counters["max_ms"] = steps.back();
  state.counters["over_20ms"] = double(steps.end() - std::ranges::upper_bound(steps, 20.));
}

double millis_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
}

/// What any step has to wait for: as much as it writes, on the disk.
void BareWriteAndFsync(benchmark::State& state) {
  auto const path = Year::once().folder() + "/bare";
  int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  std::string const bytes(20'000, 'x');
  std::vector<double> steps;
  for (auto _ : state) {
    for (int i = 0; i < 1000; ++i) {
      auto const begun = std::chrono::steady_clock::now();
      if (::write(file, bytes.data(), bytes.size()) < 0 || ::fsync(file) != 0) state.SkipWithError("not written");
      steps.push_back(millis_since(begun));
    }
  }
  ::close(file);
  report(state, std::move(steps));
}
BENCHMARK(BareWriteAndFsync)->Iterations(1)->Unit(benchmark::kMillisecond);

/// Every step of one cleaning: that of a usual night, which removes a day; and one that thins what is older than a
/// month after it was asked for, which is the longest there is. Changes the store: the last.
void CleaningStep(benchmark::State& state, bool thins) {
  auto store = *store::Store::open(Year::once().folder());
  store::Retention retention{days() * 24h - 24h * (thins ? 2 : 1)};
  if (thins) retention.thin = {{"model.accuracy", 24h}};
  store::Cleaning cleaning{end()};
  std::vector<double> steps;
  for (auto _ : state) {
    while (!cleaning.is_done()) {
      auto const begun = std::chrono::steady_clock::now();
      must(store.prune(retention, cleaning));
      steps.push_back(millis_since(begun));
    }
  }
  state.counters["removed"] = double(cleaning.removed.samples + cleaning.removed.thinned);
  report(state, std::move(steps));
}
BENCHMARK_CAPTURE(CleaningStep, Night, false)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(CleaningStep, FirstThinning, true)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
