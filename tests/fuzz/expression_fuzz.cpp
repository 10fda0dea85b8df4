// SPDX-License-Identifier: Apache-2.0
// parse_expression: a refusal names a place inside the text in printable words; what is accepted means the same when it
// is read again, and can be evaluated.
#include "rules/expression.hpp"

#include "core/text.hpp"

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
  auto const parsed = rules::parse_expression(text);
  if (auto const* const fault = std::get_if<rules::SyntaxError>(&parsed)) {
    must(fault->offset <= text.size() && !fault->what.empty());
    must(printable(fault->what, 2000) == fault->what);
    return 0;
  }
  auto const& expression = std::get<rules::Expression>(parsed);
  auto const again = rules::parse_expression(expression.text);
  auto const* const same = std::get_if<rules::Expression>(&again);
  must(same != nullptr && same->text == expression.text && same->unit == expression.unit);
  must(same->function == expression.function && same->window.runs == expression.window.runs);
  must(same->window.length == expression.window.length && same->selector.metric == expression.selector.metric);
  must(same->selector.matchers.size() == expression.selector.matchers.size());

  series::History history;
  Labels const labels{{"model", "btc"}, {"dataset", "prices"}, {"column", "volume"}};
  TimePoint at{};
  series::SeriesId id = 0;
  for (double const value : {0.7, -1e308, 1e308, 0.6})
    id = history.add({expression.selector.metric, labels, value, at += Duration{1000}, {}});
  must(same->selector.accepts(labels) == expression.selector.accepts(labels));
  auto const value = rules::value_of(expression, history, id, at);
  must(value == rules::value_of(*same, history, id, at));
  must(rules::points_of(expression, history, id, at).size() <= 4);
  return 0;
}
