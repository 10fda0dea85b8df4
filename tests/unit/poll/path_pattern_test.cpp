// SPDX-License-Identifier: Apache-2.0
#include "poll/path_pattern.hpp"

#include "support/folder.hpp"

#include <gmock/gmock.h>

namespace lapwing::poll {
namespace {

using testing::ElementsAre;

TEST(PathPattern, APlainPathIsItselfWhetherThereOrNot) {
  EXPECT_THAT(*matching_files("/nowhere/x.json"), ElementsAre("/nowhere/x.json"));
}

TEST(PathPattern, AGlobMeansEveryFileThatMatchesByNameAndNoFolder) {
  test::Folder folder;
  auto const second = folder.write("trivy-b.json", "");
  auto const first = folder.write("trivy-a.json", "");
  folder.write("trivy-cache.json/db", "");
  folder.write("other.json", "");
  EXPECT_THAT(*matching_files(folder.path("trivy-*.json")), ElementsAre(first, second));
}

TEST(PathPattern, AFileWhoseOwnNameLooksLikeAGlobIsThatFile) {
  test::Folder folder;
  auto const odd = folder.write("odd[1].csv", "");
  folder.write("odd1.csv", "");
  EXPECT_THAT(*matching_files(odd), ElementsAre(odd));
}

TEST(PathPattern, NoMatchIsAnErrorThatNamesThePattern) {
  auto const files = matching_files("/nowhere/trivy-*.json");
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().kind, ErrorKind::not_found);
  EXPECT_EQ(files.error().message, "no file matches /nowhere/trivy-*.json; check `path`, or the job that writes it");
}

}  // namespace
}  // namespace lapwing::poll
