// SPDX-License-Identifier: Apache-2.0
// The real program against everything that GitHub does instead of answering: a failed poll is said, nothing is lost,
// and no token goes elsewhere.
#include "e2e/github_watch.hpp"

#include "fake_github/faults.hpp"
#include "fake_github/fortnight.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(GithubFaults, EachIsAFailedPollAndTheNextOneBringsWhatWasMissed) {
  auto const timeline = fake_github::make_fortnight();
  FakeGithub github;
  Watch watch(github);
  auto now = timeline.begin + 24h;
  ASSERT_EQ(watch.poll(now).exit_code, 0);
  // These would cost a request's whole deadline each; the client's own tests have them.
  std::set<std::string> const slow{"slow", "silence"};
  // Followed where it leads, so nothing is missed; first of all, for the 301 is remembered.
  std::vector<std::string> const followed{"moved_307", "moved_301"};
  auto kinds = followed;
  for (auto const& kind : fake_github::fault_kinds()) {
    if (!slow.contains(kind) && std::ranges::find(followed, kind) == followed.end()) kinds.push_back(kind);
  }
  for (auto const& kind : kinds) {
    bool const is_followed = std::ranges::find(followed, kind) != followed.end();
    now += 1h;
    github.add_fault({{"path", is_followed ? "/repos/acme/price-model" : "/"},
                      {"kind", kind},
                      {"from", format_utc(now)},
                      {"until", format_utc(now + 1min)},
                      {"seconds", 60}});
    auto const troubled = watch.poll(now);
    EXPECT_EQ(troubled.exit_code, is_followed ? 0 : 3) << kind << "\n" << troubled.output;
    EXPECT_THAT(troubled.output, Not(HasSubstr("good-token"))) << kind;
    EXPECT_THAT(troubled.output, Not(HasSubstr("Sanitizer"))) << kind;
    now += 30min;
    github.clear();
    auto const after = watch.poll(now);
    EXPECT_EQ(after.exit_code, 0) << "after " << kind << "\n" << after.output;
  }
  expect_samples(watch.state(), timeline, now);
  EXPECT_THAT(github.requests()["other_host"], IsEmpty()) << "a redirect to another host was followed";
}

TEST(GithubFaults, APauseThatALimitAsksForOutlivesARestart) {
  auto const timeline = fake_github::make_fortnight();
  FakeGithub github;
  Watch watch(github);
  auto const now = timeline.begin + 12h;
  ASSERT_EQ(watch.poll(now).exit_code, 0);
  github.add_fault({{"kind", "primary_403"}, {"count", 1}, {"seconds", 3600}});
  auto const limited = watch.poll(now + 30min);
  EXPECT_EQ(limited.exit_code, 3);
  EXPECT_THAT(limited.output, HasSubstr("13:30 UTC"));
  github.clear();
  watch.poll(now + 60min);
  watch.poll(now + 89min);
  EXPECT_EQ(github.requests()["total"], 0) << "nothing is asked before the limit ends";
  auto const after = watch.poll(now + 91min);
  EXPECT_EQ(after.exit_code, 0) << after.output;
  expect_samples(watch.state(), timeline, now + 91min);
}

}  // namespace
}  // namespace lapwing::test
