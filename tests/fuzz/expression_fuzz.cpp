// SPDX-License-Identifier: Apache-2.0
// parse_expression: a refusal names a place inside the text in printable words; what is accepted means the same when it
// is read again, and can be evaluated over several series without ever giving a number that is none.
#include "alert/silence.hpp"
#include "rules/evaluate.hpp"

#include "core/catalogue.hpp"
#include "core/text.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace lapwing;
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  // What is written like a part of an expression: an event, a label set.
  if (auto const event = rules::parse_event_selector(text); auto const* fault = std::get_if<rules::SyntaxError>(&event))
    must(fault->offset <= text.size() && printable(fault->what, 2000) == fault->what);
  auto const labels = rules::parse_labels(text);
  if (auto const* const fault = std::get_if<rules::SyntaxError>(&labels))
    must(fault->offset <= text.size() && printable(fault->what, 2000) == fault->what);

  // What a silence is about: as an incident's labels are put to it.
  if (auto matchers = alert::parse_matchers(text, nullptr)) {
    alert::Silence silence;
    silence.matchers = *std::move(matchers);
    must(!silence.matchers.empty());
    alert::covers(silence, {"model-accuracy", {{"model", "btc"}}}, nullptr);
  } else {
    must(matchers.error().message.find("olumn") != std::string::npos || text.size() > 2000);
  }

  auto const parsed = rules::parse_expression(text);
  if (auto const* const fault = std::get_if<rules::SyntaxError>(&parsed)) {
    must(fault->offset <= text.size() && !fault->what.empty());
    must(printable(fault->what, 2000) == fault->what);
    return 0;
  }
  rules::Rule rule;
  rule.watch = std::get<rules::Expression>(parsed);
  auto const again = rules::parse_expression(rule.watch.text);
  auto const* const same = std::get_if<rules::Expression>(&again);
  must(same != nullptr && same->text == rule.watch.text && same->unit == rule.watch.unit);
  must(same->nodes.size() == rule.watch.nodes.size() && same->whole().labels.all() == rule.watch.whole().labels.all());
  must(!rule.watch.sources().empty() && rule.watch.nodes.size() <= 256);

  series::History history;
  std::vector<rules::Arrival> arrivals;
  for (auto const* const name : {"btc", "eth", "ada"}) {
    TimePoint at{};
    for (double const value : {0.7, -1e308, 1e308, 0.0, 0.6}) {
      for (auto const* const source : rule.watch.sources()) {
        Labels own;
        for (auto const& label : rules::label_names(find_metric(source->selector.metric)->labels)) own.set(label, name);
        at += Duration{1000};
        arrivals.push_back({history.add({source->selector.metric, own, value, at, {}}), at});
      }
    }
  }
  rules::RuleSet const rules({rule});
  rules::Evaluator evaluator(rules, history);
  for (auto const& verdict : evaluator.judge(arrivals)) {
    must(std::isfinite(verdict.value));
    auto const& results = evaluator.results(0);
    must(results.trail(history, verdict.result, 16, verdict.at).size() <= 16);
    must(results.newest(history, verdict.result, verdict.at).has_value());
    for (auto const& [label, value] : evaluator.labels(verdict).pairs()) must(rule.watch.whole().labels.has(label));
  }
  must(evaluator.judge_by_clock(TimePoint{std::chrono::hours{1}}).empty() || rules.is_clocked());
  return 0;
}
