// SPDX-License-Identifier: Apache-2.0
#include "poll/data_quality.hpp"

#include "config/map_reader.hpp"
#include "core/catalogue.hpp"
#include "poll/byte_source.hpp"
#include "poll/data_schema.hpp"
#include "poll/quality_report.hpp"
#include "support/fake_http.hpp"
#include "support/folder.hpp"
#include "support/loop.hpp"

#include <gmock/gmock.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace lapwing::poll {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

TimePoint const kNow = *parse_timestamp("2025-03-05T06:00:00Z");
constexpr auto kThreeDays = "date,price,volume\n2025-03-01,1.5,10\n2025-03-02,2.5,20\n2025-03-03,3.5,30\n";

std::string gzip(std::string const& text) {
  std::string out(::compressBound(text.size()) + 64, '\0');
  z_stream stream{};
  EXPECT_EQ(::deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = uInt(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = uInt(out.size());
  EXPECT_EQ(::deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  ::deflateEnd(&stream);
  return out;
}

DataQualityOptions daily(std::string path) {
  DataQualityOptions options;
  options.path = std::move(path);
  options.dataset = "prices";
  options.time_column = "date";
  options.step = 24h;
  return options;
}

/// One poll, as the scheduler makes it.
Result<PollReport> poll(DataQualityOptions options, std::string cursor = "") {
  test::FakeHttp http;
  Workers workers(0);
  DataQuality poller(std::move(options));
  PollContext context{kNow, std::move(cursor), http, workers};
  return test::run_now(poller.poll(std::move(context)));
}

Error error_of(DataQualityOptions options) {
  auto const report = poll(std::move(options));
  if (report) throw std::logic_error("the poll succeeded");
  return report.error();
}

struct Seen {
  double value;
  std::string note;
};

/// Samples by "metric" or "metric/column".
std::map<std::string, Seen> samples_of(PollReport const& report) {
  std::map<std::string, Seen> seen;
  for (auto const& sample : report.samples) {
    auto const column = sample.labels.get("column");
    auto const name = sample.metric + (column.empty() ? "" : "/" + std::string(column));
    EXPECT_TRUE(seen.emplace(name, Seen{sample.value, sample.note.raw()}).second) << name << " twice";
    EXPECT_EQ(sample.at, kNow);
    EXPECT_EQ(sample.labels.get("dataset"), "prices");
    EXPECT_NE(find_metric(sample.metric), nullptr) << sample.metric;
  }
  return seen;
}

// --- the file

TEST(DataQuality, ReportsASoundFile) {
  test::Folder folder;
  auto options = daily(folder.write("prices.csv", kThreeDays));
  options.records = *parse_count_range("3");
  auto const seen = samples_of(*poll(options));
  EXPECT_EQ(seen.at("data.age").value, 30 * 3600);
  EXPECT_EQ(seen.at("data.age").note, "newest row 2025-03-03");
  EXPECT_EQ(seen.at("data.records").value, 3);
  EXPECT_EQ(seen.at("data.columns").value, 3);
  for (auto const* metric : {"data.missing", "data.duplicates", "data.duplicate_keys", "data.gaps", "data.type_errors",
                             "data.unsorted", "data.schema_changes"}) {
    EXPECT_EQ(seen.at(metric).value, 0) << metric;
    EXPECT_EQ(seen.at(metric).note, "") << metric;
  }
  EXPECT_EQ(seen.at("data.valid").value, 1);
  EXPECT_EQ(seen.size(), 11u) << "no series for clean columns";
}

TEST(DataQuality, SaysInWordsWhatIsWrongAndWhere) {
  test::Folder folder;
  auto options = daily(folder.write("prices.csv",
                                    "date,price,volume\n"
                                    "2025-03-01,1,10\n"
                                    "2025-03-03,,n/a\n"
                                    "2025-03-03,,n/a\n"
                                    "2025-03-02,3,?\n"
                                    "2025-03-03,3\n"));
  options.records = *parse_count_range("360..370");
  auto const seen = samples_of(*poll(options));
  EXPECT_EQ(seen.at("data.records").note, "5 outside 360..370");
  EXPECT_EQ(seen.at("data.gaps").note, "1 day missing between 2025-03-01 and 2025-03-03 (line 3)");
  EXPECT_EQ(seen.at("data.missing").note, "column price: 2 blank, first at line 3");
  EXPECT_EQ(seen.at("data.missing/price").value, 2);
  EXPECT_EQ(seen.at("data.type_errors").value, 3);
  EXPECT_EQ(seen.at("data.type_errors").note, "column volume, line 3: 'n/a' is not a number (first of 3)");
  EXPECT_EQ(seen.at("data.type_errors/volume").value, 3);
  EXPECT_EQ(seen.at("data.duplicates").note, "line 4 repeats line 3");
  EXPECT_EQ(seen.at("data.duplicate_keys").value, 2);
  EXPECT_EQ(seen.at("data.duplicate_keys").note, "line 4 has the key of line 3 (first of 2)");
  EXPECT_EQ(seen.at("data.unsorted").note, "line 5 (2025-03-02) is older than the row before it (2025-03-03)");
  EXPECT_EQ(seen.at("data.columns").note, "line 6 has 2 fields instead of 3");
  EXPECT_DOUBLE_EQ(seen.at("data.valid").value, 1.0 / 9);
  EXPECT_EQ(seen.at("data.valid").note,
            "8 of 9 checks failed: records 5 outside 360..370; 1 ragged row (line 6 has 2 fields instead of 3); "
            "2 blank (column price: 2 blank, first at line 3); "
            "3 of the wrong type (column volume, line 3: 'n/a' is not a number (first of 3)); "
            "1 duplicate row (line 4 repeats line 3); 2 duplicate keys (line 4 has the key of line 3 (first of 2)); "
            "1 missing step (1 day missing between 2025-03-01 and 2025-03-03 (line 3)); "
            "1 row out of order (line 5 (2025-03-02) is older than the row before it (2025-03-03))");
}

TEST(DataQuality, NamesTheWorstColumnWhereSeveralHaveBlanks) {
  test::Folder folder;
  auto const seen = samples_of(*poll(daily(folder.write("x.csv", "date,a,b\n2025-03-01,,1\n2025-03-02,,\n"))));
  EXPECT_EQ(seen.at("data.missing").note, "3 blank in 2 columns, most in a (2), first at line 2 in a");
}

TEST(DataQuality, ChecksOnlyWhatTheOptionsEnable) {
  test::Folder folder;
  DataQualityOptions options{.path = folder.write("x.csv", kThreeDays), .dataset = "prices"};
  auto const seen = samples_of(*poll(options));
  for (auto const* metric : {"data.age", "data.gaps", "data.unsorted", "data.duplicate_keys"})
    EXPECT_FALSE(seen.contains(metric)) << metric;
  EXPECT_EQ(seen.at("data.valid").value, 1);
}

TEST(DataQuality, AFutureRowHasNoAge) {
  test::Folder folder;
  auto const seen = samples_of(*poll(daily(folder.write("x.csv", "date\n2099-01-01\n"))));
  EXPECT_EQ(seen.at("data.age").value, 0);
  EXPECT_EQ(seen.at("data.age").note, "newest row 2099-01-01, which lies in the future");
}

TEST(DataQuality, CountsTheAgeFromTheModificationIfAsked) {
  test::Folder folder;
  auto options = daily(folder.write("x.csv", kThreeDays));
  options.age = AgeBy::modified;
  std::filesystem::last_write_time(options.path, std::chrono::file_clock::from_sys(kNow - 90min));
  auto const seen = samples_of(*poll(options));
  EXPECT_EQ(seen.at("data.age").value, 90 * 60);
  EXPECT_EQ(seen.at("data.age").note, "modified 2025-03-05T04:30:00Z");
}

TEST(DataQuality, AHeaderAloneIsZeroRecordsWithoutAnAge) {
  test::Folder folder;
  auto options = daily(folder.write("x.csv", "date,price\n"));
  options.records = *parse_count_range("1..");
  auto const seen = samples_of(*poll(options));
  EXPECT_EQ(seen.at("data.records").value, 0);
  EXPECT_FALSE(seen.contains("data.age"));
  EXPECT_EQ(seen.at("data.valid").note, "1 of 9 checks failed: records 0 outside 1..");
}

TEST(DataQuality, ToleratesTheGapsThatAreAllowed) {
  test::Folder folder;
  auto options = daily(folder.write("x.csv", "date\n2025-03-01\n2025-03-03\n2025-03-06\n"));
  options.allow_gaps = 2;
  auto const seen = samples_of(*poll(options));
  EXPECT_EQ(seen.at("data.gaps").value, 1);
  EXPECT_EQ(seen.at("data.gaps").note, "1 day missing between 2025-03-01 and 2025-03-03 (line 3), 3 in all");
  options.allow_gaps = 3;
  EXPECT_EQ(samples_of(*poll(options)).at("data.valid").value, 1);
}

// --- from poll to poll

TEST(DataQuality, RemembersWhichColumnsToBringBackToZero) {
  test::Folder folder;
  auto const options = daily(folder.write("x.csv", "date,a,b\n2025-03-01,1,\n2025-03-02,x,2\n"));
  auto const first = *poll(options);
  EXPECT_EQ(samples_of(first).at("data.missing/b").value, 1);
  EXPECT_EQ(samples_of(first).at("data.type_errors/a").value, 1);
  folder.write("x.csv", "date,a,b\n2025-03-01,1,1\n2025-03-02,2,2\n");
  auto const second = *poll(options, first.cursor);
  EXPECT_EQ(samples_of(second).at("data.missing/b").value, 0);
  EXPECT_EQ(samples_of(second).at("data.type_errors/a").value, 0);
  EXPECT_FALSE(samples_of(second).contains("data.missing/a"));
  EXPECT_EQ(samples_of(*poll(options, second.cursor)).at("data.missing/b").value, 0);
}

TEST(DataQuality, ReportsAChangeOfTheColumnsOnce) {
  test::Folder folder;
  auto const options = daily(folder.write("x.csv", "date,a,b,c,d\n2025-03-01,1,1,1,\n"));
  auto const first = *poll(options);
  EXPECT_EQ(samples_of(first).at("data.schema_changes").value, 0);
  folder.write("x.csv", "date,c,a,d,e\n2025-03-01,1,x,5,1\n");
  auto const second = *poll(options, first.cursor);
  EXPECT_EQ(samples_of(second).at("data.schema_changes").value, 4);
  EXPECT_EQ(samples_of(second).at("data.schema_changes").note,
            "added: e; removed: b; moved: c; of another type: a (number to text)");
  EXPECT_THAT(samples_of(second).at("data.valid").note, HasSubstr("4 column changes (added: e;"));
  EXPECT_EQ(samples_of(*poll(options, second.cursor)).at("data.schema_changes").value, 0);
}

TEST(DataQuality, AColumnThatIsBlankForAWhileKeepsItsType) {
  test::Folder folder;
  auto const options = daily(folder.write("x.csv", "date,a\n2025-03-01,1\n"));
  auto const first = *poll(options);
  folder.write("x.csv", "date,a\n2025-03-01,\n");
  auto const second = *poll(options, first.cursor);
  EXPECT_EQ(samples_of(second).at("data.schema_changes").value, 0);
  folder.write("x.csv", "date,a\n2025-03-01,x\n");
  EXPECT_EQ(samples_of(*poll(options, second.cursor)).at("data.schema_changes").value, 1);
}

TEST(DataQuality, ADamagedCursorIsNoCursor) {
  test::Folder folder;
  auto const options = daily(folder.write("x.csv", kThreeDays));
  for (auto const* cursor :
       {"{", "[]", "{}", R"({"schema":[["a"]],"missing":[],"type_errors":[]})", R"({"schema":7,"missing":1})"}) {
    EXPECT_EQ(samples_of(*poll(options, cursor)).at("data.valid").value, 1) << cursor;
  }
}

// --- files that can not be read

TEST(DataQuality, NamesTheFileOrFolderThatIsNotThere) {
  test::Folder folder;
  auto const file = error_of(daily(folder.path("prices.csv")));
  EXPECT_EQ(file.kind, ErrorKind::not_found);
  EXPECT_EQ(file.message, folder.path("prices.csv") + " does not exist; check `path`, or the job that writes it");
  EXPECT_EQ(error_of(daily(folder.path("raw/prices.csv"))).message,
            folder.path("raw/prices.csv") + ": there is no such folder; check `path`");
}

TEST(DataQuality, RefusesAFolderAndADeviceInItsPlace) {
  test::Folder folder;
  EXPECT_EQ(error_of(daily(folder.path())).message, folder.path() + " is a folder; let `path` name a file");
  EXPECT_EQ(error_of(daily("/dev/null")).kind, ErrorKind::unreadable);
}

TEST(DataQuality, RefusesAFileThatItMayNotRead) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  test::Folder folder;
  auto const path = folder.write("x.csv", kThreeDays);
  std::filesystem::permissions(path, std::filesystem::perms::none);
  auto const error = error_of(daily(path));
  EXPECT_EQ(error.kind, ErrorKind::unreadable);
  EXPECT_THAT(error.message, HasSubstr("may the daemon's user read it?"));
}

TEST(DataQuality, RefusesAnEmptyFileInsteadOfReportingZeros) {
  test::Folder folder;
  EXPECT_THAT(error_of(daily(folder.write("x.csv", ""))).message, HasSubstr("is empty"));
  EXPECT_THAT(error_of(daily(folder.write("x.jsonl", ""))).message, HasSubstr("is empty"));
  EXPECT_THAT(error_of(daily(folder.write("y.csv", "\n\r\n"))).message, HasSubstr("nothing but blank lines"));
  EXPECT_THAT(error_of(daily(folder.write("y.jsonl", "\n \n"))).message, HasSubstr("nothing but blank lines"));
}

TEST(DataQuality, RefusesAQuoteThatSwallowsTheRest) {
  test::Folder folder;
  auto const path = folder.write("x.csv", std::string(kThreeDays) + "2025-03-04,\"1,2\n2025-03-05,1,2\n");
  EXPECT_EQ(error_of(daily(path)).message, path + ", line 5: a quote is opened and never closed");
}

TEST(DataQuality, NamesTheColumnsWhereTheTimeColumnIsNotThere) {
  test::Folder folder;
  auto const path = folder.write("x.csv", "dates,price\n2025-03-01,1\n");
  EXPECT_EQ(error_of(daily(path)).message,
            "column 'date' is not in the header of " + path + "; it has: dates and price; did you mean 'dates'?");
}

TEST(DataQuality, ReadsWindowsFilesWithAByteOrderMark) {
  test::Folder folder;
  auto const seen = samples_of(*poll(daily(folder.write("x.csv",
                                                        "\xEF\xBB\xBF"
                                                        "date,note\r\n2025-03-01,\"a\r\nb\"\r\n2025-03-02,c\r\n"))));
  EXPECT_EQ(seen.at("data.valid").value, 1);
  EXPECT_EQ(seen.at("data.records").value, 2);
}

TEST(DataQuality, ReadsGzipOfSeveralMembers) {
  test::Folder folder;
  auto const seen = samples_of(*poll(daily(folder.write("x.csv.gz", gzip(kThreeDays) + gzip("2025-03-04,4.5,40\n")))));
  EXPECT_EQ(seen.at("data.records").value, 4);
  EXPECT_EQ(seen.at("data.valid").value, 1);
}

TEST(DataQuality, ReadsJsonLines) {
  test::Folder folder;
  std::string const text = "{\"date\":\"2025-03-01\",\"rmse\":1.5}\n{\"date\":\"2025-03-02\",\"rmse\":null}\nnull\n";
  for (auto const& path : {folder.write("x.jsonl", text), folder.write("x.jsonl.gz", gzip(text))}) {
    auto const seen = samples_of(*poll(daily(path)));
    EXPECT_EQ(seen.at("data.records").value, 3);
    EXPECT_EQ(seen.at("data.missing/rmse").value, 1);
    EXPECT_EQ(seen.at("data.columns").note, "line 3 is not a JSON object");
  }
}

TEST(DataQuality, RefusesTruncatedOrDamagedGzip) {
  test::Folder folder;
  std::string text = "date,a\n";
  for (int i = 0; i < 20'000; ++i) text += "2025-03-01," + std::to_string(i * 7919) + "\n";
  auto const packed = gzip(text);
  for (auto const size : {std::size_t{5}, std::size_t{12}, packed.size() / 2, packed.size() - 1}) {
    auto const error = error_of(daily(folder.write("cut.csv.gz", packed.substr(0, size))));
    EXPECT_EQ(error.kind, ErrorKind::invalid) << size;
    EXPECT_THAT(error.message, HasSubstr("ends in the middle of its gzip data")) << size;
  }
  auto damaged = packed;
  damaged[packed.size() / 2] = char(~damaged[packed.size() / 2]);
  EXPECT_THAT(error_of(daily(folder.write("bad.csv.gz", damaged))).message, HasSubstr("damaged gzip"));
  EXPECT_THAT(error_of(daily(folder.write("plain.csv.gz", text))).message, HasSubstr("is not gzip"));
}

TEST(DataQuality, StopsWhenAsked) {
  test::Folder folder;
  std::stop_source stop;
  stop.request_stop();
  auto const quality = read_quality(daily(folder.write("x.csv", kThreeDays)), stop.get_token());
  ASSERT_FALSE(quality);
  EXPECT_THAT(quality.error().message, HasSubstr("was stopped"));
}

TEST(ByteSource, StopsMidWay) {
  test::Folder folder;
  for (auto const& path : {folder.write("x.csv", kThreeDays), folder.write("x.csv.gz", gzip(kThreeDays))}) {
    std::stop_source stop;
    auto source = ByteSource::open(path, stop.get_token());
    std::array<char, 8> bytes{};
    EXPECT_EQ(*source->read(bytes), 8u);
    stop.request_stop();
    EXPECT_FALSE(source->read(bytes));
  }
}

/// Reads to the end; the number of bytes.
Result<std::size_t> drain(ByteSource& source) {
  std::array<char, 16> bytes{};
  for (std::size_t total = 0;;) {
    auto const count = source.read(bytes);
    if (!count) return count.error();
    if (*count == 0) return total;
    total += *count;
  }
}

TEST(ByteSource, RefusesAFileThatIsChangedWhileItIsRead) {
  test::Folder folder;
  for (auto const* content : {"date\n", "date\n2025-03-01\n2025-03-02\n2025-03-03\n2025-03-04\n2025-03-05\n"}) {
    auto const path = folder.write("x.csv", "date\n2025-03-01\n2025-03-02\n");
    auto source = ByteSource::open(path, {});
    std::array<char, 8> bytes{};
    ASSERT_TRUE(source->read(bytes));
    folder.write("x.csv", content);
    auto const rest = drain(*source);
    ASSERT_FALSE(rest);
    EXPECT_EQ(rest.error().kind, ErrorKind::busy);
    EXPECT_THAT(rest.error().message, HasSubstr("changed while it was read"));
  }
}

TEST(ByteSource, ReadsAReplacedFileToItsOldEnd) {
  test::Folder folder;
  auto const path = folder.write("x.csv", "date\n2025-03-01\n");
  auto source = ByteSource::open(path, {});
  std::filesystem::rename(folder.write("new.csv", "other\n"), path);
  EXPECT_EQ(*drain(*source), 16u);
}

// --- options

TEST(DataQuality, ReadsTheLastByNameOfAGlob) {
  test::Folder folder;
  folder.write("prices-2025-03-01.csv", "date\n2025-03-01\n");
  folder.write("prices-2025-03-02.csv", "date\n2025-03-02\n2025-03-03\n");
  folder.write("other-9.csv", "x\n");
  EXPECT_EQ(samples_of(*poll(daily(folder.path("prices-*.csv")))).at("data.records").value, 2);
  EXPECT_EQ(error_of(daily(folder.path("none-*.csv"))).message,
            "no file matches " + folder.path("none-*.csv") + "; check `path`, or the job that writes it");
}

TEST(DataQualityOptions, NameTheDatasetByItsFile) {
  EXPECT_EQ(default_dataset("/srv/raw/bitcoin_timeseries.csv", "p"), "bitcoin_timeseries");
  EXPECT_EQ(default_dataset("prices.2025.csv.gz", "p"), "prices.2025");
  EXPECT_EQ(default_dataset("history.jsonl.gz", "p"), "history");
  EXPECT_EQ(default_dataset("/srv/prices-*.csv", "p"), "prices");
  EXPECT_EQ(default_dataset("/srv/*.csv", "p"), "p");
  EXPECT_EQ(default_dataset("/srv/prices", "p"), "prices");
}

TEST(DataQualityOptions, ReadRangesOfCounts) {
  EXPECT_EQ(*parse_count_range("360..370"), (CountRange{360, 370}));
  EXPECT_EQ(*parse_count_range("360.."), (CountRange{360, std::nullopt}));
  EXPECT_EQ(*parse_count_range(" .. 370 "), (CountRange{std::nullopt, 370}));
  EXPECT_EQ(*parse_count_range("365"), (CountRange{365, 365}));
  for (auto const* text : {"", "..", "a..b", "1...2", "-1..2", "1.5", "370..360", "1..2..3"})
    EXPECT_FALSE(parse_count_range(text)) << text;
  for (auto const* text : {"360..370", "360..", "..370", "365"}) EXPECT_EQ(parse_count_range(text)->to_string(), text);
}

struct Configured {
  DataQualityOptions options;
  std::string problems;
};

Configured configure(std::string const& yaml) {
  config::Problems problems;
  Redactor redactor;
  config::References references([](std::string const&) { return std::string(); }, redactor);
  auto const value = config::parse_yaml(yaml, "lapwing.yaml", problems);
  config::MapReader map(*value, "poller prices", {problems, references, nullptr});
  auto options = read_data_quality_options(map, "prices");
  map.finish();
  return {std::move(options), problems.to_string()};
}

TEST(DataQualityOptions, ReadEveryKey) {
  auto const [options, problems] = configure(
      "path: /srv/raw/bitcoin.csv\n"
      "time_column: date\n"
      "age: modified\n"
      "step: 1d\n"
      "records: 360..370\n"
      "key: [coin, date]\n"
      "ignore_head: 14\n"
      "ignore_columns: debug_*\n"
      "allow_gaps: 2\n"
      "delimiter: tab\n"
      "blank: ['-', '?']\n");
  EXPECT_EQ(problems, "");
  EXPECT_EQ(options.path, "/srv/raw/bitcoin.csv");
  EXPECT_EQ(options.dataset, "bitcoin");
  EXPECT_EQ(options.time_column, "date");
  EXPECT_EQ(options.age, AgeBy::modified);
  EXPECT_EQ(options.step, Duration{24h});
  EXPECT_EQ(options.records, (CountRange{360, 370}));
  EXPECT_THAT(options.key, ElementsAre("coin", "date"));
  EXPECT_EQ(options.ignore_head, 14u);
  EXPECT_THAT(options.ignore_columns, ElementsAre("debug_*"));
  EXPECT_EQ(options.allow_gaps, 2u);
  EXPECT_EQ(options.delimiter, '\t');
  EXPECT_THAT(options.blank, ElementsAre("-", "?"));
}

TEST(DataQualityOptions, NeedOnlyAPath) {
  auto const [options, problems] = configure("path: /srv/x.csv\n");
  EXPECT_EQ(problems, "");
  EXPECT_EQ(options.step, std::nullopt);
  EXPECT_EQ(options.records, std::nullopt);
  EXPECT_EQ(options.delimiter, ',');
}

TEST(DataQualityOptions, RefuseMistakesWithTheirPlace) {
  EXPECT_THAT(configure("time_column: date\n").problems, HasSubstr("path"));
  EXPECT_THAT(configure("path: /x.csv\nrecords: lots\n").problems,
              HasSubstr("lapwing.yaml:2:10: 'lots' is no range of counts"));
  EXPECT_THAT(configure("path: /x.csv\nstep: 1d\n").problems, HasSubstr("a step needs `time_column`"));
  EXPECT_THAT(configure("path: /x.csv\ntime_column: t\nstep: 0s\n").problems, HasSubstr("positive duration"));
  EXPECT_THAT(configure("path: /x.csv\ndelimiter: '::'\n").problems, HasSubstr("'::' is no delimiter"));
  EXPECT_THAT(configure("path: /x.csv\ntime_colum: date\n").problems, HasSubstr("time_column"));
}

TEST(DataQuality, IsBuiltFromItsKeys) {
  test::Folder folder;
  config::Problems problems;
  Redactor redactor;
  config::References references([](std::string const&) { return std::string(); }, redactor);
  auto const value =
      config::parse_yaml("path: " + folder.write("prices.csv", kThreeDays) + "\n", "lapwing.yaml", problems);
  config::MapReader map(*value, "poller daily", {problems, references, nullptr});
  auto const poller = read_data_quality(map, "daily");
  test::FakeHttp http;
  Workers workers(0);
  PollContext context{kNow, "", http, workers};
  auto const report = test::run_now(poller->poll(std::move(context)));
  ASSERT_TRUE(report);
  EXPECT_EQ(samples_of(*report).at("data.records").value, 3);
}

TEST(DataQuality, FindsTheRealDailyFileSound) {
  std::string const path = LAPWING_SHARED_DATA "/ml-project/data/raw/bitcoin_timeseries.csv";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no shared data";
  auto options = daily(path);
  options.records = *parse_count_range("360..370");
  options.ignore_head = 14;
  auto const seen = samples_of(*poll(options));
  EXPECT_EQ(seen.at("data.valid").value, 1) << seen.at("data.valid").note;
  EXPECT_EQ(seen.at("data.age").note, "newest row 2025-12-05, which lies in the future");
  options.ignore_head = 0;
  EXPECT_EQ(samples_of(*poll(options)).at("data.missing").value, 45);
}

}  // namespace
}  // namespace lapwing::poll
