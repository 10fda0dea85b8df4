// SPDX-License-Identifier: Apache-2.0
#include "alert/origins.hpp"

#include <gmock/gmock.h>

namespace lapwing::alert {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TimePoint hour(int hours) { return TimePoint{std::chrono::hours{hours}}; }

Sample sample(std::string metric, Labels labels, TimePoint at) {
  return {std::move(metric), std::move(labels), 1, at, {}};
}

/// "data.age{dataset="a"} 2", one a series that a poller misses.
std::vector<std::string> missing(Origins const& origins, std::string const& poller) {
  std::vector<std::string> out;
  for (auto const& [name, origin] : origins.missing(poller))
    out.push_back(name.metric + name.labels.to_string() + " " + std::to_string(origin.missed));
  return out;
}

Labels const kPrices{{"dataset", "prices"}};
Labels const kBtc{{"model", "btc"}};

TEST(Origins, WhatEachPollBringsIsMissedByEveryGoodPollThatDoesNot) {
  Origins origins;
  auto const poll = [&](std::vector<Sample> const& brought, bool is_good = true) {
    origins.take("p", brought, is_good);
  };
  poll({sample("data.age", kPrices, hour(1)), sample("data.records", kPrices, hour(1))});
  EXPECT_THAT(missing(origins, "p"), IsEmpty());
  poll({sample("data.age", kPrices, hour(2))});
  poll({sample("data.age", kPrices, hour(3))});
  EXPECT_THAT(missing(origins, "p"), ElementsAre("data.records{dataset=\"prices\"} 2"));
  poll({}, false);
  EXPECT_THAT(missing(origins, "p"), ElementsAre("data.records{dataset=\"prices\"} 2")) << "a failed poll says nothing";
  poll({sample("data.age", kPrices, hour(4)), sample("data.records", kPrices, hour(4))});
  EXPECT_THAT(missing(origins, "p"), IsEmpty());
}

TEST(Origins, AMetricOfAModelIsMissedByVersionsNotByPolls) {
  Origins origins;
  auto const poll = [&](std::vector<Sample> const& brought) { origins.take("models", brought, true); };
  poll({sample("model.accuracy", kBtc, hour(1)), sample("model.precision", kBtc, hour(1))});
  for (int i = 0; i < 10; ++i) poll({});
  EXPECT_THAT(missing(origins, "models"), IsEmpty()) << "no new version, nothing missed";
  poll({sample("model.accuracy", kBtc, hour(20))});
  poll({sample("model.accuracy", {{"model", "eth"}}, hour(21))});
  EXPECT_THAT(missing(origins, "models"), ElementsAre("model.precision{model=\"btc\"} 1"))
      << "another model counts not";
  poll({sample("model.accuracy", kBtc, hour(30)), sample("model.accuracy", kBtc, hour(31))});
  EXPECT_THAT(missing(origins, "models"), ElementsAre("model.precision{model=\"btc\"} 3"));
  poll({sample("model.precision", kBtc, hour(31))});
  EXPECT_THAT(missing(origins, "models"), IsEmpty());
}

TEST(Origins, APastThatArrivesInOneGoTellsWhatCeasedInIt) {
  Origins origins;
  std::vector<Sample> past;
  for (int i = 1; i <= 5; ++i) {
    past.push_back(sample("model.accuracy", kBtc, hour(i)));
    if (i < 3) past.push_back(sample("model.recall", kBtc, hour(i)));
  }
  origins.take("models", past, true);
  EXPECT_THAT(missing(origins, "models"), ElementsAre("model.recall{model=\"btc\"} 3"));
}

TEST(Origins, RunsHappenWhenTheyHappen) {
  Origins origins;
  origins.take("ci", std::vector{sample("run.success", {{"workflow", "CI"}}, hour(1))}, true);
  for (int i = 0; i < 100; ++i) origins.take("ci", {}, true);
  EXPECT_THAT(missing(origins, "ci"), IsEmpty());
}

TEST(Origins, AnotherPollerMayTakeASeriesOver) {
  Origins origins;
  origins.take("old", std::vector{sample("data.age", kPrices, hour(1))}, true);
  origins.take("new", std::vector{sample("data.age", kPrices, hour(2))}, true);
  origins.take("old", {}, true);
  EXPECT_THAT(missing(origins, "old"), IsEmpty());
  EXPECT_EQ(origins.find({"data.age", kPrices})->poller, "new");
}

TEST(Origins, OnlyWhatChangedIsToBeStored) {
  Origins origins;
  auto const twice = std::vector{sample("data.age", kPrices, hour(1))};
  origins.take("p", twice, true);
  EXPECT_EQ(origins.take_changes().size(), 1u);
  origins.take("p", twice, true);
  EXPECT_THAT(origins.take_changes(), IsEmpty());
  origins.take("p", {}, true);
  auto const changes = origins.take_changes();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].second.missed, 1);
  Origins const restored({{changes[0].first, changes[0].second}});
  EXPECT_THAT(missing(restored, "p"), ElementsAre("data.age{dataset=\"prices\"} 1"));
}

TEST(Origins, ASeriesIsVanishedWhenItsPollerIsNoLongerConfigured) {
  SeriesName const age{"data.age", kPrices};
  Origin const of_p{"p", 0, hour(1)};
  EXPECT_FALSE(is_vanished(age, of_p, {{"p", "data_quality"}}));
  EXPECT_TRUE(is_vanished(age, of_p, {{"q", "data_quality"}}));
  EXPECT_TRUE(is_vanished(age, of_p, {{"p", "model_metrics"}})) << "the name went to another source";
  EXPECT_FALSE(is_vanished(age, {"", 0, hour(1)}, {})) << "stored before that was known";
}

}  // namespace
}  // namespace lapwing::alert
