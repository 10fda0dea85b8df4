// SPDX-License-Identifier: Apache-2.0
#include "io/http.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace lapwing {
namespace {

struct Case {
  char const* text;
  bool tls;
  char const* host;
  char const* port;
  char const* target;
  bool is_ip_literal;
};

TEST(ParseUrl, TakesHttpAndHttpsApart) {
  std::array const cases{
      Case{"https://hooks.slack.com/services/T0/B0/x", true, "hooks.slack.com", "443", "/services/T0/B0/x", false},
      Case{"http://localhost:9877/metrics?format=text&a=b", false, "localhost", "9877", "/metrics?format=text&a=b",
           false},
      Case{"HTTPS://API.GitHub.com", true, "api.github.com", "443", "/", false},
      Case{"https://host?query", true, "host", "443", "/?query", false},
      Case{"https://host/path#fragment", true, "host", "443", "/path", false},
      Case{"https://host:/path", true, "host", "443", "/path", false},
      Case{"https://host:08443/", true, "host", "8443", "/", false},
      Case{"http://127.0.0.1/", false, "127.0.0.1", "80", "/", true},
      Case{"https://[::1]:8443/x", true, "::1", "8443", "/x", true},
      Case{"https://[2001:DB8::1]/", true, "2001:db8::1", "443", "/", true},
      Case{"https://my_host-1.example/a%20b/%C3%A9", true, "my_host-1.example", "443", "/a%20b/%C3%A9", false},
      Case{"https://host//double//slash", true, "host", "443", "//double//slash", false},
  };
  for (auto const& row : cases) {
    auto const url = parse_url(row.text);
    ASSERT_TRUE(url) << row.text;
    EXPECT_EQ(url->tls, row.tls) << row.text;
    EXPECT_EQ(url->host, row.host) << row.text;
    EXPECT_EQ(url->port, row.port) << row.text;
    EXPECT_EQ(url->target, row.target) << row.text;
    EXPECT_EQ(url->is_ip_literal, row.is_ip_literal) << row.text;
  }
}

TEST(ParseUrl, RefusesEverythingElse) {
  std::array<std::string, 43> const cases{
      "",
      "host",
      "host/path",
      "//host/path",
      "/path",
      "https:",
      "https://",
      "https:///path",
      "https://:443/",
      "https:host",
      "ftp://host/",
      "file:///etc/passwd",
      "ws://host/",
      "mailto:a@host",
      "https://user@host/",
      "https://user:secret@host/",
      "https://@host/",
      "https://host/a b",
      " https://host/",
      "https://host/\n",
      "https://host/\r\nX-Injected: 1",
      "https://ho\tst/",
      std::string("https://host/\0x", 15),
      "https://host/\x7f",
      "https://host/\xc3\xa9",
      "https://h\xc3\xb6st/",
      "https://host\\@other/",
      "https://ho%0d%0ast/",
      "https://ho,st/",
      "https://host:0/",
      "https://host:65536/",
      "https://host:x/",
      "https://host:80x/",
      "https://host:80:90/",
      "https://host:99999/",
      "https://host:4294967377/",
      "https://1.2.3.4x/",
      "https://[::1]x/",
      "https://user:secret@host@other/",
      "https://[::1/",
      "https://[v1.x]/",
      "https://" + std::string(254, 'x') + "/",
      "https://[fe80::1%25eth0]/",
  };
  for (auto const& text : cases) EXPECT_FALSE(parse_url(text)) << text;
}

TEST(HttpResponse, HeaderIsFoundWhateverItsCase) {
  HttpResponse const answer{.status = 429, .headers = {{"Retry-After", "5"}, {"X-A", "1"}, {"x-a", "2"}}, .body = ""};
  EXPECT_EQ(answer.header("retry-after"), "5");
  EXPECT_EQ(answer.header("X-a"), "1");
  EXPECT_EQ(answer.header("X-B"), std::nullopt);
}

TEST(Method, HasTheNameThatGoesOverTheWire) {
  EXPECT_EQ(name_of(Method::get), "GET");
  EXPECT_EQ(name_of(Method::patch), "PATCH");
  EXPECT_EQ(name_of(Method::del), "DELETE");
}

}  // namespace
}  // namespace lapwing
