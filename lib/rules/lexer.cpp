// SPDX-License-Identifier: Apache-2.0
#include "rules/lexer.hpp"

#include <algorithm>

namespace lapwing::rules {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t run_length(std::string_view text, bool (*belongs)(char)) {
  std::size_t size = 0;
  while (size < text.size() && belongs(text[size])) ++size;
  return size;
}

/// A whole character, so that an error can show it; a byte of none stands alone.
std::size_t character_length(std::string_view text) {
  bool const is_lead = (text[0] & 0xC0) == 0xC0;
  return is_lead ? 1 + std::min<std::size_t>(run_length(text.substr(1), [](char c) { return (c & 0xC0) == 0x80; }), 3)
                 : 1;
}

Token next(std::string_view all, std::size_t offset) {
  auto const rest = all.substr(offset);
  using enum Token::Kind;
  if (rest.empty()) return {end, rest, offset};
  char const first = rest[0];
  if (is_letter(first)) {
    return {name, rest.substr(0, run_length(rest, [](char c) { return is_letter(c) || is_digit(c) || c == '.'; })),
            offset};
  }
  if (is_digit(first)) {
    return {
        quantity,
        rest.substr(0, run_length(rest, [](char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '%'; })),
        offset};
  }
  if (first == '"' || first == '\'') {
    auto const close = rest.find(first, 1);
    if (close == rest.npos) return {unknown, rest, offset};
    return {text, rest.substr(1, close - 1), offset};
  }
  for (std::string_view const pair : {"!=", "=~", "!~", "<=", ">=", "=="}) {
    if (rest.starts_with(pair)) return {symbol, rest.substr(0, 2), offset};
  }
  if (std::string_view("(){},=+-*/<>").find(first) != std::string_view::npos)
    return {symbol, rest.substr(0, 1), offset};
  return {unknown, rest.substr(0, character_length(rest)), offset};
}

}  // namespace

std::vector<Token> tokenize(std::string_view text) {
  std::vector<Token> tokens;
  std::size_t offset = 0;
  for (;;) {
    while (offset < text.size() &&
           (text[offset] == ' ' || text[offset] == '\t' || text[offset] == '\r' || text[offset] == '\n'))
      ++offset;
    tokens.push_back(next(text, offset));
    auto const& token = tokens.back();
    if (token.kind == Token::Kind::end) return tokens;
    bool const in_quotes = token.kind == Token::Kind::text;
    offset += token.text.size() + (in_quotes ? 2 : 0);
  }
}

}  // namespace lapwing::rules
