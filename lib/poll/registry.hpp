// SPDX-License-Identifier: Apache-2.0
// Every kind of poller there is: the values of `type:`.
#pragma once

#include "poll/poller.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace lapwing::config {
class MapReader;
}

namespace lapwing::poll {

struct PollerKind {
  std::string_view type;
  /// Asks the map for the keys of this kind; defects become problems of the map, whose `finish` is the caller's
  /// business.
  std::unique_ptr<Poller> (*read)(config::MapReader& map, std::string const& poller_name);
};

std::span<PollerKind const> poller_kinds();

}  // namespace lapwing::poll
