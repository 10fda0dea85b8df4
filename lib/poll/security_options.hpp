// SPDX-License-Identifier: Apache-2.0
// What an operator may say about a security_scan poller.
#pragma once

#include "github/api.hpp"

#include <string>

namespace lapwing::config {
class MapReader;
}

namespace lapwing::poll {

/// `source: files`, the default.
struct ScanFilesOptions {
  std::string path;    ///< a report, or a glob of which every file is read
  std::string target;  ///< the label of all of its scans; "": as each report says
};

/// `source: github`.
struct AlertsOptions {
  github::Access access;
  std::string repository;  ///< owner/name
  bool code_scanning = true;
  bool dependabot = true;
};

/// Keys: path (required), target. The caller calls `map.finish()`.
ScanFilesOptions read_scan_files_options(config::MapReader& map);

/// Keys: repository (required), tools, and those of read_github_access. The caller calls `map.finish()`.
AlertsOptions read_alerts_options(config::MapReader& map);

}  // namespace lapwing::poll
