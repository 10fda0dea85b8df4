// SPDX-License-Identifier: Apache-2.0
#include "app/data_state.hpp"

#include "support/timeline.hpp"

#include <gmock/gmock.h>

namespace lapwing::app {
namespace {

using test::hour;
using testing::StartsWith;

/// One series of each of two pollers, both configured.
class DataState : public testing::Test {
 protected:
  series::History history;
  std::vector<series::SeriesId> both;
  Options options;
  std::vector<store::PollerRecord> pollers = std::vector<store::PollerRecord>(2);

  DataState() {
    pollers[0].name = "p";
    pollers[1].name = "t";
    for (auto const* const name : {"p", "t"}) {
      both.push_back(history.intern("data.age", Labels{{"dataset", name}}));
      options.pollers.push_back({name, "data_quality", *Schedule::parse("1h", name), std::unique_ptr<poll::Poller>()});
    }
  }
  std::string state(std::int64_t missed_of_p, std::int64_t missed_of_t = 0) const {
    alert::Origins const origins({{{"data.age", Labels{{"dataset", "p"}}}, {"p", missed_of_p, hour(1)}},
                                  {{"data.age", Labels{{"dataset", "t"}}}, {"t", missed_of_t, hour(1)}}});
    return data_of(both, history, origins, pollers, poller_types(options));
  }
};

TEST_F(DataState, IsThatOfTheWorstSeries) {
  EXPECT_EQ(state(0), "");
  EXPECT_EQ(state(1), "stale: 1 poll missed");
  EXPECT_EQ(state(1, 3), "stale: 3 polls missed");
  pollers[1].failures = 2;
  EXPECT_EQ(state(1, 3), "error: the poller 't' can not read its source, 2 times in a row");
  options.pollers.erase(options.pollers.begin());
  EXPECT_THAT(state(1, 3), StartsWith("vanished: the poller 'p'"));
}

TEST_F(DataState, OfWhichNothingIsKnownIsFresh) {
  EXPECT_EQ(data_of(both, history, {}, pollers, poller_types(options)), "");
  EXPECT_EQ(data_of({}, history, {}, {}, poller_types(options)), "");
}

}  // namespace
}  // namespace lapwing::app
