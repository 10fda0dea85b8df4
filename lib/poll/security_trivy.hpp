// SPDX-License-Identifier: Apache-2.0
// Trivy's own JSON report: `trivy image|fs|repo|config --format json`.
#pragma once

#include "core/result.hpp"
#include "poll/security_finding.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace lapwing::poll {

/// The members that scan_of_trivy looks at, for read_report, with spaces between. What a secret reads like (Match,
/// Code) is not among them.
inline constexpr std::string_view kTrivyKeys =
    "SchemaVersion CreatedAt ArtifactName Results Target Class Vulnerabilities Misconfigurations Secrets Licenses "
    "Severity ExperimentalModifiedFindings VulnerabilityID PkgName PkgPath InstalledVersion FixedVersion ID AVDID "
    "Title Status CauseMetadata StartLine RuleID Name FilePath";

bool is_trivy(nlohmann::json const& report);

/// An element of Results[].{Vulnerabilities, Misconfigurations, Secrets, Licenses} is a finding, but for a
/// misconfiguration whose Status is not FAIL. What can not be understood counts as a finding of unknown severity. Each
/// list may be missing or null; so may Results: nothing was found. `scanned_at` is CreatedAt, absent where that is
/// missing or no time. Errors: invalid (a list that is none), beginning with `file`.
Result<Scan> scan_of_trivy(nlohmann::json const& report, std::string const& file);

}  // namespace lapwing::poll
