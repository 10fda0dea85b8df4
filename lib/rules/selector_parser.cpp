// SPDX-License-Identifier: Apache-2.0
#include "rules/selector_parser.hpp"

#include "core/catalogue.hpp"
#include "core/event_catalogue.hpp"
#include "core/text.hpp"
#include "rules/parser.hpp"

#include <re2/re2.h>

#include <algorithm>

namespace lapwing::rules {
namespace {

constexpr std::size_t kMostCharacters = 4000;

std::optional<Matcher::Op> matcher_op(Token const& token) {
  using Op = Matcher::Op;
  if (token.kind != Token::Kind::symbol) return std::nullopt;
  if (token.text == "=") return Op::equal;
  if (token.text == "!=") return Op::not_equal;
  if (token.text == "=~") return Op::matches;
  if (token.text == "!~") return Op::not_matches;
  return std::nullopt;
}

/// label op "value".
std::optional<Matcher> read_matcher(TokenReader& tokens, std::string_view owner,
                                    std::span<std::string_view const> known) {
  auto const& label = tokens.next();
  auto const refuse = [&](Token const& token, std::string what) {
    tokens.fail_at(token.offset, std::move(what));
    return std::nullopt;
  };
  if (label.kind != Token::Kind::name) return refuse(label, "expected a label's name, not " + describe(label));
  if (std::ranges::find(known, label.text) == known.end())
    return refuse(label, no_such_label(owner, label.text, known));
  auto const& sign = tokens.next();
  auto const op = matcher_op(sign);
  if (!op) return refuse(sign, "expected =, !=, =~ or !~ here, not " + describe(sign));
  auto const& value = tokens.next();
  if (value.kind != Token::Kind::text) return refuse(value, "expected a value in quotes, not " + describe(value));
  Matcher matcher{std::string(label.text), *op, std::string(value.text), {}};
  if (*op == Matcher::Op::matches || *op == Matcher::Op::not_matches) {
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_max_mem(1 << 20);
    matcher.regex = std::make_shared<re2::RE2 const>(matcher.value, options);
    if (!matcher.regex->ok()) return refuse(value, "not a regular expression: " + printable(matcher.regex->error()));
  }
  return matcher;
}

}  // namespace

std::string no_such_label(std::string_view owner, std::string_view label, std::span<std::string_view const> known) {
  std::vector<std::string> const names(known.begin(), known.end());
  return std::string(owner) + " has no label " + quoted(label) + did_you_mean(label, known) +
         (names.empty() ? "" : " (it has " + list_of(names) + ")");
}

std::vector<Matcher> read_matchers(TokenReader& tokens, std::string_view owner,
                                   std::span<std::string_view const> known) {
  std::vector<Matcher> matchers;
  if (!tokens.take("{")) return matchers;
  while (!tokens.fault() && !tokens.is_symbol("}")) {
    if (auto matcher = read_matcher(tokens, owner, known)) matchers.push_back(*std::move(matcher));
    if (!tokens.is_symbol("}")) tokens.expect(",");
  }
  tokens.expect("}");
  return matchers;
}

Selector read_selector(TokenReader& tokens) {
  auto const& name = tokens.next();
  auto const* const metric = find_metric(name.text);
  if (metric == nullptr) {
    std::vector<std::string_view> known;
    for (auto const& one : catalogue()) known.push_back(one.name);
    tokens.fail_at(name.offset, "there is no metric " + quoted(name.text) + did_you_mean(name.text, known) +
                                    " (`lapwing metrics` lists them)");
    return {};
  }
  return {std::string(metric->name), read_matchers(tokens, metric->name, label_names(metric->labels))};
}

std::variant<EventSelector, SyntaxError> parse_event_selector(std::string_view text) {
  if (text.size() > kMostCharacters) return SyntaxError{0, "this has at most 4,000 characters"};
  TokenReader tokens(text);
  auto const& name = tokens.next();
  auto const* const kind = name.kind == Token::Kind::name ? find_event(name.text) : nullptr;
  if (kind == nullptr) {
    std::vector<std::string_view> known;
    for (auto const& one : event_catalogue()) known.push_back(one.name);
    std::vector<std::string> const names(known.begin(), known.end());
    return SyntaxError{name.offset, "there is no event " + describe(name) + did_you_mean(name.text, known) +
                                        " (there are " + list_of(names) + ")"};
  }
  EventSelector selector{std::string(kind->name), read_matchers(tokens, kind->name, label_names(kind->labels))};
  tokens.expect_end("the event");
  if (tokens.fault()) return *tokens.fault();
  return selector;
}

std::variant<Labels, SyntaxError> parse_labels(std::string_view text) {
  if (text.size() > kMostCharacters) return SyntaxError{0, "this has at most 4,000 characters"};
  TokenReader tokens(text);
  Labels labels;
  tokens.expect("{");
  while (!tokens.fault() && !tokens.is_symbol("}")) {
    auto const& name = tokens.next();
    if (name.kind != Token::Kind::name) tokens.fail_at(name.offset, "expected a label's name, not " + describe(name));
    tokens.expect("=");
    auto const& value = tokens.next();
    if (value.kind != Token::Kind::text)
      tokens.fail_at(value.offset, "expected a value in quotes, not " + describe(value));
    if (!tokens.fault()) labels.set(name.text, value.text);
    if (!tokens.is_symbol("}")) tokens.expect(",");
  }
  tokens.expect("}");
  tokens.expect_end("the labels");
  if (tokens.fault()) return *tokens.fault();
  return labels;
}

}  // namespace lapwing::rules
