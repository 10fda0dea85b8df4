// SPDX-License-Identifier: Apache-2.0
// How long a start takes with a million stored samples: open and migrate the store, load standings, incidents and the
// history that the rules look at. Beside it, what a bare scan of the same table costs.
#include "rules/expression.hpp"
#include "store/store.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace {

using namespace lapwing;

constexpr int kSeries = 1000;
constexpr int kPerSeries = 1000;

/// A store of a million samples in a folder of its own; made once, removed at exit.
class Stored {
 public:
  Stored() {
    std::string name = (std::filesystem::temp_directory_path() / "lapwing-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    folder_ = name;
    auto store = store::Store::open(folder_);
    if (!store) throw std::runtime_error(store.error().message);
    for (int i = 0; i < kSeries; ++i) {
      store::Commit commit;
      Labels const labels{{"model", "model-" + std::to_string(i)}};
      for (int j = 0; j < kPerSeries; ++j) {
        commit.samples.push_back({"model.accuracy", labels, 0.6 + 0.0001 * j, TimePoint{std::chrono::hours{j}}, {}});
      }
      auto const written = store->commit(commit);
      if (!written) throw std::runtime_error(written.error().message);
    }
  }
  ~Stored() { std::filesystem::remove_all(folder_); }
  std::string const& folder() const { return folder_; }
  static Stored const& once() {
    static Stored const stored;
    return stored;
  }

 private:
  std::string folder_;
};

rules::RuleSet rules_with_a_window() {
  rules::Rule rule;
  rule.id = "model-degradation";
  rule.watch = std::get<rules::Expression>(rules::parse_expression("drop(model.accuracy, last 20 runs)"));
  return rules::RuleSet({rule});
}

void StartWithAMillionSamples(benchmark::State& state) {
  auto const& folder = Stored::once().folder();
  auto const rules = rules_with_a_window();
  std::size_t series = 0;
  for (auto _ : state) {
    auto store = store::Store::open(folder);
    if (!store || !store->load_state() || !store->pollers() || !store->channels()) state.SkipWithError("not opened");
    auto const history = store->load_history(rules);
    if (!history || history->size() != kSeries) state.SkipWithError("not loaded");
    series = history->size();
  }
  state.counters["series"] = double(series);
  state.counters["samples"] = double(kSeries) * kPerSeries;
  auto const bytes = std::filesystem::file_size(folder + "/lapwing.db");
  state.counters["bytes_per_sample"] = double(bytes) / (double(kSeries) * kPerSeries);
}
BENCHMARK(StartWithAMillionSamples)->Unit(benchmark::kMillisecond);

void BareScanOfTheSameSamples(benchmark::State& state) {
  auto const& folder = Stored::once().folder();
  double total = 0;
  for (auto _ : state) {
    store::Database database(folder + "/lapwing.db", store::Database::Mode::read_only);
    auto row = database.prepare("SELECT at, value FROM sample");
    while (row.step()) total += row.real(1);
  }
  benchmark::DoNotOptimize(total);
}
BENCHMARK(BareScanOfTheSameSamples)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
