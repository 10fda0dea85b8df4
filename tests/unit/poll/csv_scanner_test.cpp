// SPDX-License-Identifier: Apache-2.0
#include "poll/csv_scanner.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace lapwing::poll {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::string_literals;

using Cells = std::vector<std::string>;

/// Hands out a text in chunks.
ReadBytes chunks_of(std::string const& text, std::size_t chunk) {
  return [&text, chunk, at = std::size_t{0}](std::span<char> into) mutable -> Result<std::size_t> {
    auto const count = std::min({chunk, into.size(), text.size() - at});
    std::ranges::copy_n(text.begin() + std::ptrdiff_t(at), std::ptrdiff_t(count), into.begin());
    at += count;
    return count;
  };
}

struct Scanned {
  std::vector<Cells> rows;
  std::vector<std::size_t> lines;
  std::string error;
  bool operator==(Scanned const&) const = default;
};

Scanned scan_in_chunks(std::string const& text, std::size_t chunk, char delimiter) {
  CsvScanner scanner(chunks_of(text, chunk), "x.csv", delimiter);
  Scanned out;
  for (;;) {
    auto const more = scanner.next();
    if (!more) out.error = more.error().message;
    if (!more || !*more) return out;
    out.rows.emplace_back(scanner.row().cells.begin(), scanner.row().cells.end());
    out.lines.push_back(scanner.row().line);
  }
}

/// The rows, which must not depend on how the bytes arrive.
Scanned scan(std::string const& text, char delimiter = ',') {
  auto const whole = scan_in_chunks(text, text.size() + 1, delimiter);
  for (std::size_t const chunk : {1, 2, 3, 63, 64, 65}) {
    if (text.size() > 10'000) break;
    EXPECT_EQ(scan_in_chunks(text, chunk, delimiter), whole) << "in chunks of " << chunk;
  }
  return whole;
}

/// The same grammar, written as plainly as it can be: character by character, the whole text at hand.
std::vector<Cells> naive_rows(std::string const& text, char delimiter) {
  std::vector<Cells> rows;
  std::size_t at = 0;
  while (at < text.size()) {
    Cells row;
    bool quoted_row = false;
    bool row_ends = false;
    while (!row_ends) {
      auto const begin = at;
      std::string unquoted;
      std::size_t closed = 0;
      if (at < text.size() && text[at] == '"') {
        quoted_row = true;
        for (++at; at < text.size(); ++at) {
          if (text[at] == '"' && (at + 1 == text.size() || text[at + 1] != '"')) break;
          if (text[at] == '"') ++at;
          unquoted += text[at];
        }
        closed = at++;
      }
      while (at < text.size() && text[at] != delimiter && text[at] != '\n') ++at;
      row_ends = at >= text.size() || text[at] == '\n';
      auto end = std::min(at, text.size());
      if (row_ends && end > begin && text[end - 1] == '\r') --end;
      row.push_back(closed != 0 && closed + 1 == end ? unquoted : text.substr(begin, end - begin));
      ++at;
    }
    if (row.size() > 1 || !row[0].empty() || quoted_row) rows.push_back(row);
  }
  return rows;
}

TEST(CsvScanner, SplitsLinesIntoCells) {
  auto const out = scan("date,price\n2025-01-01,1.5\n2025-01-02,\n");
  EXPECT_THAT(out.rows, ElementsAre(Cells{"date", "price"}, Cells{"2025-01-01", "1.5"}, Cells{"2025-01-02", ""}));
  EXPECT_THAT(out.lines, ElementsAre(1, 2, 3));
  EXPECT_EQ(out.error, "");
}

TEST(CsvScanner, TakesCrlfAByteOrderMarkAndALastLineWithoutNewline) {
  EXPECT_THAT(scan("\xEF\xBB\xBF"s + "a,b\r\n1,2\r\n3,4").rows,
              ElementsAre(Cells{"a", "b"}, Cells{"1", "2"}, Cells{"3", "4"}));
  EXPECT_THAT(scan("a,b\r\n1,\r\n,").rows, ElementsAre(Cells{"a", "b"}, Cells{"1", ""}, Cells{"", ""}));
  EXPECT_THAT(scan("\"a\",\"b\"\r\n").rows, ElementsAre(Cells{"a", "b"}));
}

TEST(CsvScanner, KeepsQuotedNewlinesAndDelimitersAndCountsTheirLines) {
  auto const out = scan("a,b\n\"1,\n\n2\",x\n\"say \"\"hi\"\"\",y\nlast,z\n");
  EXPECT_THAT(out.rows,
              ElementsAre(Cells{"a", "b"}, Cells{"1,\n\n2", "x"}, Cells{"say \"hi\"", "y"}, Cells{"last", "z"}));
  EXPECT_THAT(out.lines, ElementsAre(1, 2, 5, 6));
}

TEST(CsvScanner, SkipsBlankLinesButNotAQuotedEmptyCell) {
  auto const out = scan("a\n\n\r\n1\n\"\"\n\n");
  EXPECT_THAT(out.rows, ElementsAre(Cells{"a"}, Cells{"1"}, Cells{""}));
  EXPECT_THAT(out.lines, ElementsAre(1, 4, 5));
}

TEST(CsvScanner, LeavesRaggedRowsAsTheyAre) {
  EXPECT_THAT(scan("a,b\n1\n1,2,3\n").rows, ElementsAre(Cells{"a", "b"}, Cells{"1"}, Cells{"1", "2", "3"}));
}

TEST(CsvScanner, TakesQuotesThatQuoteNothingAsOrdinaryCharacters) {
  EXPECT_THAT(scan("5\" pipe,a\"\"b\n").rows, ElementsAre(Cells{"5\" pipe", "a\"\"b"}));
  EXPECT_THAT(scan("\"abc\"d,\"e\" \n").rows, ElementsAre(Cells{"\"abc\"d", "\"e\" "}));
}

TEST(CsvScanner, TakesOtherDelimiters) {
  EXPECT_THAT(scan("a;b\n1,5;\"x;y\"\n", ';').rows, ElementsAre(Cells{"a", "b"}, Cells{"1,5", "x;y"}));
  EXPECT_THAT(scan("a\tb\n", '\t').rows, ElementsAre(Cells{"a", "b"}));
}

TEST(CsvScanner, TakesNulBytesAndInvalidUtf8) {
  EXPECT_THAT(scan("a\0b,\xC3\x28\n"s).rows, ElementsAre(Cells{"a\0b"s, "\xC3\x28"}));
}

TEST(CsvScanner, GivesNothingForNothing) {
  EXPECT_TRUE(scan("").rows.empty());
  EXPECT_TRUE(scan("\xEF\xBB\xBF").rows.empty());
  EXPECT_TRUE(scan("\n\r\n\n").rows.empty());
}

TEST(CsvScanner, GivesTheRawRowOnlyWhereNothingWasQuoted) {
  std::string const text = "a,b\r\n\"c\",d\n";
  CsvScanner scanner(chunks_of(text, 100), "x.csv");
  ASSERT_TRUE(*scanner.next());
  EXPECT_EQ(scanner.row().raw, "a,b");
  ASSERT_TRUE(*scanner.next());
  EXPECT_EQ(scanner.row().raw, "");
}

TEST(CsvScanner, NamesTheLineOfAQuoteThatIsNeverClosed) {
  auto const out = scan("a,b\n1,2\n\"x\ny\",\"never\n3,4\n5,6\n");
  EXPECT_EQ(out.rows.size(), 2u);
  EXPECT_EQ(out.error, "x.csv, line 4: a quote is opened and never closed");
}

TEST(CsvScanner, CapsACellAtOneMebibyteAndNamesTheLine) {
  std::string const most(CsvScanner::kMaxCell, 'x');
  EXPECT_THAT(scan("a\n" + most + "\n").rows, ElementsAre(Cells{"a"}, Cells{most}));
  for (auto const& cell :
       {std::string(10'000'000, 'x'), most + "x", "\"" + most + "x\"", "\"" + std::string(10'000'000, '\n')}) {
    auto const out = scan("a,b\n1,2\n3," + cell + "\n");
    EXPECT_EQ(out.rows.size(), 2u);
    EXPECT_EQ(out.error, "x.csv, line 3: a cell of more than 1 MiB; is a quote never closed?");
  }
}

TEST(CsvScanner, ReadsRowsThatAreLongerThanItsBuffer) {
  std::string row;
  for (int i = 0; i < 100'000; ++i) row += "12345678,";
  auto const out = scan(row + "\n" + row + "x\n");
  ASSERT_EQ(out.rows.size(), 2u);
  EXPECT_EQ(out.rows[0].size(), 100'001u);
  EXPECT_EQ(out.rows[1].back(), "x");
}

TEST(CsvScanner, CapsARowAtSixteenMebibytes) {
  std::string row;
  while (row.size() < 20'000'000) row += "12345678,12345678,12345678,12345678,";
  EXPECT_EQ(scan("a\n" + row).error, "x.csv, line 2: a row of more than 16 MiB");
}

TEST(CsvScanner, RefusesUtf16) { EXPECT_EQ(scan("\xFF\xFE"s + "a\0,\0"s).error, "x.csv is UTF-16; save it as UTF-8"); }

TEST(CsvScanner, PassesTheReadersErrorOn) {
  ReadBytes const broken = [](std::span<char>) { return Error{ErrorKind::unreadable, "x.csv can not be read: disk"}; };
  CsvScanner scanner(broken, "x.csv");
  auto const more = scanner.next();
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().message, "x.csv can not be read: disk");
}

TEST(CsvScanner, AgreesWithANaiveReaderOnAnyText) {
  std::mt19937 random(11);
  std::string const alphabet = "ab1\"\"\",,\n\n\r";
  std::uniform_int_distribution<std::size_t> letter(0, alphabet.size() - 1), size(0, 200);
  int compared = 0;
  for (int round = 0; round < 1500; ++round) {
    std::string text(size(random), ' ');
    for (auto& c : text) c = alphabet[letter(random)];
    auto const out = scan(text);
    if (!out.error.empty()) continue;  // a quote that is never closed
    EXPECT_EQ(out.rows, naive_rows(text, ',')) << ::testing::PrintToString(text);
    ++compared;
  }
  EXPECT_GT(compared, 400);
}

}  // namespace
}  // namespace lapwing::poll
