// SPDX-License-Identifier: Apache-2.0
// Scan reports in files, Trivy JSON and SARIF.
#pragma once

#include "core/result.hpp"
#include "poll/security_json.hpp"
#include "poll/security_report.hpp"

#include <stop_token>
#include <string>
#include <vector>

namespace lapwing::poll {

/// The scans of one report, told by its content and not by its name. `at` and `target` may still be missing. Errors:
/// those of read_report and of the format; invalid for JSON that is neither Trivy's nor SARIF.
Result<std::vector<Scan>> parse_scans(ReadBytes read, std::string const& file, ReportLimits limits = {});

/// Reads every file that `path` means on the calling thread. Of the scans of one tool and target the newest counts: by
/// its own time, or by the file's modification where it tells none or one that can not be. Where a report names no
/// target, it is the file's name; `target`, if not "", is that of all of them. A file that can not be read is a fault
/// of the reading. Errors: not_found (no file at all), busy (stopped).
Result<SecurityReading> read_scan_files(std::string const& path, std::string const& target, TimePoint now,
                                        std::stop_token stop);

}  // namespace lapwing::poll
