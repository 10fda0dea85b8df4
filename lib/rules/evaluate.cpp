// SPDX-License-Identifier: Apache-2.0
#include "rules/evaluate.hpp"

#include <algorithm>
#include <set>

namespace lapwing::rules {
namespace {

std::string key_of(std::string_view metric, std::string_view label = "", std::string_view value = "") {
  std::string key(metric);
  for (auto const part : {label, value}) key.append(1, '\0').append(part);
  return key;
}

std::string key_of(Selector const& selector) {
  for (auto const& matcher : selector.matchers) {
    if (matcher.op == Matcher::Op::equal && !matcher.value.empty())
      return key_of(selector.metric, matcher.label, matcher.value);
  }
  return key_of(selector.metric);
}

}  // namespace

Evaluator::Evaluator(RuleSet const& rules, series::History const& history) : rules_(rules), history_(history) {
  results_.reserve(rules.all().size());
  for (std::uint32_t i = 0; i < rules.all().size(); ++i) {
    results_.emplace_back(rules[i].watch);
    auto const want = [&](std::string const& key) {
      auto& wanting = wanted_[key];
      if (wanting.empty() || wanting.back() != i) wanting.push_back(i);
    };
    for (auto const* const source : rules[i].watch.sources()) {
      want(key_of(source->selector));
      if (auto const baseline = source->baseline(); !baseline.empty()) want(key_of(baseline));
    }
  }
  newest_.resize(results_.size());
  take_in_new_series();
}

void Evaluator::take_in_new_series() {
  std::set<std::uint32_t> changed;
  for (auto id = series::SeriesId(feeds_.size()); id < history_.size(); ++id) {
    auto const& metric = history_.metric(id);
    std::set<std::uint32_t> wanting;
    auto const look_up = [&](std::string const& key) {
      if (auto const found = wanted_.find(key); found != wanted_.end())
        wanting.insert(found->second.begin(), found->second.end());
    };
    look_up(key_of(metric));
    for (auto const& [label, value] : history_.labels(id).pairs()) look_up(key_of(metric, label, value));
    for (auto const rule : wanting) results_[rule].take(id, history_);
    changed.merge(wanting);
  }
  feeds_.resize(history_.size());
  for (auto const rule : changed) build(rule);
}

void Evaluator::build(std::uint32_t rule) {
  auto& results = results_[rule];
  for (auto const& [result, id] : results.feeds())
    std::erase_if(feeds_[id], [&](Feed const& one) { return one.rule == rule; });
  results.build(history_);
  newest_[rule].assign(results.size(), TimePoint::min());
  if (rules_[rule].watch.is_clocked()) return;
  for (auto const& [result, id] : results.feeds()) {
    feeds_[id].push_back({rule, result});
    auto const last = history_.last(id, 1, TimePoint::max());
    if (!last.empty()) newest_[rule][result] = std::max(newest_[rule][result], last.front().at);
  }
}

std::vector<Verdict> Evaluator::judge(std::span<Arrival const> arrivals) {
  take_in_new_series();
  std::vector<Step> steps;
  for (auto const& [series, at] : arrivals) {
    for (auto const [rule, result] : feeds_[series]) {
      steps.push_back({at, rule, result});
      auto& newest = newest_[rule][result];
      newest = std::max(newest, at);
    }
  }
  for (std::size_t i = 0, arrived = steps.size(); i < arrived; ++i) {
    auto const newest = newest_[steps[i].rule][steps[i].result];
    if (steps[i].at < newest) steps.push_back({newest, steps[i].rule, steps[i].result});
  }
  return judge(std::move(steps));
}

std::vector<Verdict> Evaluator::judge_again() {
  take_in_new_series();
  std::vector<Step> steps;
  for (std::uint32_t rule = 0; rule < results_.size(); ++rule) {
    for (ResultId result = 0; result < results_[rule].size(); ++result) {
      auto const newest = newest_[rule][result];
      if (newest != TimePoint::min()) steps.push_back({newest, rule, result});
    }
  }
  return judge(std::move(steps));
}

std::vector<Verdict> Evaluator::judge_by_clock(TimePoint now) {
  take_in_new_series();
  std::vector<Step> steps;
  for (std::uint32_t rule = 0; rules_.is_clocked() && rule < results_.size(); ++rule) {
    if (!rules_[rule].watch.is_clocked()) continue;
    for (ResultId result = 0; result < results_[rule].size(); ++result) steps.push_back({now, rule, result});
  }
  return judge(std::move(steps));
}

std::vector<Verdict> Evaluator::judge(std::vector<Step> steps) const {
  std::ranges::sort(steps);
  auto const twice = std::ranges::unique(steps);
  steps.erase(twice.begin(), twice.end());
  std::vector<Verdict> verdicts;
  verdicts.reserve(steps.size());
  for (auto const& [at, index, result] : steps) {
    auto const& rule = rules_[index];
    auto const value = results_[index].value(history_, result, at);
    Verdict verdict{index, result, at};
    verdict.is_learning = value.samples < rule.min_samples;
    if (!verdict.is_learning) {
      if (!value.number) continue;
      verdict.level = level_of(rule, *value.number);
      verdict.clears = clears(rule, *value.number);
      verdict.value = *value.number;
      if (rule.significance && verdict.level != Level::ok) {
        verdict.significance = significance_of(rule, results_[index], result, value, verdict.level, history_, at);
        verdict.level = verdict.significance->level;
      }
    }
    verdicts.push_back(verdict);
  }
  return verdicts;
}

}  // namespace lapwing::rules
