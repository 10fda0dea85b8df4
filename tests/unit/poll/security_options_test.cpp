// SPDX-License-Identifier: Apache-2.0
#include "poll/security_options.hpp"

#include "config/map_reader.hpp"

#include <gmock/gmock.h>

namespace lapwing::poll {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

template <class Options>
struct Read {
  Options options;
  config::Problems problems;
};

template <class Options>
Read<Options> read(std::string_view yaml, Options (*take)(config::MapReader&)) {
  Read<Options> out;
  Redactor redactor;
  config::References references([](std::string const&) { return std::string("s3cr3t"); }, redactor);
  auto const value = config::parse_yaml(yaml, "/etc/lapwing/lapwing.yaml", out.problems);
  config::MapReader map(value.value(), "pollers.scans", {out.problems, references});
  out.options = take(map);
  map.finish();
  return out;
}

TEST(SecurityOptions, OfFilesThePathIsNeededAndStartsFromTheFile) {
  auto const [options, problems] = read("path: reports/*.json\ntarget: app\n", read_scan_files_options);
  EXPECT_TRUE(problems.empty()) << problems.to_string();
  EXPECT_EQ(options.path, "/etc/lapwing/reports/*.json");
  EXPECT_EQ(options.target, "app");
  EXPECT_EQ(read("path: x\n", read_scan_files_options).options.target, "");
}

TEST(SecurityOptions, OfGithubBothListsAreReadUnlessOneIsNamed) {
  auto const [options, problems] = read("repository: acme/shop\n", read_alerts_options);
  EXPECT_TRUE(problems.empty()) << problems.to_string();
  EXPECT_EQ(options.repository, "acme/shop");
  EXPECT_TRUE(options.code_scanning && options.dependabot);
  EXPECT_FALSE(options.access.token);
  auto const one =
      read("{repository: acme/shop, tools: dependabot, token: '${env:T}', api_url: https://ghe.example/api/v3/}",
           read_alerts_options);
  EXPECT_TRUE(one.problems.empty()) << one.problems.to_string();
  EXPECT_FALSE(one.options.code_scanning);
  EXPECT_TRUE(one.options.dependabot);
  EXPECT_EQ(one.options.access.url, "https://ghe.example/api/v3");
  EXPECT_EQ(one.options.access.token, Secret("s3cr3t"));
}

TEST(SecurityOptions, AnUnknownToolIsRefusedWithTheNearest) {
  auto const unknown = read("repository: acme/shop\ntools: [code_scaning]\n", read_alerts_options).problems;
  ASSERT_THAT(unknown.list(), SizeIs(1));
  EXPECT_THAT(unknown.to_string(), HasSubstr("did you mean 'code_scanning'?"));
  EXPECT_THAT(read("repository: acme/shop\ntools: []\n", read_alerts_options).problems.list(), SizeIs(1));
  EXPECT_THAT(read("repository: shop\n", read_alerts_options).problems.to_string(), HasSubstr("owner/name"));
}

}  // namespace
}  // namespace lapwing::poll
