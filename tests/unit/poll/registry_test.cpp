// SPDX-License-Identifier: Apache-2.0
// What every kind of poller owes, whatever it reads.
#include "poll/registry.hpp"

#include "config/map_reader.hpp"
#include "core/catalogue.hpp"
#include "support/fake_http.hpp"
#include "support/folder.hpp"
#include "support/loop.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace lapwing::poll {
namespace {

using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

class EveryPollerKind : public testing::TestWithParam<PollerKind> {
 protected:
  std::unique_ptr<Poller> read(std::string_view yaml) {
    auto const value = config::parse_yaml(yaml, "lapwing.yaml", problems);
    config::MapReader map(value.value(), "pollers.p", {problems, references});
    auto poller = GetParam().read(map, "p");
    map.finish();
    return poller;
  }

  /// The key that says where the source is, with a value that is fine.
  std::string source() const {
    return GetParam().type == "github_actions" ? "repository: acme/not-there\n"
                                               : "path: " + folder.path("not-there") + "\n";
  }

  test::Folder folder;
  config::Problems problems;
  Redactor redactor;
  config::References references{[](std::string const&) { return std::string(); }, redactor};
};

TEST_P(EveryPollerKind, RefusesAnUnknownKeyWithItsPlace) {
  read(source() + "xpahth: /srv/y\n");
  ASSERT_THAT(problems.list(), SizeIs(1)) << problems.to_string();
  EXPECT_THAT(problems.list()[0].to_string(), StartsWith("lapwing.yaml:2:1: unknown key 'xpahth'"));
}

TEST_P(EveryPollerKind, RefusesAMissingSourceWithThePlaceOfTheMap) {
  read("{}");
  ASSERT_THAT(problems.list(), SizeIs(1)) << problems.to_string();
  EXPECT_THAT(problems.list()[0].to_string(), StartsWith("lapwing.yaml:1:1: "));
  EXPECT_THAT(problems.list()[0].what, HasSubstr(source().substr(0, source().find(':'))));
}

TEST_P(EveryPollerKind, ReadsTheSmallestConfigurationWithoutAProblem) {
  EXPECT_NE(read(source()), nullptr);
  EXPECT_TRUE(problems.empty()) << problems.to_string();
}

TEST_P(EveryPollerKind, ASourceThatIsNotThereIsAnErrorThatNamesIt) {
  auto const poller = read(source());
  test::FakeHttp http;
  http.always_answer("https://api.github.com/", test::response(404));
  Workers workers(0);
  PollContext context{from_millis(1'765'000'000'000), "", http, workers};
  auto task = poller->poll(std::move(context));
  auto const report = test::run_now(std::move(task));
  auto const error = report ? report->fault : std::optional(report.error());
  ASSERT_TRUE(error);
  EXPECT_THAT(error->message, HasSubstr("not-there"));
  if (report) {
    EXPECT_THAT(report->samples, SizeIs(0));
  }
}

TEST_P(EveryPollerKind, HasMetricsInTheCatalogue) {
  auto const mine = [this](Metric const& metric) { return metric.source == GetParam().type; };
  EXPECT_TRUE(std::ranges::any_of(catalogue(), mine));
}

INSTANTIATE_TEST_SUITE_P(Registry, EveryPollerKind, testing::ValuesIn(poller_kinds().begin(), poller_kinds().end()),
                         [](auto const& kind) { return std::string(kind.param.type); });

TEST(Registry, EachTypeStandsThereOnce) {
  std::set<std::string_view> types;
  for (auto const& kind : poller_kinds()) {
    EXPECT_TRUE(types.insert(kind.type).second) << kind.type;
  }
}

}  // namespace
}  // namespace lapwing::poll
