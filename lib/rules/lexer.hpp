// SPDX-License-Identifier: Apache-2.0
// The words of an expression. Views into the text; the text must outlive them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::rules {

struct Token {
  enum class Kind {
    name,      ///< model.accuracy, last, runs
    quantity,  ///< 20, 7d, 1.5: a number with the letters that follow it at once
    text,      ///< "…" or '…', without the quotes
    symbol,    ///< ( ) { } , = =~ !~ + - * / < <= > >= == !=
    unknown,   ///< a character that belongs nowhere, or a text without its closing quote
    end,
  };
  Kind kind;
  std::string_view text;
  std::size_t offset;
};

/// Never fails: what it can not read is an `unknown` token. The last token is always `end`.
std::vector<Token> tokenize(std::string_view text);

}  // namespace lapwing::rules
