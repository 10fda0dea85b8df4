// SPDX-License-Identifier: Apache-2.0
#include "github/api.hpp"

#include "support/fake_http.hpp"
#include "support/loop.hpp"

#include <gmock/gmock.h>

namespace lapwing::github {
namespace {

using namespace std::chrono_literals;
using Kind = Answer::Kind;
using test::response;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class TheApi : public testing::Test {
 protected:
  Answer get(std::string path, std::string etag = "") {
    Api api(http, access, budget, now);
    auto answer = test::run_now(api.get(std::move(path), std::move(etag)));
    next = api.next_page(answer);
    own_pace = api.is_own_pace();
    return answer;
  }

  TimePoint now = *parse_timestamp("2026-11-10T08:00:00Z");
  test::FakeHttp http;
  Access access{"https://api.github.com", Secret("secret-token"), 0.5};
  Budget budget;
  std::string next;
  bool own_pace = false;
};

TEST_F(TheApi, AsksAsGitHubWantsToBeAsked) {
  http.answer("https://api.github.com/repos/a/b", response(304));
  EXPECT_EQ(get("/repos/a/b", "W/\"1\"").kind, Kind::not_modified);
  ASSERT_THAT(http.seen, SizeIs(1));
  auto const& headers = http.seen[0].headers;
  EXPECT_THAT(headers, Contains(Header("Accept", "application/vnd.github+json")));
  EXPECT_THAT(headers, Contains(Header("X-GitHub-Api-Version", "2022-11-28")));
  EXPECT_THAT(headers, Contains(Header("If-None-Match", "W/\"1\"")));
  EXPECT_EQ(http.seen[0].bearer, Secret("secret-token"));
}

TEST_F(TheApi, FollowsAMoveOnItsOwnHostAndRemembersIt) {
  http.answer("https://api.github.com/repos/old/name",
              response(301, "", {{"Location", "https://api.github.com/repositories/7"}}));
  http.answer("https://api.github.com/repositories/7", response(200, "{}"));
  auto const answer = get("/repos/old/name");
  EXPECT_EQ(answer.kind, Kind::ok);
  EXPECT_EQ(answer.moved_to, "/repositories/7");
  http.answer("https://api.github.com/x", response(302, "", {{"Location", "https://api.github.com/y"}}));
  http.answer("https://api.github.com/y", response(200, "{}"));
  EXPECT_EQ(get("/x").moved_to, "") << "not for good";
}

TEST_F(TheApi, TheTokenNeverGoesToAnotherHost) {
  http.answer("https://api.github.com/x", response(302, "", {{"Location", "https://evil.example/x"}}));
  auto const answer = get("/x");
  EXPECT_EQ(answer.kind, Kind::failed);
  EXPECT_THAT(answer.why, HasSubstr("another host"));
  EXPECT_THAT(http.seen, SizeIs(1)) << "nothing was sent there at all";
}

TEST_F(TheApi, AnAnswerThatRepeatsTheTokenIsToldWithoutIt) {
  http.answer("https://api.github.com/x", response(403, R"({"message": "Bearer secret-token may not"})"));
  EXPECT_THAT(get("/x").why, AllOf(HasSubstr("Bearer *** may not"), Not(HasSubstr("secret-token"))));
}

TEST_F(TheApi, ACircleEnds) {
  http.always_answer("https://api.github.com/x", response(301, "", {{"Location", "https://api.github.com/x"}}));
  EXPECT_THAT(get("/x").why, HasSubstr("circles"));
  EXPECT_THAT(http.seen, SizeIs(4));
}

TEST_F(TheApi, APauseIsAnAnswerAndNothingIsSent) {
  http.answer("https://api.github.com/x", response(429, "", {{"Retry-After", "30"}}));
  EXPECT_EQ(get("/x").kind, Kind::limited);
  auto const again = get("/x");
  EXPECT_EQ(again.kind, Kind::limited);
  EXPECT_EQ(again.until, now + 30s);
  EXPECT_FALSE(own_pace);
  EXPECT_THAT(http.seen, SizeIs(1));
}

TEST_F(TheApi, TheNetworksTroubleIsAFailureThatNamesIt) {
  http.answer("https://api.github.com/x", Error{ErrorKind::unreachable, "api.github.com: connection refused"});
  auto const answer = get("/x");
  EXPECT_EQ(answer.kind, Kind::failed);
  EXPECT_EQ(answer.why, "api.github.com: connection refused");
}

TEST_F(TheApi, TheNextPageMustBeOnTheApi) {
  http.answer("https://api.github.com/x",
              response(200, "{}", {{"Link", "<https://api.github.com/x?page=2>; rel=\"next\""}}));
  get("/x");
  EXPECT_EQ(next, "/x?page=2");
  http.answer("https://api.github.com/y",
              response(200, "{}", {{"Link", "<https://evil.example/x?page=2>; rel=\"next\""}}));
  get("/y");
  EXPECT_EQ(next, "");
}

}  // namespace
}  // namespace lapwing::github
