// SPDX-License-Identifier: Apache-2.0
// Samples go out and come back the same.
#include "exchange/export.hpp"

#include "exchange/row_parser.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <random>

namespace lapwing::exchange {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

store::Store a_store(std::vector<Sample> samples) {
  auto store = *store::Store::open(":memory:");
  store::Commit commit;
  commit.samples = std::move(samples);
  if (auto const done = store.commit(commit); !done) throw std::runtime_error(done.error().message);
  return store;
}

std::string text_of(store::Store& store, ExportWish const& wish) {
  std::string text;
  auto const count = export_samples(store, wish, [&](std::string_view piece) {
    text += piece;
    return Result<void>();
  });
  EXPECT_TRUE(count);
  return text;
}

std::string text_of(store::Store& store, Format format) {
  ExportWish wish;
  wish.format = format;
  return text_of(store, wish);
}

store::Store read_back(std::string_view text, Format format) {
  RowParser parser(format);
  EXPECT_TRUE(parser.begin(text.substr(0, text.find('\n'))));
  std::vector<Sample> samples;
  for (auto const line : split(text, '\n')) {
    auto const row = parser.parse(line);
    EXPECT_TRUE(row) << row.error().message << ": " << line;
    if (row && *row) samples.push_back({(*row)->metric, (*row)->labels, (*row)->value, (*row)->at, {}});
  }
  return a_store(std::move(samples));
}

/// Every label and every number that has broken a format somewhere.
std::vector<Sample> odd_samples() {
  std::vector<std::string> const labels{
      "plain", "a\"b", "a\\",  "\\\"", "\", model=\"x", "{a=\"b\"}", "}",        "a, b", "=\"",  " spaces ", "курс",
      "📈",     "a\nb", "\r\n", "a\tb", "\\n",           "#",         "\xFF\xFE", "'",    "=1+1", "é"};
  std::vector<double> const values{0,
                                   -0.0,
                                   1,
                                   -1,
                                   0.1,
                                   0.1 + 0.2,
                                   1.0 / 3,
                                   1e300,
                                   1e-300,
                                   5e-324,
                                   -2.2250738585072014e-308,
                                   std::numeric_limits<double>::max(),
                                   9007199254740993.0,
                                   123456789.123456789,
                                   1e21,
                                   1e22,
                                   1e15 + 0.5};
  std::vector<Sample> out;
  for (auto const& label : labels) {
    for (std::size_t i = 0; i < values.size(); ++i)
      out.push_back({"model.rmse", {{"model", label}}, values[i], from_millis(1'772'330'400'000 + 977 * long(i)), {}});
  }
  out.push_back({"data.age", {}, 5, *parse_timestamp("1969-07-20T20:17:40.5Z"), {}});
  out.push_back({"data.age", {}, 6, *parse_timestamp("2024-02-29T23:59:59.999Z"), {}});
  out.push_back({"run.success", {{"branch", "a/b"}, {"event", "push"}, {"workflow", "C\"I"}}, 1, from_millis(1), {}});
  return out;
}

class RoundTrip : public testing::TestWithParam<Format> {};

TEST_P(RoundTrip, ExportImportExportIsByteEqual) {
  auto store = a_store(odd_samples());
  auto const first = text_of(store, GetParam());
  auto again = read_back(first, GetParam());
  EXPECT_EQ(text_of(again, GetParam()), first);
  EXPECT_EQ(text_of(again, Format::jsonl), text_of(store, Format::jsonl)) << "and nothing was lost";
}

TEST_P(RoundTrip, AnyDoubleComesBack) {
  std::mt19937_64 random(4711);
  std::vector<Sample> samples;
  for (int i = 0; i < 20'000; ++i) {
    auto const value = std::bit_cast<double>(random());
    if (std::isfinite(value)) samples.push_back({"model.mae", {{"model", "x"}}, value, from_millis(1000 * i), {}});
  }
  auto store = a_store(samples);
  auto const first = text_of(store, GetParam());
  auto again = read_back(first, GetParam());
  EXPECT_EQ(text_of(again, GetParam()), first);
}

INSTANTIATE_TEST_SUITE_P(Formats, RoundTrip, testing::Values(Format::csv, Format::jsonl, Format::openmetrics),
                         [](auto const& one) { return std::string(format_names()[std::size_t(one.param)]); });

TEST(Export, SeriesComeByMetricAndLabelsEachInOrderOfTimeHoweverTheyWereStored) {
  auto const at = [](int minute) { return from_millis(1'772'330'400'000) + std::chrono::minutes{minute}; };
  auto store = a_store({{"model.f1", {{"model", "b"}}, 4, at(1), {}},
                        {"model.f1", {{"model", "b"}}, 3, at(0), {}},
                        {"model.f1", {{"model", "a"}}, 2, at(9), {}},
                        {"data.records", {}, 1, at(5), {}}});
  auto const csv = text_of(store, Format::csv);
  std::string values;
  for (auto const line : split(csv, '\n')) {
    auto const cells = split(line, ',');
    if (cells.size() > 3) values += std::string(cells[cells.size() - 2]) + " ";
  }
  EXPECT_EQ(values, "value 1 2 3 4 ");
}

TEST(Export, APatternAndASpanNarrowIt) {
  auto const at = [](int minute) { return from_millis(1'772'330'400'000) + std::chrono::minutes{minute}; };
  auto store = a_store({{"model.f1", {}, 1, at(0), {}},
                        {"model.f1", {}, 2, at(1), {}},
                        {"model.f1", {}, 3, at(2), {}},
                        {"data.records", {}, 4, at(1), {}}});
  ExportWish wish{Format::csv, "model.*", {at(1), at(1)}};
  auto const csv = text_of(store, wish);
  EXPECT_THAT(csv, HasSubstr("02:01:00Z,model.f1,,2,ratio"));
  EXPECT_THAT(split(csv, '\n'), testing::SizeIs(3));
  wish.metrics = "nothing.*";
  EXPECT_EQ(text_of(store, wish), "time,metric,labels,value,unit\r\n");
}

TEST(Export, ALongSeriesComesInPiecesWithoutALossOrARepetition) {
  std::vector<Sample> samples;
  for (int i = 0; i < 10'000; ++i) samples.push_back({"data.records", {}, double(i), from_millis(i), {}});
  auto store = a_store(samples);
  std::vector<double> values;
  std::size_t pieces = 0;
  auto const read = store.read_samples("*", {TimePoint::min(), TimePoint::max()}, [&](store::SamplePiece const& piece) {
    ++pieces;
    for (auto const& point : piece.points) values.push_back(point.value);
    return Result<void>();
  });
  ASSERT_TRUE(read);
  EXPECT_EQ(pieces, 3u);
  ASSERT_EQ(values.size(), 10'000u);
  for (std::size_t i = 0; i < values.size(); ++i) ASSERT_EQ(values[i], double(i));
}

TEST(Export, ASinkThatFailsEndsIt) {
  auto store = a_store({{"data.records", {}, 1, from_millis(0), {}}});
  auto const written = export_samples(store, {}, [](std::string_view) {
    return Error{ErrorKind::storage, "the disk is full"};
  });
  EXPECT_EQ(written.error().message, "the disk is full");
}

TEST(KeepNews, LeavesWhatIsNotStoredYetAndCountsWhatItChanges) {
  auto store = a_store({{"model.f1", {{"model", "a"}}, 0.5, from_millis(1), {}}});
  std::vector<Sample> samples{{"model.f1", {{"model", "a"}}, 0.5, from_millis(1), {}},   // known
                              {"model.f1", {{"model", "a"}}, 0.6, from_millis(2), {}},   // said again below
                              {"model.f1", {{"model", "b"}}, 0.5, from_millis(1), {}},   // new
                              {"model.f1", {{"model", "a"}}, 0.7, from_millis(2), {}}};  // new
  EXPECT_EQ(*store.keep_news(samples), 0u);
  ASSERT_EQ(samples.size(), 2u);
  EXPECT_EQ(samples[0].labels.get("model"), "b");
  EXPECT_EQ(samples[1].value, 0.7);
  samples = {{"model.f1", {{"model", "a"}}, 0.4, from_millis(1), {}}};
  EXPECT_EQ(*store.keep_news(samples), 1u);
  EXPECT_EQ(samples.size(), 1u);
}

}  // namespace
}  // namespace lapwing::exchange
