// SPDX-License-Identifier: Apache-2.0
#include "store/state_lock.hpp"

#include "support/folder.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lapwing::store {
namespace {

using testing::AllOf;
using testing::HasSubstr;

unsigned mode_of(std::string const& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 0777u : 0;
}

TEST(StateLock, ASecondOneIsRefusedAndNamesTheProcess) {
  test::Folder folder;
  auto const first = StateLock::take(folder.path());
  ASSERT_TRUE(first);
  auto const second = StateLock::take(folder.path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::busy);
  EXPECT_THAT(second.error().message,
              AllOf(HasSubstr("(process " + std::to_string(::getpid()) + ")"), HasSubstr(folder.path())));
}

TEST(StateLock, EndsWithItsHolder) {
  test::Folder folder;
  { ASSERT_TRUE(StateLock::take(folder.path())); }
  EXPECT_TRUE(StateLock::take(folder.path())) << "the file stays, the lock does not";
}

TEST(StateLock, MovesWithItsHolder) {
  test::Folder folder;
  auto first = StateLock::take(folder.path());
  ASSERT_TRUE(first);
  {
    StateLock const moved = *std::move(first);
    EXPECT_FALSE(StateLock::take(folder.path()));
  }
  EXPECT_TRUE(StateLock::take(folder.path()));
}

TEST(StateLock, TwoDirectoriesDoNotMeet) {
  test::Folder folder;
  auto const one = StateLock::take(folder.path("one"));
  auto const other = StateLock::take(folder.path("other"));
  EXPECT_TRUE(one);
  EXPECT_TRUE(other);
}

TEST(StateLock, MakesTheDirectoryForItsOwnerAlone) {
  test::Folder folder;
  auto const before = ::umask(0022);
  auto const lock = StateLock::take(folder.path("state/lapwing"));
  EXPECT_EQ(::umask(before), 0022u) << "the mask of the process is as it was";
  ASSERT_TRUE(lock);
  EXPECT_EQ(mode_of(folder.path("state/lapwing")), 0700u);
  EXPECT_EQ(mode_of(folder.path("state/lapwing/lock")), 0600u);
}

TEST(StateLock, LeavesTheModeOfADirectoryThatStandsAlready) {
  test::Folder folder;
  ASSERT_EQ(::chmod(folder.path().c_str(), 0750), 0);
  ASSERT_TRUE(StateLock::take(folder.path()));
  EXPECT_EQ(mode_of(folder.path()), 0750u);
}

TEST(StateLock, ADirectoryThatCanNotBeMadeOrWrittenTellsTheRemedy) {
  test::Folder folder;
  auto const file = folder.write("file", "");
  for (auto const& directory : {file, file + "/state", std::string("/proc/lapwing"), std::string("/proc")}) {
    auto const lock = StateLock::take(directory);
    ASSERT_FALSE(lock) << directory;
    EXPECT_EQ(lock.error().kind, ErrorKind::unreadable);
    EXPECT_THAT(lock.error().message, AllOf(HasSubstr(directory), HasSubstr("set `state:`")));
  }
}

TEST(StateLock, WhatAStrangerWroteIntoTheFileDoesNotReachTheTerminal) {
  test::Folder folder;
  auto const first = StateLock::take(folder.path());
  folder.write("lock", "\x1B[31m1\n2");
  auto const second = StateLock::take(folder.path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().message.find_first_of("\x1B\n"), std::string::npos);
}

}  // namespace
}  // namespace lapwing::store
