// SPDX-License-Identifier: Apache-2.0
// The only list of the kinds of channels.
#pragma once

#include "config/map_reader.hpp"
#include "notify/notifier.hpp"

#include <memory>
#include <span>
#include <string_view>

namespace lapwing::notify {

struct NotifierKind {
  std::string_view type;  ///< `type: discord`
  /// Reads the kind's own keys. A wrong value becomes a problem of the reader and the result is null. The caller has
  /// read `type` and calls finish().
  std::unique_ptr<Notifier> (*read)(config::MapReader& map);
};

std::span<NotifierKind const> notifier_kinds();

}  // namespace lapwing::notify
