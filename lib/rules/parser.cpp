// SPDX-License-Identifier: Apache-2.0
#include "rules/parser.hpp"

#include "core/text.hpp"
#include "rules/selector_parser.hpp"
#include "rules/token_reader.hpp"
#include "rules/window_parser.hpp"

#include <utility>

namespace lapwing::rules {
namespace {

constexpr std::size_t kMostCharacters = 4000;
constexpr std::size_t kMostNodes = 256;
constexpr std::size_t kDeepest = 64;

using Comparison = series::WindowFunction::Comparison;

/// From the loosest binding to the tightest: comparison, sum, product, sign, operand. Each returns the index of its
/// node; after a fault, any number.
class Parser {
 public:
  explicit Parser(std::string_view text) : tokens_(text) {}

  std::variant<std::vector<Node>, SyntaxError> parse() {
    read_comparison();
    tokens_.expect_end("the expression");
    if (tokens_.fault()) return *tokens_.fault();
    return std::move(nodes_);
  }

 private:
  std::size_t add(std::size_t begin, decltype(Node::what) what) {
    if (nodes_.size() >= kMostNodes) tokens_.fail_at(begin, "an expression has at most 256 parts");
    nodes_.push_back({std::move(what), begin, tokens_.end()});
    return nodes_.size() - 1;
  }

  std::optional<Operator> peek_operator() const {
    auto const& token = tokens_.peek();
    return token.kind == Token::Kind::symbol ? find_operator(token.text) : std::nullopt;
  }

  std::size_t read_comparison() {
    auto const left = read_sum();
    auto const op = peek_operator();
    if (!op || !is_comparison(*op)) return left;
    tokens_.next();
    auto const right = read_sum();
    if (auto const again = peek_operator(); again && is_comparison(*again))
      tokens_.fail("a comparison is not compared again; use brackets, and + or * between two of them");
    return join(left, *op, right);
  }

  std::size_t read_sum() {
    auto left = read_product();
    for (;;) {
      auto const op = peek_operator();
      if (tokens_.fault() || (op != Operator::plus && op != Operator::minus)) return left;
      tokens_.next();
      auto const right = read_product();
      left = join(left, *op, right);
    }
  }

  std::size_t read_product() {
    auto left = read_signed();
    for (;;) {
      auto const op = peek_operator();
      if (tokens_.fault() || (op != Operator::times && op != Operator::over)) return left;
      tokens_.next();
      auto const right = read_signed();
      left = join(left, *op, right);
    }
  }

  std::size_t join(std::size_t left, Operator op, std::size_t right) {
    if (tokens_.fault()) return 0;
    return add(nodes_[left].begin, Binary{op, left, right});
  }

  std::size_t read_signed() {
    auto const begin = tokens_.peek().offset;
    if (!tokens_.take("-")) return read_operand();
    if (!descend()) return 0;
    auto const minus_one = add(begin, Number{{-1, Unit::number}});
    auto const operand = read_signed();
    --depth_;
    if (tokens_.fault()) return 0;
    if (auto* const number = std::get_if<Number>(&nodes_[operand].what)) {
      number->quantity.value = -number->quantity.value;
      nodes_[operand].begin = begin;
      nodes_.erase(nodes_.begin() + std::ptrdiff_t(minus_one));
      return operand - 1;
    }
    return add(begin, Binary{Operator::times, minus_one, operand});
  }

  std::size_t read_operand() {
    if (tokens_.fault()) return 0;
    auto const& token = tokens_.peek();
    if (token.kind == Token::Kind::quantity) return read_number();
    if (token.kind == Token::Kind::name) return tokens_.is_symbol("(", 1) ? read_call() : read_newest();
    if (!tokens_.is_symbol("(")) {
      tokens_.fail("expected a metric, a function or a number, not " + describe(token));
      return 0;
    }
    if (!descend()) return 0;
    tokens_.next();
    auto const inner = read_comparison();
    tokens_.expect(")");
    --depth_;
    return inner;
  }

  std::size_t read_newest() {
    auto const begin = tokens_.peek().offset;
    Samples samples;
    samples.selector = read_selector(tokens_);
    return add(begin, std::move(samples));
  }

  bool descend() {
    if (depth_ >= kDeepest) tokens_.fail("brackets go at most 64 deep");
    ++depth_;
    return !tokens_.fault();
  }

  std::size_t read_number() {
    auto const& token = tokens_.next();
    auto const quantity = parse_quantity(token.text);
    if (!quantity) {
      tokens_.fail_at(token.offset, quantity.error().message);
      return 0;
    }
    return add(token.offset, Number{*quantity});
  }

  /// function(…, window, ahead) by (labels)
  std::size_t read_call() {
    auto const& name = tokens_.next();
    auto const* const function = series::find_window_function(name.text);
    if (function == nullptr) {
      refuse_function(name);
      return 0;
    }
    if (!descend()) return 0;
    tokens_.next();
    auto const argument = read_comparison();
    bool const has_window = tokens_.is_symbol(",");
    bool const is_across = !has_window && !function->is_endless;
    if (!has_window && !tokens_.is_symbol(")")) tokens_.expect(",");
    if (is_across && !has_grouping()) refuse_without_window(*function, argument);
    if (tokens_.fault()) return 0;
    check_comparison(*function, argument);
    if (is_across) {
      tokens_.next();
      --depth_;
      auto grouping = read_grouping(tokens_);
      return add(name.offset, Across{function, std::move(grouping), argument});
    }
    auto samples = take_samples(*function, argument);
    if (has_window)
      read_window(tokens_, samples);
    else
      samples.window.runs = samples.condition ? series::kEndlessRuns : 1;
    tokens_.expect(")");
    --depth_;
    if (tokens_.is_word("by")) samples.by = read_grouping(tokens_);
    return add(name.offset, std::move(samples));
  }

  /// At the closing bracket of a function without a window.
  bool has_grouping() const { return tokens_.peek(1).kind == Token::Kind::name && tokens_.peek(1).text == "by"; }

  void refuse_function(Token const& name) {
    std::vector<std::string_view> known;
    for (auto const& function : series::window_functions()) known.push_back(function.name);
    std::vector<std::string> const names(known.begin(), known.end());
    tokens_.fail_at(name.offset, "there is no function " + quoted(name.text) + did_you_mean(name.text, known) +
                                     " (there are " + list_of(names) + ")");
  }

  void refuse_without_window(series::WindowFunction const& function, std::size_t argument) {
    if (tokens_.fault()) return;
    auto const* const samples = std::get_if<Samples>(&nodes_[argument].what);
    std::string const name(function.name);
    std::string const metric = samples != nullptr ? samples->selector.metric : "…";
    std::string what = "a function needs a window: " + name + "(" + metric + ", last 20 runs) or (…, 7d";
    what += function.looks_ahead ? ", 30d)" : ")";
    if (function.is_across) what += "; across series it needs `by`: " + name + "(" + metric + ") by (), or by (labels)";
    tokens_.fail(std::move(what));
  }

  /// Whether the function has something to say of a comparison, or wants one.
  void check_comparison(series::WindowFunction const& function, std::size_t argument) {
    bool const is_one = is_comparison(nodes_[argument]);
    auto const begin = nodes_[argument].begin;
    if (is_one && function.comparison == Comparison::refused) {
      tokens_.fail_at(begin, std::string(function.name) +
                                 " says nothing of a comparison; mean gives the share of the samples where it holds, "
                                 "count their number, streak how many of the newest in a row, age the time since one");
    }
    if (!is_one && function.comparison == Comparison::needed)
      tokens_.fail_at(begin, std::string(function.name) + " needs a comparison, such as poll.success == 0");
  }

  /// The argument of a window: one metric, or the comparison of one with a number. Takes its nodes away.
  Samples take_samples(series::WindowFunction const& function, std::size_t argument) {
    if (tokens_.fault()) return {};
    auto const is_plain = [&](std::size_t index) {
      auto const* const samples = std::get_if<Samples>(&nodes_[index].what);
      return samples != nullptr && samples->function == nullptr;
    };
    std::optional<Condition> condition;
    auto metric = argument;
    if (is_comparison(nodes_[argument])) {
      auto const [op, left, right] = std::get<Binary>(nodes_[argument].what);
      auto const* const number = std::get_if<Number>(&nodes_[right].what);
      if (number == nullptr || !is_plain(left)) {
        tokens_.fail_at(nodes_[argument].begin,
                        "in a window a comparison is of one metric with a number, such as poll.success == 0");
        return {};
      }
      condition = Condition{op, number->quantity, nodes_[right].begin, nodes_[right].end};
      metric = left;
    }
    if (!is_plain(metric)) {
      tokens_.fail_at(nodes_[metric].begin, "a window holds the samples of one metric, not what is calculated of them");
      return {};
    }
    auto samples = std::get<Samples>(std::move(nodes_[metric].what));
    samples.function = &function;
    samples.condition = condition;
    nodes_.resize(metric);
    return samples;
  }

  TokenReader tokens_;
  std::vector<Node> nodes_;
  std::size_t depth_ = 0;
};

}  // namespace

std::variant<std::vector<Node>, SyntaxError> parse_nodes(std::string_view text) {
  if (text.size() > kMostCharacters) return SyntaxError{0, "an expression has at most 4,000 characters"};
  return Parser(text).parse();
}

}  // namespace lapwing::rules
