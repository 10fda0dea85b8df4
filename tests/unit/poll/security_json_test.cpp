// SPDX-License-Identifier: Apache-2.0
#include "poll/security_json.hpp"

#include "unit/poll/scans.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace lapwing::poll {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kKeys[] = {"a", "b", "list"};

Result<json> read(std::string text, ReportLimits limits = {}, std::size_t chunk = 7) {
  return read_report(bytes_of(std::move(text), chunk), "r.json", kKeys, limits);
}

std::string refusal(std::string text, ReportLimits limits = {}) {
  auto const report = read(std::move(text), limits, 64);
  return report ? "accepted" : report.error().message;
}

TEST(SecurityJson, KeepsTheNamedMembersAtAnyDepthAndNothingElse) {
  auto const report = read(R"({"x": {"a": 1, "deep": [{"a": 2}]}, "a": {"x": [1, [2]], "b": -1.5},
    "list": [1, "two", null, true, {"y": {"z": []}, "a": []}, ["in", {"x": 0}]], "z": "a"})");
  ASSERT_TRUE(report);
  EXPECT_EQ(*report, json::parse(R"({"a": {"b": -1.5}, "list": [1, "two", null, true, {"a": []}, ["in", {}]]})"));
}

TEST(SecurityJson, OfAMemberThatComesTwiceTheLastCounts) {
  EXPECT_EQ(*read(R"({"a": {"b": 1}, "a": {"list": [2]}})"), json::parse(R"({"a": {"list": [2]}})"));
}

TEST(SecurityJson, ReadsWhateverTheChunksAre) {
  std::string const text = R"({"a": "é\n", "list": [{"b": "x"}, {"x": "\u0000"}]})";
  auto const whole = read(text, {}, 1000);
  for (std::size_t chunk = 1; chunk < text.size(); ++chunk) EXPECT_EQ(*read(text, {}, chunk), *whole) << chunk;
}

TEST(SecurityJson, AReportCutAnywhereIsRefused) {
  std::string const whole = R"({"a": [1, 2.5, "x"], "x": {"b": true}})";
  for (std::size_t size = 1; size < whole.size(); ++size) {
    EXPECT_THAT(refusal(whole.substr(0, size)), StartsWith("r.json: ends in the middle")) << whole.substr(0, size);
  }
}

TEST(SecurityJson, SaysWhatATableAndAnotherEncodingAre) {
  EXPECT_THAT(refusal("\nrequirements.txt (pip)\n======\nTotal: 2 (HIGH: 1)\n"),
              AllOf(HasSubstr("begins with 'requirements.txt (pip)"), HasSubstr("--format json")));
  EXPECT_THAT(refusal(std::string("\xFF\xFE{\0\"\0a\0", 8)), HasSubstr("is UTF-16"));
  EXPECT_THAT(refusal(" \n\n"), HasSubstr("nothing but blanks"));
  EXPECT_THAT(refusal(""), HasSubstr("nothing but blanks"));
  EXPECT_EQ(*read("\xEF\xBB\xBF{\"a\": 1}"), json::parse(R"({"a": 1})"));
}

TEST(SecurityJson, NamesThePlaceOfAFault) {
  EXPECT_EQ(refusal("{\"a\": 1,\n \"b\": ?}"), "r.json: not JSON at line 2, column 7");
  EXPECT_THAT(refusal("{} {}"), StartsWith("r.json: not JSON at line 1"));
}

TEST(SecurityJson, HostileBytesAreRefused) {
  EXPECT_NE(refusal("{\"x\": \"\xff\"}"), "accepted");
  EXPECT_NE(refusal(std::string("{\"x\": \"\0\"}", 10)), "accepted");
  EXPECT_THAT(refusal(std::string("{\"a\": [1]}\0\0\0", 13)), HasSubstr("holds a NUL byte"));
  EXPECT_NE(refusal("{\"a\": NaN}"), "accepted");
  EXPECT_EQ(refusal("{\"x\": 1e999}"), "r.json: holds a number out of range");
  EXPECT_EQ(refusal("{\"x\": 99999999999999999999999999}"), "accepted");
}

TEST(SecurityJson, NestingStopsAt64WhetherKeptOrNot) {
  auto const nested = [](std::string const& key, std::size_t depth) {
    return "{\"" + key + "\": " + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_EQ(refusal(nested("a", 63)), "accepted");
  EXPECT_EQ(refusal(nested("x", 63)), "accepted");
  EXPECT_EQ(refusal(nested("a", 64)), "r.json: nested deeper than 64");
  EXPECT_EQ(refusal(nested("x", 64)), "r.json: nested deeper than 64");
  EXPECT_EQ(refusal("{\"x\": " + std::string(1'000'000, '[')), "r.json: nested deeper than 64");
}

TEST(SecurityJson, StopsAtItsLimits) {
  auto const bytes = read(R"({"a": [1, 2, 3, 4, 5, 6, 7, 8]})", {.bytes = 16});
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().kind, ErrorKind::too_large);
  EXPECT_THAT(bytes.error().message, StartsWith("r.json: larger than"));
  EXPECT_EQ(refusal(R"({"a": [1, 2, 3]})", {.values = 5}), "accepted");
  EXPECT_THAT(refusal(R"({"a": [1, 2, 3]})", {.values = 4}), HasSubstr("more than 4 values"));
  EXPECT_EQ(refusal(R"({"x": [1, 2, 3, 4, 5, 6, 7]})", {.values = 1}), "accepted");
}

TEST(SecurityJson, LongTextsAreCut) {
  auto const report = read("{\"a\": \"" + std::string(5000, 'x') + "\"}");
  ASSERT_TRUE(report);
  EXPECT_LT((*report)["a"].get<std::string>().size(), 520u);
}

TEST(SecurityJson, AnErrorOfTheReaderIsTheError) {
  auto const report = read_report(
      [](std::span<char>) {
        return Error{ErrorKind::busy, "/srv/r.json changed"};
      },
      "r.json", kKeys);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::busy);
  EXPECT_EQ(report.error().message, "/srv/r.json changed");
}

TEST(SecurityJson, MembersOfAnythingCanBeAskedFor) {
  json const value = {{"text", "x"}, {"number", 3u}, {"negative", -3}};
  EXPECT_EQ(text_of(value, "text"), "x");
  EXPECT_EQ(text_of(value, "number"), "");
  EXPECT_EQ(text_of(value, "absent"), "");
  EXPECT_EQ(text_of(json::array(), "text"), "");
  EXPECT_EQ(count_of(value, "number"), 3u);
  EXPECT_EQ(count_of(value, "negative"), 0u);
  EXPECT_EQ(count_of(value, "text"), 0u);
  EXPECT_TRUE(member(member(value, "text"), "x").is_null());
}

}  // namespace
}  // namespace lapwing::poll
