// SPDX-License-Identifier: Apache-2.0
#include "poll/lenient_json.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace lapwing::poll {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

std::string refusal(std::string_view bytes, std::size_t first_line = 1) {
  auto const read = parse_lenient_json(bytes, "m.json", first_line);
  return read ? "accepted" : read.error().message;
}

TEST(LenientJson, ReadsOrdinaryJson) {
  auto const read = parse_lenient_json(R"({"a": [1, -2.5e3, true, null, "x"]})", "m.json");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, json::parse(R"({"a": [1, -2500, true, null, "x"]})"));
}

TEST(LenientJson, BareNanAndInfinityBecomeNull) {
  auto const read = parse_lenient_json(R"({"r2": NaN, "a": [Infinity, -Infinity, -1, NaN], "b": 3})", "m.json");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, json::parse(R"({"r2": null, "a": [null, null, -1, null], "b": 3})"));
}

TEST(LenientJson, WordsInsideStringsAreLeftAlone) {
  auto const read = parse_lenient_json(R"({"NaN": "NaN \" Infinity", "p": "C:\\models\\", "x": NaN})", "m.json");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, json::parse(R"({"NaN": "NaN \" Infinity", "p": "C:\\models\\", "x": null})"));
}

TEST(LenientJson, HalfWordsStayInvalid) {
  for (auto const* const text : {"Na", "[NaNs]", "[-NaN]", "[1NaN]", "[xInfinity]", "[nan]", "[--Infinity]"}) {
    EXPECT_NE(refusal(text), "accepted") << text;
  }
}

TEST(LenientJson, AFileCutAnywhereSaysWhereItEnds) {
  std::string const whole = "{\n  \"version\": \"v1\",\n  \"accuracy\": 0.5,\n  \"ok\": true\n}";
  for (std::size_t size = 1; size < whole.size(); ++size) {
    EXPECT_THAT(refusal(whole.substr(0, size)), HasSubstr("ends in the middle")) << whole.substr(0, size);
  }
  EXPECT_THAT(refusal(whole.substr(0, 37)), StartsWith("m.json: line 3, column 17: "));
}

TEST(LenientJson, PlacesAreThoseOfTheFileThoughNanGrewToNull) {
  EXPECT_THAT(refusal("{\"a\": NaN, \"b\": NaN, ?"), StartsWith("m.json: line 1, column 22: not JSON at '?"));
  EXPECT_THAT(refusal("{\"a\": -Infinity,\n \"b\": NaN,\n }"), StartsWith("m.json: line 3, column 2: not JSON at '}"));
}

TEST(LenientJson, LinesCountFromTheLineOfAJsonlFile) {
  EXPECT_THAT(refusal("{\"a\": }", 4711), StartsWith("m.json: line 4711, column 7: "));
}

TEST(LenientJson, EmptyAndBlankFilesAreFaults) {
  EXPECT_THAT(refusal(""), HasSubstr("nothing there"));
  EXPECT_THAT(refusal(" \r\n\n"), HasSubstr("nothing there"));
}

TEST(LenientJson, NestingStopsAt64) {
  auto const nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(refusal(nested(64)), "accepted");
  EXPECT_THAT(refusal(nested(65)), StartsWith("m.json: line 1, column 65: nested deeper than 64"));
  EXPECT_THAT(refusal(std::string(2'000'000, '[')), HasSubstr("nested deeper"));
}

TEST(LenientJson, RefusesMoreThan16MiBUnread) {
  std::string text(kMaxJsonBytes + 1, ' ');
  text[0] = '1';
  EXPECT_EQ(parse_lenient_json(text, "m.json").error().kind, ErrorKind::too_large);
  text.pop_back();
  EXPECT_TRUE(parse_lenient_json(text, "m.json"));
}

TEST(LenientJson, HostileBytesAreRefusedInPrintableWords) {
  EXPECT_THAT(refusal("{\"a\": \x1b[31m}"), HasSubstr("not JSON at"));
  EXPECT_EQ(refusal("{\"a\": \x1b[31m}").find('\x1b'), std::string::npos);
  EXPECT_NE(refusal("{\"a\": \"\xff\"}"), "accepted");
  EXPECT_THAT(refusal(std::string("{\"a\": 1}\0\0\0", 11)), StartsWith("m.json: line 1, column 9: a NUL byte"));
  EXPECT_NE(refusal("{\"a\": 1} {\"b\": 2}"), "accepted");
  EXPECT_THAT(refusal("[1e999]"), HasSubstr("out of range"));
  EXPECT_NE(refusal("\""), "accepted");
  EXPECT_NE(refusal("\"\\"), "accepted");
}

}  // namespace
}  // namespace lapwing::poll
