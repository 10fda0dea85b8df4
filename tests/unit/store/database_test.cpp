// SPDX-License-Identifier: Apache-2.0
#include "store/database.hpp"

#include "support/folder.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cmath>
#include <limits>

namespace lapwing::store {
namespace {

using testing::HasSubstr;
using Mode = Database::Mode;

/// What a DatabaseError says; "" where there is none.
template <class Work>
std::string refusal(Work work) {
  try {
    work();
  } catch (DatabaseError const& error) {
    return error.what();
  }
  return "";
}

class InMemory : public testing::Test {
 protected:
  InMemory() { database_.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, a, b TEXT NOT NULL DEFAULT '')"); }

  /// Writes one value and reads it back by `column`.
  template <class Value, class Column>
  auto round_trip(Value const& value, Column column) {
    auto write = database_.prepare("INSERT INTO thing (a) VALUES (?)");
    write.bind(1, value).run();
    auto read = database_.prepare("SELECT a FROM thing ORDER BY id DESC LIMIT 1");
    if (!read.step()) throw std::logic_error("no row");
    return column(read);
  }
  std::string text_back(std::string_view text) {
    return round_trip(text, [](Statement const& row) { return row.text(0); });
  }
  std::int64_t count() {
    auto row = database_.prepare("SELECT COUNT(*) FROM thing");
    row.step();
    return row.integer(0);
  }

  Database database_{":memory:", Mode::read_write};
};

TEST_F(InMemory, IntegersAndInstantsComeBackWhole) {
  auto const integer = [](Statement const& row) { return row.integer(0); };
  auto const time = [](Statement const& row) { return row.time(0); };
  for (auto const value : {std::numeric_limits<std::int64_t>::min(), std::int64_t(-1), std::int64_t(0),
                           std::numeric_limits<std::int64_t>::max()}) {
    EXPECT_EQ(round_trip(value, integer), value);
  }
  for (auto const value : {TimePoint::min(), TimePoint{}, from_millis(1'700'000'000'123), TimePoint::max()}) {
    EXPECT_EQ(round_trip(value, time), value);
  }
}

TEST_F(InMemory, AnAbsentInstantIsNotTheBeginningOfTime) {
  auto const time = [](Statement const& row) { return row.optional_time(0); };
  EXPECT_EQ(round_trip(std::optional<TimePoint>(), time), std::nullopt);
  EXPECT_EQ(round_trip(std::optional(TimePoint{}), time), TimePoint{});
}

TEST_F(InMemory, NumbersComeBackToTheLastBit) {
  auto const real = [](Statement const& row) { return row.real(0); };
  for (double const value : {0.1, -0.1, 1e300, std::numeric_limits<double>::denorm_min(),
                             std::numeric_limits<double>::infinity(), 1.0 / 3}) {
    EXPECT_EQ(round_trip(value, real), value);
  }
}

TEST_F(InMemory, TextComesBackByteForByte) {
  EXPECT_EQ(text_back(""), "");
  EXPECT_EQ(text_back(std::string_view()), "");
  EXPECT_EQ(text_back("it's \"quoted\"; DROP TABLE thing; --"), "it's \"quoted\"; DROP TABLE thing; --");
  std::string const with_nul("a\0b\0", 4);
  EXPECT_EQ(text_back(with_nul), with_nul);
  EXPECT_EQ(text_back("\xFF no UTF-8"), "\xFF no UTF-8");
  std::string const large(5'000'000, 'x');
  EXPECT_EQ(text_back(large), large);
}

TEST_F(InMemory, AViewOfNothingIsTextNotNull) {
  auto write = database_.prepare("INSERT INTO thing (b) VALUES (?)");
  EXPECT_EQ(refusal([&] { write.bind(1, std::string_view()).run(); }), "");
}

TEST_F(InMemory, AStatementRunsAgainWithOtherValues) {
  auto write = database_.prepare("INSERT INTO thing (a) VALUES (?)");
  for (int i = 0; i < 3; ++i) write.bind(1, std::int64_t(i)).run();
  EXPECT_EQ(count(), 3);
}

TEST_F(InMemory, ATransactionIsAllOrNothing) {
  database_.transaction([&] { database_.execute("INSERT INTO thing (a) VALUES (1)"); });
  EXPECT_EQ(count(), 1);
  EXPECT_THAT(refusal([&] {
                database_.transaction([&] {
                  database_.execute("INSERT INTO thing (a) VALUES (2)");
                  database_.execute("INSERT INTO thing (b) VALUES (NULL)");
                });
              }),
              HasSubstr("NOT NULL"));
  EXPECT_EQ(count(), 1);
  EXPECT_THROW(database_.transaction([&] {
    database_.execute("INSERT INTO thing (a) VALUES (2)");
    throw std::logic_error("a bug");
  }),
               std::logic_error);
  EXPECT_EQ(count(), 1);
  database_.transaction([&] { database_.execute("INSERT INTO thing (a) VALUES (2)"); });
  EXPECT_EQ(count(), 2);
}

TEST_F(InMemory, AFailedStatementIsNotLeftOpen) {
  auto write = database_.prepare("INSERT INTO thing (id, b) VALUES (?, ?)");
  write.bind(1, std::int64_t(1)).bind(2, "x").run();
  EXPECT_THAT(refusal([&] { write.bind(1, std::int64_t(1)).bind(2, "x").run(); }), HasSubstr("UNIQUE"));
  // A reading statement that ends by exception half-way through its rows.
  EXPECT_THROW(database_.transaction([&] {
    auto read = database_.prepare("SELECT id FROM thing");
    read.step();
    throw DatabaseError("half-way");
  }),
               DatabaseError);
  EXPECT_EQ(refusal([&] { database_.execute("VACUUM"); }), "") << "VACUUM refuses beside an open statement";
  write.bind(1, std::int64_t(2)).bind(2, "x").run();
  EXPECT_EQ(count(), 2);
}

TEST_F(InMemory, AFullDatabaseSaysSoAndGoesOnOnceThereIsRoom) {
  auto const fill = [&] {
    database_.transaction([&] {
      auto write = database_.prepare("INSERT INTO thing (a) VALUES (?)");
      for (int i = 0; i < 1000; ++i) write.bind(1, std::string(1000, 'x')).run();
    });
  };
  database_.execute("PRAGMA max_page_count = 20");
  EXPECT_THAT(refusal(fill), HasSubstr("the disk is full"));
  EXPECT_EQ(count(), 0);
  database_.execute("PRAGMA max_page_count = 10000");
  EXPECT_EQ(refusal(fill), "");
  EXPECT_EQ(count(), 1000);
}

TEST_F(InMemory, WrongSqlIsRefused) {
  EXPECT_THAT(refusal([&] { database_.prepare("SELEC 1"); }), HasSubstr("syntax error"));
  EXPECT_THAT(refusal([&] { database_.execute("DROP TABLE absent"); }), HasSubstr("no such table"));
}

TEST(Database, TheVersionIsKeptInTheFile) {
  test::Folder folder;
  Database(folder.path("x.db"), Mode::read_write).set_version(7);
  EXPECT_EQ(Database(folder.path("x.db"), Mode::read_only).version(), 7);
}

TEST(Database, TheFileIsForItsOwnerAlone) {
  test::Folder folder;
  auto const before = ::umask(0);
  Database(folder.path("x.db"), Mode::read_write).set_version(1);
  EXPECT_EQ(::umask(before), 0u) << "the mask of the process is as it was";
  struct stat info {};
  ASSERT_EQ(::stat(folder.path("x.db").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777u, 0600u);
}

TEST(Database, ReadOnlyWritesNothing) {
  test::Folder folder;
  EXPECT_THAT(refusal([&] { Database(folder.path("x.db"), Mode::read_only); }), HasSubstr("can not be opened"));
  EXPECT_FALSE(std::filesystem::exists(folder.path("x.db")));
  Database(folder.path("x.db"), Mode::read_write).execute("CREATE TABLE thing (a)");
  Database reader(folder.path("x.db"), Mode::read_only);
  EXPECT_THAT(refusal([&] { reader.execute("INSERT INTO thing VALUES (1)"); }), HasSubstr("can not be written"));
}

TEST(Database, APathThatCanNotBeTellsTheRemedy) {
  test::Folder folder;
  auto const file = folder.write("file", "");
  for (auto const& path : {folder.path("no/such/x.db"), file + "/x.db", folder.path()}) {
    EXPECT_THAT(refusal([&] { Database(path, Mode::read_write); }), HasSubstr("check that the state directory exists"));
  }
}

TEST(Database, AFileThatIsNoDatabaseIsCalledDamaged) {
  test::Folder folder;
  auto const path = folder.write("x.db", std::string(5000, 'x'));
  EXPECT_THAT(refusal([&] { Database(path, Mode::read_write).version(); }), HasSubstr("move lapwing.db"));
  EXPECT_EQ(test::read_file(path), std::string(5000, 'x'));
}

}  // namespace
}  // namespace lapwing::store
