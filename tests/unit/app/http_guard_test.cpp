// SPDX-License-Identifier: Apache-2.0
#include "app/http_guard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace lapwing::app {
namespace {

Secret const kToken("a-token-of-ours-1");

HttpCall with(std::string name, std::string value) {
  HttpCall call;
  call.target = "/";
  call.headers = {{std::move(name), std::move(value)}};
  return call;
}

/// 200 where it is let in.
int status_of(HttpCall const& call, Secret const& token) {
  auto const refused = refuse_stranger(call, token);
  return refused ? refused->status : 200;
}

TEST(HttpGuard, WithATokenTakesItAsBearerOrAsThePasswordOfAnybody) {
  EXPECT_EQ(status_of(with("Authorization", "Bearer a-token-of-ours-1"), kToken), 200);
  EXPECT_EQ(status_of(with("authorization", "bearer  a-token-of-ours-1 "), kToken), 200);
  // eva:a-token-of-ours-1 and :a-token-of-ours-1
  EXPECT_EQ(status_of(with("Authorization", "Basic ZXZhOmEtdG9rZW4tb2Ytb3Vycy0x"), kToken), 200);
  EXPECT_EQ(status_of(with("Authorization", "Basic OmEtdG9rZW4tb2Ytb3Vycy0x"), kToken), 200);
}

TEST(HttpGuard, WithATokenRefusesEverythingElse) {
  for (auto const* const value : {"", "Bearer", "Bearer ", "Bearer a-token-of-ours-2", "Bearer a-token-of-ours-",
                                  "Bearer a-token-of-ours-11", "Bearer b", "Basic", "Basic !!!!", "Basic ZXZh",
                                  "Basic ZXZhOg==", "Digest a-token-of-ours-1", "a-token-of-ours-1"})
    EXPECT_EQ(status_of(with("Authorization", value), kToken), 401) << value;
  auto call = with("X-Token", "a-token-of-ours-1");
  call.target = "/?token=a-token-of-ours-1";
  call.query = {{"token", "a-token-of-ours-1"}};
  EXPECT_EQ(status_of(call, kToken), 401) << "a URL is kept by logs";
  auto const refused = refuse_stranger(call, kToken);
  EXPECT_TRUE(std::ranges::any_of(refused->headers, [](Header const& one) {
    return one.first == "WWW-Authenticate" && one.second.starts_with("Basic ");
  })) << "so that a browser asks";
}

TEST(HttpGuard, WithoutATokenAnswersToThisMachineAlone) {
  for (auto const* const host :
       {"127.0.0.1:9877", "127.0.0.1", "localhost:9877", "LOCALHOST", "[::1]:9877", "[::1]", ""})
    EXPECT_EQ(status_of(with("Host", host), {}), 200) << host;
  for (auto const* const host : {"evil.example", "evil.example:9877", "127.0.0.1.evil.example",
                                 "localhost.evil.example", "[evil]", "[", "127.0.0.1@evil.example"})
    EXPECT_EQ(status_of(with("Host", host), {}), 421) << host;
  EXPECT_EQ(status_of(HttpCall(), {}), 200) << "HTTP/1.0 names no host";
}

}  // namespace
}  // namespace lapwing::app
