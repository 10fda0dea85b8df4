// SPDX-License-Identifier: Apache-2.0
#include "store/schema.hpp"

#include "support/folder.hpp"

#include <gmock/gmock.h>

#include <set>

namespace lapwing::store {
namespace {

using testing::HasSubstr;
using Mode = Database::Mode;

std::set<std::string> tables(Database& database) {
  std::set<std::string> names;
  auto row = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'");
  while (row.step()) names.insert(row.text(0));
  return names;
}

std::string refusal(Database& database) {
  try {
    migrate(database);
  } catch (DatabaseError const& error) {
    return error.what();
  }
  return "";
}

TEST(Schema, AnEmptyDatabaseGetsEveryTableAndTheVersion) {
  Database database(":memory:", Mode::read_write);
  migrate(database);
  EXPECT_EQ(database.version(), kSchemaVersion);
  EXPECT_EQ(tables(database), (std::set<std::string>{"series", "sample", "event", "poller", "report", "report_debt",
                                                     "standing", "incident", "outbox", "told", "dead_letter", "channel",
                                                     "ack", "silence", "audit", "edit", "counter"}));
}

TEST(Schema, MigratingAgainChangesNothing) {
  Database database(":memory:", Mode::read_write);
  migrate(database);
  database.execute("INSERT INTO told (channel, incident, level, at) VALUES ('team', 1, 2, 3)");
  migrate(database);
  auto row = database.prepare("SELECT COUNT(*) FROM told");
  ASSERT_TRUE(row.step());
  EXPECT_EQ(row.integer(0), 1);
}

TEST(Schema, AStoreOfTheFirstVersionKeepsItsRows) {
  Database database(":memory:", Mode::read_write);
  migrate(database, 1);
  database.execute("INSERT INTO series (metric, labels, note) VALUES ('model.f1', '', 'kept')");
  migrate(database);
  EXPECT_EQ(database.version(), kSchemaVersion);
  auto row = database.prepare("SELECT note, links FROM series");
  ASSERT_TRUE(row.step());
  EXPECT_EQ(row.text(0), "kept");
  EXPECT_EQ(row.text(1), "");
}

TEST(Schema, ACopyOfAnOlderStoreIsKeptForTheOlderLapwing) {
  test::Folder folder;
  auto const path = folder.path("lapwing.db");
  {
    Database database(path, Mode::read_write);
    migrate(database, 3);
    database.execute("INSERT INTO series (metric, labels) VALUES ('model.f1', '')");
  }
  folder.write("lapwing.db.schema-3", "half a copy, of an upgrade that was killed");
  for (int i = 0; i < 2; ++i) {  // the second time there is nothing to upgrade
    Database database(path, Mode::read_write);
    migrate(database, kSchemaVersion, path);
    EXPECT_EQ(database.version(), kSchemaVersion);
  }
  Database copy(path + ".schema-3", Mode::read_only);
  EXPECT_EQ(copy.version(), 3);
  auto row = copy.prepare("SELECT metric FROM series");
  ASSERT_TRUE(row.step());
  EXPECT_EQ(row.text(0), "model.f1");
}

TEST(Schema, TheFileIsKeptInWriteAheadMode) {
  test::Folder folder;
  Database database(folder.path("x.db"), Mode::read_write);
  migrate(database);
  auto row = database.prepare("PRAGMA journal_mode");
  ASSERT_TRUE(row.step());
  EXPECT_EQ(row.text(0), "wal");
  auto synchronous = database.prepare("PRAGMA synchronous");
  ASSERT_TRUE(synchronous.step());
  EXPECT_EQ(synchronous.integer(0), 2) << "FULL";
}

TEST(Schema, ANewerDatabaseIsRefusedAndNotOneByteIsTouched) {
  test::Folder folder;
  auto const path = folder.path("x.db");
  {
    Database newer(path, Mode::read_write);
    newer.execute("CREATE TABLE invention (a)");
    newer.set_version(kSchemaVersion + 1);
  }
  auto const before = test::read_file(path);
  {
    Database database(path, Mode::read_write);
    EXPECT_THAT(refusal(database),
                HasSubstr("written by a newer Lapwing (schema " + std::to_string(kSchemaVersion + 1)));
  }
  EXPECT_EQ(test::read_file(path), before);
}

TEST(Schema, AVersionThatNeverWasIsRefused) {
  Database database(":memory:", Mode::read_write);
  database.set_version(-1);
  EXPECT_THAT(refusal(database), HasSubstr("written by another program"));
  EXPECT_TRUE(tables(database).empty());
}

TEST(Schema, AMigrationThatFailsLeavesTheOldVersion) {
  Database database(":memory:", Mode::read_write);
  database.execute("CREATE TABLE incident (something_else)");
  EXPECT_THAT(refusal(database), HasSubstr("already exists"));
  EXPECT_EQ(database.version(), 0);
  EXPECT_EQ(tables(database), (std::set<std::string>{"incident"}));
}

}  // namespace
}  // namespace lapwing::store
