// SPDX-License-Identifier: Apache-2.0
// SARIF 2.1.0, the format that Trivy, CodeQL, Semgrep, Bandit and many more can write.
#pragma once

#include "core/result.hpp"
#include "poll/security_finding.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace lapwing::poll {

/// The members that scans_of_sarif looks at, for read_report, with spaces between.
inline constexpr std::string_view kSarifKeys =
    "version runs tool driver extensions rules id name properties security-severity tags defaultConfiguration level "
    "shortDescription text results ruleId ruleIndex rule kind baselineState suppressions status message locations "
    "physicalLocation artifactLocation uri region startLine invocations startTimeUtc endTimeUtc executionSuccessful "
    "automationDetails imageName";

bool is_sarif(nlohmann::json const& report);

/// One scan for each tool and target that the runs name; runs of the same are one. A result is a finding unless its
/// kind or baselineState says that nothing is wrong (any more); accepted suppressions count apart. The severity comes
/// from the result's or the rule's security-severity (CVSS: 9, 7, 4), else from a tag such as HIGH, else from `level`.
/// `scanned_at` is the end of the last invocation, absent where none is told. Errors: invalid (another version, no run,
/// a run that has not looked or has failed and found nothing: that is not "nothing found"), beginning with `file`.
Result<std::vector<Scan>> scans_of_sarif(nlohmann::json const& report, std::string const& file);

}  // namespace lapwing::poll
