// SPDX-License-Identifier: Apache-2.0
#include "app/silent_alerts.hpp"

#include "support/a_rule.hpp"
#include "support/timeline.hpp"

#include <gmock/gmock.h>

namespace lapwing::app {
namespace {

using test::a_rule;
using test::hour;
using testing::ElementsAre;
using testing::IsEmpty;

class SilentAlerts : public testing::Test {
 protected:
  SilentAlerts() {
    for (auto& route : options.routes.channels) route = {"team"};
    add_poller("models", "model_metrics");
    seen.samples["model.accuracy"][{{"model", "bitcoin"}}] = {hour(1), 0.7};
  }
  void add_poller(std::string const& name, std::string const& type) {
    options.pollers.push_back({name, type, *Schedule::parse("1h", name), std::unique_ptr<poll::Poller>()});
    seen.pollers.push_back({name, hour(1), hour(1), 0, "", ""});
  }
  void watch(std::vector<rules::Rule> rules, std::vector<rules::EventRule> events = {}) {
    options.rules = rules::RuleSet(std::move(rules), std::move(events));
  }
  static rules::EventRule on(std::string_view selector) {
    auto const parsed = rules::parse_event_selector(selector);
    return {"on-it", std::get<rules::EventSelector>(parsed), Level::info, "it", "", ""};
  }

  Options options;
  Seen seen;
};

TEST_F(SilentAlerts, WhatWasSeenIsNoFinding) {
  watch({a_rule("model.accuracy{model=\"bitcoin\"}").below().warning(0.65).critical(0.6)}, {on("model.trained")});
  EXPECT_THAT(find_silent(view_of(options), seen), IsEmpty());
  EXPECT_THAT(find_silent(view_of(options)), IsEmpty());
}

TEST_F(SilentAlerts, AnAlertWithChannelsOfItsOwnGoesByThese) {
  watch(
      {a_rule("model.accuracy").id("a").below().warning(0.65), a_rule("model.accuracy").id("b").below().warning(0.6)});
  options.routes.channels = {};
  options.routes.by_alert = {{"a", {"team"}}, {"b", {}}};
  EXPECT_THAT(find_silent(view_of(options)), ElementsAre("no channel hears b: its `notify` is empty"));
}

TEST_F(SilentAlerts, WhatIsLongerThanSamplesAreKeptIsNamed) {
  using namespace std::chrono_literals;
  watch({a_rule("mean(model.f1, 91d)").id("a").below().warning(0.65),
         a_rule("mean(model.f1, 90d)").id("b").below().warning(0.65),
         a_rule("model.f1").id("c").below().warning(0.65).hold(91 * 24h),
         a_rule("model.f1").id("d").below().warning(0.65).recover_hold(91 * 24h)});
  options.retention.age = 90 * 24h;
  EXPECT_THAT(find_silent(view_of(options)),
              ElementsAre("a looks back 91d, but samples are kept for 90d (`retention`)",
                          "c waits 91d (`for`), but samples are kept for 90d (`retention`)",
                          "d waits 91d (`recover_for`), but samples are kept for 90d (`retention`)"));
  options.retention.age = 91 * 24h;
  EXPECT_THAT(find_silent(view_of(options)), IsEmpty());
}

TEST_F(SilentAlerts, AMetricThatWasNeverSeenIsNamedOnceWithItsAlerts) {
  watch({a_rule("model.f1").id("a").below().warning(0.65), a_rule("mean(model.f1, 7d)").id("b").below().warning(0.65)});
  EXPECT_THAT(find_silent(view_of(options), seen), ElementsAre("model.f1 was never seen; can not fire: a and b"));
}

TEST_F(SilentAlerts, ASourceThatWasNeverReadSaysNothingYet) {
  watch({a_rule("model.f1").below().warning(0.65)});
  seen.pollers[0].last_success.reset();
  EXPECT_THAT(find_silent(view_of(options), seen), IsEmpty());
}

TEST_F(SilentAlerts, ALabelValueThatNeverOccurredIsNamedWithTheNearest) {
  watch({a_rule("model.accuracy{model=\"bitcoim\"}").id("a").below().warning(0.65)});
  EXPECT_THAT(find_silent(view_of(options), seen),
              ElementsAre("no model.accuracy with model=\"bitcoim\" was ever seen; did you mean 'bitcoin'?; can not "
                          "fire: a"));
}

TEST_F(SilentAlerts, AMetricThatNoPollerBringsIsAFinding) {
  watch({a_rule("run.success").id("ci").below().warning(0.9), a_rule("config.valid").id("own").below().warning(1)});
  EXPECT_THAT(find_silent(view_of(options), seen),
              ElementsAre("no poller of type github_actions is configured; can not fire: ci"));
}

TEST_F(SilentAlerts, AnEventsWorkflowMustHaveBeenSeenButNotItsConclusion) {
  add_poller("ci", "github_actions");
  seen.samples["run.success"][{{"workflow", "CI"}}] = {hour(1), 1};
  seen.events.push_back({"run.completed", "1", {{"workflow", "Training"}, {"conclusion", "success"}}, {}, hour(1)});
  watch({}, {on("run.completed{workflow=\"Training\", conclusion=\"failure\"}"), on("run.completed{workflow=\"CI\"}")});
  EXPECT_THAT(find_silent(view_of(options), seen), IsEmpty());
  watch({}, {on("run.completed{workflow=\"Trainin\"}")});
  EXPECT_THAT(find_silent(view_of(options), seen),
              ElementsAre("no run.completed with workflow=\"Trainin\" was ever seen; did "
                          "you mean 'Training'?; can not fire: on-it"));
}

TEST_F(SilentAlerts, ALevelAtTheBoundOfAWorseOneIsNeverShown) {
  watch({a_rule().id("a").below().warning(0.6).critical(0.6)});
  EXPECT_THAT(find_silent(view_of(options)),
              ElementsAre("a is never warning: critical has the same threshold (below 60%)"));
}

TEST_F(SilentAlerts, ALevelThatNoChannelHearsIsAFindingIfSomeAlertHasIt) {
  options.routes.channels[std::size_t(Level::info)].clear();
  watch({a_rule().id("a").below().warning(0.6)});
  EXPECT_THAT(find_silent(view_of(options)), IsEmpty());
  watch({a_rule().id("a").below().info(0.7).warning(0.6)}, {on("model.trained")});
  EXPECT_THAT(find_silent(view_of(options)),
              ElementsAre("no channel hears info (notify.info is empty), the level of a and on-it"));
}

}  // namespace
}  // namespace lapwing::app
