// SPDX-License-Identifier: Apache-2.0
// Reads tokens from the left. The first fault wins; after it every step is a no-op that fails.
#pragma once

#include "rules/expression.hpp"
#include "rules/lexer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::rules {

class TokenReader {
 public:
  /// The text must outlive it.
  explicit TokenReader(std::string_view text) : tokens_(tokenize(text)) {}

  Token const& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  Token const& next();
  /// Where the last token read ends.
  std::size_t end() const { return end_; }

  bool is_symbol(std::string_view text, std::size_t ahead = 0) const;
  bool is_word(std::string_view word) const;
  /// Takes the symbol where it stands; false where something else does.
  bool take(std::string_view symbol);
  void expect(std::string_view symbol);
  void expect_end(std::string_view of_what);

  void fail(std::string what) { fail_at(peek().offset, std::move(what)); }
  void fail_at(std::size_t offset, std::string what);
  std::optional<SyntaxError> const& fault() const { return fault_; }

 private:
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::optional<SyntaxError> fault_;
};

/// 'text', no longer than a line.
std::string quoted(std::string_view text);
/// The token in quotes, or "the end".
std::string describe(Token const& token);

}  // namespace lapwing::rules
