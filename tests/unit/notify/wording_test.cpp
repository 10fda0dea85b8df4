// SPDX-License-Identifier: Apache-2.0
#include "notify/wording.hpp"

#include "unit/notify/items.hpp"

#include <gtest/gtest.h>

namespace lapwing::notify {
namespace {

using test::a_data_age_item;
using test::a_recovered_item;
using test::an_accuracy_item;
using test::notification;

Instants const kInstants{[](TimePoint at) { return format_utc(at); },
                         [](TimePoint at) { return "ago(" + format_utc(at) + ")"; }};

TEST(Wording, TheTitleSaysHowBadWhatAndWhere) {
  EXPECT_EQ(title_of(an_accuracy_item()), "🔴 CRITICAL · model-accuracy · bitcoin");
  EXPECT_EQ(title_of(a_data_age_item()), "🟡 WARNING (was info) · data-freshness · bitcoin_timeseries.csv");
  EXPECT_EQ(title_of(a_recovered_item()),
            "🟢 RECOVERED · pipeline-failing · repository=owner/name, workflow=CI Pipeline");
  auto item = an_accuracy_item();
  item.labels = {};
  item.what = What::ended;
  EXPECT_EQ(title_of(item), "🔴 CLOSED · model-accuracy");
  item.what = What::test;
  EXPECT_EQ(title_of(item), "🔴 TEST · model-accuracy");
  item.what = What::eased;
  item.level = Level::warning;
  item.before = Level::critical;
  EXPECT_EQ(title_of(item), "🟡 WARNING (was critical) · model-accuracy");
}

TEST(Wording, TheLineOfADigestNamesAlertPlaceValueThresholdAndIncident) {
  EXPECT_EQ(line_of(an_accuracy_item()), "🔴 CRITICAL · model-accuracy · bitcoin: 58.3%, below 60% (#42)");
  Item bare;
  bare.alert = "training-complete";
  bare.level = Level::info;
  EXPECT_EQ(line_of(bare), "🔵 INFO · training-complete");
}

TEST(Wording, ARecoveryIsNotShownAsPastItsThreshold) {
  EXPECT_EQ(line_of(a_recovered_item()),
            "🟢 RECOVERED · pipeline-failing · repository=owner/name, workflow=CI Pipeline: 0 runs (#40)");
  EXPECT_EQ(measure_of(a_recovered_item()), "0 runs");
}

TEST(Wording, TheMeasureSetsTheValueAgainstTheThresholdOfItsLevel) {
  EXPECT_EQ(measure_of(an_accuracy_item()), "58.3% ▇▆▆▃▁ · critical when below 60%");
  auto item = an_accuracy_item();
  item.threshold = "";
  EXPECT_EQ(measure_of(item), "58.3% ▇▆▆▃▁");
  item.value = item.sparkline = "";
  EXPECT_EQ(measure_of(item), "");
  item.threshold = "below 60%";
  EXPECT_EQ(measure_of(item), "critical when below 60%");
}

TEST(Wording, WhenSaysSinceAndTheChangeOfLevelWhereThereWasOne) {
  EXPECT_EQ(when_of(an_accuracy_item(), kInstants), "Since 2026-11-23T16:30:00Z (ago(2026-11-23T16:30:00Z))");
  EXPECT_EQ(when_of(a_data_age_item(), kInstants),
            "Since 2026-11-23T12:00:00Z (ago(2026-11-23T12:00:00Z)), warning since 2026-11-23T18:30:00Z");
  EXPECT_EQ(when_of(a_recovered_item(), kInstants),
            "Was critical; lasted 3h 20m, from 2026-11-23T15:10:00Z to 2026-11-23T18:30:00Z");
}

TEST(Wording, AnEventHappenedAtATimeAndATestHasNone) {
  Item event;
  event.level = Level::info;
  event.since = event.changed = test::at("2026-11-23T02:31:00Z");
  EXPECT_EQ(when_of(event, kInstants), "At 2026-11-23T02:31:00Z (ago(2026-11-23T02:31:00Z))");
  event.what = What::test;
  EXPECT_EQ(when_of(event, kInstants), "");
}

TEST(Wording, WhatToDoIsNeverMissingForAWarningOrWorse) {
  auto item = an_accuracy_item();
  EXPECT_EQ(next_step(item), "Review the model; consider retraining");
  item.action = Untrusted();
  EXPECT_EQ(next_step(item), "") << "the runbook says it";
  item.runbook = "";
  EXPECT_EQ(next_step(item), "run lapwing alerts to see all that is open");
  item.level = Level::info;
  EXPECT_EQ(next_step(item), "");
  EXPECT_EQ(next_step(a_recovered_item()), "") << "nothing is to be done any more";
}

TEST(Wording, TheHeadlineOfOneItemIsItsSummaryWhichIsNotSaidAgain) {
  auto const one = notification({an_accuracy_item()});
  EXPECT_EQ(headline(one), "🔴 CRITICAL: The accuracy of the model bitcoin fell to 58.3% · bitcoin-ml-pipeline");
  EXPECT_EQ(summary_beside_headline(one, one.items[0]), "");
}

TEST(Wording, ASummaryThatTheHeadlineCutsIsSaidInFull) {
  auto item = an_accuracy_item();
  item.summary = Untrusted(std::string(181, 'x'));
  auto const one = notification({item});
  EXPECT_NE(headline(one).find("…"), std::string::npos);
  EXPECT_EQ(summary_beside_headline(one, one.items[0]), item.summary.raw());
}

TEST(Wording, TheHeadlineOfSeveralItemsIsTheTally) {
  auto const several = notification({an_accuracy_item(), a_data_age_item(), a_recovered_item()});
  EXPECT_EQ(headline(several), "🔴 1 critical, 1 warning, 1 recovered · bitcoin-ml-pipeline");
  EXPECT_EQ(summary_beside_headline(several, several.items[0]), an_accuracy_item().summary.raw());
}

TEST(Wording, AnItemWithoutSummaryStillHasAHeadline) {
  auto item = an_accuracy_item();
  item.summary = Untrusted();
  EXPECT_EQ(headline(notification({item})), "🔴 CRITICAL · model-accuracy · bitcoin · bitcoin-ml-pipeline");
}

// Checklist 13: a message carries an id by which a person can spot a duplicate.
TEST(Wording, TheFooterCarriesTheIncidentsNumber) {
  auto item = an_accuracy_item();
  EXPECT_EQ(footer_of(notification({item}), item), "bitcoin-ml-pipeline · incident #42");
  item.incident = 0;
  EXPECT_EQ(footer_of(notification({item}), item), "bitcoin-ml-pipeline");
}

}  // namespace
}  // namespace lapwing::notify
