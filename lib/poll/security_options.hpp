// SPDX-License-Identifier: Apache-2.0
// What an operator may say about a security_scan poller.
#pragma once

#include <string>

namespace lapwing::config {
class MapReader;
}

namespace lapwing::poll {

struct SecurityOptions {
  std::string path;    ///< a report, or a glob of which every file is read
  std::string target;  ///< the label of all of its scans; "": as each report says
};

/// Keys: path (required), target. The caller calls `map.finish()`.
SecurityOptions read_security_options(config::MapReader& map);

}  // namespace lapwing::poll
