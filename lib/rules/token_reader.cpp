// SPDX-License-Identifier: Apache-2.0
#include "rules/token_reader.hpp"

#include "core/text.hpp"

#include <utility>

namespace lapwing::rules {

Token const& TokenReader::next() {
  auto const& token = peek();
  if (token.kind == Token::Kind::end) return token;
  ++at_;
  end_ = token.offset + token.text.size() + (token.kind == Token::Kind::text ? 2 : 0);
  return token;
}

bool TokenReader::is_symbol(std::string_view text, std::size_t ahead) const {
  return peek(ahead).kind == Token::Kind::symbol && peek(ahead).text == text;
}

bool TokenReader::is_word(std::string_view word) const {
  return peek().kind == Token::Kind::name && peek().text == word;
}

bool TokenReader::take(std::string_view symbol) {
  if (fault_ || !is_symbol(symbol)) return false;
  next();
  return true;
}

void TokenReader::expect(std::string_view symbol) {
  if (!fault_ && !take(symbol)) fail("expected '" + std::string(symbol) + "' here, not " + describe(peek()));
}

void TokenReader::expect_end(std::string_view of_what) {
  if (!fault_ && peek().kind != Token::Kind::end)
    fail("unexpected " + describe(peek()) + " after " + std::string(of_what));
}

void TokenReader::fail_at(std::size_t offset, std::string what) {
  if (!fault_) fault_ = SyntaxError{offset, std::move(what)};
}

std::string quoted(std::string_view text) { return "'" + printable(text, 60) + "'"; }

std::string describe(Token const& token) {
  return token.kind == Token::Kind::end ? std::string("the end") : quoted(token.text);
}

}  // namespace lapwing::rules
