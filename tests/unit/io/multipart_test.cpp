// SPDX-License-Identifier: Apache-2.0
#include "io/multipart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string_view>
#include <vector>

namespace lapwing {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kFirstPng = "\x89PNG\r\n\x1a\n";

/// The text up to the mark, which is cut off with it; absent where there is no mark.
std::optional<std::string_view> up_to(std::string_view& rest, std::string_view mark) {
  auto const at = rest.find(mark);
  if (at == rest.npos) return std::nullopt;
  auto const found = rest.substr(0, at);
  rest.remove_prefix(at + mark.size());
  return found;
}

std::string attribute(std::string_view header, std::string name) {
  name = "; " + name + "=\"";
  auto const at = header.find(name);
  if (at == header.npos) return "";
  auto const from = at + name.size();
  return std::string(header.substr(from, header.find('"', from) - from));
}

/// A form read as a server reads it: by the boundary of its type, part by part. Absent where it is none.
std::optional<std::vector<FormPart>> read_form(Multipart const& form) {
  std::string_view type = form.content_type;
  if (!up_to(type, "multipart/form-data; boundary=") || type.empty() || type.size() > 70) return std::nullopt;
  auto const delimiter = "\r\n--" + std::string(type);
  auto const body = "\r\n" + form.body;
  std::string_view rest = body;
  auto const preamble = up_to(rest, delimiter);
  if (!preamble || !preamble->empty()) return std::nullopt;
  std::vector<FormPart> parts;
  while (rest != "--\r\n") {
    auto const gap = up_to(rest, "\r\n");
    auto const disposition = up_to(rest, "\r\n");
    auto const content_type = up_to(rest, "\r\n\r\n");
    auto const content = up_to(rest, delimiter);
    if (!gap || !gap->empty() || !disposition || !content_type || !content) return std::nullopt;
    if (!disposition->starts_with("Content-Disposition: form-data; ")) return std::nullopt;
    if (!content_type->starts_with("Content-Type: ")) return std::nullopt;
    parts.push_back({attribute(*disposition, "name"), attribute(*disposition, "filename"),
                     std::string(content_type->substr(14)), std::string(*content)});
  }
  return parts;
}

std::vector<FormPart> a_message(std::string json, std::string png) {
  return {{"payload_json", "", "application/json", std::move(json)},
          {"files[0]", "chart.png", "image/png", std::move(png)}};
}

void expect_read_back(std::vector<FormPart> const& parts) {
  auto const read = read_form(multipart_of(parts));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    EXPECT_EQ((*read)[i].name, parts[i].name);
    EXPECT_EQ((*read)[i].filename, parts[i].filename);
    EXPECT_EQ((*read)[i].type, parts[i].type);
    EXPECT_EQ((*read)[i].content, parts[i].content);
  }
}

TEST(Multipart, IsReadBackAsItWasGiven) {
  expect_read_back(a_message(R"({"content":"🔴 \r\n"})", std::string(kFirstPng) + '\0' + "\xff--\r\n--"));
  expect_read_back(a_message("", ""));
  expect_read_back(a_message("\r\n", "\r\n\r\n--"));
  expect_read_back({});
  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte += char(i);
  expect_read_back(a_message(every_byte, every_byte + every_byte));
}

TEST(Multipart, HasTheShapeOfTheStandard) {
  auto const form = multipart_of(a_message("{}", "PNG"));
  auto const boundary = form.content_type.substr(form.content_type.find('=') + 1);
  EXPECT_EQ(form.body, "--" + boundary +
                           "\r\nContent-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: "
                           "application/json\r\n\r\n{}\r\n--" +
                           boundary +
                           "\r\nContent-Disposition: form-data; name=\"files[0]\"; "
                           "filename=\"chart.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n--" +
                           boundary + "--\r\n");
}

TEST(Multipart, ItsBoundaryOccursInNoPart) {
  // Each form is put into a part of the next, whole and cut: what was a boundary must not be one again.
  auto parts = a_message("{}", "PNG");
  for (int i = 0; i < 12; ++i) {
    auto const form = multipart_of(parts);
    auto const boundary = form.content_type.substr(form.content_type.find('=') + 1);
    for (auto const& part : parts) EXPECT_THAT(part.content, Not(HasSubstr(boundary)));
    parts[std::size_t(i % 2)].content = form.body + boundary;
    expect_read_back(parts);
  }
}

TEST(Multipart, IsTheSameForTheSame) {
  EXPECT_EQ(multipart_of(a_message("{}", "PNG")).body, multipart_of(a_message("{}", "PNG")).body);
}

TEST(Multipart, ANameEndsNoHeader) {
  std::vector<FormPart> const parts{{"a\"; filename=\"evil\r\nX-Evil: 1", "b\"\r\n\r\nc", "text/plain", "d"}};
  auto const read = read_form(multipart_of(parts));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ(read->front().name, "a%22; filename=%22evil%0D%0AX-Evil: 1");
  EXPECT_EQ(read->front().content, "d");
}

}  // namespace
}  // namespace lapwing
