// SPDX-License-Identifier: Apache-2.0
#include "core/text.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace lapwing {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
#define BAD "\xEF\xBF\xBD"  // U+FFFD, for gluing literals

TEST(Printable, KeepsTextAndReplacesWhatIsNone) {
  struct {
    std::string_view raw;
    std::string_view shown;
  } const rows[] = {
      {"", ""},
      {"plain", "plain"},
      {"grün, 日本, 🐦", "grün, 日本, 🐦"},
      {"👩\u200D🔬", "👩\u200D🔬"},  // a joiner is part of an emoji
      {"a\nb\r\nc\td", "a b  c d"},
      {"a\0b"sv, "a b"},
      {"\x1b[31mred\x1b[0m", " [31mred [0m"},
      {"\x7f", " "},
      {"a\u0085b\u009Bc", "a b c"},  // C1: NEL and CSI
      {"a\u00A0b", "a\u00A0b"},
      {"a\u2028b\u2029c", "a b c"},
      {"evil\u202Etxt.exe", "evil txt.exe"},
      {"\u202A\u202B\u202C\u202D\u202E", "     "},
      {"\u2066\u2067\u2068\u2069", "    "},
      {"\u200E\u200F\u061C", "   "},
      {"\uFEFFx", " x"},
      {"\uFFFD", "\uFFFD"},
      {"\x80", BAD},  // a continuation alone
      {"a\xFFz\xFE", "a" BAD "z" BAD},
      {"\xC3", BAD},  // cut
      {"\xE2\x82", BAD BAD},
      {"\xF0\x9F\x90", BAD BAD BAD},
      {"\xE2\x82z", BAD BAD "z"},
      {"\xC0\xAF", BAD BAD},  // overlong '/'
      {"\xC1\xBF", BAD BAD},
      {"\xE0\x80\xAF", BAD BAD BAD},
      {"\xF0\x80\x80\xAF", BAD BAD BAD BAD},
      {"\xED\xA0\x80", BAD BAD BAD},  // a surrogate
      {"\xED\xBF\xBF", BAD BAD BAD},
      {"\xED\x9F\xBF", "\uD7FF"},
      {"\xEE\x80\x80", "\uE000"},
      {"\xF4\x8F\xBF\xBF", "\U0010FFFF"},
      {"\xF4\x90\x80\x80", BAD BAD BAD BAD},  // beyond U+10FFFF
      {"\xF5\x80\x80\x80", BAD BAD BAD BAD},
      {"caf\xE9", "caf" BAD},  // Latin-1
  };
  for (auto const& [raw, shown] : rows) {
    EXPECT_EQ(printable(raw), shown);
    EXPECT_EQ(printable(printable(raw)), shown) << "sanitising twice is sanitising once";
    EXPECT_EQ(find_unprintable(raw) == raw.npos, raw == shown) << shown;
    EXPECT_EQ(Untrusted(raw).raw(), shown);
  }
}

TEST(Printable, CutsToItsLimitWithoutLookingAtTheRest) {
  EXPECT_EQ(printable("abcdef", 4), "abc…");
  EXPECT_EQ(printable("abcd", 4), "abcd");
  EXPECT_EQ(printable("abcd", 0), "");
  std::string birds;
  for (int i = 0; i < 1000; ++i) birds += "🐦";
  for (std::size_t const limit : {1u, 2u, 3u, 100u, 300u, 999u}) {
    auto const shown = printable(birds, limit);
    EXPECT_EQ(count_characters(shown), limit);
    EXPECT_TRUE(shown.ends_with("…"));
    EXPECT_EQ(shown.find(BAD), shown.npos);
  }
  EXPECT_EQ(printable(birds, 1000), birds);
  EXPECT_EQ(printable(std::string(100, '\xFF'), 3), BAD BAD "…");
  EXPECT_EQ(printable(std::string(50'000'000, 'x'), 10), "xxxxxxxxx…");
  EXPECT_EQ(Untrusted(birds).raw(), birds) << "Untrusted is not cut";
}

TEST(FindUnprintable, TellsTheFirstByteFromAPlaceOn) {
  auto const text = "ü\x01\xFFz\u202E"sv;
  EXPECT_EQ(find_unprintable(text), 2u);
  EXPECT_EQ(find_unprintable(text, 3), 3u);
  EXPECT_EQ(find_unprintable(text, 4), 5u);
  EXPECT_EQ(find_unprintable(text, 8), text.npos);
  EXPECT_EQ(find_unprintable(text, 800), text.npos);
}

TEST(CountCharacters, CountsCodePointsAndBadBytes) {
  struct {
    std::string_view text;
    std::size_t count;
  } const rows[] = {
      {"", 0}, {"abc", 3}, {"äöü", 3}, {"🐦", 1}, {"a🐦b", 3}, {"\xFF\xFE", 2}, {"\xF0\x9F\x90", 3}, {"e\u0301", 2},
  };
  for (auto const& [text, count] : rows) EXPECT_EQ(count_characters(text), count) << text;
}

TEST(Cut, NeverSplitsACharacter) {
  struct {
    std::string_view text;
    std::size_t limit;
    std::string_view left;
  } const rows[] = {
      {"abcdef", 6, "abcdef"}, {"abcdef", 7, "abcdef"}, {"abcdef", 5, "abcd…"},
      {"abcdef", 1, "…"},      {"abcdef", 0, ""},       {"", 0, ""},
      {"🐦🐦🐦", 3, "🐦🐦🐦"},       {"🐦🐦🐦", 2, "🐦…"},        {"🐦🐦🐦", 1, "…"},
      {"ä€🐦x", 3, "ä€…"},      {"ä€🐦x", 4, "ä€🐦x"},     {"abc", kAll, "abc"},
  };
  for (auto const& [text, limit, left] : rows) EXPECT_EQ(cut(text, limit), left) << text << " to " << limit;
}

TEST(Nearest, FindsTypingErrorsAndNothingFarFetched) {
  constexpr std::string_view keys[] = {"warning", "critical", "recover", "watch", "when",     "every",
                                       "type",    "token",    "to",      "url",   "retention"};
  struct {
    std::string_view wrote;
    std::string_view meant;
  } const rows[] = {
      {"wraning", "warning"},
      {"Warning", "warning"},
      {"WARNING", "warning"},
      {"warnings", "warning"},
      {"warn1ng", "warning"},
      {"critcal", "critical"},
      {"cirtical", "critical"},
      {"evrey", "every"},
      {"tpye", "type"},
      {"ulr", "url"},
      {"URL", "url"},
      {"retenton", "retention"},
      {"tokens", "token"},
      {"ot", ""},
      {"x", ""},
      {"", ""},
      {"zz", ""},
      {"repository", ""},
      {"completely-different", ""},
      {"\xFF\xFE\xFD", ""},
  };
  for (auto const& [wrote, meant] : rows) {
    EXPECT_EQ(nearest(wrote, keys), meant) << wrote;
    EXPECT_EQ(did_you_mean(wrote, keys), meant.empty() ? "" : "; did you mean '" + std::string(meant) + "'?");
  }
  EXPECT_EQ(nearest("warning", {}), "");
  EXPECT_EQ(nearest(std::string(1'000'000, 'w'), keys), "");
}

TEST(ListOf, JoinsForReading) {
  struct {
    std::vector<std::string> names;
    char const* text;
  } const rows[] = {
      {{}, ""},
      {{"a"}, "a"},
      {{"a", "b"}, "a and b"},
      {{"a", "b", "c"}, "a, b and c"},
  };
  for (auto const& [names, text] : rows) EXPECT_EQ(list_of(names), text);
  EXPECT_EQ(list_of(rows[3].names, "or"), "a, b or c");
}

TEST(ToLower, ChangesAsciiAlone) { EXPECT_EQ(to_lower("AbC-Z_09 ÄÖ\xFF"), "abc-z_09 ÄÖ\xFF"); }

TEST(Trim, TakesBlanksFromBothEnds) {
  EXPECT_EQ(trim(" \t\r\n a b \n"), "a b");
  EXPECT_EQ(trim("a"), "a");
  EXPECT_EQ(trim(" \n "), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim("\u00A0a"), "\u00A0a");
}

TEST(Split, KeepsEmptyParts) {
  using Parts = std::vector<std::string_view>;
  EXPECT_EQ(split("a,b", ','), (Parts{"a", "b"}));
  EXPECT_EQ(split("a", ','), (Parts{"a"}));
  EXPECT_EQ(split("", ','), (Parts{""}));
  EXPECT_EQ(split(",", ','), (Parts{"", ""}));
  EXPECT_EQ(split("a,,b,", ','), (Parts{"a", "", "b", ""}));
}

TEST(MatchesGlob, MatchesTheWholeName) {
  struct {
    std::string_view pattern;
    std::string_view name;
    bool matches;
  } const rows[] = {
      {"", "", true},
      {"", "a", false},
      {"a", "", false},
      {"*", "", true},
      {"*", "anything at all/with.dots", true},
      {"**", "", true},
      {"?", "", false},
      {"?", "a", true},
      {"?", "ab", false},
      {"model-*", "model-accuracy", true},
      {"model-*", "model-", true},
      {"model-*", "Model-accuracy", false},
      {"model-*", "a model-accuracy", false},
      {"*.yaml", "alerts.yaml", true},
      {"*.yaml", ".yaml", true},
      {"*.yaml", "alerts.yaml.bak", false},
      {"trivy-*.json", "trivy-2026-01-01.json", true},
      {"a*b*c", "abc", true},
      {"a*b*c", "aXbYbZc", true},
      {"a*b*c", "aXcYb", false},
      {"*a*", "banana", true},
      {"*ana", "banana", true},
      {"*an", "banana", false},
      {"a?c", "abc", true},
      {"a?c", "ac", false},
      {"[ab]", "a", false},  // no classes
      {"[ab]", "[ab]", true},
      {"a.c", "abc", false},
      {"\\*", "\\x", true},  // no escapes
      {"?", "é", true},
      {"?", "🐦", true},
      {"??", "🐦", false},
      {"a?c", "a€c", true},
      {"*??", "€", false},
      {"*?", "€", true},
      {"*é", "caffé", true},
      {"?", "\xFF", true},
  };
  for (auto const& [pattern, name, matches] : rows)
    EXPECT_EQ(matches_glob(pattern, name), matches) << pattern << " on " << name;
}

TEST(MatchesGlob, TakesNoExponentialTime) {
  std::string pattern;
  for (int i = 0; i < 100; ++i) pattern += "a*";
  EXPECT_FALSE(matches_glob(pattern + "b", std::string(20'000, 'a')));
}

}  // namespace
}  // namespace lapwing
