// SPDX-License-Identifier: Apache-2.0
#include "io/retry_after.hpp"


#include <gtest/gtest.h>

#include <limits>

namespace lapwing {
namespace {

using namespace std::chrono_literals;

HttpResponse with_headers(std::vector<Header> headers) {
  return {.status = 429, .headers = std::move(headers), .body = ""};
}

std::optional<Duration> after(std::string value) {
  return retry_after(with_headers({{"retry-after", std::move(value)}}));
}

TEST(RetryAfter, SecondsAreReadWithTheirFractionRoundedUp) {
  EXPECT_EQ(after("2"), 2s);
  EXPECT_EQ(after(" 30 "), 30s);
  EXPECT_EQ(after("0.376"), 376ms);
  EXPECT_EQ(after("0.0001"), 1ms) << "never rounded to no wait at all";
  EXPECT_EQ(wait_of(0.3761), 377ms);
}

// Checklist 8: a day, negative, nan, HTTP-date, 10 digits.
TEST(RetryAfter, AbsurdValuesAreBoundedOrAbsent) {
  EXPECT_EQ(after("86400"), 24h);
  EXPECT_EQ(after("9999999999"), kLongestWait);
  EXPECT_EQ(after("99999999999999999999999999"), kLongestWait);
  EXPECT_EQ(after("inf"), kLongestWait);
  for (auto const* nonsense : {"-1", "0", "0.0", "nan", "", " ", "soon", "2s", "1e3", "0x10", "1,5", "+2", "--2"}) {
    EXPECT_EQ(after(nonsense), std::nullopt) << nonsense;
  }
  EXPECT_EQ(after(std::string(5000, '9')), std::nullopt);
  EXPECT_EQ(wait_of(std::numeric_limits<double>::quiet_NaN()), std::nullopt);
  EXPECT_EQ(wait_of(-0.0), std::nullopt);
  EXPECT_EQ(wait_of(1e308), kLongestWait);
}

TEST(RetryAfter, ADateCountsFromTheAnswersOwnDate) {
  auto const until = [](std::string retry, std::string date) {
    return retry_after(with_headers({{"Retry-After", std::move(retry)}, {"Date", std::move(date)}}));
  };
  EXPECT_EQ(until("Sun, 06 Nov 1994 08:50:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"), 60s);
  EXPECT_EQ(until("Mon, 07 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"), 24h);
  EXPECT_EQ(until("Sun, 06 Nov 2094 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"), kLongestWait);
  EXPECT_EQ(until("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"), std::nullopt);
  EXPECT_EQ(until("Sun, 06 Nov 1984 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"), std::nullopt);
  EXPECT_EQ(until("Sun, 06 Nov 1994 08:50:37 GMT", "yesterday"), std::nullopt);
  EXPECT_EQ(until("Sun, 31 Feb 1994 08:50:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"), std::nullopt);
  EXPECT_EQ(until("Sunday, 06-Nov-94 08:50:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"), std::nullopt);
  EXPECT_EQ(after("Sun, 06 Nov 1994 08:49:37 GMT"), std::nullopt);
}

TEST(RetryAfter, NoHeaderMeansNoWait) { EXPECT_EQ(retry_after(with_headers({})), std::nullopt); }

}  // namespace
}  // namespace lapwing
