// SPDX-License-Identifier: Apache-2.0
#include "rules/answer.hpp"

#include "rules/results.hpp"

#include <algorithm>

namespace lapwing::rules {
namespace {

bool has_sample(series::History const& history, series::SeriesId id, TimePoint at) {
  return !history.last(id, 1, at).empty();
}

}  // namespace

std::vector<Answer> answer(Expression const& expression, series::History const& history, TimePoint at) {
  Results results(expression);
  for (series::SeriesId id = 0; id < history.size(); ++id) {
    // A series that begins later is not there yet.
    if (has_sample(history, id, at)) results.take(id, history);
  }
  results.build(history);
  std::vector<std::size_t> series(results.size());
  for (auto const& [result, id] : results.feeds()) ++series[result];
  std::vector<Answer> answers;
  for (ResultId result = 0; result < results.size(); ++result) {
    auto const newest = results.newest(history, result, at);
    if (!newest) continue;
    auto const value = results.value(history, result, at);
    answers.push_back({results.labels(result), value.number, value.has_window() ? value.samples : series[result],
                       history.last(*newest, 1, at).front().at});
  }
  std::ranges::sort(answers, {}, &Answer::labels);
  return answers;
}

std::vector<std::string> what_is_missing(Expression const& expression, series::History const& history, TimePoint at) {
  std::vector<std::string> out;
  for (auto const& node : expression.nodes) {
    auto const* const samples = std::get_if<Samples>(&node.what);
    if (samples == nullptr) continue;
    bool any = false, any_that_fits = false;
    for (auto const id : history.of_metric(samples->selector.metric)) {
      if (!has_sample(history, id, at)) continue;
      any = true;
      any_that_fits = any_that_fits || samples->selector.accepts(history.labels(id));
    }
    if (!any)
      out.push_back("no samples of " + samples->selector.metric);
    else if (!any_that_fits)
      out.push_back("no samples of " + samples->selector.metric + " with the labels in " +
                    expression.text.substr(node.begin, node.end - node.begin));
  }
  std::ranges::sort(out);
  auto const twice = std::ranges::unique(out);
  out.erase(twice.begin(), twice.end());
  if (out.empty()) out.push_back("samples, but none on both sides with labels that match");
  return out;
}

}  // namespace lapwing::rules
