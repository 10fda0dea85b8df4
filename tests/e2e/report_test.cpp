// SPDX-License-Identifier: Apache-2.0
// The reports of the real program over a project's files, against numbers that are computed here a second time.
#include "e2e/model_history.hpp"
#include "e2e/process.hpp"
#include "e2e/project.hpp"

#include "core/quantity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>

namespace lapwing::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;

constexpr std::string_view kNoAlerts = "alerts:\n  a: {watch: model.accuracy, when: below, critical: 1%}\n";

/// The values of (from, until].
std::vector<double> between(std::map<TimePoint, double> const& values, TimePoint from, TimePoint until) {
  std::vector<double> out;
  for (auto const& [at, value] : values) {
    if (at > from && at <= until) out.push_back(value);
  }
  return out;
}

double mean(std::vector<double> const& values) {
  return std::accumulate(values.begin(), values.end(), 0.) / double(values.size());
}

json figure_of(json const& report, std::string const& id) {
  for (auto const& section : report.at("sections")) {
    for (auto const& figure : section.at("figures")) {
      if (figure.at("id") == id && section.at("id") != "criteria") return figure;
    }
  }
  return {};
}

class ReportProgram : public testing::Test {
 protected:
  Project project;

  Finished lapwing(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--config", project.folder.path("lapwing.yaml")});
    return run_lapwing(arguments, project.environment());
  }

  /// How many figures were compared.
  int compare_weeks(ModelHistory const& history) {
    int compared = 0;
    auto first = TimePoint::max(), last = TimePoint::min();
    for (auto const& [metric, values] : history) {
      if (values.empty()) continue;
      first = std::min(first, values.begin()->first);
      last = std::max(last, values.rbegin()->first);
    }
    for (auto at = std::chrono::floor<std::chrono::days>(first) + 36h; at < last + 14 * 24h; at += 60h) {
      auto const text = lapwing({"report", "weekly", "--at", format_utc(at), "--format", "json"});
      EXPECT_EQ(text.exit_code, 0) << text.output;
      auto const report = json::parse(text.output);
      EXPECT_EQ(report.at("period").at("from"), format_utc(at - 7 * 24h));
      for (auto const metric : {"accuracy", "f1", "precision", "recall", "rmse", "r2"}) {
        if (!history.contains(metric)) continue;
        auto const& values = history.at(metric);
        auto const week = between(values, at - 7 * 24h, at), before = between(values, at - 14 * 24h, at - 7 * 24h);
        auto const figure = figure_of(report, std::string("model.") + metric);
        if (values.begin()->first > at) continue;
        EXPECT_FALSE(figure.is_null()) << metric << " at " << format_utc(at);
        if (figure.is_null()) continue;
        ++compared;
        EXPECT_EQ(figure.at("n"), week.size()) << metric << " at " << format_utc(at);
        EXPECT_EQ(figure.at("value").is_null(), week.empty());
        EXPECT_EQ(figure.at("previous").is_null(), before.empty());
        if (!week.empty()) {
          EXPECT_NEAR(figure.at("value").get<double>(), mean(week), 1e-9) << metric;
        }
        if (!before.empty()) {
          EXPECT_NEAR(figure.at("previous").get<double>(), mean(before), 1e-9) << metric;
        }
        bool const higher = std::string_view(metric) != "rmse";
        if (!week.empty()) {
          auto const [low, high] = std::ranges::minmax(week);
          auto const unit = std::string_view(metric) == "r2" || !higher ? Unit::number : Unit::ratio;
          EXPECT_THAT(figure.at("note").get<std::string>(),
                      HasSubstr("best " + format_quantity(higher ? high : low, unit) + ", worst " +
                                format_quantity(higher ? low : high, unit)));
        }
      }
    }
    return compared;
  }
};

TEST_F(ReportProgram, AWeekIsThatOfTheFiles) {
  std::map<TimePoint, double> accuracy;
  for (int day = 0; day < 20; ++day) {
    auto const at = *parse_timestamp("2026-01-05T02:00:00Z") + day * 24h;
    auto const value = 0.60 + 0.01 * ((day * 7) % 11);
    project.train(format_utc(at), value);
    accuracy[at] = value;
  }
  project.configure(kNoAlerts);
  ASSERT_EQ(lapwing({"run", "--once"}).exit_code, 0);
  EXPECT_GT(compare_weeks({{"accuracy", accuracy}}), 10);
}

TEST_F(ReportProgram, AWeekOfARealProjectIsThatOfItsFiles) {
  fs::path const models = fs::path(LAPWING_SHARED_DATA) / "ml-project/models";
  if (!fs::exists(models)) GTEST_SKIP() << "the recorded project is not on this machine";
  project.pollers = "  btc: {type: model_metrics, every: 1h, path: " + models.string() + ", expect: []}\n";
  project.configure(kNoAlerts);
  ASSERT_EQ(lapwing({"run", "--once"}).exit_code, 0);
  EXPECT_GT(compare_weeks(model_history(models)), 20);
}

TEST_F(ReportProgram, AStatusWorksWithoutADaemonAndSaysHowThingsStand) {
  project.train("2026-01-05T02:00:00Z", 0.60);
  project.configure("alerts:\n  model-accuracy: {watch: model.accuracy, when: below, warning: 65%}\n");
  auto const early = lapwing({"status"});
  EXPECT_EQ(early.exit_code, 3) << "there is no store yet: " << early.output;
  ASSERT_EQ(lapwing({"run", "--once"}).exit_code, 0);
  auto const status = lapwing({"status"});
  EXPECT_EQ(status.exit_code, 0);
  for (auto const* const word : {"PIPELINE HEALTH", "MODEL PERFORMANCE", "DATA QUALITY", "RESOURCE USAGE", "SECURITY",
                                 "ALERTS", "SUCCESS CRITERIA", "needs attention", "model-accuracy", "60%"})
    EXPECT_THAT(status.output, HasSubstr(word));
  EXPECT_EQ(lapwing({"status", "--exit-code"}).exit_code, 1);
  auto const watched = lapwing({"status", "--watch"});
  EXPECT_EQ(watched.exit_code, 2) << "no terminal: " << watched.output;
}

TEST_F(ReportProgram, WhatCanNotBeIsRefusedInWords) {
  project.train("2026-01-05T02:00:00Z", 0.60);
  project.configure(kNoAlerts);
  auto const hourly = lapwing({"report", "hourly"});
  EXPECT_EQ(hourly.exit_code, 2);
  EXPECT_THAT(hourly.output, HasSubstr("daily"));
  auto const when = lapwing({"report", "daily", "--at", "yesterday"});
  EXPECT_EQ(when.exit_code, 2);
  EXPECT_THAT(when.output, HasSubstr("'yesterday' is no instant"));
}

}  // namespace
}  // namespace lapwing::test
