// SPDX-License-Identifier: Apache-2.0
#include "io/proxy.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <string>

namespace lapwing {
namespace {

using Environment = std::map<std::string, std::string>;

Result<std::optional<Proxy>> look_up(std::string const& url, Environment const& environment) {
  auto const parsed = parse_url(url);
  if (!parsed) throw std::invalid_argument(url);
  return proxy_for(*parsed, [&](std::string const& name) {
    auto const at = environment.find(name);
    return at == environment.end() ? std::string() : at->second;
  });
}

/// "host:port", or "" for a direct connection.
std::string proxy_of(std::string const& url, Environment const& environment) {
  auto const proxy = look_up(url, environment);
  EXPECT_TRUE(proxy) << (proxy ? "" : proxy.error().message);
  if (!proxy || !*proxy) return "";
  return (*proxy)->host + ":" + (*proxy)->port;
}

TEST(ProxyFor, WithoutVariablesTheWayIsDirect) { EXPECT_EQ(proxy_of("https://host/", {}), ""); }

TEST(ProxyFor, EachSchemeHasItsVariableAndLowerCaseComesFirst) {
  Environment const environment{{"HTTPS_PROXY", "http://s.example:3128"}, {"HTTP_PROXY", "http://p.example:8080"}};
  EXPECT_EQ(proxy_of("https://host/", environment), "s.example:3128");
  EXPECT_EQ(proxy_of("http://host/", environment), "p.example:8080");
  Environment const both{{"HTTPS_PROXY", "http://upper:1"}, {"https_proxy", "http://lower:2"}};
  EXPECT_EQ(proxy_of("https://host/", both), "lower:2");
}

TEST(ProxyFor, SchemePortAndPathMayBeMissingOrPresent) {
  EXPECT_EQ(proxy_of("https://host/", {{"HTTPS_PROXY", "proxy.example:3128"}}), "proxy.example:3128");
  EXPECT_EQ(proxy_of("https://host/", {{"HTTPS_PROXY", "http://proxy.example"}}), "proxy.example:80");
  EXPECT_EQ(proxy_of("https://host/", {{"HTTPS_PROXY", "http://proxy.example:3128/"}}), "proxy.example:3128");
  EXPECT_EQ(proxy_of("https://host/", {{"HTTPS_PROXY", "http://[fd00::1]:3128"}}), "fd00::1:3128");
}

TEST(ProxyFor, CredentialsBecomeABasicHeader) {
  auto const plain = look_up("https://host/", {{"HTTPS_PROXY", "http://proxy:1"}});
  ASSERT_TRUE(plain && *plain);
  EXPECT_TRUE((*plain)->authorization.empty());
  auto const with = look_up("https://host/", {{"HTTPS_PROXY", "http://Aladdin:open%20sesame@proxy:1"}});
  ASSERT_TRUE(with && *with);
  EXPECT_EQ((*with)->authorization.reveal(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ((*with)->host, "proxy");
  auto const no_password = look_up("https://host/", {{"HTTPS_PROXY", "user@proxy:1"}});
  ASSERT_TRUE(no_password && *no_password);
  EXPECT_EQ((*no_password)->authorization.reveal(), "Basic dXNlcjo=");
}

TEST(ProxyFor, NoProxyTable) {
  struct Case {
    char const* no_proxy;
    char const* url;
    bool is_direct;
  };
  std::array const cases{
      Case{"*", "https://anything/", true},
      Case{"example.com", "https://example.com/", true},
      Case{"example.com", "https://api.example.com/", true},
      Case{".example.com", "https://api.example.com/", true},
      Case{".example.com", "https://example.com/", true},
      Case{"example.com", "https://notexample.com/", false},
      Case{"EXAMPLE.com", "https://Example.COM/", true},
      Case{"other, example.com ,more", "https://example.com/", true},
      Case{"example.com:8443", "https://example.com:8443/", true},
      Case{"example.com:8443", "https://example.com/", false},
      Case{"10.1.2.3", "https://10.1.2.3/", true},
      Case{"10.1.2.3", "https://10.1.2.30/", false},
      Case{"2.3", "https://10.1.2.3/", false},
      Case{"10.0.0.0/8", "https://10.1.2.3/", true},
      Case{"10.1.2.3/8", "https://10.9.9.9/", true},
      Case{"10.0.0.0/8", "https://11.1.2.3/", false},
      Case{"10.0.0.0/8", "https://[fd00::1]/", false},
      Case{"10.0.0.0/99", "https://10.1.2.3/", false},
      Case{"fd00::/8", "https://[fd12::1]/", true},
      Case{"fd12:0::1", "https://[fd12::1]/", true},
      Case{"[fd12::1]:443", "https://[fd12::1]/", true},
      Case{"[fd12::1", "https://[fd12::1]/", false},
      Case{"10.1.2.3", "https://host/", false},
      Case{"", "https://host/", false},
      Case{",.,", "https://host/", false},
      Case{"", "https://localhost/", true},
      Case{"", "https://127.0.0.1:9/", true},
      Case{"", "https://[::1]/", true},
  };
  for (auto const& row : cases) {
    Environment const environment{{"HTTPS_PROXY", "http://proxy:1"}, {"NO_PROXY", row.no_proxy}};
    EXPECT_EQ(proxy_of(row.url, environment), row.is_direct ? "" : "proxy:1") << row.no_proxy << " for " << row.url;
  }
}

TEST(ProxyFor, UnusableProxyIsRefusedWithoutShowingIt) {
  for (auto const* const value :
       {"https://me:hunter2@proxy:1", "socks5://me:hunter2@proxy:1", "http://me:hunter2@pro xy:1", "http://me:hunter2@",
        "http://me:hun\r\nter2@proxy:1", "http://me:hunter2@proxy:99999"}) {
    auto const proxy = look_up("https://host/", {{"HTTPS_PROXY", value}});
    ASSERT_FALSE(proxy) << value;
    EXPECT_EQ(proxy.error().kind, ErrorKind::invalid);
    EXPECT_NE(proxy.error().message.find("HTTPS_PROXY"), std::string::npos);
    EXPECT_EQ(proxy.error().message.find("hunter2"), std::string::npos);
  }
  auto const tls = look_up("https://host/", {{"https_proxy", "https://proxy:1"}});
  ASSERT_FALSE(tls);
  EXPECT_NE(tls.error().message.find("only http:// proxies"), std::string::npos) << tls.error().message;
}

}  // namespace
}  // namespace lapwing
