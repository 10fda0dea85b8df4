// SPDX-License-Identifier: Apache-2.0
// What the sources that implement Store share.
#pragma once

#include "store/store.hpp"

namespace lapwing::store {

inline Level read_level(Statement const& row, int column) {
  auto const number = row.integer(column);
  if (number < 0 || number > 3) {
    throw DatabaseError("it holds a level that does not exist; it was written by another program");
  }
  return Level(number);
}

template <class Work>
auto Store::guarded(Work work) -> Result<decltype(work())> {
  try {
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
      return {};
    } else {
      return work();
    }
  } catch (DatabaseError const& error) {
    return Error{ErrorKind::storage, "store " + path_ + ": " + error.what()};
  }
}

}  // namespace lapwing::store
