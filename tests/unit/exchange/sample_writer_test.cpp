// SPDX-License-Identifier: Apache-2.0
#include "exchange/sample_writer.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace lapwing::exchange {
namespace {

using series::Point;

TimePoint at(std::string_view text) { return *parse_timestamp(text); }

class Written {
 public:
  explicit Written(Format format)
      : writer_(format, [this](std::string_view piece) {
          text_ += piece;
          return Result<void>();
        }) {}
  Written& add(std::string const& metric, Labels const& labels, std::vector<Point> const& points) {
    EXPECT_TRUE(writer_.add(metric, labels, points));
    return *this;
  }
  std::string text() {
    EXPECT_TRUE(writer_.finish());
    return text_;
  }

 private:
  std::string text_;
  SampleWriter writer_;
};

TEST(SampleWriter, ACsvHasAHeaderQuotedLabelsAndLinesThatEndAsTheRfcWants) {
  Written csv(Format::csv);
  csv.add("model.accuracy", {{"model", "b\"t,c"}},
          {{at("2026-03-01T02:00:00Z"), 0.731}, {at("2026-03-01T23:59:59.007Z"), 0.1 + 0.2}});
  csv.add("data.records", {}, {{at("2026-03-02"), 365}});
  EXPECT_EQ(csv.text(),
            "time,metric,labels,value,unit\r\n"
            "2026-03-01T02:00:00Z,model.accuracy,\"{model=\"\"b\\\"\"t,c\"\"}\",0.731,ratio\r\n"
            "2026-03-01T23:59:59.007Z,model.accuracy,\"{model=\"\"b\\\"\"t,c\"\"}\",0.30000000000000004,ratio\r\n"
            "2026-03-02T00:00:00Z,data.records,,365,count\r\n");
}

TEST(SampleWriter, EachLineOfJsonlIsAnObject) {
  Written jsonl(Format::jsonl);
  jsonl.add("model.rmse", {{"model", "é\"\\"}}, {{at("2026-03-01T02:00:00Z"), 1e-7}});
  EXPECT_EQ(jsonl.text(),
            "{\"time\":\"2026-03-01T02:00:00Z\",\"metric\":\"model.rmse\",\"labels\":{\"model\":\"é\\\"\\\\\"},"
            "\"value\":1e-07,\"unit\":\"number\"}\n");
}

TEST(SampleWriter, OpenMetricsNamesEachMetricOnceAndEnds) {
  Written text(Format::openmetrics);
  text.add("data.age", {{"dataset", "a"}}, {{at("2026-03-01T02:00:00Z"), 60}, {at("2026-03-01T03:00:00.25Z"), 120}});
  text.add("data.age", {{"dataset", "b"}}, {{at("2026-03-01T02:00:00Z"), 61}});
  text.add("data.records", {}, {{at("1969-12-31T23:59:59.5Z"), 1}});
  EXPECT_EQ(text.text(),
            "# TYPE lapwing_data_age_seconds gauge\n"
            "# UNIT lapwing_data_age_seconds seconds\n"
            "# HELP lapwing_data_age_seconds time since the newest row was due to be complete (its time plus step), or "
            "since modification if asked\n"
            "lapwing_data_age_seconds{dataset=\"a\"} 60 1772330400\n"
            "lapwing_data_age_seconds{dataset=\"a\"} 120 1772334000.250\n"
            "lapwing_data_age_seconds{dataset=\"b\"} 61 1772330400\n"
            "# TYPE lapwing_data_records gauge\n"
            "# HELP lapwing_data_records data rows\n"
            "lapwing_data_records 1 -0.5\n"
            "# EOF\n");
}

TEST(SampleWriter, NothingIsAHeaderAndAnEnd) {
  EXPECT_EQ(Written(Format::csv).text(), "time,metric,labels,value,unit\r\n");
  EXPECT_EQ(Written(Format::jsonl).text(), "");
  EXPECT_EQ(Written(Format::openmetrics).text(), "# EOF\n");
}

TEST(SampleWriter, AFullDiskEndsIt) {
  SampleWriter writer(Format::csv, [](std::string_view) { return Error{ErrorKind::storage, "the disk is full"}; });
  std::vector<Point> const points(100'000, {at("2026-03-01"), 1});
  EXPECT_EQ(writer.add("data.records", {}, points).error().message, "the disk is full");
}

TEST(UtcText, IsWhatFormatUtcSays) {
  UtcText utc;
  for (auto const* const text : {"2026-03-01T02:03:04Z", "2026-03-01T23:59:59.999Z", "2026-03-02T00:00:00.010Z",
                                 "1969-12-31T23:59:59.900Z", "0001-01-01T00:00:00Z", "2024-02-29T12:00:00Z"}) {
    std::string out;
    utc.append(out, at(text));
    EXPECT_EQ(out, format_utc(at(text)));
  }
}

}  // namespace
}  // namespace lapwing::exchange
