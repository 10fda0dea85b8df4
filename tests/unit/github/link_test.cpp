// SPDX-License-Identifier: Apache-2.0
#include "github/link.hpp"

#include <gtest/gtest.h>

namespace lapwing::github {
namespace {

constexpr auto kApi = "https://api.github.com";

TEST(Link, TheNextPageIsTheOneMarkedSo) {
  EXPECT_EQ(
      next_link(
          "<https://api.github.com/repositories/1/x?page=1>; rel=\"prev\", "
          "<https://api.github.com/repositories/1/x?page=3>; rel=\"next\", <https://api.github.com/y>; rel=\"last\""),
      "https://api.github.com/repositories/1/x?page=3");
  EXPECT_EQ(next_link("<https://a/?after=Y3Vyc29y>; rel=next"), "https://a/?after=Y3Vyc29y");
  EXPECT_EQ(next_link("<https://a/?p=1>; rel=\"last\""), "");
  EXPECT_EQ(next_link(""), "");
  EXPECT_EQ(next_link("<https://a"), "");
}

TEST(Link, OnlyPathsOnTheApiAreFollowed) {
  EXPECT_EQ(path_on(kApi, "https://api.github.com/repositories/1/actions/runs?page=2"),
            "/repositories/1/actions/runs?page=2");
  EXPECT_EQ(path_on(kApi, "https://API.github.com:443/x"), "/x");
  EXPECT_EQ(path_on(kApi, "/repositories/1"), "/repositories/1");
  for (auto const* const other :
       {"https://evil.example/x", "https://api.github.com.evil.example/x", "https://api.github.com@evil.example/x",
        "http://api.github.com/x", "https://api.github.com:8443/x", "//evil.example/x", "x", "", "<<",
        "https://api.github.com/a b", "javascript:alert(1)"}) {
    EXPECT_EQ(path_on(kApi, other), "") << other;
  }
}

TEST(Link, AnEnterpriseServersBaseIsPartOfIt) {
  constexpr auto server = "https://ghe.example:8443/api/v3";
  EXPECT_EQ(path_on(server, "https://ghe.example:8443/api/v3/repositories/1?page=2"), "/repositories/1?page=2");
  EXPECT_EQ(path_on(server, "https://ghe.example:8443/api/v4/x"), "");
  EXPECT_EQ(path_on(server, "https://ghe.example:8443/api/v33/x"), "");
  EXPECT_EQ(path_on(server, "/api/v3/x"), "/x");
}

TEST(Link, PagesForPeople) {
  EXPECT_EQ(html_url(kApi, "acme/price-model"), "https://github.com/acme/price-model");
  EXPECT_EQ(html_url("https://ghe.example:8443/api/v3", "acme/price-model"),
            "https://ghe.example:8443/acme/price-model");
  EXPECT_EQ(html_url("nonsense", "acme/price-model"), "");
  EXPECT_EQ(escape_path(".github/workflows/a b#1?.yml"), ".github/workflows/a%20b%231%3F.yml");
}

}  // namespace
}  // namespace lapwing::github
