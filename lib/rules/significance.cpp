// SPDX-License-Identifier: Apache-2.0
#include "rules/significance.hpp"

#include "series/proportion.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace lapwing::rules {
namespace {

constexpr std::string_view kTestSize = "model.test_samples";

enum class Kind { none, share_of_tests, difference_of_tests, share_of_samples };

bool is_one_of(std::string_view name, auto const&... names) { return ((name == names) || ...); }

Kind kind_of(Expression const& expression) {
  auto const* const samples = std::get_if<Samples>(&expression.whole().what);
  if (samples == nullptr) return Kind::none;
  auto const& metric = samples->selector.metric;
  auto const function = samples->function == nullptr ? "latest" : samples->function->name;
  bool const is_quality = is_one_of(metric, "model.accuracy", "model.f1", "model.precision", "model.recall");
  if (is_quality && !samples->condition && !samples->by) {
    if (function == "latest") return Kind::share_of_tests;
    if (is_one_of(function, "drop", "rise", "change")) return Kind::difference_of_tests;
  }
  bool const is_of_trials = samples->condition || is_one_of(metric, "run.success", "job.success", "pr.success");
  return function == "mean" && is_of_trials ? Kind::share_of_samples : Kind::none;
}

/// The rows that the version of an instant was tested on; 0 where that is not known.
double trials_at(series::History const& history, std::optional<series::SeriesId> tests, TimePoint at) {
  if (!tests) return 0;
  auto const last = history.last(*tests, 1, at);
  return last.empty() ? 0 : last.front().value;
}

/// How many rows the versions that the newest is compared with were tested on, in the middle; as many as the newest
/// where that is not known.
double trials_before(std::vector<series::Point> points, std::string_view function, double newest,
                     series::History const& history, series::SeriesId tests) {
  points.pop_back();
  if (function == "change") points.resize(1);  // that is against the oldest alone
  std::vector<double> sizes;
  for (auto const& point : points) {
    if (auto const size = trials_at(history, tests, point.at); size > 0) sizes.push_back(size);
  }
  if (sizes.empty()) return newest;
  std::ranges::sort(sizes);
  return sizes[sizes.size() / 2];
}

/// p of a share beside the bound of a level.
double p_beside(Rule const& rule, Level level, double share, double n) {
  auto const& bound = *rule.bounds[std::size_t(level)];
  auto const limit = share < bound.low ? bound.low : bound.high;
  return series::p_of_share(std::clamp(share, 0.0, 1.0), n, std::clamp(limit, 0.0, 1.0));
}

/// The worst of the levels that show whose bound the share is significantly beyond.
void judge_share(Significance& out, Rule const& rule, double share, Level shown) {
  out.level = Level::info;
  out.is_noise = true;
  bool is_mildest = true;
  for (auto const level : kAlertLevels) {
    if (level > shown || !rule.bounds[std::size_t(level)]) continue;
    auto const p = p_beside(rule, level, share, out.n);
    if (std::exchange(is_mildest, false)) out.p = p;
    if (p >= 1 - *rule.significance) continue;
    out.level = level;
    out.is_noise = false;
  }
}

}  // namespace

std::optional<std::string_view> trials_metric(Expression const& expression) {
  switch (kind_of(expression)) {
    case Kind::none:
      return std::nullopt;
    case Kind::share_of_samples:
      return "";
    case Kind::share_of_tests:
    case Kind::difference_of_tests:
      break;
  }
  return kTestSize;
}

Significance significance_of(Rule const& rule, Results const& results, ResultId result, Value const& value, Level shown,
                             series::History const& history, TimePoint at) {
  Significance out;
  out.level = shown;
  auto const kind = kind_of(rule.watch);
  auto const& samples = std::get<Samples>(rule.watch.whole().what);
  if (kind == Kind::share_of_samples) {
    out.n = double(value.samples);
    judge_share(out, rule, *value.number, shown);
    return out;
  }
  // Both series are a model's: their labels are the same.
  auto const tests = history.find(kTestSize, results.labels(result));
  out.n = trials_at(history, tests, at);
  if (out.n <= 0) return out;
  if (kind == Kind::share_of_tests) {
    judge_share(out, rule, *value.number, shown);
    return out;
  }
  auto const points = results.window(history, result, samples.window.runs, at);
  double const now = points.back().value;
  double const before = samples.function->name == "drop" ? now + *value.number : now - *value.number;
  auto const n_before = trials_before(points, samples.function->name, out.n, history, *tests);
  out.p = series::p_of_difference(std::clamp(before, 0.0, 1.0), n_before, std::clamp(now, 0.0, 1.0), out.n);
  out.n = std::min(out.n, n_before);
  out.is_noise = out.p >= 1 - *rule.significance;
  if (out.is_noise) out.level = Level::info;
  return out;
}

std::string text_of(Significance const& significance) {
  if (significance.n <= 0) return "How many rows it was tested on is not known, so this may be noise.";
  if (!significance.is_noise) return "";
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "Within noise (n=%.0f, p=%.2g).", significance.n, significance.p);
  return text.data();
}

}  // namespace lapwing::rules
