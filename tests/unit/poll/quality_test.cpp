// SPDX-License-Identifier: Apache-2.0
#include "poll/quality.hpp"

#include "poll/csv_scanner.hpp"
#include "poll/jsonl_scanner.hpp"
#include "support/folder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace lapwing::poll {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using namespace std::chrono_literals;

ReadBytes all_of(std::string const& text) {
  return [&text, at = std::size_t{0}](std::span<char> into) mutable -> Result<std::size_t> {
    auto const count = std::min(into.size(), text.size() - at);
    std::ranges::copy_n(text.begin() + std::ptrdiff_t(at), std::ptrdiff_t(count), into.begin());
    at += count;
    return count;
  };
}

Result<Quality> try_csv(std::string const& text, DataQualityOptions const& options = {}) {
  CsvScanner scanner(all_of(text), "x.csv", options.delimiter);
  Inspector inspector(options, "x.csv");
  EXPECT_TRUE(*scanner.next());
  auto const header = scanner.row().cells;
  if (auto const added = inspector.add_columns(std::vector<std::string>(header.begin(), header.end())); !added) {
    return added.error();
  }
  for (;;) {
    auto const more = scanner.next();
    if (!more) return more.error();
    if (!*more) return inspector.finish();
    inspector.add(scanner.row());
  }
}

Quality of_csv(std::string const& text, DataQualityOptions const& options = {}) { return *try_csv(text, options); }

Result<Quality> try_jsonl(std::string const& text, DataQualityOptions const& options = {}) {
  JsonlScanner scanner(all_of(text), "x.jsonl");
  Inspector inspector(options, "x.jsonl");
  std::size_t known = 0;
  for (;;) {
    auto const more = scanner.next();
    if (!more) return more.error();
    if (!*more) return inspector.finish();
    if (auto const added = inspector.add_columns(std::span(scanner.columns()).subspan(known)); !added)
      return added.error();
    known = scanner.columns().size();
    inspector.add(scanner.row());
  }
}

DataQualityOptions by_date() {
  DataQualityOptions options;
  options.time_column = "date";
  options.step = 24h;
  return options;
}

TimePoint day(std::string_view text) { return *parse_timestamp(text); }

// --- cells

TEST(Cell, KnowsNumbersAsPythonWritesThem) {
  for (auto const* number :
       {"0", "-1", "+1", "5.", ".5", "-.5", "1e5", "1E-05", "1.5e+300", "97201.50036407741", "-0.39193293324799794",
        "190460293531.53802", "1753056000000", "123456789012345678901234567890123456789", "00012"}) {
    EXPECT_TRUE(is_number(number)) << number;
  }
  for (auto const* text : {"",          "-",          ".",           "-.",        "e5",
                           "1e",        "1e+",        "1.2.3",       "1,000",     "nan",
                           "inf",       "-inf",       "0x1F",        "1 ",        " 1",
                           "12-34567",  "--12345678", "1234567.8.9", "12345678-", "1234567890123456789012345678901a",
                           "2025-01-01"}) {
    EXPECT_FALSE(is_number(text)) << text;
  }
}

TEST(Cell, AgreesWithFromCharsOnRandomText) {
  std::mt19937 random(3);
  std::string const alphabet = "0123456789012345678901234567890123456789..-+eE";
  std::uniform_int_distribution<std::size_t> letter(0, alphabet.size() - 1), size(1, 40);
  for (int round = 0; round < 200'000; ++round) {
    std::string text(size(random), ' ');
    for (auto& c : text) c = alphabet[letter(random)];
    double value = 0;
    auto const begin =
        text.data() + (text[0] == '+' && text.size() > 1 && text[1] != '-' ? 1 : 0);  // from_chars takes no plus
    auto const parsed = std::from_chars(begin, text.data() + text.size(), value);
    bool const whole = parsed.ec != std::errc::invalid_argument && parsed.ptr == text.data() + text.size();
    ASSERT_EQ(is_number(text), whole) << text;
  }
}

TEST(Cell, ChoosesTheNarrowestType) {
  EXPECT_EQ(type_of("12"), CellType::number);
  EXPECT_EQ(type_of("20251213"), CellType::number);
  EXPECT_EQ(type_of("True"), CellType::boolean);
  EXPECT_EQ(type_of("2025-12-06T11:32:42.900274Z"), CellType::time);
  EXPECT_EQ(type_of("2025-13-06"), CellType::text);
  EXPECT_EQ(type_of("truth"), CellType::text);
  for (auto const type : {CellType::unknown, CellType::number, CellType::boolean, CellType::time, CellType::text}) {
    EXPECT_EQ(parse_cell_type(name_of(type)), type);
  }
}

// --- duplicates

TEST(Duplicates, AgreeWithANaiveCount) {
  std::mt19937_64 random(5);
  for (std::size_t const size : {0, 1, 2, 100, 5000}) {
    for (std::uint64_t const values : {3, 1000, 1'000'000'000}) {
      std::deque<std::uint64_t> prints;
      std::map<std::uint64_t, std::size_t> seen;
      Duplicates expected;
      for (std::size_t i = 0; i < size; ++i) {
        auto const print = fingerprint(std::to_string(random() % values));
        prints.push_back(print);
        auto const [place, added] = seen.emplace(print, i);
        if (!added && expected.count++ == 0) {
          expected.first = place->second;
          expected.repeat = i;
        }
      }
      auto const found = find_duplicates(prints);
      EXPECT_EQ(found.count, expected.count);
      EXPECT_EQ(found.first, expected.first);
      EXPECT_EQ(found.repeat, expected.repeat);
    }
  }
}

TEST(Duplicates, FingerprintsTellEveryByteAndLengthApart) {
  std::set<std::uint64_t> seen;
  std::size_t texts = 0;
  for (std::size_t size = 0; size < 100; ++size) {
    std::string const zeros(size, '\0');
    seen.insert(fingerprint(zeros));
    ++texts;
    for (std::size_t at = 0; at < size; ++at) {
      auto changed = zeros;
      changed[at] = '\1';
      seen.insert(fingerprint(changed));
      ++texts;
    }
  }
  EXPECT_EQ(seen.size(), texts);
}

// --- rows

TEST(Quality, FindsNothingInASoundFile) {
  auto const found = of_csv("date,price,name\n2025-03-01,1.5,a\n2025-03-02,2.5,b\n2025-03-03,3,c\n", by_date());
  EXPECT_EQ(found.records, 3u);
  ASSERT_EQ(found.columns.size(), 3u);
  EXPECT_EQ(found.columns[0].type, CellType::time);
  EXPECT_EQ(found.columns[1].type, CellType::number);
  EXPECT_EQ(found.columns[2].type, CellType::text);
  for (auto const& column : found.columns) EXPECT_EQ(column.missing + column.type_errors, 0u);
  EXPECT_EQ(found.ragged + found.duplicates.count + found.duplicate_keys->count, 0u);
  EXPECT_EQ(found.timeline->gaps() + found.timeline->unsorted(), 0u);
  EXPECT_EQ(found.timeline->newest(), day("2025-03-03"));
}

TEST(Quality, AHeaderAloneIsNoRecord) {
  auto const found = of_csv("date,price\n", by_date());
  EXPECT_EQ(found.records, 0u);
  EXPECT_EQ(found.timeline->newest(), std::nullopt);
}

TEST(Quality, CountsBlanksBelowTheHeadAndOutsideIgnoredColumns) {
  DataQualityOptions options;
  options.ignore_head = 1;
  options.ignore_columns = {"debug_*"};
  auto const found = of_csv("a,b,debug_x\n,,\n1,NaN,\n2,  ,\n,3,\n\"\",null,\n", options);
  EXPECT_EQ(found.columns[0].missing, 2u);
  EXPECT_EQ(found.columns[0].first_missing_line, 5u);
  EXPECT_EQ(found.columns[1].missing, 3u);
  EXPECT_EQ(found.columns[1].first_missing_line, 3u);
  EXPECT_EQ(found.columns[2].missing, 0u);
}

TEST(Quality, TakesTheUsersBlankTextsEvenIfTheyAreNumbers) {
  DataQualityOptions options;
  options.blank = {"-999"};
  auto const found = of_csv("a,b\n1,2\n-999,2\n,2\nNaN,2\n", options);
  EXPECT_EQ(found.columns[0].missing, 2u);
  EXPECT_EQ(found.columns[0].type_errors, 1u);
  EXPECT_EQ(found.columns[0].first_error, "NaN");
}

TEST(Quality, NamesTheFirstCellThatDoesNotFitItsColumn) {
  auto const found = of_csv("a,flag,when,any\n1,true,2025-01-01,1x\nn/a,FALSE,2025-01-02,2\ninf,0,soon,\"x\"\n");
  EXPECT_EQ(found.columns[0].type_errors, 2u);
  EXPECT_EQ(found.columns[0].first_error_line, 3u);
  EXPECT_EQ(found.columns[0].first_error, "n/a");
  EXPECT_EQ(found.columns[1].type_errors, 1u);
  EXPECT_EQ(found.columns[1].first_error, "0");
  EXPECT_EQ(found.columns[2].type_errors, 1u);
  EXPECT_EQ(found.columns[3].type_errors, 0u);
}

TEST(Quality, SeesAColumnThatChangesItsTypeOnLine90000) {
  std::string text = "date,volume\n";
  auto at = day("2025-01-01");
  for (int line = 2; line <= 90'011; ++line, at += 1min) {
    text += format_utc(at) + (line < 90'000 ? ",1.5\n" : ",n/a\x01\xFF\n");
  }
  auto options = by_date();
  options.step = 1min;
  auto const found = of_csv(text, options);
  EXPECT_EQ(found.columns[1].type, CellType::number);
  EXPECT_EQ(found.columns[1].type_errors, 12u);
  EXPECT_EQ(found.columns[1].first_error_line, 90'000u);
  EXPECT_EQ(found.columns[1].first_error, "n/a \xEF\xBF\xBD");
  EXPECT_EQ(found.timeline->gaps(), 0u);
  EXPECT_EQ(found.duplicates.count, 0u);
}

TEST(Quality, CountsRaggedRowsAndReadsOnlyTheirTime) {
  auto const found = of_csv("date,a,b\n2025-01-01,1,2\n2025-01-02,x\n2025-01-03,1,2,3\n2025-01-04,1,2\n", by_date());
  EXPECT_EQ(found.records, 4u);
  EXPECT_EQ(found.ragged, 2u);
  EXPECT_EQ(found.first_ragged_line, 3u);
  EXPECT_EQ(found.first_ragged_cells, 2u);
  EXPECT_EQ(found.timeline->gaps(), 0u);
  EXPECT_EQ(found.columns[1].type_errors + found.columns[2].missing, 0u);
}

TEST(Quality, FindsDuplicateRowsHoweverTheyAreQuoted) {
  auto const found = of_csv("a,b\n1,x\n2,y\n\"2\",y\n1,\"x\"\n1,x\n");
  EXPECT_EQ(found.duplicates.count, 3u);
  EXPECT_TRUE(found.duplicates.are_lines);
  EXPECT_EQ(found.duplicates.first, 3u);
  EXPECT_EQ(found.duplicates.repeat, 4u);
  EXPECT_FALSE(found.duplicate_keys);
}

TEST(Quality, TellsRowsApartThatOnlyLookTheSameWithoutQuotes) {
  EXPECT_EQ(of_csv("a,b\n\"1,2\",3\n1,\"2,3\"\n").duplicates.count, 0u);
  EXPECT_EQ(of_csv("a,b,c\n1,2,3\n\"1,2\",3\n").duplicates.count, 0u);
}

TEST(Quality, CountsByRowWhereRowsHaveSeveralLines) {
  auto const found = of_csv("a,b\n\"x\ny\",1\n2,2\n2,2\n");
  EXPECT_EQ(found.duplicates.count, 1u);
  EXPECT_FALSE(found.duplicates.are_lines);
  EXPECT_EQ(found.duplicates.first, 2u);
  EXPECT_EQ(found.duplicates.repeat, 3u);
}

TEST(Quality, FindsRepeatedKeysButNotRowsWithoutOne) {
  auto const by_time = of_csv("date,a\n2025-01-01,1\n2025-01-02,2\n2025-01-02,3\n,4\n,5\n", by_date());
  EXPECT_EQ(by_time.duplicate_keys->count, 1u);
  EXPECT_EQ(by_time.duplicate_keys->first, 3u);
  EXPECT_EQ(by_time.duplicate_keys->repeat, 4u);
  EXPECT_EQ(by_time.duplicates.count, 0u);
  DataQualityOptions options;
  options.key = {"coin", "day"};
  EXPECT_EQ(of_csv("coin,day\nab,c\na,bc\n", options).duplicate_keys->count, 0u);
  EXPECT_EQ(of_csv("day,x,coin\n1,1,btc\n1,2,eth\n1,3,btc\n", options).duplicate_keys->count, 1u);
}

TEST(Quality, FindsGapsAndRowsOutOfOrder) {
  auto const found = of_csv("date\n2025-03-01\n2025-03-04\n2025-03-03\n2025-03-04\n2025-03-06\n", by_date());
  EXPECT_EQ(found.timeline->gaps(), 3u);
  EXPECT_EQ(found.timeline->first_gap()->line, 3u);
  EXPECT_EQ(found.timeline->first_gap()->before, day("2025-03-01"));
  EXPECT_EQ(found.timeline->first_gap()->at, day("2025-03-04"));
  EXPECT_EQ(found.timeline->unsorted(), 1u);
  EXPECT_EQ(found.timeline->first_unsorted()->line, 4u);
  EXPECT_EQ(found.timeline->newest(), day("2025-03-06"));
}

TEST(Quality, TheNewestRowNeedNotBeTheLast) {
  EXPECT_EQ(of_csv("date\n2025-03-01\n2025-03-09\n2025-03-02\n", by_date()).timeline->newest(), day("2025-03-09"));
}

TEST(Timeline, MissesNoStepOnAShortOrLongDay) {
  EXPECT_EQ(missing_steps(23h, 24h), 0u);
  EXPECT_EQ(missing_steps(25h, 24h), 0u);
  EXPECT_EQ(missing_steps(36h, 24h), 0u);
  EXPECT_EQ(missing_steps(37h, 24h), 1u);
  EXPECT_EQ(missing_steps(49h, 24h), 1u);
  EXPECT_EQ(missing_steps(24h * 10, 24h), 9u);
}

TEST(Timeline, ReadsTheFormsOfTime) {
  struct Case {
    std::vector<std::string> cells;
    TimePoint newest;
  };
  for (auto const& [cells, newest] : {
           Case{{"2025-12-05", "2025-12-06"}, day("2025-12-06")},
           Case{{"2025-12-06 07:55:32", "2025-12-06T07:55:33"}, day("2025-12-06T07:55:33Z")},
           Case{{"2025-12-06T11:32:42.900274Z", "2025-12-06T13:32:43+01:00"}, day("2025-12-06T12:32:43Z")},
           Case{{"20251213T110000Z"}, day("2025-12-13T11:00:00Z")},
           Case{{"1753056000", "1753056001.25", "999999999"}, day("2025-07-21T00:00:01.250Z")},
           Case{{"1753056000000", "1753142400000"}, day("2025-07-22")},
       }) {
    Timeline timeline{std::nullopt};
    for (auto const& cell : cells) EXPECT_TRUE(timeline.add(cell, 1)) << cell;
    EXPECT_EQ(timeline.newest(), newest) << cells[0];
  }
}

TEST(Timeline, RefusesWhatIsNoTime) {
  for (auto const* cell :
       {"", "soon", "2025-02-30", "2025-13-01", "2025-1-01", "20a5-01-01", "2025-01-01 24:00:00", "2025-01-01 10:00:0x",
        "2025-01-01-10:00:00", "17530560001", "1753056000x", "1753056000.x", "9999999999999999999999", "-"}) {
    Timeline timeline{std::nullopt};
    EXPECT_FALSE(timeline.add(cell, 1)) << cell;
    EXPECT_TRUE(timeline.add("2025-01-01", 2)) << "after " << cell;
  }
  Timeline unix_time{std::nullopt};
  EXPECT_TRUE(unix_time.add("1753056000000", 1));
  EXPECT_FALSE(unix_time.add("2025-07-21", 2));
  EXPECT_FALSE(unix_time.add("1753056000000.5", 2));
}

TEST(Quality, CountsCellsOfTheTimeColumnThatAreNoTime) {
  auto const found = of_csv("date,a\n2025-01-01,1\nsoon,2\n,3\n2025-01-02,4\n", by_date());
  EXPECT_EQ(found.columns[0].type_errors, 1u);
  EXPECT_EQ(found.columns[0].first_error, "soon");
  EXPECT_EQ(found.columns[0].missing, 1u);
  EXPECT_EQ(found.timeline->gaps(), 0u);
}

TEST(Quality, RefusesATimeColumnOrKeyThatIsNotThereAndSuggestsOne) {
  auto const wrong = try_csv("Date,price\n2025-01-01,1\n", by_date());
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().kind, ErrorKind::not_found);
  EXPECT_EQ(wrong.error().message,
            "column 'date' is not in the header of x.csv; it has: Date and price; did you mean 'Date'?");
  DataQualityOptions options;
  options.key = {"prize"};
  EXPECT_THAT(try_csv("Date,price\n", options).error().message, HasSubstr("did you mean 'price'?"));
}

TEST(Quality, GivesEveryColumnANameOfItsOwn) {
  auto const found = of_csv("a,,a,a.1,a, b \n");
  std::vector<std::string> names;
  for (auto const& column : found.columns) names.push_back(column.name);
  EXPECT_THAT(names, ElementsAre("a", "column 2", "a.1", "a.1.1", "a.2", "b"));
}

TEST(Quality, RefusesAHeaderOfTooManyColumns) {
  auto const found = try_csv(std::string(20'000, ',') + "\n");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::too_large);
}

// --- JSON Lines

TEST(QualityOfJsonl, TakesKeysAsColumns) {
  auto const found = *try_jsonl(
      "{\"date\":\"2025-01-01\",\"loss\":0.5,\"ok\":true}\n"
      "\r\n"
      "{\"date\":\"2025-01-02\",\"loss\":NaN,\"ok\":false}\n"
      "{\"loss\":\"0.5\",\"date\":\"2025-01-03\"}\n"
      "{\"date\":\"2025-01-05\",\"loss\":null,\"ok\":\"true\",\"tags\":[1,2]}\n",
      by_date());
  EXPECT_EQ(found.records, 4u);
  ASSERT_EQ(found.columns.size(), 4u);
  EXPECT_EQ(found.columns[0].name, "date");
  EXPECT_EQ(found.columns[1].name, "loss");
  EXPECT_EQ(found.columns[1].type, CellType::number);
  EXPECT_EQ(found.columns[1].missing, 2u);
  EXPECT_EQ(found.columns[1].type_errors, 1u) << "a string is no number";
  EXPECT_EQ(found.columns[1].first_error_line, 4u);
  EXPECT_EQ(found.columns[2].missing, 1u);
  EXPECT_EQ(found.columns[2].type_errors, 1u) << "a string is no boolean";
  EXPECT_EQ(found.columns[3].missing, 3u) << "earlier lines lack a key that comes up later";
  EXPECT_EQ(found.columns[3].first_missing_line, 1u);
  EXPECT_EQ(found.timeline->gaps(), 1u);
}

TEST(QualityOfJsonl, FindsALineAgainThatIsWrittenInAnotherOrder) {
  auto const found = *try_jsonl("{\"a\":1,\"b\":2}\n{\"a\":1,\"c\":3}\n{\"b\": 2, \"a\": 1}\n");
  EXPECT_EQ(found.duplicates.count, 1u);
  EXPECT_EQ(found.duplicates.first, 1u);
  EXPECT_EQ(found.duplicates.repeat, 3u);
}

TEST(QualityOfJsonl, CountsLinesThatAreNoObject) {
  auto const found = *try_jsonl("{\"a\":1}\n{\"a\":\n[1]\n{\"a\":2}\n{\"a\":");
  EXPECT_EQ(found.records, 5u);
  EXPECT_EQ(found.ragged, 3u);
  EXPECT_EQ(found.first_ragged_line, 2u);
  EXPECT_FALSE(found.first_ragged_cells);
  EXPECT_EQ(found.duplicates.count, 0u);
}

TEST(QualityOfJsonl, RefusesAFileWithoutAnyObjectOrTheTimeColumn) {
  EXPECT_THAT(try_jsonl("a,b\n1,2\n").error().message, StartsWith("x.jsonl: no line is a JSON object"));
  EXPECT_THAT(try_jsonl("{\"data\":1}\n", by_date()).error().message, HasSubstr("did you mean 'data'?"));
}

// --- against a naive computation

/// What the checks should find, computed as plainly as possible; for files without quotes.
struct Naive {
  std::size_t records = 0;
  std::map<std::string, std::size_t> missing, type_errors;
  std::size_t duplicates = 0, duplicate_keys = 0, gaps = 0, unsorted = 0;
  std::optional<TimePoint> newest;
};

std::optional<TimePoint> naive_time(std::string const& cell) {
  if (cell.size() == 13 && cell.find('-') == cell.npos) return from_millis(std::stoll(cell));
  return parse_timestamp(cell);
}

bool naive_number(std::string const& cell) {
  double value = 0;
  auto const parsed = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return parsed.ec == std::errc{} && parsed.ptr == cell.data() + cell.size();
}

Naive compute_naively(std::string const& text, DataQualityOptions const& options) {
  Naive out;
  std::istringstream in(text);
  std::string line;
  std::vector<std::string> header;
  std::map<std::string, bool> numeric;
  std::set<std::string> rows, keys;
  std::optional<TimePoint> previous;
  while (std::getline(in, line)) {
    std::vector<std::string> cells;
    std::size_t begin = 0;
    for (auto comma = line.find(','); comma != line.npos; comma = line.find(',', begin)) {
      cells.push_back(line.substr(begin, comma - begin));
      begin = comma + 1;
    }
    cells.push_back(line.substr(begin));
    if (header.empty()) {
      header = cells;
      continue;
    }
    ++out.records;
    if (!rows.insert(line).second) ++out.duplicates;
    for (std::size_t i = 0; i < header.size(); ++i) {
      auto const& cell = cells.at(i);
      if (cell.empty()) {
        if (out.records > options.ignore_head) ++out.missing[header[i]];
      } else if (header[i] == options.time_column) {
        auto const at = naive_time(cell);
        if (!keys.insert(cell).second) ++out.duplicate_keys;
        if (!at) {
          ++out.type_errors[header[i]];
          continue;
        }
        if (previous && *at < *previous) ++out.unsorted;
        if (previous && *at > *previous) {
          double const steps = double((*at - *previous).count()) / double(options.step->count());
          if (steps > 1.5) out.gaps += std::size_t(std::llround(steps)) - 1;
        }
        previous = at;
        out.newest = std::max(out.newest.value_or(*at), *at);
      } else {
        auto const [type, first] = numeric.emplace(header[i], naive_number(cell));
        if (!first && type->second && !naive_number(cell)) ++out.type_errors[header[i]];
      }
    }
  }
  return out;
}

void expect_same(Quality const& found, Naive const& naive) {
  EXPECT_EQ(found.records, naive.records);
  for (auto const& column : found.columns) {
    auto const of = [&](std::map<std::string, std::size_t> const& counts) {
      auto const at = counts.find(column.name);
      return at == counts.end() ? 0 : at->second;
    };
    EXPECT_EQ(column.missing, of(naive.missing)) << column.name;
    EXPECT_EQ(column.type_errors, of(naive.type_errors)) << column.name;
  }
  EXPECT_EQ(found.ragged, 0u);
  EXPECT_EQ(found.duplicates.count, naive.duplicates);
  EXPECT_EQ(found.duplicate_keys->count, naive.duplicate_keys);
  EXPECT_EQ(found.timeline->gaps(), naive.gaps);
  EXPECT_EQ(found.timeline->unsorted(), naive.unsorted);
  EXPECT_EQ(found.timeline->newest(), naive.newest);
}

TEST(Quality, AgreesWithANaiveComputationOnFaultyData) {
  std::mt19937 random(17);
  auto const one_in = [&](unsigned n) { return random() % n == 0; };
  for (int round = 0; round < 20; ++round) {
    std::string text = "date,a,b,c\n";
    auto at = day("2025-01-01");
    std::string row;
    for (int i = 0; i < 400; ++i) {
      at += one_in(20) ? -48h : one_in(20) ? 72h : 24h;
      if (!one_in(30) || row.empty()) {
        row = format_utc(at).substr(0, 10);
        for (int column = 0; column < 3; ++column) {
          row += ',';
          if (one_in(25) && i > 0)
            row += "oops";
          else if (!one_in(15))
            row += std::to_string(double(random()) / 7);
        }
      }
      text += row + '\n';
    }
    auto options = by_date();
    options.ignore_head = 5;
    expect_same(of_csv(text, options), compute_naively(text, options));
  }
}

std::string const kShared = LAPWING_SHARED_DATA "/ml-project/";

TEST(Quality, AgreesWithANaiveComputationOnTheRealDailyFile) {
  auto const path = kShared + "data/raw/bitcoin_timeseries.csv";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no shared data";
  auto const text = test::read_file(path);
  auto options = by_date();
  auto const found = of_csv(text, options);
  expect_same(found, compute_naively(text, options));
  EXPECT_EQ(found.records, 365u);
  EXPECT_EQ(found.columns.size(), 34u);
  std::size_t missing = 0;
  for (auto const& column : found.columns) missing += column.missing;
  EXPECT_EQ(missing, 45u);
  options.ignore_head = 14;
  for (auto const& column : of_csv(text, options).columns) EXPECT_EQ(column.missing, 0u) << column.name;
}

TEST(Quality, AgreesWithANaiveComputationOnTheRealEpochFile) {
  auto const path = kShared + "siblings/bitcoin-mlops-pipeline/latest_ingested_data.csv";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no shared data";
  auto const text = test::read_file(path);
  for (auto const* column : {"timestamp", "date"}) {
    auto options = by_date();
    options.time_column = column;
    expect_same(of_csv(text, options), compute_naively(text, options));
  }
}

}  // namespace
}  // namespace lapwing::poll
