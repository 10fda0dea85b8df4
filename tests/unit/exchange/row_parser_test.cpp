// SPDX-License-Identifier: Apache-2.0
#include "exchange/row_parser.hpp"

#include <gmock/gmock.h>

namespace lapwing::exchange {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TimePoint const kAt = *parse_timestamp("2026-03-01T02:00:00Z");

RowParser csv(std::string_view header = "time,metric,labels,value,unit\r\n") {
  RowParser parser(Format::csv);
  EXPECT_TRUE(parser.begin(header));
  EXPECT_FALSE(*parser.parse(header)) << "a header is no sample";
  return parser;
}

/// "model.accuracy{model="btc"} 0.5", the error, or "" for a line without a sample.
std::string read(RowParser parser, std::string_view line) {
  auto const row = parser.parse(line);
  if (!row) return row.error().message;
  if (!*row) return "";
  EXPECT_EQ((*row)->at, kAt);
  return (*row)->metric + (*row)->labels.to_string() + " " + std::to_string((*row)->value).substr(0, 4);
}

TEST(RowParser, ACsvOfOursAndOneThatPandasWrote) {
  EXPECT_EQ(read(csv(), "2026-03-01T02:00:00Z,model.accuracy,\"{model=\"\"btc\"\"}\",0.5,ratio\r\n"),
            "model.accuracy{model=\"btc\"} 0.50");
  EXPECT_EQ(read(csv(), "2026-03-01 02:00:00+00:00,data.records,,12.0,count\n"), "data.records 12.0");
  EXPECT_EQ(read(csv(",value,metric,time,who\n"), "7,5e-1,model.f1,2026-03-01T02:00:00Z,\"a\n"),
            "a quote is not closed");
  EXPECT_EQ(read(csv(",value,metric,time,who\n"), "7,5e-1,model.f1,2026-03-01T02:00:00Z,me\n"), "model.f1 0.50");
  EXPECT_EQ(read(csv(), "\r\n"), "");
}

TEST(RowParser, ACsvWithoutItsColumnsIsNone) {
  RowParser parser(Format::csv);
  EXPECT_THAT(parser.begin("date,price\n").error().message, HasSubstr("must name the columns time, metric and value"));
  EXPECT_THAT(parser.begin("\"time,metric\n").error().message, HasSubstr("quote"));
}

TEST(RowParser, JsonLines) {
  RowParser const parser(Format::jsonl);
  EXPECT_EQ(read(parser, R"({"time":"2026-03-01T02:00:00Z","metric":"model.f1","labels":{"model":"x"},"value":1})"),
            "model.f1{model=\"x\"} 1.00");
  EXPECT_EQ(read(parser, R"({"time":"2026-03-01T02:00:00Z","metric":"data.records","value":5,"more":[]})"),
            "data.records 5.00");
  EXPECT_EQ(read(parser, "{\"time\""), "it is no JSON object");
  EXPECT_EQ(read(parser, "[]"), "it is no JSON object");
  EXPECT_EQ(read(parser, R"({"time":"2026-03-01","metric":"model.f1","value":null})"),
            "it has no finite number as value");
  EXPECT_EQ(read(parser, R"({"time":"2026-03-01","metric":"model.f1","value":"1"})"),
            "it has no finite number as value");
  EXPECT_EQ(read(parser, R"({"time":"2026-03-01","metric":"model.f1","value":1,"labels":[]})"),
            "labels must be an object of texts");
  EXPECT_EQ(read(parser, R"({"time":"2026-03-01","metric":"model.f1","value":1,"labels":{"a-b":"c"}})"),
            "labels: 'a-b' is no label with a text");
}

TEST(RowParser, OpenMetrics) {
  RowParser const parser(Format::openmetrics);
  EXPECT_EQ(read(parser, "# TYPE lapwing_model_f1_ratio gauge"), "");
  EXPECT_EQ(read(parser, "# EOF"), "");
  EXPECT_EQ(read(parser, "lapwing_model_f1_ratio{model=\"a b\"} 0.25 1772330400"), "model.f1{model=\"a b\"} 0.25");
  EXPECT_EQ(read(parser, "lapwing_data_records 5 1772330400.000"), "data.records 5.00");
  EXPECT_EQ(read(parser, "lapwing_data_records 5"), "a value and a time in seconds must follow the labels");
  EXPECT_EQ(read(parser, "lapwing_data_records 5 1e300"), "a value and a time in seconds must follow the labels");
  EXPECT_EQ(read(parser, "lapwing_data_records NaN 1772330400"), "the value 'NaN' is no finite number");
  EXPECT_THAT(read(parser, "http_requests_total 5 1772330400"), StartsWith("there is no metric that is called"));
}

TEST(RowParser, WhatDoesNotFitIsSaidAndNeverGuessed) {
  EXPECT_EQ(read(csv(), "2026-03-01,model.acuracy,,0.5,"),
            "there is no metric 'model.acuracy'; did you mean 'model.accuracy'?");
  EXPECT_EQ(read(csv(), "2026-03-01,model.accuracy,,50,percent"), "the unit of model.accuracy is ratio, not 'percent'");
  EXPECT_EQ(read(csv(), "2026-03-01,model.accuracy,,,ratio"), "the value '' is no finite number");
  EXPECT_EQ(read(csv(), "2026-03-01,model.accuracy,,inf,ratio"), "the value 'inf' is no finite number");
  EXPECT_EQ(read(csv(), "2026-03-01,model.accuracy,,0x1F,ratio"), "the value '0x1F' is no finite number");
  EXPECT_EQ(read(csv(), "yesterday,model.accuracy,,0.5,ratio"), "'yesterday' is no time such as 2026-03-01T02:00:00Z");
  EXPECT_THAT(read(csv(), "2026-03-01,model.accuracy,model=btc,0.5,ratio"), HasSubstr("nothing may follow"));
  EXPECT_THAT(read(csv(), "2026-03-01"), StartsWith("there is no metric ''"));
}

TEST(Format, IsGuessedByTheFirstLine) {
  EXPECT_EQ(guess_format("time,metric,labels,value,unit"), Format::csv);
  EXPECT_EQ(guess_format("\xEF\xBB\xBFmetric,time,value"), Format::csv);
  EXPECT_EQ(guess_format(R"({"time":"2026-03-01","metric":"model.f1","labels":{},"value":1})"), Format::jsonl);
  EXPECT_EQ(guess_format("# TYPE lapwing_model_f1_ratio gauge"), Format::openmetrics);
  EXPECT_EQ(guess_format("# EOF"), Format::openmetrics);
  EXPECT_EQ(guess_format(R"({"timestamp": "2026-03-01", "accuracy": 0.7})"), std::nullopt);
  EXPECT_EQ(guess_format("date,price"), std::nullopt);
  EXPECT_EQ(guess_format(""), std::nullopt);
  for (auto const name : format_names()) EXPECT_EQ(format_names()[std::size_t(*parse_format(name))], name);
  EXPECT_EQ(parse_format("xml"), std::nullopt);
}

}  // namespace
}  // namespace lapwing::exchange
