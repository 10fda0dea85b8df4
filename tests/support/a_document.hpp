// SPDX-License-Identifier: Apache-2.0
// A weekly report such as a project has one, and one whose every text comes from somebody who means harm.
#pragma once

#include "report/document.hpp"

#include <cmath>
#include <initializer_list>
#include <limits>

namespace lapwing::test {

inline TimePoint const kMonday = parse_timestamp("2026-11-23T08:00:00Z").value();

/// Evenly spread over the week before kMonday.
inline std::vector<series::Point> over_the_week(std::vector<double> const& values) {
  std::vector<series::Point> points;
  auto const step = Duration(std::chrono::days{7}) / int(values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    points.push_back({kMonday - std::chrono::days{7} + step * int(i + 1), values[i]});
  return points;
}

/// So many points that rise and fall about a middle, the same each time.
inline std::vector<series::Point> a_wave(std::size_t count, double middle, double height) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(middle + height * (std::sin(double(i) * 0.35) + 0.4 * std::sin(double(i) * 1.9)));
  return over_the_week(values);
}

inline report::Figure a_figure(std::string id, std::string name, std::string place, Unit unit, double value,
                               std::optional<double> previous, report::Standing standing) {
  report::Figure figure;
  figure.id = std::move(id);
  figure.name = std::move(name);
  figure.place = std::move(place);
  figure.unit = unit;
  figure.value = value;
  figure.n = 7;
  figure.previous = previous;
  figure.previous_n = previous ? 7 : 0;
  figure.standing = standing;
  return figure;
}

inline report::Section pipelines() {
  using report::Standing;
  auto success = a_figure("success_rate", "Success rate", "CI, main", Unit::ratio, 0.979, 0.967, Standing::good);
  success.n = 48, success.previous_n = 61, success.better = Better::higher, success.target = "at least 90%";
  success.points = over_the_week({1, 1, 0.86, 1, 1, 1, 1}), success.is_key = true;
  success.labels = {{"workflow", "CI"}, {"branch", "main"}};
  auto training =
      a_figure("success_rate", "Success rate", "Scheduled Training, main", Unit::ratio, 0.857, 1, Standing::watch);
  training.better = Better::higher, training.target = "at least 90%", training.note = "few runs: 7 of 10 wanted";
  training.points = over_the_week({1, 1, 1, 1, 0, 1, 1});
  auto duration = a_figure("duration", "Duration", "CI, main", Unit::duration, 512, 402, Standing::watch);
  duration.n = 48, duration.better = Better::lower, duration.points = a_wave(48, 470, 60), duration.is_key = true;
  auto streak = a_figure("failing", "Failures in a row", "CI, main", Unit::runs, 0, 0, Standing::good);
  streak.better = Better::lower, streak.n = 48;
  report::Remark failure{Standing::watch, Untrusted("Scheduled Training failed on 20 Nov at step 'Train model'"), {}};
  failure.links = {{"Run 128", "https://github.com/acme/bitcoin/actions/runs/128"}};
  report::Remark flaky{Standing::watch, Untrusted("lint passed on its second attempt 3 times: flaky"), {}};
  return {"pipelines", "Pipeline health", {success, training, duration, streak}, {failure, flaky}, ""};
}

inline report::Section models() {
  using report::Standing;
  auto accuracy = a_figure("accuracy", "Accuracy", "bitcoin", Unit::ratio, 0.583, 0.712, Standing::bad);
  accuracy.better = Better::higher, accuracy.target = "at least 65%", accuracy.is_key = true;
  accuracy.note = "small sample: 30 test rows; 95% sure of 41% to 74%";
  accuracy.points = over_the_week({0.712, 0.724, 0.703, 0.698, 0.683, 0.634, 0.583});
  auto f1 = a_figure("f1", "F1", "bitcoin", Unit::ratio, 0.601, 0.69, Standing::watch);
  f1.better = Better::higher, f1.points = over_the_week({0.69, 0.7, 0.69, 0.68, 0.66, 0.62, 0.601}), f1.is_key = true;
  auto rmse = a_figure("rmse", "RMSE", "bitcoin", Unit::number, 0.194, 0.182, Standing::good);
  rmse.better = Better::lower, rmse.points = over_the_week({0.182, 0.18, 0.185, 0.184, 0.19, 0.193, 0.194});
  auto samples = a_figure("training_samples", "Training samples", "bitcoin", Unit::count, 12345, 12338, Standing::good);
  auto absent = a_figure("precision", "Precision", "bitcoin", Unit::ratio, 0, std::nullopt, Standing::unknown);
  absent.value.reset(), absent.n = 0, absent.note = "the newest version does not say";
  return {"models", "Model performance", {accuracy, f1, rmse, samples, absent}, {}, ""};
}

inline report::Document a_document() {
  using report::Standing;
  report::Document document;
  document.kind = report::Kind::weekly;
  document.project = "bitcoin-ml-pipeline";
  document.zone = *Zone::find("Europe/Berlin");
  document.at = kMonday;
  document.period = {kMonday - std::chrono::days{7}, kMonday};
  document.previous = {kMonday - std::chrono::days{14}, kMonday - std::chrono::days{7}};
  document.verdict = Standing::bad;
  document.summary = {"Accuracy of bitcoin is 58.3%, below 65%: review the model; consider retraining.",
                      "Scheduled Training succeeded in 6 of 7 runs.", "CI takes 1m 50s longer than the week before."};
  auto age =
      a_figure("age", "Age of the newest row", "bitcoin_timeseries", Unit::duration, 50400, 48600, Standing::good);
  age.better = Better::lower, age.target = "at most 26h", age.n = 168, age.points = a_wave(168, 45000, 18000);
  age.is_key = true;
  auto missing = a_figure("missing", "Missing values", "bitcoin_timeseries", Unit::count, 0, 0, Standing::good);
  missing.better = Better::lower, missing.n = 168;
  auto minutes = a_figure("minutes", "Minutes, projected", "acme", Unit::count, 1890, 1240, Standing::watch);
  minutes.better = Better::lower, minutes.target = "at most 2,000", minutes.points = a_wave(28, 1600, 130);
  minutes.is_key = true;
  auto bytes = a_figure("artifacts", "Artifacts", "acme/bitcoin", Unit::bytes, 3.2e8, 3.1e8, Standing::good);
  bytes.target = "at most 500 MB";
  document.sections = {
      pipelines(),
      models(),
      {"data", "Data quality", {age, missing}, {}, ""},
      {"resources", "Resource usage", {minutes, bytes}, {}, ""},
      {"security", "Security", {}, {}, "No scan is watched: add a poller of type security_scan."},
      {"alerts",
       "Alerts",
       {},
       {{Standing::bad, Untrusted("model-accuracy {model=\"bitcoin\"} is critical since 22 Nov 03:00"), {}},
        {Standing::watch, Untrusted("ci-duration fired 14 times, 13 of them cleared alone: try `for: 2 runs`"), {}},
        {Standing::good, Untrusted("9 other alerts did not fire."), {}}},
       ""}};
  return document;
}

inline constexpr char const* kHostile =
    "<script>alert(1)</script> | `x` **b** @octocat #12 \x1b[31mred\x1b[0m \u202Eevil\u202C $a$ "
    "![i](https://evil.example/i.png) </title></style>\"' onload=x\r\n# heading";

/// Every text that may come from outside is kHostile or 10 kB long; numbers are none or beyond all bounds.
inline report::Document a_hostile_document() {
  using report::Standing;
  double const nan = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();
  auto document = a_document();
  document.project = kHostile;
  document.summary = {kHostile};
  report::Figure figure = a_figure("x", kHostile, kHostile, Unit::ratio, nan, infinite, Standing::unknown);
  figure.labels = {{"branch", kHostile}};
  figure.target = figure.note = kHostile;
  figure.points = over_the_week({nan, 1, infinite, 0.5, -infinite, 1.7e308, 0.7});
  figure.is_key = true;
  auto long_one =
      a_figure("y", std::string(10'000, 'x'), std::string(10'000, 'y'), Unit::number, infinite, nan, Standing::watch);
  auto no_points = a_figure("z", "Of one point", "", Unit::count, 1e18, -1e18, Standing::bad);
  no_points.points = over_the_week({nan}), no_points.is_key = true;
  report::Remark remark{Standing::bad, Untrusted(kHostile), {}};
  remark.links = {{"Run", "javascript:alert(1)"},
                  {"Run", "https://a.example/\"onclick=\"x|)](<b> c"},
                  {"Run", "https://a.example/" + std::string(3000, 'z')}};
  document.sections = {{"x\" onload=\"y", kHostile, {figure, long_one, no_points}, {remark}, ""},
                       {"e", "Empty", {}, {}, kHostile}};
  return document;
}

}  // namespace lapwing::test
