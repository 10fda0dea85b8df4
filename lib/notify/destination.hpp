// SPDX-License-Identifier: Apache-2.0
// Where a channel's messages go, as far as it may be known and stored: the URL itself is a secret.
#pragma once

#include "core/secret.hpp"

#include <string>

namespace lapwing::notify {

struct Destination {
  std::string host;         ///< limits may bind all channels on one
  std::string fingerprint;  ///< changes with the URL, and does not give it away
};

Destination destination_of(Secret const& url);

}  // namespace lapwing::notify
