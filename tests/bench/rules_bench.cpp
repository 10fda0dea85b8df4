// SPDX-License-Identifier: Apache-2.0
// How long judging takes. Every alert is a rule of its own with the mean of the last 168 samples of a series of its
// own.
//   JudgeAll/N         every alert judged as of its newest sample; the goal is 10 ms for 10,000
//   BareLoop/N         the floor: the same points added up, nothing else
//   NaiveJudgeAll/N    the obvious way: each alert looks through the series of its metric for those it accepts
//   OneSample/N        one series of N has a new sample; the goal is 50 µs for 100,000
//   NaiveOneSample/N   the obvious way: every alert is asked whether the sample is its own
//   Advance/N          what JudgeAll found, put through the state machine
//   Memory/N           bytes of heap a stored sample with everything around it, N samples a series, as they come in one
//                      by one; the goal is 24. The points alone are 16.
#include "alert/advance.hpp"
#include "rules/evaluate.hpp"

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <map>
#include <memory>
#include <stdexcept>
#include <string>

namespace {

using namespace lapwing;

constexpr std::size_t kWindow = 168;

std::string name_of(std::size_t index) { return "m" + std::to_string(index); }

/// N rules, N series, N · 168 samples.
class World {
 public:
  explicit World(std::size_t count) : rules_(make_rules(count)) {
    for (std::size_t i = 0; i < count; ++i) {
      auto const id = history_.intern("model.accuracy", {{"model", name_of(i)}});
      for (std::size_t hour = 0; hour < kWindow; ++hour)
        history_.add(id, series::Point{TimePoint{std::chrono::hours{hour}}, 0.7 + 0.0001 * double(hour % 7)});
    }
    evaluator_.emplace(rules_, history_);
    evaluator_->judge_again();
  }

  /// The world of that size, made when it is first asked for; one at a time, as the largest takes much memory.
  static World& of(std::size_t count) {
    static std::unique_ptr<World> world;
    if (!world || world->rules_.all().size() != count) {
      world.reset();
      world = std::make_unique<World>(count);
    }
    return *world;
  }

  rules::RuleSet const& rules() const { return rules_; }
  series::History& history() { return history_; }
  rules::Evaluator& evaluator() { return *evaluator_; }

 private:
  static rules::RuleSet make_rules(std::size_t count) {
    std::vector<rules::Rule> rules(count);
    for (std::size_t i = 0; i < count; ++i) {
      auto parsed = rules::parse_expression("mean(model.accuracy{model=\"" + name_of(i) + "\"}, last 168 runs)");
      rules[i].id = "alert-" + std::to_string(i);
      rules[i].watch = std::get<rules::Expression>(std::move(parsed));
      rules[i].bounds[std::size_t(Level::warning)] = rules::Bound{0.65, 0.65};
    }
    return rules::RuleSet(std::move(rules));
  }

  rules::RuleSet rules_;
  series::History history_;
  std::optional<rules::Evaluator> evaluator_;
};

rules::Samples const& samples_of(rules::Rule const& rule) { return std::get<rules::Samples>(rule.watch.nodes[0].what); }

void JudgeAll(benchmark::State& state) {
  auto& world = World::of(std::size_t(state.range(0)));
  for (auto _ : state) {
    auto const verdicts = world.evaluator().judge_again();
    if (verdicts.size() != std::size_t(state.range(0))) state.SkipWithError("not all were judged");
  }
}

void BareLoop(benchmark::State& state) {
  auto& world = World::of(std::size_t(state.range(0)));
  auto const& history = world.history();
  for (auto _ : state) {
    double total = 0;
    for (series::SeriesId id = 0; id < history.size(); ++id) {
      for (auto const& point : history.last(id, kWindow, TimePoint::max())) total += point.value;
    }
    benchmark::DoNotOptimize(total);
  }
}

void NaiveJudgeAll(benchmark::State& state) {
  auto& world = World::of(std::size_t(state.range(0)));
  auto const& history = world.history();
  for (auto _ : state) {
    std::size_t judged = 0;
    for (auto const& rule : world.rules().all()) {
      auto const& samples = samples_of(rule);
      for (auto const id : history.of_metric(samples.selector.metric)) {
        if (!samples.selector.accepts(history.labels(id))) continue;
        auto const points = history.last(id, samples.window.runs, TimePoint::max());
        std::vector<series::Point> const copy(points.begin(), points.end());
        level_of(rule, *samples.function->apply({copy, copy.back().at}));
        ++judged;
      }
    }
    if (judged != world.rules().all().size()) state.SkipWithError("not all were judged");
  }
}

void OneSample(benchmark::State& state) {
  auto& world = World::of(std::size_t(state.range(0)));
  TimePoint now{std::chrono::hours{kWindow}};
  series::SeriesId id = 0;
  for (auto _ : state) {
    id = series::SeriesId((id + 7919) % world.history().size());
    now += Duration{1000};
    world.history().add(id, series::Point{now, 0.71});
    rules::Arrival const arrival{id, now};
    if (world.evaluator().judge({&arrival, 1}).size() != 1) state.SkipWithError("not judged");
  }
}

void NaiveOneSample(benchmark::State& state) {
  auto& world = World::of(std::size_t(state.range(0)));
  auto& history = world.history();
  TimePoint now{std::chrono::hours{2 * kWindow}};
  series::SeriesId id = 0;
  for (auto _ : state) {
    id = series::SeriesId((id + 7919) % history.size());
    now += Duration{1000};
    history.add(id, series::Point{now, 0.71});
    std::size_t judged = 0;
    for (auto const& rule : world.rules().all()) {
      auto const& samples = samples_of(rule);
      if (samples.selector.metric != history.metric(id) || !samples.selector.accepts(history.labels(id))) continue;
      level_of(rule, *samples.function->apply({history.last(id, samples.window.runs, now), now}));
      ++judged;
    }
    if (judged != 1) state.SkipWithError("not judged");
  }
}

void Advance(benchmark::State& state) {
  auto& world = World::of(std::size_t(state.range(0)));
  auto const verdicts = world.evaluator().judge_again();
  alert::State standings;
  for (auto _ : state) {
    auto const tick = alert::advance(standings, world.evaluator(), verdicts);
    benchmark::DoNotOptimize(tick.standings.size());
  }
}

void Memory(benchmark::State& state) {
  constexpr std::size_t series = 2000;
  auto const samples = std::size_t(state.range(0));
  for (auto _ : state) {
    auto const before = mallinfo2();
    series::History history;
    for (std::size_t i = 0; i < series; ++i) {
      Sample sample{"model.accuracy", {{"model", name_of(i)}}, 0.7, {}, {}};
      for (std::size_t hour = 0; hour < samples; ++hour) {
        sample.at = TimePoint{std::chrono::hours{hour}};
        history.add(sample);
      }
    }
    auto const after = mallinfo2();
    auto const bytes = double(after.uordblks + after.hblkhd) - double(before.uordblks + before.hblkhd);
    state.counters["bytes_a_sample"] = bytes / double(series * samples);
  }
}

}  // namespace

/// World by world, so that each is built once.
int main(int argc, char** argv) {
  for (std::int64_t const count : {100, 1000, 10'000, 100'000}) {
    auto const unit = benchmark::kMicrosecond;
    benchmark::RegisterBenchmark("JudgeAll", JudgeAll)->Arg(count)->Unit(unit);
    benchmark::RegisterBenchmark("BareLoop", BareLoop)->Arg(count)->Unit(unit);
    if (count <= 10'000) benchmark::RegisterBenchmark("NaiveJudgeAll", NaiveJudgeAll)->Arg(count)->Unit(unit);
    benchmark::RegisterBenchmark("Advance", Advance)->Arg(count)->Unit(unit);
    benchmark::RegisterBenchmark("OneSample", OneSample)->Arg(count)->Unit(unit)->Iterations(5000);
    benchmark::RegisterBenchmark("NaiveOneSample", NaiveOneSample)->Arg(count)->Unit(unit);
  }
  for (std::int64_t const samples : {64, 168, 1000, 8760})
    benchmark::RegisterBenchmark("Memory", Memory)->Arg(samples)->Iterations(1)->Unit(benchmark::kMillisecond);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
