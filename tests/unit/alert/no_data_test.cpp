// SPDX-License-Identifier: Apache-2.0
#include "alert/no_data.hpp"

#include "support/a_rule.hpp"

#include <gmock/gmock.h>

namespace lapwing::alert {
namespace {

using test::a_rule;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TimePoint hour(int hours) { return TimePoint{std::chrono::hours{hours}}; }

std::pair<SeriesName, Origin> missed(std::string metric, std::int64_t polls, std::string model = "btc") {
  return {{std::move(metric), {{"model", std::move(model)}}}, {"models", polls, hour(1)}};
}

rules::Rule watching(std::string_view watch, rules::NoData no_data = rules::kNoDataDefault) {
  rules::Rule rule = a_rule(watch).id("on-" + std::string(watch)).below().warning(0.5);
  rule.no_data = no_data;
  return rule;
}

TEST(NoData, OnlyWatchedSeriesAreMissedAndOnlyAfterAsManyPollsAsTheirAlertSays) {
  rules::RuleSet const rules({watching("model.precision"), watching("model.recall", {0, 0, 3, 6}),
                              watching("model.f1", {}), watching("model.accuracy{model='eth'}")});
  auto const levels = [&](std::vector<std::pair<SeriesName, Origin>> const& all) {
    std::map<std::string, Level> out;
    for (auto const& one : find_missing(rules, all)) out[one.name.metric] = one.level;
    return out;
  };
  EXPECT_THAT(levels({missed("model.precision", 1), missed("model.recall", 2)}), IsEmpty());
  EXPECT_EQ(levels({missed("model.precision", 2), missed("model.recall", 3), missed("model.f1", 99),
                    missed("model.rmse", 99), missed("model.accuracy", 99)}),
            (std::map<std::string, Level>{{"model.precision", Level::warning}, {"model.recall", Level::warning}}))
      << "f1 is off, nobody watches rmse, accuracy is another model's";
  EXPECT_EQ(levels({missed("model.recall", 6)}), (std::map<std::string, Level>{{"model.recall", Level::critical}}));
}

class TellMissing : public testing::Test {
 protected:
  rules::RuleSet const rules{{watching("model.precision", {0, 0, 2, 5})}};
  State state;

  Tick tell(std::vector<std::pair<SeriesName, Origin>> const& missed, int at) {
    return tell_missing(state, "models", "model_metrics", find_missing(rules, missed), hour(at));
  }
};

TEST_F(TellMissing, ManySeriesOfOneSourceAreOneIncidentThatNamesThem) {
  std::vector<std::pair<SeriesName, Origin>> many;
  for (int i = 0; i < 12; ++i) many.push_back(missed("model.precision", 2, "m" + std::to_string(i)));
  auto const tick = tell(many, 5);
  ASSERT_THAT(tick.transitions, SizeIs(1));
  ASSERT_THAT(state.open, SizeIs(1));
  auto const& incident = state.open.begin()->second;
  EXPECT_EQ(incident.key.rule, "no-data");
  EXPECT_EQ(incident.key.labels, (Labels{{"poller", "models"}, {"type", "model_metrics"}}));
  EXPECT_EQ(incident.level, Level::warning);
  EXPECT_EQ(incident.value, "12 series");
  EXPECT_THAT(incident.summary.raw() + incident.note.raw(), HasSubstr("m0"));
}

TEST_F(TellMissing, ItIsToldOnceGetsWorseAndEnds) {
  EXPECT_THAT(tell({missed("model.precision", 1)}, 1).transitions, IsEmpty());
  EXPECT_THAT(tell({missed("model.precision", 2)}, 2).transitions, SizeIs(1));
  EXPECT_THAT(tell({missed("model.precision", 3)}, 3).transitions, IsEmpty());
  auto const worse = tell({missed("model.precision", 5)}, 5).transitions;
  ASSERT_THAT(worse, SizeIs(1));
  EXPECT_EQ(worse[0].to, Level::critical);
  auto const over = tell({}, 6);
  ASSERT_THAT(over.incidents, SizeIs(1));
  EXPECT_EQ(over.incidents[0].closed, hour(6));
  EXPECT_EQ(over.incidents[0].closed_because, "recovered");
  EXPECT_THAT(state.open, IsEmpty());
  EXPECT_THAT(state.standings, IsEmpty());
  EXPECT_THAT(tell({}, 7).transitions, IsEmpty());
}

TEST_F(TellMissing, WhenItsSourceIsTakenOutItIsClosedForThatReason) {
  tell({missed("model.precision", 2)}, 2);
  auto const kept = close_vanished(state, rules, {}, {{"models", "model_metrics"}}, hour(3));
  EXPECT_THAT(kept.transitions, IsEmpty());
  auto const gone = close_vanished(state, rules, {}, {}, hour(3));
  ASSERT_THAT(gone.incidents, SizeIs(1));
  EXPECT_EQ(gone.incidents[0].closed_because, "the source 'models' is no longer in the configuration");
  EXPECT_THAT(state.standings, IsEmpty());
}

TEST(CloseVanished, AnIncidentEndsWhereAllThatFeedsItIsVanished) {
  rules::RuleSet const rules(
      {watching("model.accuracy"), a_rule("sum(data.missing) by ()").id("blanks").above().warning(1)});
  Origins origins;
  auto const add = [&](std::string const& poller, std::string metric, Labels labels) {
    origins.take(poller, std::vector{Sample{std::move(metric), std::move(labels), 1, hour(1), {}}}, true);
  };
  add("models", "model.accuracy", {{"model", "btc"}});
  add("a", "data.missing", {{"dataset", "a"}});
  add("b", "data.missing", {{"dataset", "b"}});
  State state;
  auto const open = [&](std::string rule, Labels labels) {
    auto const id = state.next_id++;
    state.open[id].id = id;
    state.open[id].key = {rule, labels};
    state.open[id].level = Level::warning;
    state.standings[{rule, labels}].level = Level::warning;
    state.standings[{rule, labels}].incident = id;
  };
  open("on-model.accuracy", {{"model", "btc"}});
  open("blanks", {});
  PollerTypes const without_models{{"a", "data_quality"}, {"b", "data_quality"}};
  auto const tick = close_vanished(state, rules, origins, without_models, hour(2));
  ASSERT_THAT(tick.incidents, SizeIs(1));
  EXPECT_EQ(tick.incidents[0].key.rule, "on-model.accuracy");
  EXPECT_THAT(close_vanished(state, rules, origins, {{"a", "data_quality"}}, hour(2)).incidents, IsEmpty())
      << "one of two datasets is still there";
  EXPECT_THAT(close_vanished(state, rules, origins, {}, hour(2)).incidents, SizeIs(1));
}

}  // namespace
}  // namespace lapwing::alert
