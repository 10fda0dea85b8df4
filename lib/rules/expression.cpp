// SPDX-License-Identifier: Apache-2.0
#include "rules/expression.hpp"

#include "core/catalogue.hpp"
#include "core/text.hpp"
#include "rules/lexer.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace lapwing::rules {
namespace {

constexpr std::size_t kMostCharacters = 4000;
constexpr std::size_t kMostRuns = 100'000;

std::string quoted(std::string_view text) { return "'" + printable(text, 60) + "'"; }

std::string describe(Token const& token) {
  return token.kind == Token::Kind::end ? std::string("the end") : quoted(token.text);
}

/// Reads tokens from the left. The first fault wins; after it every step is a no-op that fails.
class Parser {
 public:
  explicit Parser(std::string_view text) : tokens_(tokenize(text)) {}

  std::variant<Expression, SyntaxError> parse(std::string_view text) {
    Expression expression;
    expression.text = std::string(trim(text));
    bool const is_call = peek().kind == Token::Kind::name && peek(1).text == "(" && peek(1).kind == Token::Kind::symbol;
    if (is_call)
      read_call(expression);
    else
      read_selector(expression);
    if (!fault_ && peek().kind != Token::Kind::end) fail("unexpected " + describe(peek()) + " after the expression");
    if (fault_) return *fault_;
    return expression;
  }

 private:
  Token const& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  Token const& next() {
    auto const& token = peek();
    if (token.kind != Token::Kind::end) ++at_;
    return token;
  }
  void fail(std::string what) { fail_at(peek().offset, std::move(what)); }
  void fail_at(std::size_t offset, std::string what) {
    if (!fault_) fault_ = SyntaxError{offset, std::move(what)};
  }
  bool is_symbol(std::string_view text) const { return peek().kind == Token::Kind::symbol && peek().text == text; }
  static bool is_word(Token const& token, std::string_view word) {
    return token.kind == Token::Kind::name && token.text == word;
  }
  void expect(std::string_view symbol) {
    if (fault_) return;
    if (is_symbol(symbol))
      next();
    else
      fail("expected '" + std::string(symbol) + "' here, not " + describe(peek()));
  }

  void read_call(Expression& expression) {
    auto const& name = next();
    expression.function = series::find_window_function(name.text);
    if (expression.function == nullptr) {
      std::vector<std::string_view> known;
      for (auto const& function : series::window_functions()) known.push_back(function.name);
      std::vector<std::string> const names(known.begin(), known.end());
      fail_at(name.offset, "there is no function " + quoted(name.text) + did_you_mean(name.text, known) +
                               " (there are " + list_of(names) + ")");
      return;
    }
    expect("(");
    read_selector(expression);
    if (fault_) return;
    if (is_symbol(")")) {
      fail("a function needs a window: " + std::string(name.text) + "(" + expression.selector.metric +
           ", last 20 runs) or (…, 7d)");
      return;
    }
    expect(",");
    read_window(expression.window);
    expect(")");
    if (fault_) return;
    // `drop` compares the newest with the runs before it, so N runs are N + 1 samples.
    if (expression.function->name == "drop" && !expression.window.length) ++expression.window.runs;
    expression.unit = expression.function->unit(expression.unit);
  }

  void read_window(Window& window) {
    if (fault_) return;
    auto const& first = next();
    if (first.kind == Token::Kind::quantity) {
      auto const length = parse_duration(first.text);
      if (!length) return fail_at(first.offset, length.error().message + "; a window by samples is 'last 20 runs'");
      if (*length <= Duration{0}) return fail_at(first.offset, "a window must be longer than 0");
      window.length = *length;
      return;
    }
    if (!is_word(first, "last"))
      return fail_at(first.offset, "expected a window such as 'last 20 runs' or '7d', not " + describe(first));
    auto const& count = next();
    auto const* const end = count.text.data() + count.text.size();
    auto const [stop, error] = std::from_chars(count.text.data(), end, window.runs);
    if (count.kind != Token::Kind::quantity || error != std::errc{} || stop != end || window.runs < 1 ||
        window.runs > kMostRuns) {
      return fail_at(count.offset, "expected a number of runs from 1 to 100,000, not " + describe(count));
    }
    auto const& unit = next();
    if (!is_word(unit, "runs") && !is_word(unit, "run"))
      fail_at(unit.offset, "expected 'runs' here, not " + describe(unit));
  }

  void read_selector(Expression& expression) {
    if (fault_) return;
    auto const& name = next();
    if (name.kind != Token::Kind::name)
      return fail_at(name.offset, "expected the name of a metric, not " + describe(name));
    auto const* const metric = find_metric(name.text);
    if (metric == nullptr) {
      std::vector<std::string_view> known;
      for (auto const& one : catalogue()) known.push_back(one.name);
      return fail_at(name.offset, "there is no metric " + quoted(name.text) + did_you_mean(name.text, known) +
                                      " (`lapwing metrics` lists them)");
    }
    expression.selector.metric = std::string(metric->name);
    expression.unit = metric->unit;
    if (!is_symbol("{")) return;
    next();
    while (!fault_ && !is_symbol("}")) {
      read_matcher(expression.selector, *metric);
      if (!is_symbol("}")) expect(",");
    }
    expect("}");
  }

  void read_matcher(Selector& selector, Metric const& metric) {
    auto const& label = next();
    if (label.kind != Token::Kind::name)
      return fail_at(label.offset, "expected a label's name, not " + describe(label));
    auto const known = label_names(metric);
    if (std::ranges::find(known, label.text) == known.end()) {
      std::vector<std::string> const names(known.begin(), known.end());
      return fail_at(label.offset, std::string(metric.name) + " has no label " + quoted(label.text) +
                                       did_you_mean(label.text, known) +
                                       (names.empty() ? "" : " (it has " + list_of(names) + ")"));
    }
    auto const& op = next();
    using Op = Matcher::Op;
    Matcher matcher{std::string(label.text), Op::equal, {}, {}};
    auto const sign = op.kind == Token::Kind::symbol ? op.text : std::string_view{};
    if (sign == "=")
      matcher.op = Op::equal;
    else if (sign == "!=")
      matcher.op = Op::not_equal;
    else if (sign == "=~")
      matcher.op = Op::matches;
    else if (sign == "!~")
      matcher.op = Op::not_matches;
    else
      return fail_at(op.offset, "expected =, !=, =~ or !~ here, not " + describe(op));
    auto const& value = next();
    if (value.kind != Token::Kind::text)
      return fail_at(value.offset, "expected a value in quotes, not " + describe(value));
    matcher.value = std::string(value.text);
    if (matcher.op == Op::matches || matcher.op == Op::not_matches) {
      re2::RE2::Options options(re2::RE2::Quiet);
      options.set_max_mem(1 << 20);
      matcher.regex = std::make_shared<re2::RE2 const>(matcher.value, options);
      if (!matcher.regex->ok())
        return fail_at(value.offset, "not a regular expression: " + printable(matcher.regex->error()));
    }
    selector.matchers.push_back(std::move(matcher));
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::optional<SyntaxError> fault_;
};

}  // namespace

std::variant<Expression, SyntaxError> parse_expression(std::string_view text) {
  if (text.size() > kMostCharacters) return SyntaxError{0, "an expression has at most 4,000 characters"};
  return Parser(text).parse(text);
}

std::span<series::Point const> points_of(Expression const& expression, series::History const& history,
                                         series::SeriesId id, TimePoint until) {
  if (expression.window.length) return history.range(id, *expression.window.length, until);
  return history.last(id, expression.window.runs, until);
}

std::optional<double> value_of(Expression const& expression, series::History const& history, series::SeriesId id,
                               TimePoint until) {
  auto const points = points_of(expression, history, id, until);
  auto const newest = points.empty() ? std::nullopt : std::optional(points.back().value);
  auto const value = expression.function == nullptr ? newest : expression.function->apply(points);
  if (value && !std::isfinite(*value)) return std::nullopt;  // a sum beyond the range of doubles tells nothing
  return value;
}

}  // namespace lapwing::rules
