// SPDX-License-Identifier: Apache-2.0
#include "series/pool.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

namespace lapwing::series {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

TimePoint at(std::int64_t minute) { return TimePoint{std::chrono::minutes{minute}}; }

class Pool : public testing::Test {
 protected:
  SeriesId add(std::string const& poller, std::vector<std::pair<int, double>> const& points) {
    auto const id = history_.intern("poll.success", {{"poller", poller}});
    for (auto const& [minute, value] : points) history_.add(id, Point{at(minute), value});
    return id;
  }
  std::vector<double> values(std::vector<SeriesId> const& ids, Window const& window, int until) {
    std::vector<double> out;
    for (auto const& point : pool(history_, ids, window, at(until), room_)) out.push_back(point.value);
    return out;
  }

  History history_;
  std::vector<Point> room_;
};

TEST_F(Pool, MergesInOrderOfTime) {
  auto const a = add("a", {{1, 1}, {4, 4}, {5, 5}});
  auto const b = add("b", {{2, 2}, {3, 3}, {6, 6}});
  EXPECT_THAT(values({a, b}, {.runs = 10}, 99), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(values({a, b}, {.runs = 3}, 99), ElementsAre(4, 5, 6));
  EXPECT_THAT(values({a, b}, {.runs = 3}, 4), ElementsAre(2, 3, 4));
  EXPECT_THAT(values({a, b}, {.runs = 10, .length = 3min}, 6), ElementsAre(4, 5, 6));
}

TEST_F(Pool, TheNewestMayAllBeOfOneSeries) {
  auto const a = add("a", {{1, 1}, {2, 2}});
  auto const b = add("b", {{11, 11}, {12, 12}, {13, 13}});
  EXPECT_THAT(values({a, b}, {.runs = 3}, 99), ElementsAre(11, 12, 13));
}

TEST_F(Pool, OfOneInstantTheLaterOfTheListIsTheNewer) {
  auto const a = add("a", {{1, 10}, {2, 20}});
  auto const b = add("b", {{1, 11}, {2, 21}});
  EXPECT_THAT(values({a, b}, {.runs = 4}, 99), ElementsAre(10, 11, 20, 21));
  EXPECT_THAT(values({b, a}, {.runs = 1}, 99), ElementsAre(20));
}

TEST_F(Pool, OfNothingIsNothing) {
  auto const empty = add("empty", {});
  EXPECT_THAT(values({}, {.runs = 3}, 99), IsEmpty());
  EXPECT_THAT(values({empty}, {.runs = 3}, 99), IsEmpty());
  auto const late = add("late", {{50, 1}});
  EXPECT_THAT(values({empty, late}, {.runs = 3}, 49), IsEmpty());
}

TEST_F(Pool, OneSeriesIsAViewOfTheHistory) {
  auto const a = add("a", {{1, 1}, {2, 2}, {3, 3}});
  auto const seen = pool(history_, {&a, 1}, {.runs = 2}, at(99), room_);
  EXPECT_EQ(seen.data(), history_.last(a, 2, at(99)).data());
  EXPECT_THAT(room_, IsEmpty());
}

TEST_F(Pool, AgreesWithSortingEverything) {
  std::mt19937 random(3);
  auto const roll = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  for (int round = 0; round < 300; ++round) {
    history_ = History();
    std::vector<SeriesId> ids;
    std::vector<std::tuple<TimePoint, std::size_t, double>> all;
    for (int i = roll(0, 5); i >= 0; --i) {
      ids.push_back(history_.intern("poll.success", {{"poller", std::to_string(i)}}));
      for (int minute = 0; minute < 40; ++minute) {
        if (roll(0, 2) > 0) continue;
        history_.add(ids.back(), Point{at(minute), double(all.size())});
        all.emplace_back(at(minute), ids.size(), double(all.size()));
      }
    }
    std::ranges::sort(all);
    auto const until = roll(0, 45);
    Window window{.runs = std::size_t(roll(1, 30))};
    if (roll(0, 1) == 0) window.length = std::chrono::minutes{roll(1, 30)};
    std::vector<double> expected;
    for (auto const& [when, order, value] : all) {
      if (when <= at(until) && (!window.length || when > at(until) - *window.length)) expected.push_back(value);
    }
    if (!window.length && expected.size() > window.runs)
      expected.erase(expected.begin(), expected.end() - std::ptrdiff_t(window.runs));
    ASSERT_EQ(values(ids, window, until), expected) << "round " << round;
  }
}

}  // namespace
}  // namespace lapwing::series
