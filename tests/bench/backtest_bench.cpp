// SPDX-License-Identifier: Apache-2.0
// A year of hourly polls under 1,000 alerts: 8.76 million samples, each alert with a mean over the last 24 samples of a
// series of its own; the goal is 5 s. One alert in ten fires now and then.
//   Backtest    the live engine over all of it
//   NaiveScan   the least that could be done: every window added up again, one comparison, nobody told
#include "app/backtest.hpp"

#include <benchmark/benchmark.h>

#include <string>

namespace {

using namespace lapwing;

constexpr std::size_t kAlerts = 1000;
constexpr int kHours = 365 * 24;
constexpr std::size_t kWindow = 24;
constexpr double kThreshold = 0.65;

TimePoint hour(int count) {
  return TimePoint{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1}} + std::chrono::hours{count};
}

std::string name_of(std::size_t index) { return "m" + std::to_string(index); }

rules::RuleSet make_rules() {
  std::vector<rules::Rule> rules(kAlerts);
  for (std::size_t i = 0; i < kAlerts; ++i) {
    auto parsed = rules::parse_expression("mean(model.accuracy{model=\"" + name_of(i) + "\"}, last 24 runs)");
    rules[i].id = "alert-" + std::to_string(i);
    rules[i].watch = std::get<rules::Expression>(std::move(parsed));
    rules[i].bounds[std::size_t(Level::warning)] = rules::Bound{kThreshold, kThreshold};
  }
  return rules::RuleSet(std::move(rules));
}

/// Every tenth model is bad for two days in a hundred.
app::Past make_past() {
  app::Past past;
  for (std::size_t i = 0; i < kAlerts; ++i) {
    auto const id = past.samples.intern("model.accuracy", {{"model", name_of(i)}});
    for (int at = 0; at < kHours; ++at) {
      bool const is_bad = i % 10 == 0 && (std::size_t(at) / 24 + i) % 100 < 2;
      past.samples.add(id, series::Point{hour(at), (is_bad ? 0.55 : 0.70) + 0.001 * double(at % 7)});
    }
  }
  return past;
}

app::Past const& past() {
  static app::Past const made = make_past();
  return made;
}

void Backtest(benchmark::State& state) {
  auto const rules = make_rules();
  notify::Routes routes;
  routes.channels[std::size_t(Level::warning)] = {"team"};
  past();
  std::size_t fired = 0;
  for (auto _ : state) {
    auto const run = app::backtest(rules, routes, past(), hour(0), hour(kHours));
    if (run.samples != kAlerts * kHours) state.SkipWithError("not all were judged");
    fired = 0;
    for (auto const& tally : run.alerts) fired += tally.incidents.size();
  }
  state.counters["incidents"] = double(fired);
}

void NaiveScan(benchmark::State& state) {
  auto const& samples = past().samples;
  std::size_t fired = 0;
  for (auto _ : state) {
    fired = 0;
    for (series::SeriesId id = 0; id < samples.size(); ++id) {
      auto const points = samples.last(id, std::size_t(-1), TimePoint::max());
      bool was_bad = false;
      for (std::size_t i = 0; i < points.size(); ++i) {
        auto const window = points.subspan(i + 1 < kWindow ? 0 : i + 1 - kWindow, std::min(i + 1, kWindow));
        double total = 0;
        for (auto const& point : window) total += point.value;
        bool const is_bad = total / double(window.size()) < kThreshold;
        if (is_bad && !was_bad) ++fired;
        was_bad = is_bad;
      }
    }
    benchmark::DoNotOptimize(fired);
  }
  state.counters["incidents"] = double(fired);
}

BENCHMARK(Backtest)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(NaiveScan)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace

BENCHMARK_MAIN();
