// SPDX-License-Identifier: Apache-2.0
// The open alerts of a repository on GitHub: code scanning and Dependabot. Pure over bytes.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "poll/security_finding.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::poll {

struct Alert {
  std::int64_t number = 0;  ///< within its repository and list
  std::string tool;         ///< lower case
  Finding finding;
};

/// One page of …/code-scanning/alerts. The severity is the rule's security_severity_level, else that of its severity
/// (error: high, warning: medium, note: low). Alerts that were dismissed or fixed are passed over. Errors: invalid (no
/// JSON, cut short, no list).
Result<std::vector<Alert>> parse_code_scanning_alerts(std::string_view body);

inline constexpr char const* kDependabotTool = "dependabot";

/// One page of …/dependabot/alerts; the severity is the advisory's. Errors: as above.
Result<std::vector<Alert>> parse_dependabot_alerts(std::string_view body);

/// When each tool last analysed the repository, by …/code-scanning/analyses; those of pull requests and those that
/// GitHub could not take in are passed over. Errors: as above.
Result<std::map<std::string, TimePoint>> parse_analyses(std::string_view body);

}  // namespace lapwing::poll
