// SPDX-License-Identifier: Apache-2.0
// The tables, one function per version. A store is brought to the newest version in one transaction.
#pragma once

#include "store/database.hpp"

#include <string>

namespace lapwing::store {

inline constexpr int kSchemaVersion = 7;

/// Turns WAL on. Before an older store is changed a copy of it is made, `backup`.schema-3 (none without a name), which
/// the older Lapwing can read. Throws DatabaseError where the store was written by a newer Lapwing; leaves it untouched
/// then. Tests make older stores by naming a version.
void migrate(Database& database, int version = kSchemaVersion, std::string const& backup = "");

/// The same check without writing: for commands that only read. An older store passes.
void check_version(Database& database);

}  // namespace lapwing::store
