// SPDX-License-Identifier: Apache-2.0
#include "rules/results.hpp"

#include "support/a_rule.hpp"

#include <gmock/gmock.h>

#include <limits>
#include <map>
#include <random>

namespace lapwing::rules {
namespace {

using namespace std::chrono_literals;
using test::expression;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

TimePoint at(std::chrono::minutes minute) { return TimePoint{minute}; }

Labels run(std::string_view workflow, std::string_view branch = "main") {
  return {{"repository", "r"}, {"workflow", std::string(workflow)}, {"branch", std::string(branch)}, {"event", "push"}};
}

class ResultsOf : public testing::Test {
 protected:
  series::SeriesId add(std::string const& metric, Labels const& labels, double value, std::chrono::minutes minute,
                       std::string const& note = "") {
    return history_.add({metric, labels, value, at(minute), Untrusted(note)});
  }
  void add_runs(Labels const& labels, std::vector<double> const& successes, std::chrono::minutes from = 0min) {
    for (double const one : successes) add("run.success", labels, one, from += 1min);
  }

  /// Every result that has a value, by its labels.
  std::map<std::string, double> values(std::string_view text, std::chrono::minutes until = 24h) {
    auto const of = expression(text);
    Results results(of);
    build(results);
    std::map<std::string, double> out;
    for (ResultId i = 0; i < results.size(); ++i) {
      auto const value = results.value(history_, i, at(until));
      if (value.number) out[results.labels(i).to_string()] = *value.number;
    }
    return out;
  }
  /// Of an expression that has one result.
  std::optional<double> value(std::string_view text, std::chrono::minutes until = 24h) {
    auto const all = values(text, until);
    if (all.size() > 1) throw std::logic_error("more than one result");
    return all.empty() ? std::nullopt : std::optional(all.begin()->second);
  }
  void build(Results& results) {
    for (series::SeriesId id = 0; id < history_.size(); ++id) results.take(id, history_);
    results.build(history_);
  }
  std::size_t samples(std::string_view text) {
    auto const of = expression(text);
    Results results(of);
    build(results);
    return results.value(history_, 0, at(24h)).samples;
  }

  series::History history_;
};

TEST_F(ResultsOf, ASelectorAreTheNewestValuesOfEachSeries) {
  add("model.accuracy", {{"model", "btc"}}, 0.70, 10min);
  add("model.accuracy", {{"model", "btc"}}, 0.72, 20min);
  add("model.accuracy", {{"model", "eth"}}, 0.60, 15min);
  EXPECT_THAT(values("model.accuracy"), ElementsAre(Pair("{model=\"btc\"}", 0.72), Pair("{model=\"eth\"}", 0.60)));
  EXPECT_THAT(values("model.accuracy", 12min), ElementsAre(Pair("{model=\"btc\"}", 0.70)));
  EXPECT_THAT(values("model.accuracy{model!=\"btc\"}"), ElementsAre(Pair("{model=\"eth\"}", 0.60)));
  EXPECT_THAT(values("model.f1"), IsEmpty());
}

TEST_F(ResultsOf, AWindowIsAsOfTheInstant) {
  for (auto const& [minute, value] : std::map<int, double>{{10, 0.70}, {20, 0.72}, {30, 0.60}})
    add("model.accuracy", {{"model", "btc"}}, value, std::chrono::minutes{minute});
  EXPECT_EQ(value("max(model.accuracy, last 2 runs)", 30min), 0.72);
  EXPECT_EQ(value("min(model.accuracy, 15m)", 25min), 0.72);
  EXPECT_NEAR(*value("drop(model.accuracy, last 2 runs)", 30min), 0.11, 1e-12);
  EXPECT_EQ(value("drop(model.accuracy, last 2 runs)", 10min), std::nullopt);
  EXPECT_EQ(value("age(model.accuracy)", 90min), 3600.0);
  EXPECT_NEAR(*value("forecast(model.accuracy, last 2 runs, 10m)", 20min), 0.74, 1e-12);
}

TEST_F(ResultsOf, PoolingMergesTheSamplesOfAllSeriesThatShareTheLabels) {
  add_runs(run("CI", "main"), {1, 1, 0}, 0min);
  add_runs(run("CI", "dev"), {0, 0, 0}, 10min);
  add_runs(run("CD"), {1, 1}, 0min);
  auto const mean = values("mean(run.success, last 5 runs) by (workflow)");
  EXPECT_THAT(mean, ElementsAre(Pair("{workflow=\"CD\"}", 1.0), Pair("{workflow=\"CI\"}", 0.2)));
  EXPECT_EQ(value("count(run.success, 7d) by ()"), 8.0);
  EXPECT_EQ(value("count(run.success{workflow=\"CI\"}, 7d) by (repository, workflow)"), 6.0);
  EXPECT_EQ(value("latest(run.success, last 1 run) by ()", 3min), 0.0);
}

TEST_F(ResultsOf, AStreakCountsOverAllThatArePooled) {
  add_runs(run("CI", "main"), {1, 0, 0}, 0min);
  add_runs(run("CI", "dev"), {0}, 10min);
  EXPECT_THAT(values("streak(run.success == 0) by (workflow)"), ElementsAre(Pair("{workflow=\"CI\"}", 3.0)));
  EXPECT_EQ(value("streak(run.success == 0, last 2 runs) by (workflow)"), 2.0);
  EXPECT_EQ(value("streak(run.success == 0) by (workflow)", 2min), 1.0);
  EXPECT_EQ(value("streak(run.success == 0) by (workflow)", 1min), 0.0);
}

TEST_F(ResultsOf, AComparisonInAWindowIsPutToEachSample) {
  for (int i = 1; i <= 10; ++i) add("run.duration", run("CI"), 60.0 * i, std::chrono::minutes{i});
  EXPECT_EQ(value("mean(run.duration > 8m, 7d)"), 0.2);
  EXPECT_EQ(value("count(run.duration >= 8m, 7d)"), 3.0);
  EXPECT_EQ(value("count(run.duration > 1h, 7d)"), 0.0);
  EXPECT_EQ(value("streak(run.duration > 8m)"), 2.0);
  EXPECT_EQ(value("age(run.duration < 5m)", 30min), 26 * 60.0);
  EXPECT_EQ(value("age(run.duration < 10s)", 30min), std::nullopt);
}

TEST_F(ResultsOf, AcrossSeriesTheNewestValuesAreTakenTogether) {
  add("artifact.bytes", {{"repository", "a"}, {"artifact", "x"}}, 10, 1min);
  add("artifact.bytes", {{"repository", "a"}, {"artifact", "y"}}, 20, 2min);
  add("artifact.bytes", {{"repository", "b"}, {"artifact", "x"}}, 5, 3min);
  EXPECT_THAT(values("sum(artifact.bytes) by (repository)"),
              ElementsAre(Pair("{repository=\"a\"}", 30.0), Pair("{repository=\"b\"}", 5.0)));
  EXPECT_EQ(value("sum(artifact.bytes) by ()"), 35.0);
  EXPECT_EQ(value("sum(artifact.bytes) by ()", 2min), 30.0) << "the third is not there yet";
  EXPECT_EQ(value("mean(artifact.bytes) by ()"), 35.0 / 3);
  EXPECT_EQ(value("min(artifact.bytes) by ()"), 5.0);
  EXPECT_EQ(value("max(artifact.bytes) by ()"), 20.0);
  EXPECT_EQ(value("count(artifact.bytes) by ()"), 3.0);
  EXPECT_EQ(value("count(artifact.bytes > 7B) by ()"), 2.0);
  EXPECT_EQ(value("mean(artifact.bytes > 7B) by ()"), 2.0 / 3);
  EXPECT_EQ(value("max(sum(artifact.bytes) by (repository)) by ()"), 30.0);
}

TEST_F(ResultsOf, ArithmeticIsOfResultsWithTheSameLabels) {
  for (auto const* model : {"btc", "eth"}) add("model.rmse", {{"model", model}}, 3, 1min);
  add("model.mae", {{"model", "btc"}}, 2, 1min);
  add("model.mae", {{"model", "ada"}}, 2, 1min);
  EXPECT_THAT(values("model.rmse - model.mae"), ElementsAre(Pair("{model=\"btc\"}", 1.0)));
  EXPECT_THAT(values("model.rmse * 2 + 1"), ElementsAre(Pair("{model=\"btc\"}", 7.0), Pair("{model=\"eth\"}", 7.0)));
  EXPECT_THAT(values("10 - model.mae"), ElementsAre(Pair("{model=\"ada\"}", 8.0), Pair("{model=\"btc\"}", 8.0)));
  EXPECT_THAT(values("-model.mae"), ElementsAre(Pair("{model=\"ada\"}", -2.0), Pair("{model=\"btc\"}", -2.0)));
  EXPECT_THAT(values("(model.rmse > 2) * (model.mae > 2)"), ElementsAre(Pair("{model=\"btc\"}", 0.0)));
}

TEST_F(ResultsOf, ASideWithFewerLabelsGoesWithAllThatHaveThem) {
  add("artifact.bytes", {{"repository", "a"}}, 30, 1min);
  add("artifact.bytes", {{"repository", "a"}, {"artifact", "x"}}, 10, 1min);
  add("artifact.bytes", {{"repository", "c"}, {"artifact", "x"}}, 10, 1min);
  add("artifact.quota", {{"repository", "a"}}, 40, 1min);
  add("artifact.quota", {{"repository", "b"}}, 40, 1min);
  EXPECT_THAT(values("artifact.bytes / artifact.quota"),
              ElementsAre(Pair("{artifact=\"x\", repository=\"a\"}", 0.25), Pair("{repository=\"a\"}", 0.75)));
  EXPECT_THAT(values("artifact.bytes{artifact=\"\"} / artifact.quota"), ElementsAre(Pair("{repository=\"a\"}", 0.75)));
  EXPECT_THAT(values("artifact.quota - max(artifact.bytes) by ()"),
              UnorderedElementsAre(Pair("{repository=\"a\"}", 10.0), Pair("{repository=\"b\"}", 10.0)));
}

TEST_F(ResultsOf, WithoutAValueOnEitherSideThereIsNone) {
  add("artifact.bytes", {{"repository", "a"}}, 30, 5min);
  add("artifact.quota", {{"repository", "a"}}, 0, 10min);
  EXPECT_EQ(value("artifact.bytes - artifact.quota", 7min), std::nullopt);
  EXPECT_EQ(value("artifact.bytes - artifact.quota", 10min), 30.0);
  EXPECT_EQ(value("artifact.bytes / artifact.quota"), std::nullopt) << "a division by zero tells nothing";
}

TEST_F(ResultsOf, BeyondTheRangeOfDoublesThereIsNoValueRatherThanAnInfiniteOne) {
  constexpr double huge = std::numeric_limits<double>::max();
  add("model.rmse", {}, huge, 1min);
  add("model.rmse", {}, huge, 2min);
  add("model.rmse", {}, -huge, 3min);
  EXPECT_EQ(value("sum(model.rmse, last 2 runs)", 2min), std::nullopt);
  EXPECT_EQ(value("drop(model.rmse, last 1 runs)", 3min), std::nullopt);
  EXPECT_EQ(value("max(model.rmse, last 2 runs)", 3min), huge);
  EXPECT_EQ(value("model.rmse * 2"), std::nullopt);
}

TEST_F(ResultsOf, TheSamplesAreThoseOfTheWindowThatHoldsFewest) {
  add_runs(run("CI"), {1, 1, 0, 0, 1});
  add("artifact.bytes", {{"repository", "r"}}, 30, 5min);
  EXPECT_EQ(samples("mean(run.success, last 3 runs)"), 3u);
  EXPECT_EQ(samples("mean(run.success, last 9 runs)"), 5u);
  EXPECT_EQ(samples("mean(run.success, last 3 runs) - mean(run.success, last 9 runs)"), 3u);
  EXPECT_EQ(samples("streak(run.success == 0)"), 5u) << "also those where the comparison does not hold";
  EXPECT_EQ(samples("mean(run.success, last 3 runs) - 50%"), 3u);
  EXPECT_GT(samples("run.success"), 1000u) << "no window, no limit";
}

TEST_F(ResultsOf, EverySeriesFeedsTheResultsItIsPartOf) {
  auto const x = add("artifact.bytes", {{"repository", "a"}, {"artifact", "x"}}, 10, 1min);
  auto const y = add("artifact.bytes", {{"repository", "a"}, {"artifact", "y"}}, 10, 1min);
  auto const quota = add("artifact.quota", {{"repository", "a"}}, 40, 1min);
  auto const of = expression("artifact.bytes / artifact.quota + artifact.bytes / artifact.quota");
  Results results(of);
  build(results);
  EXPECT_THAT(results.feeds(), ElementsAre(Pair(0, x), Pair(0, quota), Pair(1, y), Pair(1, quota)));
}

TEST_F(ResultsOf, ASeriesCountsFromTheNextBuildOn) {
  add_runs(run("CI"), {1});
  auto const of = expression("count(run.success, 7d) by ()");
  Results results(of);
  build(results);
  auto const late = add("run.success", run("CD"), 1, 2min);
  EXPECT_EQ(results.value(history_, 0, at(24h)).number, 1.0);
  results.take(late, history_);
  results.build(history_);
  EXPECT_EQ(results.value(history_, 0, at(24h)).number, 2.0);
}

TEST_F(ResultsOf, TheTrailOfAFunctionAreTheSamplesBehindIt) {
  add_runs(run("CI", "main"), {1, 0}, 0min);
  add_runs(run("CI", "dev"), {0, 1, 1}, 5min);
  auto const of = expression("mean(run.success, last 2 runs) by (workflow)");
  Results results(of);
  build(results);
  std::vector<double> trail;
  for (auto const& point : results.trail(history_, 0, 4, at(24h))) trail.push_back(point.value);
  EXPECT_THAT(trail, ElementsAre(0, 0, 1, 1));
}

TEST_F(ResultsOf, TheTrailOfACalculationAreItsOwnValues) {
  for (int i = 1; i <= 5; ++i) {
    add("artifact.bytes", {{"repository", "a"}}, 10 * i, std::chrono::minutes{2 * i});
    add("artifact.quota", {{"repository", "a"}}, 100, std::chrono::minutes{2 * i});
  }
  auto const of = expression("artifact.bytes / artifact.quota");
  Results results(of);
  build(results);
  std::vector<double> trail;
  for (auto const& point : results.trail(history_, 0, 3, at(8min))) trail.push_back(point.value);
  EXPECT_THAT(trail, ElementsAre(0.2, 0.3, 0.4));
}

TEST_F(ResultsOf, TheNewestOfTheSeriesBehindAResultIsFound) {
  auto const main = add("run.success", run("CI", "main"), 1, 1min, "run 1");
  auto const dev = add("run.success", run("CI", "dev"), 0, 2min, "run 2");
  auto const of = expression("streak(run.success == 0) by (workflow)");
  Results results(of);
  build(results);
  EXPECT_EQ(results.newest(history_, 0, at(24h)), dev);
  EXPECT_EQ(results.newest(history_, 0, at(1min)), main);
  EXPECT_EQ(results.newest(history_, 0, at(0min)), std::nullopt);
  add("run.success", run("CI", "main"), 1, 2min, "");
  EXPECT_EQ(results.newest(history_, 0, at(24h)), dev) << "of one instant, the one that has something to say";
}

TEST_F(ResultsOf, PooledFunctionsAgreeWithThoseOfOneSeriesThatHoldsItAll) {
  std::mt19937 random(7);
  auto const roll = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  for (int round = 0; round < 60; ++round) {
    history_ = series::History();
    for (int minute = 0; minute < 80; ++minute) {
      auto const value = roll(0, 20);
      add("run.duration", run("CI", std::to_string(roll(0, 4))), value, std::chrono::minutes{minute});
      add("run.duration", run("all"), value, std::chrono::minutes{minute});
    }
    std::string const window =
        roll(0, 1) == 0 ? "last " + std::to_string(roll(2, 60)) + " runs" : std::to_string(roll(2, 60)) + "m";
    auto const until = std::chrono::minutes{roll(5, 90)};
    for (auto const& function : series::window_functions()) {
      if (function.comparison == series::WindowFunction::Comparison::needed) continue;
      auto const call = std::string(function.name) + "(run.duration{workflow=\"%\"}, " + window +
                        (function.looks_ahead ? ", 1h)" : ")") + " by (workflow)";
      auto of_one = call, of_all = call;
      of_one.replace(of_one.find('%'), 1, "all");
      of_all.replace(of_all.find('%'), 1, "CI");
      ASSERT_EQ(value(of_one, until), value(of_all, until)) << call << " round " << round;
    }
  }
}

TEST(Results, AFunctionOfAModelsQualityDoesNotLookPastItsBaseline) {
  series::History history;
  Labels const btc{{"model", "btc"}}, eth{{"model", "eth"}};
  auto const at = [](int hour) { return TimePoint{std::chrono::hours{hour}}; };
  for (int i = 1; i <= 6; ++i) {
    history.add({"model.accuracy", btc, i < 4 ? 0.7 : 0.5, at(i), {}});
    history.add({"model.accuracy", eth, i < 4 ? 0.7 : 0.5, at(i), {}});
  }
  history.add({"model.baseline", btc, 1, at(4), {}});
  auto const value = [&](std::string_view text, Labels const& labels, int hour) -> std::optional<double> {
    auto const expression = std::get<Expression>(parse_expression(text));
    Results results(expression);
    for (series::SeriesId id = 0; id < history.size(); ++id) results.take(id, history);
    results.build(history);
    for (ResultId id = 0; id < results.size(); ++id) {
      if (results.labels(id) == labels) return results.value(history, id, at(hour)).number;
    }
    throw std::logic_error("no such result");
  };
  EXPECT_EQ(value("mean(model.accuracy, last 6 runs)", btc, 6), 0.5);
  EXPECT_EQ(value("mean(model.accuracy, 6h)", btc, 6), 0.5);
  EXPECT_DOUBLE_EQ(*value("mean(model.accuracy, last 6 runs)", eth, 6), 0.6) << "another model's baseline";
  EXPECT_EQ(value("mean(model.accuracy, last 6 runs) by (model)", btc, 6), 0.5) << "a group of one model is that model";
  EXPECT_DOUBLE_EQ(*value("mean(model.accuracy, last 12 runs) by ()", {}, 6), 0.6) << "models as one have no baseline";
  EXPECT_EQ(value("drop(model.accuracy, last 20 runs)", btc, 4), std::nullopt) << "nothing to compare it with";
  EXPECT_EQ(value("drop(model.accuracy, last 20 runs)", btc, 5), 0.0);
  EXPECT_NEAR(*value("drop(model.accuracy, last 20 runs)", eth, 4), 0.2, 1e-9);
  EXPECT_DOUBLE_EQ(*value("mean(model.accuracy, last 6 runs)", btc, 3), 0.7) << "as of before";
  EXPECT_EQ(value("model.accuracy", btc, 4), 0.5);
}

}  // namespace
}  // namespace lapwing::rules
