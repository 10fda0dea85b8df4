// SPDX-License-Identifier: Apache-2.0
#include "github/answer.hpp"

#include "support/fake_http.hpp"
#include "support/folder.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace lapwing::github {
namespace {

using namespace std::chrono_literals;
using Kind = Answer::Kind;
using testing::HasSubstr;
using testing::Not;

TimePoint const kNow = *parse_timestamp("2026-11-10T08:00:00Z");

Answer judged(int status, std::string body = "", std::vector<Header> headers = {}, bool has_token = true) {
  return judge(test::response(status, std::move(body), std::move(headers)), kNow, has_token);
}

std::string seconds_from_now(long long seconds) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(kNow.time_since_epoch()).count() + seconds);
}

TEST(Answer, ContentComesWithItsETagAndLink) {
  auto const answer = judged(200, "{}",
                             {{"etag", "W/\"x\""},
                              {"Link", "<https://api.github.com/a?page=2>; rel=\"next\""},
                              {"x-ratelimit-limit", "5000"},
                              {"x-ratelimit-remaining", "4999"}});
  EXPECT_EQ(answer.kind, Kind::ok);
  EXPECT_EQ(answer.etag, "W/\"x\"");
  EXPECT_THAT(answer.link, HasSubstr("page=2"));
  EXPECT_EQ(answer.allowance.remaining, 4999);
  EXPECT_EQ(judged(304).kind, Kind::not_modified);
}

TEST(Answer, AUsedUpPrimaryLimitWaitsForItsReset) {
  for (int const status : {403, 429}) {
    auto const answer = judged(
        status, R"({"message":"API rate limit exceeded"})",
        {{"x-ratelimit-limit", "5000"}, {"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", seconds_from_now(1200)}});
    EXPECT_EQ(answer.kind, Kind::limited);
    EXPECT_EQ(answer.until, kNow + 20min);
    EXPECT_THAT(answer.why, HasSubstr("limit of 5000 requests an hour is used up"));
    EXPECT_THAT(answer.why, Not(HasSubstr("token")));
  }
  EXPECT_THAT(judged(403, "", {{"x-ratelimit-remaining", "0"}}, false).why, HasSubstr("a `token:` raises it"));
}

TEST(Answer, AResetBeyondAnyWindowIsAWrongClock) {
  auto const answer =
      judged(403, "", {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", seconds_from_now(1'000'000)}});
  EXPECT_EQ(answer.until, kNow + 1h);
  EXPECT_FALSE(judged(403, "", {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "99999999999999999999"}}).until);
}

TEST(Answer, EverySecondaryLimitIsOne) {
  std::string const words = R"({"message":"You have exceeded a secondary rate limit. Please wait a few minutes"})";
  EXPECT_EQ(judged(429, words, {{"Retry-After", "8"}}).until, kNow + 8s);
  EXPECT_EQ(
      judged(429, words, {{"Retry-After", "Tue, 10 Nov 2026 08:00:30 GMT"}, {"Date", "Tue, 10 Nov 2026 08:00:00 GMT"}})
          .until,
      kNow + 30s);
  EXPECT_EQ(judged(429, words).kind, Kind::limited);
  EXPECT_FALSE(judged(429, words).until) << "no hint at all";
  EXPECT_EQ(judged(403, words, {{"x-ratelimit-remaining", "4000"}}).kind, Kind::limited) << "told by its words alone";
  EXPECT_EQ(judged(403, "{}", {{"gh-limited-by", "search-elapsed-time-shared-grouped"}}).kind, Kind::limited);
  EXPECT_EQ(judged(403, R"({"message":"You have triggered an abuse detection mechanism."})").kind, Kind::limited);
  EXPECT_EQ(judged(429, "<html>").kind, Kind::limited);
}

TEST(Answer, A403WithRequestsLeftIsAMissingPermission) {
  auto const answer = judged(403, R"({"message":"Resource not accessible by personal access token"})",
                             {{"x-ratelimit-remaining", "4000"}, {"X-Accepted-GitHub-Permissions", "actions=read"}});
  EXPECT_EQ(answer.kind, Kind::refused);
  EXPECT_EQ(answer.permission, "actions=read");
  EXPECT_THAT(answer.why, HasSubstr("the token needs the permission actions=read"));
  EXPECT_THAT(judged(403, "", {}, false).why, HasSubstr("give the poller a `token:`"));
}

TEST(Answer, A404MayBeATokenThatMayNotSeeIt) {
  EXPECT_EQ(judged(404).kind, Kind::absent);
  EXPECT_THAT(judged(404).why, HasSubstr("the token may not see it"));
  EXPECT_THAT(judged(404, "", {}, false).why, HasSubstr("a private one needs a `token:`"));
  EXPECT_THAT(judged(401, R"({"message":"Bad credentials"})").why, HasSubstr("Bad credentials); the token is wrong"));
}

TEST(Answer, TroubleIsNotARefusal) {
  for (int const status : {500, 502, 503, 504, 408, 422, 418})
    EXPECT_EQ(judged(status, "<html>no</html>").kind, Kind::failed) << status;
  EXPECT_THAT(judged(503, "<html><body>503</body></html>").why, Not(HasSubstr("<")));
  EXPECT_THAT(judged(410).why, HasSubstr("upgrade Lapwing"));
}

TEST(Answer, AMoveSaysWhereAndWhetherForGood) {
  EXPECT_EQ(judged(301, "", {{"Location", "https://api.github.com/repositories/1"}}).location,
            "https://api.github.com/repositories/1");
  EXPECT_TRUE(judged(301).is_permanent);
  EXPECT_FALSE(judged(302).is_permanent);
  EXPECT_EQ(judged(307).kind, Kind::moved);
}

TEST(Answer, AMessageOfAnySizeAndKindIsSafe) {
  EXPECT_THAT(judged(403, R"({"message":"a\u001b[31m\nb"})").why, Not(HasSubstr("\x1b")));
  EXPECT_EQ(judged(403, R"({"message":17})").kind, Kind::refused);
  EXPECT_EQ(judged(403, std::string(200'000, '[')).kind, Kind::refused);
}

/// Every recorded error, as an extra where the recordings are.
TEST(Answer, EveryRecordedErrorIsWhatItWas) {
  std::filesystem::path const folder = LAPWING_SHARED_DATA "/github";
  if (!std::filesystem::exists(folder / "index.json")) GTEST_SKIP() << "the recorded answers are not here";
  std::map<std::string, Kind> const expected{{"error_401_bad_credentials_2012.json", Kind::refused},
                                             {"error_401_2fa_2019.json", Kind::refused},
                                             {"error_403_rerun_not_allowed.json", Kind::refused},
                                             {"error_403_bad_user_agent.json", Kind::refused},
                                             {"error_403_workflow_disable_2024.json", Kind::refused},
                                             {"error_403_primary_rate_limit_anonymous_2013.json", Kind::limited},
                                             {"error_403_search_rate_limit_2018.json", Kind::limited},
                                             {"error_403_secondary_limit.json", Kind::limited},
                                             {"error_403_secondary_limit_gh_limited_by.json", Kind::limited},
                                             {"error_429_secondary_retry_after_seconds.json", Kind::limited},
                                             {"error_429_secondary_retry_after_http_date.json", Kind::limited},
                                             {"error_429_secondary_no_retry_after.json", Kind::limited},
                                             {"error_404_repo_2012.json", Kind::absent},
                                             {"error_404_artifact.json", Kind::absent},
                                             {"error_404_artifact_2024.json", Kind::absent},
                                             {"error_404_run.json", Kind::absent},
                                             {"error_404_rate_limit_ghes.json", Kind::absent},
                                             {"error_404_billing_2022_recorded.json", Kind::absent},
                                             {"error_422_dispatch_2024.json", Kind::failed},
                                             {"error_503_html.html", Kind::failed},
                                             {"not_modified_304.txt", Kind::not_modified},
                                             {"error_200_invalid_json.txt", Kind::ok}};
  std::size_t seen = 0;
  for (auto const& one : nlohmann::json::parse(test::read_file((folder / "index.json").string()))) {
    auto const file = one["file"].get<std::string>();
    auto const wanted = expected.find(file);
    bool const is_error = file.starts_with("error_") || file.starts_with("not_modified");
    EXPECT_EQ(is_error, wanted != expected.end()) << file;
    if (wanted == expected.end()) continue;
    std::vector<Header> headers;
    for (auto const& [name, value] : one["headers"].items()) headers.emplace_back(name, value.get<std::string>());
    auto const answer = judged(one["status"].get<int>(), test::read_file((folder / file).string()), headers);
    EXPECT_EQ(answer.kind, wanted->second) << file << ": " << answer.why;
    ++seen;
  }
  EXPECT_EQ(seen, expected.size());
}

}  // namespace
}  // namespace lapwing::github
