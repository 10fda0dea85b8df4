// SPDX-License-Identifier: Apache-2.0
#include "notify/mime.hpp"

#include "core/text.hpp"

#include <gmock/gmock.h>

namespace lapwing::notify {
namespace {

using testing::Not;

// RFC 4648, section 10.
TEST(Mime, BytesAreEncodedAsTheStandardHasThem) {
  EXPECT_EQ(base64_lines(""), "");
  EXPECT_EQ(base64_lines("f"), "Zg==\n");
  EXPECT_EQ(base64_lines("fo"), "Zm8=\n");
  EXPECT_EQ(base64_lines("foo"), "Zm9v\n");
  EXPECT_EQ(base64_lines("foob"), "Zm9vYg==\n");
  EXPECT_EQ(base64_lines("fooba"), "Zm9vYmE=\n");
  EXPECT_EQ(base64_lines("foobar"), "Zm9vYmFy\n");
  EXPECT_EQ(base64_lines(std::string("\0\xFF\xFE", 3)), "AP/+\n");
}

TEST(Mime, LinesAreOf76AndNoneIsEmpty) {
  EXPECT_EQ(base64_lines(std::string(57, 'a')).size(), 77u);
  for (auto const size : {56, 57, 58, 114, 115, 1000}) {
    for (auto const line : split(trim(base64_lines(std::string(std::size_t(size), 'a'))), '\n')) {
      EXPECT_GT(line.size(), 0u);
      EXPECT_LE(line.size(), 76u);
    }
  }
}

TEST(Mime, AWordOfAHeaderEndsBetweenCharactersAndLeavesRoomForTheHeadersName) {
  EXPECT_EQ(encoded_words("abc"), "=?UTF-8?B?YWJj?=");
  EXPECT_EQ(encoded_words(""), "");
  std::string faces;
  for (int i = 0; i < 20; ++i) faces += "😀";
  auto const words = split(encoded_words("x" + faces), '\n');
  EXPECT_EQ(words.size(), 3u);
  for (auto const word : words) EXPECT_LE(word.size(), 76u - std::string_view("Subject: ").size());
}

TEST(Mime, AHeadersTextCanNotBeginAnother) {
  for (auto const* text : {"a\nBcc: evil@example.org", "a\r\n\r\nbody", "=?UTF-8?B?QmNjOg==?=", "\xff\xfe"})
    EXPECT_THAT(encoded_words(text), testing::MatchesRegex("=[?]UTF-8[?]B[?][A-Za-z0-9+/=]*[?]="));
}

TEST(Mime, ADateIsWrittenAsMailHasIt) {
  EXPECT_EQ(mail_date(*parse_timestamp("2026-11-23T18:34:05.999Z")), "Mon, 23 Nov 2026 18:34:05 +0000");
  EXPECT_EQ(mail_date(*parse_timestamp("1970-01-01T00:00:00Z")), "Thu, 01 Jan 1970 00:00:00 +0000");
}

TEST(Mime, AnAddressIsPlainOrRefused) {
  for (auto const* good : {"team@example.org", "a.b+c_d@sub.example.org", "root@localhost", "o'brien@x.example"})
    EXPECT_TRUE(check_mail_address(good)) << good;
  for (auto const* bad :
       {"", "team", "@example.org", "team@", "a b@example.org", "a@exa mple.org", "a@b@c", "-f@example.org", "a@-x",
        "a@example.org,b@example.org", "a@example.org\nBcc: x@y", "Team <team@example.org>", "\"a b\"@example.org",
        ".a@example.org", "a..b@example.org", "a@example..org", "a@.org", "tëam@example.org", "a@[127.0.0.1]"})
    EXPECT_FALSE(check_mail_address(bad)) << bad;
  EXPECT_EQ(check_mail_address("Team <team@example.org>").error().message,
            "'Team <team@example.org>' is no mail address such as team@example.org: give the address alone, without a "
            "name");
}

}  // namespace
}  // namespace lapwing::notify
