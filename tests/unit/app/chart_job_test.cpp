// SPDX-License-Identifier: Apache-2.0
#include "app/chart_job.hpp"

#include "notify/chart.hpp"
#include "support/a_rule.hpp"
#include "support/an_incident.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace lapwing::app {
namespace {

using namespace std::chrono_literals;
using test::an_incident;

TimePoint const kBegin = an_incident(1).since - 9h;

store::Store a_store() {
  auto store = *store::Store::open(":memory:");
  store::Commit commit;
  for (int i = 0; i < 10; ++i)
    commit.samples.push_back({"model.accuracy", {{"model", "btc"}}, 0.7, kBegin + i * 1h, {}});
  if (auto const done = store.commit(commit); !done) throw std::runtime_error(done.error().message);
  return store;
}

rules::RuleSet some_rules() {
  return rules::RuleSet({test::a_rule().id("model-accuracy").below().warning(0.65).critical(0.6)});
}

TEST(ChartJob, DrawsWhatTheAlertWatchedAlsoWhenTheRulesAreGoneByThen) {
  auto store = a_store();
  std::optional rules(some_rules());
  auto const job = chart_job(*rules, store, Zone::utc(), an_incident(1), kBegin + 9h);
  rules.reset();
  ASSERT_TRUE(job);
  auto const png = job();
  ASSERT_TRUE(png);
  EXPECT_TRUE(png->starts_with("\x89PNG"));
}

TEST(ChartJob, OfAnIncidentThatIsOverEndsWithIt) {
  auto store = a_store();
  auto incident = an_incident(1);
  incident.closed = kBegin + 1h;
  auto const png = chart_job(some_rules(), store, Zone::utc(), incident, kBegin + 9h)();
  ASSERT_TRUE(png);
  EXPECT_EQ(*png, "") << "two samples until then are no chart";
}

TEST(ChartJob, WhereNoRuleOnSamplesJudgesItThereIsNone) {
  auto store = a_store();
  auto incident = an_incident(1);
  incident.key.rule = "no-data";
  EXPECT_FALSE(chart_job(some_rules(), store, Zone::utc(), incident, kBegin));
}

}  // namespace
}  // namespace lapwing::app
