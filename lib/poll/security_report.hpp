// SPDX-License-Identifier: Apache-2.0
// From what scans say to what the poll brings. Pure.
#pragma once

#include "poll/poller.hpp"
#include "poll/security_finding.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::poll {

/// A place that scans are read from, and why something there can not be read: never the same as "nothing found".
struct ScanPlace {
  std::string path;        ///< as the label has it: a file, a glob, a path of an API
  std::size_t faults = 0;  ///< how many scans can not be read
  std::string first = {};  ///< the first of them in words
  void add_fault(std::string what);
};

struct SecurityReading {
  /// What the operator asked for, in any form: after an edit of it nothing that was there before is missed.
  std::string source;
  std::vector<ScanPlace> places;
  std::vector<Scan> scans;  ///< one for each tool and target; both are not empty
  /// Whether a scan that was there before must be there again: files, but not alerts of an API.
  bool keeps_scans = true;
};

/// Per scan, at its time: security.findings for every severity of every class that this target was ever looked at for,
/// zeros included; security.suppressed; and, if it is another scan than the one the cursor knows, new_findings and
/// fixed_findings of every severity that is remembered: the first scan has nothing to be compared with, and a scan
/// that is read again brings its comparison only once. At `now`: security.scan_age, also of a scan that is gone;
/// security.unreadable of each place. Of what can not be read nothing else comes: no finding is not zero findings.
PollReport report_security(SecurityReading reading, std::string_view cursor, TimePoint now);

}  // namespace lapwing::poll
