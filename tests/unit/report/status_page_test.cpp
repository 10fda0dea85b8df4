// SPDX-License-Identifier: Apache-2.0
#include "report/status_page.hpp"

#include "support/an_overview.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lapwing::report {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(StatusPage, AlertsThatCanNotFireAreACardOfTheirOwn) {
  Overview overview;
  EXPECT_THAT(status_page(overview), Not(HasSubstr("id=\"silent\"")));
  for (std::size_t i = 0; i < kMostSilent + 3; ++i) overview.silent.push_back("<b> " + std::to_string(i) + " is never");
  auto const page = status_page(overview);
  EXPECT_THAT(page, AllOf(HasSubstr("id=\"silent\""), HasSubstr("&lt;b&gt; 0 is never"), HasSubstr("and 3 more")));
}

TEST(StatusPage, SaysOfEachIncidentWhatIsWrongSinceWhenAndWhatToDo) {
  EXPECT_THAT(status_page(test::an_overview()),
              AllOf(HasSubstr("1 critical, 2 warning"), HasSubstr("model=btc"), HasSubstr("58.3%"),
                    HasSubstr("below 60%"), HasSubstr("▇▆▁"), HasSubstr("since 2026-11-23 06:00 +01:00, for 3h"),
                    HasSubstr("To do: <bdi>Review the model</bdi>"), HasSubstr("acknowledged by eva: on it"),
                    HasSubstr("stale: 3 polls missed"),
                    HasSubstr("<a href=\"https://github.com/acme/model/actions/runs/7\" rel=\"noreferrer\">Run 7</a>"),
                    HasSubstr(">Runbook</a>"), HasSubstr("recovered")));
}

TEST(StatusPage, SaysOfSourcesAndChannelsHowTheyFareAndWhatComesNext) {
  EXPECT_THAT(status_page(test::an_overview()),
              AllOf(HasSubstr("there is no such file"), HasSubstr("26 in a row"), HasSubstr("2026-11-23 09:10 +01:00"),
                    HasSubstr("429: rate limited"), HasSubstr("hourly at :10"), HasSubstr("never")));
}

TEST(StatusPage, LeadsToTheReportsAndComesAgainUnlessToldNotTo) {
  auto overview = test::an_overview();
  EXPECT_THAT(status_page(overview),
              AllOf(HasSubstr("href=\"/reports/daily\""), HasSubstr("href=\"/reports/weekly\""),
                    HasSubstr("href=\"/reports/monthly\""), HasSubstr("href=\"/?refresh=off\"")));
  overview.refreshes = false;
  EXPECT_THAT(status_page(overview), AllOf(HasSubstr("href=\"/\""), Not(HasSubstr("refresh=off"))));
}

TEST(StatusPage, OfAThousandIncidentsShowsTheWorstAndCountsTheRest) {
  auto const page = status_page(test::an_overview(1000));
  EXPECT_LT(page.size(), 100'000u);
  EXPECT_THAT(page, AllOf(HasSubstr("1 critical, 999 warning"), HasSubstr("and 970 more"), HasSubstr("#30<"),
                          Not(HasSubstr("#31<"))));
}

TEST(StatusPage, OfAThousandModelsShowsTheWorstAndCountsTheRest) {
  auto overview = test::an_overview();
  Section section{.id = "models", .title = "Model performance"};
  for (int i = 0; i < 1000; ++i) {
    Figure figure;
    figure.id = "model.accuracy";
    figure.name = "Accuracy";
    figure.place = "m" + std::to_string(i);
    figure.unit = Unit::ratio;
    figure.value = 0.5;
    figure.is_key = true;
    figure.standing = i == 999 ? Standing::bad : Standing::good;
    for (int day = 0; day < 60; ++day)
      figure.points.push_back({overview.status.at - std::chrono::days{60 - day}, 0.5 + (i + day) % 7 * 0.01});
    section.figures.push_back(std::move(figure));
  }
  overview.status.sections = {section};
  auto const page = status_page(overview);
  EXPECT_LT(page.size(), 100'000u);
  EXPECT_THAT(page, AllOf(HasSubstr("m999"), HasSubstr("970 more numbers are not shown here"), Not(HasSubstr("m500"))));
}

TEST(StatusPage, OfNothingSaysSo) {
  EXPECT_THAT(status_page({}), AllOf(HasSubstr("No incident is open."), HasSubstr("No source is configured."),
                                     HasSubstr("No channel is configured.")));
}

TEST(StatusPage, ShowsTextFromOutsideAsTextAlone) {
  auto const page = status_page(test::a_hostile_overview());
  EXPECT_THAT(page, AllOf(HasSubstr("&lt;script&gt;"), Not(HasSubstr("<script")), Not(HasSubstr("javascript:")),
                          Not(HasSubstr("\x1b")), Not(HasSubstr("\u202E")), Not(HasSubstr("'x' onload"))));
}

}  // namespace
}  // namespace lapwing::report
