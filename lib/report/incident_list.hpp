// SPDX-License-Identifier: Apache-2.0
// Open and recent incidents for `lapwing alerts`: for people and as JSON.
#pragma once

#include "alert/incident.hpp"
#include "core/zone.hpp"

#include <string>
#include <vector>

namespace lapwing::report {

/// A few lines an incident, worst first, recent ones last; one sentence where there is none. ANSI colours if `colour`.
std::string incidents_as_text(std::vector<alert::Incident> const& incidents, Zone const& zone, bool colour);

/// {"incidents": [{"id": 7, "alert": "…", "labels": {…}, "level": "warning", "worst": …, "value": …, "threshold": …,
/// "summary": …,
///   "note": …, "edit": …, "action": …, "runbook": …, "since": RFC 3339, "changed": …, "closed": RFC 3339 or null,
///   "closed_because": …}]}
std::string incidents_as_json(std::vector<alert::Incident> const& incidents);

}  // namespace lapwing::report
