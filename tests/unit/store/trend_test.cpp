// SPDX-License-Identifier: Apache-2.0
#include "store/store.hpp"
#include "support/a_rule.hpp"

#include <gmock/gmock.h>

namespace lapwing::store {
namespace {

using namespace std::chrono_literals;
using testing::DoubleNear;
using testing::IsEmpty;
using testing::SizeIs;

Labels const kBtc{{"model", "btc"}};

TimePoint minute(std::int64_t count) { return from_millis(1'700'000'000'000) + std::chrono::minutes{count}; }

/// A store with so many samples a minute apart, counted up, of each of two models.
Store a_store(int count) {
  auto store = *Store::open(":memory:");
  Commit commit;
  for (int i = 0; i < count; ++i) {
    commit.samples.push_back({"model.training_samples", kBtc, double(i), minute(i), {}});
    commit.samples.push_back({"model.training_samples", {{"model", "eth"}}, 1e6, minute(i), {}});
  }
  if (auto const done = store.commit(commit); !done) throw std::runtime_error(done.error().message);
  return store;
}

rules::Rule watching(std::string_view watch) { return test::a_rule(watch).above().critical(1); }

TEST(StoredTrend, EveryValueIsDrawnFromAWholeWindow) {
  auto store = a_store(400);
  // Of samples that count up, the mean of the newest 100 is 49.5 less than the newest; of fewer it would be nearer.
  for (auto const* const watch : {"mean(model.training_samples, last 100 runs)", "mean(model.training_samples, 100m)",
                                  "mean(model.training_samples, last 100 runs) by (model)"}) {
    auto const trend = store.trend(watching(watch), kBtc, minute(350));
    ASSERT_TRUE(trend);
    ASSERT_THAT(trend->points, SizeIs(60)) << watch;
    EXPECT_EQ(trend->points.back().at, minute(350));
    for (std::size_t i = 0; i < 60; ++i)
      EXPECT_THAT(trend->points[i].value, DoubleNear(291 + double(i) - 49.5, 1e-9)) << watch;
  }
}

TEST(StoredTrend, OfAPoolHoldsAllThatIsPooled) {
  auto store = a_store(100);
  auto const trend = store.trend(watching("max(model.training_samples) by ()"), {}, minute(99));
  ASSERT_TRUE(trend);
  ASSERT_THAT(trend->points, SizeIs(60));
  EXPECT_EQ(trend->points.back().value, 1e6);
}

TEST(StoredTrend, OfTwoMetricsHoldsBoth) {
  auto store = a_store(100);
  Commit commit;
  for (int i = 0; i < 100; ++i) commit.samples.push_back({"model.test_samples", kBtc, 2, minute(i), {}});
  ASSERT_TRUE(store.commit(commit));
  auto const trend = store.trend(watching("model.training_samples / model.test_samples"), kBtc, minute(98));
  ASSERT_TRUE(trend);
  ASSERT_THAT(trend->points, SizeIs(60));
  EXPECT_EQ(trend->points.back().value, 49);
}

TEST(StoredTrend, OfWhatIsNotStoredHasNoPoints) {
  auto store = a_store(10);
  auto const none = store.trend(watching("model.accuracy"), kBtc, minute(99));
  ASSERT_TRUE(none);
  EXPECT_THAT(none->points, IsEmpty());
  auto const before = store.trend(watching("model.training_samples"), kBtc, minute(-1));
  ASSERT_TRUE(before);
  EXPECT_THAT(before->points, IsEmpty());
}

}  // namespace
}  // namespace lapwing::store
