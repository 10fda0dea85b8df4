// SPDX-License-Identifier: Apache-2.0
#include "rules/window_parser.hpp"

#include <charconv>

namespace lapwing::rules {
namespace {

constexpr std::size_t kMostRuns = 100'000;

/// N runs, after `last`.
void read_runs(TokenReader& tokens, series::Window& window) {
  auto const& count = tokens.next();
  auto const* const end = count.text.data() + count.text.size();
  auto const [stop, error] = std::from_chars(count.text.data(), end, window.runs);
  bool const is_count = count.kind == Token::Kind::quantity && error == std::errc{} && stop == end;
  if (!is_count || window.runs < 1 || window.runs > kMostRuns)
    tokens.fail_at(count.offset, "expected a number of runs from 1 to 100,000, not " + describe(count));
  auto const& unit = tokens.next();
  if (unit.kind != Token::Kind::name || (unit.text != "runs" && unit.text != "run"))
    tokens.fail_at(unit.offset, "expected 'runs' here, not " + describe(unit));
}

std::optional<Duration> read_length(TokenReader& tokens, std::string_view wanted) {
  if (tokens.fault()) return std::nullopt;
  auto const& token = tokens.next();
  if (token.kind != Token::Kind::quantity) {
    tokens.fail_at(token.offset, "expected " + std::string(wanted) + ", not " + describe(token));
    return std::nullopt;
  }
  auto const length = parse_duration(token.text);
  if (!length) {
    tokens.fail_at(token.offset, length.error().message + "; a window by samples is 'last 20 runs'");
    return std::nullopt;
  }
  if (*length <= Duration{0}) tokens.fail_at(token.offset, "a window must be longer than 0");
  return *length;
}

}  // namespace

void read_window(TokenReader& tokens, Samples& samples) {
  tokens.expect(",");
  if (tokens.fault()) return;
  if (tokens.is_word("last")) {
    tokens.next();
    read_runs(tokens, samples.window);
    // The newest is compared with N runs before it, so N runs are N + 1 samples.
    if (samples.function->compares_newest) ++samples.window.runs;
  } else if (auto const length = read_length(tokens, "a window such as 'last 20 runs' or '7d'")) {
    samples.window.length = *length;
  }
  if (!samples.function->looks_ahead) return;
  tokens.expect(",");
  if (auto const ahead = read_length(tokens, "how far to look ahead, such as '30d'")) samples.ahead = *ahead;
}

Grouping read_grouping(TokenReader& tokens) {
  Grouping grouping;
  tokens.next();
  tokens.expect("(");
  while (!tokens.fault() && !tokens.is_symbol(")")) {
    auto const& label = tokens.next();
    if (label.kind != Token::Kind::name)
      tokens.fail_at(label.offset, "expected a label's name, not " + describe(label));
    grouping.names.push_back({std::string(label.text), label.offset});
    if (!tokens.is_symbol(")")) tokens.expect(",");
  }
  tokens.expect(")");
  return grouping;
}

}  // namespace lapwing::rules
