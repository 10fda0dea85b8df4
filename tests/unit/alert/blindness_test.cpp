// SPDX-License-Identifier: Apache-2.0
#include "alert/blindness.hpp"

#include "support/a_rule.hpp"
#include "support/timeline.hpp"

#include <gmock/gmock.h>

namespace lapwing::alert {
namespace {

using test::a_rule;
using test::hour;
using testing::ElementsAre;
using testing::IsEmpty;

Labels const kPrices{{"dataset", "prices"}}, kTrades{{"dataset", "trades"}};

/// Two datasets of two pollers, and what their pollers say of themselves.
class Blindness : public testing::Test {
 protected:
  rules::RuleSet rules{{a_rule("data.age").id("each").above().warning(1),
                        a_rule("age(data.records)").id("clocked").above().warning(1),
                        a_rule("max(data.age) by ()").id("all").above().warning(1),
                        a_rule("poll.success").id(std::string(kSourceUnreadable)).below().warning(1)}};
  Origins origins;
  State state;

  Blindness() {
    for (auto const& [poller, labels] : {std::pair("p", kPrices), std::pair("t", kTrades)}) {
      std::vector<Sample> const brought{{"data.age", labels, 1, hour(1), {}},
                                        {"data.records", labels, 9, hour(1), {}},
                                        {"poll.success", of_itself(poller), 0, hour(1), {}}};
      origins.take(poller, brought, true);
    }
  }
  static Labels of_itself(std::string const& poller) { return {{"poller", poller}, {"type", "data_quality"}}; }
  void can_not_read(std::string const& poller) {
    state.standings[{std::string(kSourceUnreadable), of_itself(poller)}].level = Level::warning;
  }
  std::set<std::string> behind(std::string const& rule, Labels const& labels) const {
    auto const names = watched_names(rules, origins);
    rules::Evaluator const evaluator(rules, names);
    return pollers_behind(evaluator, origins, {rule, labels});
  }
  bool blind(std::string const& rule, Labels const& labels) const {
    auto const names = watched_names(rules, origins);
    rules::Evaluator const evaluator(rules, names);
    Incident incident;
    incident.key = {rule, labels};
    return is_blind(evaluator, origins, state, incident);
  }
};

TEST_F(Blindness, TheSourcesOfAnIncidentAreThoseThatBringWhatFeedsIt) {
  EXPECT_THAT(behind("each", kPrices), ElementsAre("p"));
  EXPECT_THAT(behind("all", {}), ElementsAre("p", "t"));
  EXPECT_THAT(behind("each", {{"dataset", "other"}}), IsEmpty());
  EXPECT_THAT(behind("gone", kPrices), IsEmpty());
  EXPECT_THAT(behind(std::string(kSourceUnreadable), of_itself("p")), IsEmpty()) << "that comes also from a blind one";
}

TEST_F(Blindness, OnlyWhatGoesOnWithTheClockIsBlindWhileItsOwnSourceCanNotBeRead) {
  EXPECT_FALSE(blind("clocked", kPrices));
  can_not_read("p");
  EXPECT_TRUE(blind("clocked", kPrices));
  EXPECT_FALSE(blind("clocked", kTrades)) << "another source";
  EXPECT_FALSE(blind("each", kPrices)) << "what a sample showed is true";
  EXPECT_FALSE(blind(std::string(kSourceUnreadable), of_itself("p")));
  EXPECT_FALSE(blind("no-data", of_itself("p")));
}

TEST_F(Blindness, ASourceThatReadsAgainIsNoReasonAnyMore) {
  can_not_read("p");
  EXPECT_THAT(unreadable_pollers(state), ElementsAre("p"));
  state.standings[{std::string(kSourceUnreadable), of_itself("p")}].level = Level::ok;
  EXPECT_THAT(unreadable_pollers(state), IsEmpty());
}

}  // namespace
}  // namespace lapwing::alert
