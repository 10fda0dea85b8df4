// SPDX-License-Identifier: Apache-2.0
// What code scanning and Dependabot have found in the simulated repository.
#pragma once

#include "fake_github/objects.hpp"
#include "fake_github/query.hpp"

#include <string>
#include <vector>

namespace lapwing::fake_github {

struct Alert {
  int number;
  std::string state;     ///< open, dismissed, fixed; of Dependabot also auto_dismissed
  std::string severity;  ///< low, medium, high, critical; "" where GitHub has null
  std::string tool;      ///< CodeQL or Trivy; of Dependabot the package
  TimePoint created;
};

/// One found every nine hours, beginning 40 days before `begin`; those that exist at `now`, newest first.
std::vector<Alert> code_scanning_alerts(TimePoint begin, TimePoint now);
std::vector<Alert> dependabot_alerts(TimePoint begin, TimePoint now);

/// Whether the parameters state, severity (both lists with commas) and tool_name let it through.
bool is_wanted(Alert const& alert, Query const& query);

std::string code_scanning_json(Api const& api, Alert const& alert);
std::string dependabot_json(Api const& api, Alert const& alert);

}  // namespace lapwing::fake_github
