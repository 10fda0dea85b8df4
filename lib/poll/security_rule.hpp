// SPDX-License-Identifier: Apache-2.0
// What scanners say of the rule behind a finding, in SARIF and in GitHub's code-scanning alerts alike.
#pragma once

#include "poll/security_finding.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string_view>

namespace lapwing::poll {

/// Of a CVSS score, a number or (as most write it) a text: from 9 critical, from 7 high, from 4 medium, above 0 low;
/// absent for anything else.
std::optional<Severity> severity_of_score(nlohmann::json const& score);

/// The first of a list of tags that is a severity, as in ["security", "HIGH"].
std::optional<Severity> severity_of_tags(nlohmann::json const& tags);

/// error: high, warning: medium, note: low; unknown for anything else.
Severity severity_of_level(std::string_view level);

/// By the rule's list of tags and its name, as Trivy writes them; code where they do not tell.
FindingClass class_of_rule(std::string_view name, nlohmann::json const& tags);

/// Package, version and fixed version, where a message has the lines that Trivy writes ("Package: openssl").
void read_package_lines(std::string_view message, Finding& finding);

}  // namespace lapwing::poll
