// SPDX-License-Identifier: Apache-2.0
#include "alert/advance.hpp"

#include "support/timeline.hpp"

#include <gmock/gmock.h>

namespace lapwing::alert {
namespace {

using namespace std::chrono_literals;
using test::a_rule;
using test::hour;
using test::missing;
using test::Timeline;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Labels const kBtc{{"model", "btc"}};

test::ARule accuracy() { return a_rule().below().warning(0.65).critical(0.60); }

/// "1:ok>warning@4h" for each transition.
std::vector<std::string> moves(std::vector<Transition> const& transitions) {
  std::vector<std::string> out;
  for (auto const& one : transitions) {
    auto const hours = std::chrono::duration_cast<std::chrono::hours>(one.at - hour(0)).count();
    out.push_back(std::to_string(one.incident) + ":" + std::string(name_of(one.from)) + ">" +
                  std::string(name_of(one.to)) + "@" + std::to_string(hours) + "h");
  }
  return out;
}

Incident const& only_open(Timeline const& timeline) {
  if (timeline.state().open.size() != 1) throw std::logic_error("not exactly one open incident");
  return timeline.state().open.begin()->second;
}

TEST(Advance, PlaysTheExampleOfTheManual) {
  Timeline timeline({a_rule().below().warning(0.65).recover(0.67).runs(2)});
  EXPECT_THAT(timeline.play({0.72, 0.64, 0.71, 0.64, 0.63, missing, 0.66, 0.68}),
              ElementsAre("ok", "pending", "ok", "pending", "warning", "warning", "warning", "ok"));
  EXPECT_THAT(moves(timeline.transitions()), ElementsAre("1:ok>warning@5h", "1:warning>ok@8h"));
}

TEST(Advance, WithoutForALevelCountsAtOnceAndEndsAtOnce) {
  Timeline timeline({accuracy()});
  EXPECT_THAT(timeline.play({0.64, 0.65, 0.59, 0.72}), ElementsAre("warning", "ok", "critical", "ok"));
  EXPECT_THAT(moves(timeline.transitions()),
              ElementsAre("1:ok>warning@1h", "1:warning>ok@2h", "2:ok>critical@3h", "2:critical>ok@4h"));
}

TEST(Advance, OneIncidentLivesThroughWorseningAndEasing) {
  Timeline timeline({accuracy().info(0.70).recover(0.75)});
  EXPECT_THAT(timeline.play({0.69, 0.64, 0.50, 0.64, 0.72, 0.55, 0.69, 0.75}),
              ElementsAre("info", "warning", "critical", "warning", "info", "critical", "info", "ok"));
  EXPECT_THAT(moves(timeline.transitions()),
              ElementsAre("1:ok>info@1h", "1:info>warning@2h", "1:warning>critical@3h", "1:critical>warning@4h",
                          "1:warning>info@5h", "1:info>critical@6h", "1:critical>info@7h", "1:info>ok@8h"));
  EXPECT_THAT(timeline.state().open, IsEmpty());
}

TEST(Advance, WorseningNeedsItsOwnRunsButEasingIsImmediate) {
  Timeline timeline({accuracy().runs(3)});
  EXPECT_THAT(timeline.play({0.64, 0.64, 0.64, 0.55, 0.55, 0.64, 0.55, 0.55, 0.55, 0.64}),
              ElementsAre("pending", "pending", "warning", "warning", "warning", "warning", "warning", "warning",
                          "critical", "warning"));
}

TEST(Advance, AWorseRunCountsForTheMilderLevelsToo) {
  Timeline timeline({accuracy().runs(2)});
  EXPECT_THAT(timeline.play({0.55, 0.64, 0.55, 0.55}), ElementsAre("pending", "warning", "warning", "critical"));
}

TEST(Advance, RecoverHoldsTheMildestLevelUntilItIsReached) {
  Timeline timeline({accuracy().recover(0.70)});
  EXPECT_THAT(timeline.play({0.55, 0.66, 0.69, 0.64, 0.70}),
              ElementsAre("critical", "warning", "warning", "warning", "ok"));
}

TEST(Advance, AMissingRunFreezesTheCounters) {
  Timeline timeline({accuracy().runs(3)});
  EXPECT_THAT(timeline.play({0.64, missing, missing, 0.64, missing, 0.64}),
              ElementsAre("pending", "pending", "pending", "pending", "pending", "warning"));
}

TEST(Advance, ForATimeCountsFromTheFirstBadSample) {
  Timeline timeline({accuracy().hold(2h)});
  EXPECT_THAT(timeline.play({0.64, 0.64, 0.64, 0.72, 0.64, 0.64, missing, 0.64}),
              ElementsAre("pending", "pending", "warning", "ok", "pending", "pending", "pending", "warning"));
  EXPECT_EQ(only_open(timeline).since, hour(5));
  EXPECT_EQ(only_open(timeline).changed, hour(8));
}

TEST(Advance, EverySeriesHasItsOwnIncident) {
  Timeline timeline({accuracy()});
  timeline.bring(
      {timeline.sample(0.64, hour(1), {{"model", "btc"}}), timeline.sample(0.55, hour(1), {{"model", "eth"}})});
  timeline.bring({timeline.sample(0.72, hour(2), {{"model", "btc"}})});
  EXPECT_EQ(timeline.state_of("an-alert", {{"model", "btc"}}), "ok");
  EXPECT_EQ(timeline.state_of("an-alert", {{"model", "eth"}}), "critical");
  EXPECT_THAT(moves(timeline.transitions()), ElementsAre("1:ok>warning@1h", "2:ok>critical@1h", "1:warning>ok@2h"));
}

TEST(Advance, ALateSampleOfAPlainMetricChangesNothing) {
  Timeline timeline({accuracy().runs(2)});
  timeline.play({0.72, 0.72, 0.64});
  auto const tick = timeline.bring({timeline.sample(0.1, hour(1) + 30min), timeline.sample(0.1, hour(2))});
  EXPECT_THAT(tick.standings, IsEmpty());
  EXPECT_THAT(tick.incidents, IsEmpty());
  EXPECT_EQ(timeline.state_of("an-alert"), "pending");
}

TEST(Advance, TheSameSampleReadAgainIsNotAnotherRun) {
  Timeline timeline({accuracy().runs(2)});
  for (int i = 0; i < 5; ++i) timeline.bring({timeline.sample(0.64, hour(1))});
  EXPECT_EQ(timeline.state_of("an-alert"), "pending");
  timeline.bring({timeline.sample(0.64, hour(2))});
  EXPECT_EQ(timeline.state_of("an-alert"), "warning");
}

TEST(Advance, ACorrectedSampleIsJudgedInPlace) {
  Timeline timeline({accuracy()});
  timeline.bring({timeline.sample(0.55, hour(1))});
  timeline.bring({timeline.sample(0.72, hour(1))});
  EXPECT_THAT(moves(timeline.transitions()), ElementsAre("1:ok>critical@1h", "1:critical>ok@1h"));
}

TEST(Advance, AReplacedValueInTheMiddleOfAWindowShowsAtOnceAndIsNotAnotherRun) {
  Timeline timeline({a_rule("mean(model.accuracy, last 3 runs)").below().warning(0.65)});
  EXPECT_THAT(timeline.play({0.60, 0.62, 0.63}), ElementsAre("warning", "warning", "warning"));
  timeline.bring({timeline.sample(0.90, hour(2))});
  EXPECT_EQ(timeline.state_of("an-alert"), "ok");
  EXPECT_THAT(moves(timeline.transitions()), ElementsAre("1:ok>warning@1h", "1:warning>ok@3h"));
}

TEST(Advance, ALateSampleOfAPoolIsNotAnotherRun) {
  Timeline timeline({a_rule("min(model.accuracy, last 2 runs) by ()").below().warning(0.65).runs(2)});
  timeline.bring({timeline.sample(0.60, hour(3), {{"model", "btc"}})});
  for (int i = 0; i < 5; ++i)
    timeline.bring({timeline.sample(0.60, hour(2) + std::chrono::minutes{i}, {{"model", "eth"}})});
  EXPECT_EQ(timeline.state_of("an-alert", {}), "pending");
  timeline.bring({timeline.sample(0.60, hour(4), {{"model", "eth"}})});
  EXPECT_EQ(timeline.state_of("an-alert", {}), "warning");
}

TEST(Advance, ARunThatIsRepeatedAndPassesEndsTheIncidentOfItsStreak) {
  Timeline timeline({a_rule("streak(run.success == 0) by (workflow)").above().critical(1)});
  Labels const ci{{"workflow", "CI"}, {"branch", "main"}};
  for (auto const& [success, at] : {std::pair{1, 1}, {0, 2}, {0, 3}}) {
    Sample sample{"run.success", ci, double(success), hour(at), Untrusted("run " + std::to_string(at))};
    sample.links = {{"Run", "https://ci.example/" + std::to_string(at)}};
    timeline.bring({sample});
  }
  EXPECT_EQ(timeline.state_of("an-alert", {{"workflow", "CI"}}), "critical");
  EXPECT_EQ(only_open(timeline).value, "2");
  EXPECT_EQ(only_open(timeline).note.raw(), "run 3");
  EXPECT_EQ(only_open(timeline).links.at(0).url, "https://ci.example/3");
  EXPECT_EQ(only_open(timeline).sparkline, "█▁▁");
  EXPECT_THAT(only_open(timeline).summary.raw(), HasSubstr("how many of the newest samples in a row"));
  // The second attempt of run 2 passes; it keeps its instant.
  auto const tick = timeline.bring({{"run.success", ci, 1, hour(2), {}}});
  EXPECT_EQ(timeline.state_of("an-alert", {{"workflow", "CI"}}), "ok");
  ASSERT_THAT(tick.incidents, SizeIs(1));
  EXPECT_EQ(tick.incidents[0].closed, hour(3));
}

TEST(Advance, TheEvidenceOfAPoolIsThatOfItsNewestSample) {
  Timeline timeline({a_rule("streak(run.success == 0) by (workflow)").above().critical(0)});
  timeline.bring({{"run.success", {{"workflow", "CI"}, {"branch", "main"}}, 0, hour(1), Untrusted("on main")}});
  EXPECT_EQ(only_open(timeline).note.raw(), "on main");
  timeline.bring({{"run.success", {{"workflow", "CI"}, {"branch", "dev"}}, 0, hour(2), Untrusted("on dev")}});
  EXPECT_EQ(only_open(timeline).note.raw(), "on dev");
  timeline.bring({{"run.success", {{"workflow", "CI"}, {"branch", "main"}}, 0, hour(1), Untrusted("read again")}});
  EXPECT_EQ(only_open(timeline).note.raw(), "on dev");
}

TEST(Advance, WithTooFewSamplesAnAlertIsLearningAndSilent) {
  Timeline timeline({a_rule("mean(model.accuracy, last 5 runs)").below().warning(0.65).min_samples(3)});
  EXPECT_THAT(timeline.play({0.1, 0.1, 0.1, 0.9, 0.9, 0.9}),
              ElementsAre("learning", "learning", "warning", "warning", "warning", "warning"));
  EXPECT_THAT(timeline.play({0.9, 0.9}), ElementsAre("ok", "ok"));
}

TEST(Advance, LearningAnewMovesNoLevel) {
  Timeline timeline({a_rule("mean(model.accuracy, 3h)").below().warning(0.65).min_samples(2).runs(2)});
  EXPECT_THAT(timeline.play({0.1, 0.1, 0.1}), ElementsAre("learning", "pending", "warning"));
  EXPECT_THAT(timeline.play({missing, missing, missing, 0.9, 0.9}),
              ElementsAre("warning", "warning", "warning", "warning", "ok"));
  EXPECT_THAT(timeline.play({missing, missing, missing, 0.9}), ElementsAre("ok", "ok", "ok", "learning"));
}

TEST(Advance, AnAgeOpensWhileNothingArrivesAndEndsWithTheNextSample) {
  Timeline timeline({a_rule("age(model.accuracy)").above().warning(3 * 3600).critical(9 * 3600)});
  timeline.bring({timeline.sample(0.7, hour(1))});
  timeline.wait_until(hour(4));
  EXPECT_EQ(timeline.state_of("an-alert"), "ok");
  timeline.wait_until(hour(5));
  EXPECT_EQ(timeline.state_of("an-alert"), "warning");
  EXPECT_EQ(only_open(timeline).value, "4h");
  timeline.wait_until(hour(11));
  EXPECT_EQ(timeline.state_of("an-alert"), "critical");
  timeline.bring({timeline.sample(0.7, hour(10))});
  auto const tick = timeline.wait_until(hour(11) + 1min);
  EXPECT_EQ(timeline.state_of("an-alert"), "ok");
  EXPECT_THAT(tick.incidents, SizeIs(1));
}

TEST(Advance, ThatTheClockGoesOnIsNoChangeAndNoRun) {
  Timeline timeline({a_rule("age(model.accuracy)").above().warning(3 * 3600).hold(1h)});
  timeline.bring({timeline.sample(0.7, hour(1))});
  timeline.wait_until(hour(2));
  EXPECT_THAT(timeline.wait_until(hour(3)).standings, IsEmpty());
  timeline.wait_until(hour(5));
  EXPECT_EQ(timeline.state_of("an-alert"), "pending");
  EXPECT_THAT(timeline.wait_until(hour(5) + 30min).standings, IsEmpty());
  timeline.wait_until(hour(6));
  EXPECT_EQ(timeline.state_of("an-alert"), "warning");
}

TEST(Advance, TheTickHoldsEveryChangedIncidentOnceAsItEnds) {
  Timeline timeline({accuracy()});
  std::vector<Sample> samples;
  for (double const value : {0.64, 0.55, 0.72, 0.64})
    samples.push_back(timeline.sample(value, hour(int(samples.size()) + 1)));
  auto const tick = timeline.bring(samples);
  ASSERT_THAT(tick.incidents, SizeIs(2));
  EXPECT_EQ(tick.incidents[0].id, 1);
  EXPECT_EQ(tick.incidents[0].level, Level::ok);
  EXPECT_EQ(tick.incidents[0].worst, Level::critical);
  EXPECT_EQ(tick.incidents[0].closed, hour(3));
  EXPECT_EQ(tick.incidents[0].closed_because, "recovered");
  EXPECT_EQ(tick.incidents[1].id, 2);
  EXPECT_EQ(tick.incidents[1].closed, std::nullopt);
  EXPECT_THAT(tick.standings, ElementsAre(Key{"an-alert", kBtc}));
  EXPECT_THAT(tick.transitions, SizeIs(4));
}

TEST(Advance, AnIncidentTellsWhatAMessageNeeds) {
  Timeline timeline({accuracy().summary("{labels.model}: {value}, {threshold}").action("see {metric.name}")});
  auto sample = timeline.sample(0.583, hour(3));
  sample.note = Untrusted("metadata_3.json");
  timeline.bring({timeline.sample(0.72, hour(1)), timeline.sample(0.68, hour(2)), sample});
  auto const& incident = only_open(timeline);
  EXPECT_EQ(incident.key, (Key{"an-alert", kBtc}));
  EXPECT_EQ(incident.value, "58.3%");
  EXPECT_EQ(incident.threshold, "below 60%");
  EXPECT_EQ(incident.summary.raw(), "btc: 58.3%, below 60%");
  EXPECT_EQ(incident.action.raw(), "see model.accuracy");
  EXPECT_EQ(incident.note.raw(), "metadata_3.json");
  EXPECT_EQ(incident.sparkline, "█▆▁");
  EXPECT_EQ(incident.since, hour(3));
}

TEST(Advance, AValueJustBeyondItsBoundIsNotShownAsTheBound) {
  Timeline timeline({accuracy(), a_rule().id("range").outside().bound(Level::info, 0.5, 0.6497)});
  timeline.play({0.6499});
  EXPECT_EQ(timeline.state().open.at(1).value, "64.99%");
  EXPECT_EQ(timeline.state().open.at(1).threshold, "below 65%");
  timeline.play({0.6});
  EXPECT_EQ(timeline.state().open.at(1).value, "60%");
}

TEST(Advance, WithoutWordsOfTheOperatorTheCatalogueSpeaks) {
  Timeline timeline({accuracy(), a_rule("mean(model.accuracy, 7d)").id("mean").below().info(0.7)});
  timeline.play({0.64});
  auto const& open = timeline.state().open;
  EXPECT_EQ(open.at(1).summary.raw(), "share of correct predictions on the test set");
  EXPECT_THAT(open.at(2).summary.raw(), HasSubstr("mean(model.accuracy, 7d): arithmetic mean of share"));
}

TEST(Advance, ARecoveredIncidentKeepsTheBoundItWasBeyond) {
  Timeline timeline({accuracy()});
  auto const tick = (timeline.play({0.64}), timeline.bring({timeline.sample(0.68, hour(9))}));
  ASSERT_THAT(tick.incidents, SizeIs(1));
  EXPECT_EQ(tick.incidents[0].value, "68%");
  EXPECT_EQ(tick.incidents[0].threshold, "below 65%");
}

TEST(Advance, ANewValueWithoutANewLevelIsAChangeButNoTransition) {
  Timeline timeline({accuracy()});
  timeline.play({0.64});
  auto const tick = timeline.bring({timeline.sample(0.63, hour(2))});
  EXPECT_THAT(tick.transitions, IsEmpty());
  ASSERT_THAT(tick.incidents, SizeIs(1));
  EXPECT_EQ(tick.incidents[0].value, "63%");
  EXPECT_EQ(tick.incidents[0].changed, hour(1));
}

// What an edit of the thresholds does: in every state, the newest value is judged again where it stands, once.

struct Edit {
  std::string name;
  std::vector<std::optional<double>> before;  ///< under warning 65%, critical 60%, for 2 runs
  double warning, critical;                   ///< after the edit
  std::string then;                           ///< the state at once
  std::string after_one_more;                 ///< the state after another run of the same value
};

void PrintTo(Edit const& edit, std::ostream* out) { *out << edit.name; }

class EditedThreshold : public testing::TestWithParam<Edit> {};

TEST_P(EditedThreshold, IsJudgedAtOnceAndNeverCountsARunTwice) {
  auto const& edit = GetParam();
  Timeline timeline({accuracy().runs(2)});
  timeline.play(edit.before);
  auto const opened_before = timeline.state().next_id;
  for (int i = 0; i < 3; ++i) {
    timeline.edit({a_rule().below().warning(edit.warning).critical(edit.critical).runs(2)});
    EXPECT_EQ(timeline.state_of("an-alert"), edit.then) << "edit " << i;
  }
  EXPECT_THAT(timeline.play({edit.before.back()}), ElementsAre(edit.after_one_more));
  // No edit opens a second incident beside one that is open.
  EXPECT_LE(timeline.state().next_id, std::max<IncidentId>(opened_before, 2));
  EXPECT_LE(timeline.state().open.size(), 1u);
}

std::vector<std::optional<double>> const kOk{0.72, 0.72};
std::vector<std::optional<double>> const kPending{0.72, 0.64};
std::vector<std::optional<double>> const kWarning{0.64, 0.64};
std::vector<std::optional<double>> const kCritical{0.55, 0.55};

INSTANTIATE_TEST_SUITE_P(Advance, EditedThreshold,
                         testing::Values(Edit{"OkUntouched", kOk, 0.65, 0.60, "ok", "ok"},
                                         Edit{"PendingUntouched", kPending, 0.65, 0.60, "pending", "warning"},
                                         Edit{"WarningUntouched", kWarning, 0.65, 0.60, "warning", "warning"},
                                         Edit{"CriticalUntouched", kCritical, 0.65, 0.60, "critical", "critical"},
                                         Edit{"OkBecomesFiner", kOk, 0.50, 0.40, "ok", "ok"},
                                         Edit{"PendingBecomesFine", kPending, 0.50, 0.40, "ok", "ok"},
                                         Edit{"WarningBecomesFine", kWarning, 0.50, 0.40, "ok", "ok"},
                                         Edit{"CriticalBecomesFine", kCritical, 0.50, 0.40, "ok", "ok"},
                                         Edit{"OkBecomesAWarning", kOk, 0.80, 0.40, "pending", "warning"},
                                         Edit{"PendingStaysAWarning", kPending, 0.80, 0.40, "pending", "warning"},
                                         Edit{"WarningStaysAWarning", kWarning, 0.80, 0.40, "warning", "warning"},
                                         Edit{"CriticalBecomesAWarning", kCritical, 0.80, 0.40, "warning", "warning"},
                                         Edit{"OkBecomesCritical", kOk, 0.90, 0.80, "pending", "critical"},
                                         Edit{"PendingBecomesCritical", kPending, 0.90, 0.80, "pending", "critical"},
                                         Edit{"WarningBecomesCritical", kWarning, 0.90, 0.80, "warning", "critical"},
                                         Edit{"CriticalStaysCritical", kCritical, 0.90, 0.80, "critical", "critical"}),
                         [](auto const& row) { return row.param.name; });

TEST(Advance, AnEditWithoutForMovesAtOnceInEitherDirection) {
  Timeline timeline({accuracy()});
  timeline.play({0.72});
  timeline.edit({a_rule().below().warning(0.80).critical(0.60)});
  timeline.edit({a_rule().below().warning(0.90).critical(0.80)});
  timeline.edit({a_rule().below().warning(0.80).critical(0.60)});
  timeline.edit({accuracy()});
  EXPECT_THAT(moves(timeline.transitions()),
              ElementsAre("1:ok>warning@1h", "1:warning>critical@1h", "1:critical>warning@1h", "1:warning>ok@1h"));
}

TEST(Advance, AShorterForEndsTheWaitingAndALongerOneDoesNotCloseWhatIsOpen) {
  Timeline timeline({accuracy().runs(5)});
  timeline.play({0.64, 0.64, 0.64});
  EXPECT_EQ(timeline.state_of("an-alert"), "pending");
  timeline.edit({accuracy().runs(3)});
  EXPECT_EQ(timeline.state_of("an-alert"), "warning");
  timeline.edit({accuracy().runs(50)});
  EXPECT_EQ(timeline.state_of("an-alert"), "warning");
}

TEST(Advance, ALevelThatAnEditTookAwayIsNeverEstablishedByItsOldCount) {
  Timeline timeline({accuracy().runs(3)});
  timeline.play({0.55, 0.55});
  timeline.edit({a_rule().below().critical(0.60).runs(4)});
  EXPECT_THAT(timeline.play({0.55, 0.55}), ElementsAre("pending", "critical"));
  EXPECT_EQ(only_open(timeline).threshold, "below 60%");
}

TEST(Advance, AnIncidentWhoseLevelAnEditTookAwayGoesOnUntilAnotherIsReached) {
  Timeline timeline({accuracy().runs(2)});
  timeline.play({0.64, 0.64, 0.55});
  timeline.edit({a_rule().below().critical(0.60).runs(3)});
  EXPECT_EQ(timeline.state_of("an-alert"), "warning");
  EXPECT_EQ(only_open(timeline).threshold, "below 65%") << "the last bound that it is known to be beyond";
  EXPECT_THAT(timeline.play({0.55, 0.55}), ElementsAre("warning", "critical"));
  EXPECT_EQ(only_open(timeline).threshold, "below 60%");
  EXPECT_EQ(timeline.state().next_id, 2);
}

TEST(CloseRemoved, ClosesTheIncidentsOfRulesThatAreGone) {
  Timeline timeline({accuracy().id("gone"), accuracy().id("stays")});
  timeline.bring({timeline.sample(0.64, hour(1))});
  auto const tick = timeline.edit({accuracy().id("stays")});
  ASSERT_THAT(tick.incidents, SizeIs(1));
  EXPECT_EQ(tick.incidents[0].key.rule, "gone");
  EXPECT_EQ(tick.incidents[0].level, Level::ok);
  EXPECT_EQ(tick.incidents[0].worst, Level::warning);
  EXPECT_EQ(tick.incidents[0].closed, timeline.now());
  EXPECT_EQ(tick.incidents[0].closed_because, "the alert was removed from the configuration");
  EXPECT_THAT(tick.standings, ElementsAre(Key{"gone", kBtc}));
  EXPECT_FALSE(timeline.state().standings.contains({"gone", kBtc}));
  EXPECT_EQ(only_open(timeline).key.rule, "stays");
}

TEST(CloseRemoved, ForgetsStandingsWithoutAnIncidentSilently) {
  Timeline timeline({accuracy().runs(2)});
  timeline.play({0.64});
  auto const tick = timeline.edit({});
  EXPECT_THAT(tick.standings, SizeIs(1));
  EXPECT_THAT(tick.transitions, IsEmpty());
  EXPECT_THAT(timeline.state().standings, IsEmpty());
}

TEST(CloseRemoved, ARuleThatComesBackBeginsAnew) {
  Timeline timeline({accuracy().runs(2)});
  timeline.play({0.64, 0.64});
  timeline.edit({});
  timeline.edit({accuracy().runs(2)});
  EXPECT_EQ(timeline.state_of("an-alert"), "pending");
  timeline.play({0.64});
  EXPECT_EQ(only_open(timeline).id, 2);
}

TEST(CloseRemoved, ASeriesThatTheSelectorNoLongerAcceptsIsClosed) {
  Timeline timeline({accuracy()});
  timeline.bring(
      {timeline.sample(0.64, hour(1), {{"model", "btc"}}), timeline.sample(0.64, hour(1), {{"model", "eth"}})});
  auto const tick = timeline.edit({a_rule("model.accuracy{model='eth'}").below().warning(0.65).critical(0.60)});
  ASSERT_THAT(tick.incidents, SizeIs(1));
  EXPECT_EQ(tick.incidents[0].key.labels, kBtc);
  EXPECT_EQ(tick.incidents[0].closed_because, "the alert no longer watches this series");
  EXPECT_EQ(timeline.state_of("an-alert", {{"model", "eth"}}), "warning");
}

TEST(Advance, ARecoveryCountsOnceItHasLastedForItsRuns) {
  Timeline timeline({accuracy().recover(0.67).recover_runs(3)});
  EXPECT_THAT(timeline.play({0.64, 0.70, 0.70, 0.66, 0.70, missing, 0.70, 0.70}),
              ElementsAre("warning", "warning", "warning", "warning", "warning", "warning", "warning", "ok"))
      << "0.66 does not clear and breaks the row; a run that brings nothing does not";
  ASSERT_THAT(timeline.transitions(), SizeIs(2));
  EXPECT_EQ(timeline.transitions()[1].at, hour(8));
}

TEST(Advance, ARecoveryCountsOnceItHasLastedForItsTime) {
  Timeline timeline({accuracy().recover_hold(2h)});
  EXPECT_THAT(timeline.play({0.64, 0.70, 0.70, 0.70, 0.64}),
              ElementsAre("warning", "warning", "warning", "ok", "warning"));
}

TEST(Advance, AMilderLevelShowsAtOnceWhateverTheRecoveryNeeds) {
  Timeline timeline({accuracy().recover_runs(3)});
  EXPECT_THAT(timeline.play({0.58, 0.64, 0.70}), ElementsAre("critical", "warning", "warning"));
}

TEST(Advance, WhatFlapsStaysOpenUntilItIsCalm) {
  // 0.64 and 0.70 in turn: 7 changes among 8 runs.
  Timeline timeline({accuracy().flap(8, 0.5, 0.25)});
  timeline.play({0.64, 0.70, 0.64, 0.70, 0.64, 0.70, 0.64});
  EXPECT_THAT(timeline.transitions(), SizeIs(7)) << "so far it is told each time";
  timeline.play({0.70, 0.64, 0.70, 0.70, 0.64, 0.70});
  EXPECT_THAT(timeline.transitions(), SizeIs(7)) << "now it goes to and fro and nothing more is told";
  ASSERT_THAT(timeline.state().open, SizeIs(1));
  EXPECT_THAT(timeline.state().open.begin()->second.note.raw(),
              testing::HasSubstr("Flapping: 6 changes in 8 runs; it stays open until it is calm."));
  timeline.play({0.58});
  EXPECT_THAT(timeline.transitions(), SizeIs(8)) << "what gets worse is told all the same";
  EXPECT_EQ(timeline.transitions()[7].to, Level::critical);
  auto const calming = timeline.play({0.70, 0.70, 0.70, 0.70, 0.70, 0.70, 0.70});
  EXPECT_EQ(calming.front(), "critical");
  EXPECT_EQ(calming.back(), "ok");
  EXPECT_THAT(timeline.transitions(), SizeIs(9));
}

TEST(Advance, FlappingHasHysteresis) {
  Timeline timeline({accuracy().flap(4, 1, 0.5)});
  auto const flaps = [&] {
    auto const found = timeline.state().standings.find({"an-alert", {{"model", "btc"}}});
    return found->second.is_flapping;
  };
  timeline.play({0.64, 0.70, 0.64});
  EXPECT_FALSE(flaps()) << "three runs are no window of four";
  timeline.play({0.70});
  EXPECT_TRUE(flaps()) << "3 changes of 3";
  timeline.play({0.70});
  EXPECT_TRUE(flaps()) << "2 of 3 would not begin it but do not end it";
  timeline.play({0.70});
  EXPECT_FALSE(flaps()) << "1 of 3";
  timeline.edit({accuracy()});
  EXPECT_FALSE(flaps());
}

Sample test_size(double rows, TimePoint at) { return {"model.test_samples", {{"model", "btc"}}, rows, at, {}}; }

TEST(Advance, AChangeThatMayBeNoiseIsInfoAndSaysSo) {
  auto const drop = a_rule("drop(model.accuracy, last 20 runs)").above().critical(0.05).significance(0.95);
  for (auto const& [rows, level] : {std::pair{30.0, Level::info}, std::pair{300.0, Level::critical}}) {
    Timeline timeline({drop});
    for (int i = 1; i <= 4; ++i) timeline.bring({timeline.sample(0.70, hour(i)), test_size(rows, hour(i))});
    auto const tick = timeline.bring({timeline.sample(0.60, hour(5)), test_size(rows, hour(5))});
    ASSERT_THAT(tick.incidents, SizeIs(1)) << rows;
    auto const& incident = tick.incidents[0];
    EXPECT_EQ(incident.level, level) << rows;
    EXPECT_EQ(incident.note.raw(), rows == 30 ? "Within noise (n=30, p=0.42)." : "");
    EXPECT_EQ(incident.threshold, "above 5pp");
    EXPECT_EQ(incident.value, "10pp");
  }
}

TEST(Advance, WhatMayBeNoiseIsSaidThoughNewerSamplesCameWithIt) {
  Timeline timeline({a_rule("drop(model.accuracy, last 20 runs)").above().critical(0.05).significance(0.95)});
  std::vector<Sample> past;
  for (int i = 1; i <= 5; ++i) {
    past.push_back(timeline.sample(i < 4 ? 0.70 : 0.60, hour(i)));
    past.back().note = Untrusted("run " + std::to_string(i));
    past.push_back(test_size(30, hour(i)));
  }
  past.push_back({"model.baseline", kBtc, 1, hour(5), {}});  // the newest is compared with nothing
  timeline.bring(past);
  EXPECT_EQ(only_open(timeline).level, Level::info);
  EXPECT_EQ(only_open(timeline).note.raw(), "Within noise (n=30, p=0.42).");
}

TEST(Advance, AChangeIsWeighedByTheTestSetsOfTheVersionsThatItIsTakenFrom) {
  // 70 % and at last 60 %, on so many rows each; 0: the version does not say.
  auto const note = [](rules::Rule const& rule, std::vector<double> const& rows, bool begins_anew = false) {
    Timeline timeline({rule});
    for (std::size_t i = 0; i < rows.size(); ++i) {
      auto const at = hour(int(i));
      std::vector<Sample> samples{timeline.sample(i + 1 < rows.size() ? 0.70 : 0.60, at)};
      if (rows[i] > 0) samples.push_back(test_size(rows[i], at));
      if (begins_anew && i == 2) samples.push_back({"model.baseline", kBtc, 1, at, {}});
      timeline.bring(samples);
    }
    return only_open(timeline).note.raw();
  };
  auto const drop = a_rule("drop(model.accuracy, last 20 runs)").above().critical(0.05).significance(0.95);
  auto const change = a_rule("change(model.accuracy, last 20 runs)").below().critical(-0.05).significance(0.95);
  constexpr auto noise = "Within noise (n=30, p=0.42).";
  EXPECT_EQ(note(drop, {30, 30, 30, 30}), noise);
  EXPECT_EQ(note(drop, {30, 9000, 9000, 9000, 30}), "Within noise (n=30, p=0.23).") << "the middle one of those before";
  EXPECT_EQ(note(change, {30, 9000, 9000, 9000, 30}), noise) << "a change is against the oldest";
  EXPECT_EQ(note(drop, {9000, 9000, 30, 30}, true), noise) << "and nothing against what was before a baseline";
  EXPECT_EQ(note(drop, {0, 0, 0, 30}), noise) << "as many as the newest where the others do not say";
  EXPECT_EQ(note(drop, {30, 30, 30, 9000}), "Within noise (n=30, p=0.26).")
      << "the smaller side is what makes it noise";
  EXPECT_EQ(note(drop, {9000, 9000, 9000, 0}), "") << "the newest that is known counts where the newest does not say";
}

TEST(Advance, WhatIsNoLongerNoiseGetsWorseInTheSameIncident) {
  Timeline timeline({a_rule("model.accuracy").below().warning(0.65).critical(0.50).significance(0.95)});
  timeline.bring({timeline.sample(0.60, hour(1)), test_size(100, hour(1))});
  EXPECT_EQ(timeline.state_of("an-alert"), "info") << "60% of 100 is no proof that it is below 65%";
  timeline.bring({timeline.sample(0.45, hour(2)), test_size(100, hour(2))});
  EXPECT_EQ(timeline.state_of("an-alert"), "warning") << "45% proves it, but not that it is below 50%";
  timeline.bring({timeline.sample(0.35, hour(3)), test_size(100, hour(3))});
  EXPECT_EQ(timeline.state_of("an-alert"), "critical");
  EXPECT_EQ(only_open(timeline).id, 1);
  timeline.bring({timeline.sample(0.66, hour(4)), test_size(100, hour(4))});
  EXPECT_EQ(timeline.state_of("an-alert"), "ok");
}

TEST(Advance, WithoutTheSizeOfTheTestSetNothingIsLoweredAndThatIsSaid) {
  Timeline timeline({a_rule("model.accuracy").below().warning(0.65).significance(0.95)});
  timeline.play({0.60});
  EXPECT_EQ(only_open(timeline).level, Level::warning);
  EXPECT_THAT(only_open(timeline).note.raw(), testing::HasSubstr("is not known"));
}

TEST(Advance, AShareOfRunsIsJudgedByTheNumberOfRuns) {
  Timeline timeline({a_rule("mean(run.success, last 50 runs) by (workflow)").below().warning(0.9).significance(0.95)});
  Labels const ci{{"workflow", "CI"}};
  timeline.bring({{"run.success", ci, 0, hour(1), {}}});
  EXPECT_EQ(timeline.state_of("an-alert", ci), "warning") << "none of 1 where 90% should be: p = 0.003";
  timeline.bring({{"run.success", ci, 1, hour(2), {}},
                  {"run.success", ci, 1, hour(3), {}},
                  {"run.success", ci, 1, hour(4), {}},
                  {"run.success", ci, 1, hour(5), {}}});
  EXPECT_EQ(timeline.state_of("an-alert", ci), "info") << "4 of 5 may well be 90%";
}

TEST(CloseRemoved, AResultThatOtherLabelsTookThePlaceOfIsClosed) {
  Timeline timeline({accuracy()});
  timeline.play({0.64});
  auto const tick = timeline.edit({a_rule("min(model.accuracy) by ()").below().warning(0.65)});
  ASSERT_THAT(tick.incidents, SizeIs(2)) << "that of the old labels ends, one of the new opens";
  EXPECT_EQ(tick.incidents[0].closed_because, "the alert no longer watches this series");
  EXPECT_EQ(timeline.state_of("an-alert", {}), "warning");
  EXPECT_EQ(only_open(timeline).key.labels, Labels());
}

TEST(CloseRemoved, AnotherFunctionOfTheSameLabelsGoesOn) {
  Timeline timeline({accuracy()});
  timeline.play({0.64});
  timeline.edit({a_rule("mean(model.accuracy, 7d)").below().warning(0.65)});
  EXPECT_EQ(only_open(timeline).id, 1);
}

TEST(CloseRemoved, DoesNothingWhereNothingIsGone) {
  Timeline timeline({accuracy()});
  timeline.play({0.64});
  auto const tick = timeline.edit({accuracy()});
  EXPECT_THAT(tick.standings, IsEmpty());
  EXPECT_THAT(tick.incidents, IsEmpty());
}

}  // namespace
}  // namespace lapwing::alert
