// SPDX-License-Identifier: Apache-2.0
#include "report/material.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace lapwing::report {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TimePoint const kMonday = *parse_timestamp("2026-03-09T08:00:00Z");

class Compose : public testing::Test {
 protected:
  Compose() { set_kind(Kind::weekly); }

  Material material;

  void set_kind(Kind kind) {
    material.kind = kind;
    material.project = "bitcoin";
    material.at = kMonday;
    material.targets = guide_targets();
    material.period = period_of(kind, kMonday, material.zone);
    material.previous = period_of(kind, material.period.from, material.zone);
  }

  void add(std::string metric, Labels labels, double value, Duration before_the_end, std::string note = "") {
    material.history.add({std::move(metric), std::move(labels), value, kMonday - before_the_end, Untrusted(note)});
  }

  void run(bool success, Duration before_the_end, std::string workflow = "CI") {
    add("run.success", {{"repository", "o/n"}, {"workflow", workflow}, {"branch", "main"}, {"event", "push"}},
        success ? 1 : 0, before_the_end);
  }

  void incident(std::int64_t id, std::string rule, Duration since, std::optional<Duration> closed,
                Level level = Level::warning) {
    alert::Incident one;
    one.id = id;
    one.key.rule = std::move(rule);
    one.worst = level;
    one.level = closed ? Level::ok : level;
    one.since = kMonday - since;
    if (closed) {
      one.closed = kMonday - *closed;
      one.closed_because = "recovered";
    }
    one.value = "58%";
    one.threshold = "below 65%";
    material.incidents.push_back(std::move(one));
  }
};

Section const& section(Document const& document, std::string_view id) {
  auto const found = std::ranges::find(document.sections, id, &Section::id);
  if (found == document.sections.end()) throw std::runtime_error("no section " + std::string(id));
  return *found;
}

Figure figure(Document const& document, std::string_view of, std::string_view id) {
  auto const& figures = section(document, of).figures;
  auto const found = std::ranges::find(figures, id, &Figure::id);
  if (found == figures.end()) throw std::runtime_error("no figure " + std::string(id));
  return *found;
}

std::vector<std::string> remarks(Document const& document, std::string_view of) {
  std::vector<std::string> out;
  for (auto const& remark : section(document, of).remarks) out.push_back(remark.text.raw());
  return out;
}

TEST_F(Compose, AnEmptyStoreSaysSoAndClaimsNothing) {
  auto const document = compose(material);
  EXPECT_EQ(document.verdict, Standing::unknown);
  EXPECT_THAT(document.summary, ElementsAre(HasSubstr("nothing has been measured yet")));
  EXPECT_THAT(section(document, "pipelines").figures, IsEmpty());
  EXPECT_THAT(section(document, "models").empty, HasSubstr("No model"));
}

TEST_F(Compose, ASuccessRateStandsBesideThatOfTheWeekBefore) {
  for (int i = 1; i <= 20; ++i) run(i > 2, i * 8h);
  for (int i = 0; i < 10; ++i) run(true, 8 * 24h + i * 1h);
  auto const document = compose(material);
  auto const rate = figure(document, "pipelines", "run.success");
  EXPECT_DOUBLE_EQ(rate.value.value(), 18.0 / 20);
  EXPECT_EQ(rate.n, 20u);
  EXPECT_DOUBLE_EQ(rate.previous.value(), 1);
  EXPECT_EQ(rate.previous_n, 10u);
  EXPECT_EQ(change_of(rate), "▼ 10pp");
  EXPECT_EQ(is_better(rate), false);
  EXPECT_EQ(rate.standing, Standing::watch);
  EXPECT_EQ(rate.target, "at least 95%");
  EXPECT_EQ(document.verdict, Standing::watch);
  EXPECT_THAT(document.summary, Contains(HasSubstr("Success rate, CI: 90%, target at least 95%")));
}

TEST_F(Compose, ASmallSampleSaysSo) {
  run(true, 1h);
  run(true, 2h);
  EXPECT_EQ(figure(compose(material), "pipelines", "run.success").note, "few runs");
}

TEST_F(Compose, AStatusLooksAtTheLastFiftyRunsWheneverTheyWere) {
  set_kind(Kind::status);
  for (int i = 1; i <= 120; ++i) run(i % 10 != 0 || i > 50, i * 12h);
  auto const rate = figure(compose(material), "pipelines", "run.success");
  EXPECT_EQ(rate.n, 50u);
  EXPECT_DOUBLE_EQ(rate.value.value(), 45.0 / 50);
  EXPECT_EQ(rate.previous_n, 50u);
  EXPECT_DOUBLE_EQ(rate.previous.value(), 1);
}

TEST_F(Compose, FailedRunsAreToldWithTheJobsThatFailed) {
  Labels const job{{"repository", "o/n"}, {"workflow", "CI"}, {"branch", "main"}, {"event", "push"}, {"job", "test"}};
  run(false, 5h);
  run(false, 3h);
  run(true, 1h);
  add("job.success", job, 0, 5h);
  add("job.success", job, 0, 3h, "failed at step 'pytest'");
  auto other = job;
  other.set("job", "lint");
  add("job.success", other, 1, 3h);
  EXPECT_THAT(remarks(compose(material), "pipelines"),
              ElementsAre("CI: 2 failed runs of 3; failing jobs: test (2), last: failed at step 'pytest'"));
}

TEST_F(Compose, AJobThatFailsBetweenGreenRunsIsFlaky) {
  Labels const job{{"repository", "o/n"}, {"workflow", "CI"}, {"job", "e2e"}};
  for (int i = 1; i <= 20; ++i) add("job.success", job, i == 5 || i == 11 ? 0 : 1, i * 1h);
  EXPECT_THAT(remarks(compose(material), "pipelines"),
              Contains("flaky job: e2e failed 2 times between two green runs, of 20"));
}

TEST_F(Compose, AWeekOfAModelIsItsMeanWithTheBestAndTheWorst) {
  Labels const model{{"model", "btc"}};
  for (auto const& [value, before] : {std::pair{0.70, 150h}, {0.60, 100h}, {0.74, 20h}})
    add("model.accuracy", model, value, before);
  add("model.accuracy", model, 0.65, 200h);
  auto const accuracy = figure(compose(material), "models", "model.accuracy");
  EXPECT_DOUBLE_EQ(accuracy.value.value(), (0.70 + 0.60 + 0.74) / 3);
  EXPECT_DOUBLE_EQ(accuracy.previous.value(), 0.65);
  EXPECT_EQ(accuracy.note, "best 74%, worst 60%, few versions");
  EXPECT_EQ(accuracy.points.size(), 3u);
}

TEST_F(Compose, AWeekWithoutANewVersionSaysWhichThereIs) {
  add("model.accuracy", {{"model", "btc"}}, 0.7, 20 * 24h);
  auto const accuracy = figure(compose(material), "models", "model.accuracy");
  EXPECT_FALSE(accuracy.value);
  EXPECT_EQ(value_of(accuracy), "n/a");
  EXPECT_EQ(accuracy.note, "no new version; the newest has 70%");
}

TEST_F(Compose, LowerIsBetterForErrors) {
  add("model.rmse", {{"model", "btc"}}, 1.2, 20h);
  add("model.rmse", {{"model", "btc"}}, 1.4, 200h);
  auto const rmse = figure(compose(material), "models", "model.rmse");
  EXPECT_EQ(is_better(rmse), true);
  EXPECT_EQ(rmse.target, "at most 1.5");
  EXPECT_EQ(rmse.standing, Standing::good);
}

TEST_F(Compose, StorageIsAShareOfTheQuota) {
  Labels const repository{{"repository", "o/n"}};
  add("artifact.bytes", repository, 450e6, 1h);
  add("artifact.bytes", {{"repository", "o/n"}, {"artifact", "model"}}, 400e6, 1h);
  add("artifact.quota", repository, 500e6, 1h);
  auto const share = figure(compose(material), "resources", "artifact.used");
  EXPECT_DOUBLE_EQ(share.value.value(), 0.9);
  EXPECT_EQ(share.standing, Standing::watch);
}

TEST_F(Compose, CriticalFindingsAreCritical) {
  for (auto const severity : {"critical", "low"})
    add("security.findings", {{"tool", "trivy"}, {"target", "app"}, {"class", "os"}, {"severity", severity}}, 2, 1h);
  add("security.findings", {{"tool", "trivy"}, {"target", "db"}, {"class", "os"}, {"severity", "critical"}}, 1, 1h);
  auto const document = compose(material);
  EXPECT_EQ(figure(document, "security", "security.findings").value, 3);
  EXPECT_EQ(document.verdict, Standing::bad);
}

TEST_F(Compose, OpenIncidentsComeFirstInTheSummary) {
  incident(1, "slow-build", 50h, std::nullopt, Level::warning);
  incident(2, "model-accuracy", 5h, std::nullopt, Level::critical);
  incident(3, "gone", 60h, 40h);
  add("data.age", {{"dataset", "prices"}}, 30 * 3600, 1h);  // misses its target
  auto const document = compose(material);
  EXPECT_EQ(document.verdict, Standing::bad);
  ASSERT_EQ(document.summary.size(), 3u);
  EXPECT_THAT(document.summary[0], HasSubstr("critical: model-accuracy (#2): 58%, below 65%, since"));
  EXPECT_THAT(document.summary[1], HasSubstr("warning: slow-build (#1)"));
  EXPECT_THAT(document.summary[2], HasSubstr("Age of the newest row, prices: 30h"));
  EXPECT_EQ(figure(document, "alerts", "open").value, 2);
  EXPECT_EQ(figure(document, "alerts", "opened").value, 3);
}

TEST_F(Compose, AFigureOfWhichAnIncidentIsOpenDoesNotLookWell) {
  add("model.age", {{"model", "btc"}}, 3600, 1h);
  add("model.age", {{"model", "eth"}}, 3600, 1h);
  incident(1, "model-stale", 5h, std::nullopt, Level::critical);
  material.incidents.back().key.labels = Labels{{"model", "btc"}};
  material.alerts = {{"model-stale", "", {"model.age"}}};
  auto const document = compose(material);
  auto const& figures = section(document, "models").figures;
  ASSERT_EQ(figures.size(), 2u);
  EXPECT_EQ(figures[0].standing, Standing::bad);
  EXPECT_EQ(figures[1].standing, Standing::good);
}

TEST_F(Compose, AnAlertThatClearsAloneIsToldItsCost) {
  for (int i = 0; i < 14; ++i) incident(i + 1, "ci-success-rate", i * 10h + 1h, i * 10h + (i == 3 ? -20h : 0h));
  for (int i = 0; i < 3; ++i) incident(i + 20, "rare", i * 10h + 1h, i * 10h);
  material.alerts = {{"ci-success-rate", ""}, {"rare", ""}};
  auto const said = remarks(compose(material), "alerts");
  EXPECT_THAT(said, Contains(AllOf(HasSubstr("ci-success-rate: fired 14 times"), HasSubstr("try `for: 2 runs`"))));
  EXPECT_THAT(said, testing::Not(Contains(HasSubstr("rare: fired"))));
}

TEST_F(Compose, AMonthNamesTheRulesThatNeverFiredAndTheNewBaselines) {
  set_kind(Kind::monthly);
  incident(1, "noisy", 50h, 49h);
  material.alerts = {{"noisy", ""}, {"quiet", ""}};
  material.silent = {"alert dead: nothing brings model.f2"};
  for (int i = 1; i <= 20; ++i) add("model.accuracy", {{"model", "btc"}}, 0.60 + i * 0.01, i * 24h);
  auto const document = compose(material);
  EXPECT_THAT(remarks(document, "alerts"),
              ElementsAre("did not fire in the period: quiet", "alert dead: nothing brings model.f2"));
  EXPECT_THAT(remarks(document, "trends"),
              Contains(AllOf(HasSubstr("baseline of model.accuracy, btc: 70.5% (median of 20)"),
                             HasSubstr("95% of the values are at least 62%"))));
}

TEST_F(Compose, TheCriteriaAreThoseThatHaveATarget) {
  run(true, 1h);
  add("model.accuracy", {{"model", "btc"}}, 0.6, 1h);
  material.targets.erase("run.success");
  auto const document = compose(material);
  auto const& rows = section(document, "criteria").figures;
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].name, "Model accuracy");
  EXPECT_EQ(rows[0].standing, Standing::watch);
}

TEST_F(Compose, WhatIsGoodIsHealthy) {
  for (int i = 1; i <= 20; ++i) run(true, i * 1h);
  auto const document = compose(material);
  EXPECT_EQ(document.verdict, Standing::good);
  EXPECT_THAT(document.summary, ElementsAre(HasSubstr("meets it")));
}

TEST(PeriodOf, IsACivilDayAWeekOrAMonth) {
  auto const berlin = *Zone::find("Europe/Berlin");
  // The clocks change on 29 March 2026: that day has 23 hours.
  auto const at = *parse_timestamp("2026-03-30T07:00:00Z");
  EXPECT_EQ(period_of(Kind::daily, at, berlin).from, *parse_timestamp("2026-03-29T07:00:00Z"));
  EXPECT_EQ(period_of(Kind::weekly, at, berlin).from, *parse_timestamp("2026-03-23T08:00:00Z"));
  auto const last = *parse_timestamp("2026-03-31T07:00:00Z");
  EXPECT_EQ(period_of(Kind::monthly, last, berlin).from, *parse_timestamp("2026-02-28T08:00:00Z"));
}

}  // namespace
}  // namespace lapwing::report
