// SPDX-License-Identifier: Apache-2.0
#include "rules/lexer.hpp"

#include <gtest/gtest.h>

#include <random>

namespace lapwing::rules {
namespace {

using Kind = Token::Kind;

struct Word {
  Kind kind;
  std::string text;
  std::size_t offset;
  bool operator==(Word const&) const = default;
};

void PrintTo(Word const& word, std::ostream* out) {
  *out << int(word.kind) << " '" << word.text << "' at " << word.offset;
}

std::vector<Word> words(std::string_view text) {
  std::vector<Word> out;
  for (auto const& token : tokenize(text)) out.push_back({token.kind, std::string(token.text), token.offset});
  return out;
}

TEST(Lexer, ReadsAWholeExpression) {
  EXPECT_EQ(words("drop(model.f1{model=\"a b\"}, last 20 runs)"), (std::vector<Word>{
                                                                      {Kind::name, "drop", 0},
                                                                      {Kind::symbol, "(", 4},
                                                                      {Kind::name, "model.f1", 5},
                                                                      {Kind::symbol, "{", 13},
                                                                      {Kind::name, "model", 14},
                                                                      {Kind::symbol, "=", 19},
                                                                      {Kind::text, "a b", 20},
                                                                      {Kind::symbol, "}", 25},
                                                                      {Kind::symbol, ",", 26},
                                                                      {Kind::name, "last", 28},
                                                                      {Kind::quantity, "20", 33},
                                                                      {Kind::name, "runs", 36},
                                                                      {Kind::symbol, ")", 40},
                                                                      {Kind::end, "", 41},
                                                                  }));
}

TEST(Lexer, AnEmptyTextIsTheEndAlone) {
  EXPECT_EQ(words(""), (std::vector<Word>{{Kind::end, "", 0}}));
  EXPECT_EQ(words(" \t\r\n "), (std::vector<Word>{{Kind::end, "", 5}}));
}

TEST(Lexer, TheLongerSymbolWins) {
  std::vector<std::string> symbols;
  for (auto const& word : words("!= =~ !~ = <= < >= > == + - * / != ==~ ===")) {
    if (word.kind != Kind::end) symbols.push_back(word.text);
    EXPECT_TRUE(word.kind == Kind::symbol || word.kind == Kind::end || word.text == "~") << word.text;
  }
  EXPECT_EQ(symbols, (std::vector<std::string>{"!=", "=~", "!~", "=", "<=", "<", ">=", ">", "==", "+", "-", "*", "/",
                                               "!=", "==", "~", "==", "="}));
}

TEST(Lexer, EitherQuoteHoldsTheOther) {
  auto const tokens = words(R"("it's" '"')");
  EXPECT_EQ(tokens[0], (Word{Kind::text, "it's", 0}));
  EXPECT_EQ(tokens[1], (Word{Kind::text, "\"", 7}));
  EXPECT_EQ(words("''")[0], (Word{Kind::text, "", 0}));
  EXPECT_EQ(words("''")[1].offset, 2u);
}

TEST(Lexer, ATextWithoutItsClosingQuoteIsUnknown) {
  EXPECT_EQ(words("a 'b c"), (std::vector<Word>{{Kind::name, "a", 0}, {Kind::unknown, "'b c", 2}, {Kind::end, "", 6}}));
}

TEST(Lexer, ANumberTakesTheLettersThatFollowIt) {
  EXPECT_EQ(words("1h30m,")[0], (Word{Kind::quantity, "1h30m", 0}));
  EXPECT_EQ(words("65%)")[0], (Word{Kind::quantity, "65%", 0}));
  EXPECT_EQ(words("-5")[0], (Word{Kind::symbol, "-", 0})) << "a sign is an operator";
}

TEST(Lexer, AForeignCharacterIsOneUnknownWordNotItsBytes) {
  EXPECT_EQ(
      words("a…b"),
      (std::vector<Word>{{Kind::name, "a", 0}, {Kind::unknown, "…", 1}, {Kind::name, "b", 4}, {Kind::end, "", 5}}));
  EXPECT_EQ(words("\xFF\x80")[0], (Word{Kind::unknown, "\xFF\x80", 0}));
  EXPECT_EQ(words("\x80\x80")[0], (Word{Kind::unknown, "\x80", 0}));
  EXPECT_EQ(words(std::string_view("\0a", 2))[0], (Word{Kind::unknown, std::string(1, '\0'), 0}));
}

TEST(Lexer, TokensOfAnyBytesStandInOrderAndCoverAllButBlanks) {
  std::mt19937 random(3);
  std::uniform_int_distribution<std::size_t> sizes(0, 80);
  std::uniform_int_distribution<int> bytes(0, 255);
  for (int round = 0; round < 3000; ++round) {
    std::string text(sizes(random), ' ');
    for (char& c : text)
      c = bytes(random) < 60 ? " \"'(){}=!~,a1"[std::size_t(bytes(random)) % 12] : char(bytes(random));
    std::size_t end = 0;
    for (auto const& token : tokenize(text)) {
      ASSERT_EQ(text.find_first_not_of(" \t\r\n", end), token.kind == Kind::end ? std::string::npos : token.offset);
      end = token.offset + token.text.size() + (token.kind == Kind::text ? 2 : 0);
      ASSERT_TRUE(token.kind == Kind::end || end > token.offset);
    }
    ASSERT_EQ(end, text.size());
  }
}

}  // namespace
}  // namespace lapwing::rules
