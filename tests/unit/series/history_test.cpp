// SPDX-License-Identifier: Apache-2.0
#include "series/history.hpp"

#include <gmock/gmock.h>

#include <map>
#include <random>

namespace lapwing::series {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

TimePoint at(std::int64_t minute) { return TimePoint{std::chrono::minutes{minute}}; }

Sample sample(double value, TimePoint when, std::string note = "") {
  return {"model.accuracy", {{"model", "btc"}}, value, when, Untrusted(note)};
}

std::vector<double> values(std::span<Point const> points) {
  std::vector<double> out;
  for (auto const& point : points) out.push_back(point.value);
  return out;
}

std::vector<double> all(History const& history, SeriesId id) {
  return values(history.last(id, 1'000'000, TimePoint::max()));
}

TEST(History, ASeriesIsAMetricAndItsLabels) {
  History history;
  auto const btc = history.add(sample(0.7, at(1)));
  auto const eth = history.intern("model.accuracy", {{"model", "eth"}});
  auto const age = history.intern("model.age", {{"model", "btc"}});
  EXPECT_EQ(history.size(), 3u);
  EXPECT_EQ(history.intern("model.accuracy", {{"model", "btc"}}), btc);
  EXPECT_EQ(history.metric(age), "model.age");
  EXPECT_EQ(history.labels(eth), (Labels{{"model", "eth"}}));
  EXPECT_THAT(history.of_metric("model.accuracy"), ElementsAre(btc, eth));
  EXPECT_THAT(history.of_metric("model.f1"), IsEmpty());
}

TEST(History, PointsStandInOrderOfTimeHoweverTheyCame) {
  History history;
  auto const id = history.add(sample(2, at(20)));
  history.add(sample(4, at(40)));
  history.add(sample(3, at(30)));
  history.add(sample(1, at(10)));
  EXPECT_THAT(all(history, id), ElementsAre(1, 2, 3, 4));
}

TEST(History, ASecondValueOfTheSameInstantTakesThePlaceOfTheFirst) {
  History history;
  auto const id = history.add(sample(1, at(10)));
  history.add(sample(2, at(20)));
  history.add(sample(9, at(10)));
  history.add(sample(8, at(20)));
  EXPECT_THAT(all(history, id), ElementsAre(9, 8));
}

TEST(History, AQueryAsOfAPastInstantKnowsNothingLater) {
  History history;
  auto const id = history.add(sample(1, at(10)));
  history.add(sample(2, at(20)));
  history.add(sample(3, at(30)));
  EXPECT_THAT(values(history.last(id, 2, at(30))), ElementsAre(2, 3));
  EXPECT_THAT(values(history.last(id, 2, at(29))), ElementsAre(1, 2));
  EXPECT_THAT(values(history.last(id, 2, at(10))), ElementsAre(1));
  EXPECT_THAT(values(history.last(id, 2, at(9))), IsEmpty());
  EXPECT_THAT(values(history.last(id, 0, at(30))), IsEmpty());
}

TEST(History, ALengthOfTimeHoldsItsEndButNotItsBeginning) {
  History history;
  auto const id = history.add(sample(1, at(10)));
  history.add(sample(2, at(20)));
  history.add(sample(3, at(30)));
  EXPECT_THAT(values(history.range(id, 20min, at(30))), ElementsAre(2, 3));
  EXPECT_THAT(values(history.range(id, 21min, at(30))), ElementsAre(1, 2, 3));
  EXPECT_THAT(values(history.range(id, 10min, at(25))), ElementsAre(2));
  EXPECT_THAT(values(history.range(id, 1min, at(15))), IsEmpty());
  EXPECT_THAT(values(history.range(id, 24h, TimePoint::max())), IsEmpty());
}

TEST(History, ASeriesWithoutPointsAnswersEveryQueryWithNothing) {
  History history;
  auto const id = history.intern("model.age", {});
  EXPECT_THAT(history.last(id, 5, TimePoint::max()), IsEmpty());
  EXPECT_THAT(history.range(id, 24h, at(10)), IsEmpty());
  history.trim(id, {});
}

TEST(History, TheNoteIsThatOfTheNewestSample) {
  History history;
  auto const id = history.add(sample(1, at(10), "first"));
  history.add(sample(2, at(20), "second"));
  history.add(sample(1, at(15), "late"));
  EXPECT_EQ(history.note(id).raw(), "second");
  history.add(sample(2, at(20), "read again"));
  EXPECT_EQ(history.note(id).raw(), "read again");
  history.add(sample(3, at(30)));
  EXPECT_EQ(history.note(id).raw(), "");
}

TEST(History, ABackFilledPastIsWholeUntilItIsTrimmed) {
  History history;
  SeriesId id = 0;
  for (int i = 0; i < 1000; ++i) id = history.add(sample(i, at(i)));
  EXPECT_THAT(values(history.last(id, 1, at(3))), ElementsAre(3));
  history.trim(id, {.points = 10, .length = 0s});
  EXPECT_THAT(values(history.last(id, 1, at(3))), IsEmpty());
  EXPECT_THAT(values(history.last(id, 10, at(999))), ElementsAre(990, 991, 992, 993, 994, 995, 996, 997, 998, 999));
}

TEST(History, TrimmingKeepsTheLargerOfPointsAndLength) {
  History history;
  SeriesId id = 0;
  for (int i = 0; i < 1000; ++i) id = history.add(sample(i, at(i)));
  history.trim(id, {.points = 10, .length = 500min});
  EXPECT_EQ(history.range(id, 500min, at(999)).size(), 500u);
  EXPECT_LT(all(history, id).size(), 600u);
}

TEST(History, AWindowIsByRunsOrByLength) {
  History history;
  SeriesId id = 0;
  for (int i = 1; i <= 10; ++i) id = history.add(sample(i, at(i)));
  EXPECT_THAT(values(history.in(id, {.runs = 3}, at(9))), ElementsAre(7, 8, 9));
  EXPECT_THAT(values(history.in(id, {.runs = 3, .length = 2min}, at(9))), ElementsAre(8, 9));
}

TEST(History, AgreesWithASortedMapOnRandomSamplesAndQueries) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> minutes(0, 400);
  std::uniform_int_distribution<int> lengths(0, 200);
  std::uniform_int_distribution<std::size_t> counts(0, 30);
  for (int round = 0; round < 40; ++round) {
    History history;
    auto const id = history.intern("model.accuracy", {});
    std::map<TimePoint, double> model;
    for (int step = 0; step < 300; ++step) {
      auto const when = at(minutes(random));
      history.add(id, Point{when, double(step)});
      model[when] = step;

      auto const until = at(minutes(random));
      std::vector<double> known;
      std::vector<double> recent;
      Duration const length = std::chrono::minutes{lengths(random)};
      for (auto const& [instant, value] : model) {
        if (instant > until) continue;
        known.push_back(value);
        if (instant > until - length) recent.push_back(value);
      }
      auto const count = counts(random);
      auto const skipped = known.size() - std::min(count, known.size());
      std::vector<double> const newest(known.begin() + std::ptrdiff_t(skipped), known.end());
      ASSERT_EQ(values(history.last(id, count, until)), newest);
      ASSERT_EQ(values(history.range(id, length, until)), recent);
    }
  }
}

TEST(History, TrimmingNeverTouchesWhatTheHorizonCovers) {
  std::mt19937 random(11);
  std::uniform_int_distribution<int> gaps(1, 9);
  History history;
  auto const id = history.intern("model.accuracy", {});
  std::vector<Point> model;
  TimePoint now = at(0);
  for (int step = 0; step < 3000; ++step) {
    now += std::chrono::minutes{gaps(random)};
    model.push_back({now, double(step)});
    history.add(id, model.back());
    history.trim(id, {.points = 20, .length = 90min});
    auto const wanted = std::min<std::size_t>(20, model.size());
    ASSERT_EQ(values(history.last(id, 20, now)), values(std::span<Point const>(model).last(wanted)));
    std::vector<double> recent;
    for (auto const& point : model) {
      if (point.at > now - 90min) recent.push_back(point.value);
    }
    ASSERT_EQ(values(history.range(id, 90min, now)), recent);
    ASSERT_LT(history.last(id, 1'000'000, now).size(), 200u);
  }
}

}  // namespace
}  // namespace lapwing::series
