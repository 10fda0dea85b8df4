// SPDX-License-Identifier: Apache-2.0
// Open and recent incidents for `lapwing alerts`: for people and as JSON.
#pragma once

#include "alert/attention.hpp"
#include "core/zone.hpp"

#include <map>
#include <string>
#include <vector>

namespace lapwing::report {

struct Aside {
  alert::Stance attention;  ///< who holds an incident back or sees to it
  std::string data;         ///< "stale: 3 polls missed"; "" where what it looks at still comes
};
using Asides = std::map<alert::IncidentId, Aside>;

/// A few lines an incident, worst first, recent ones last; one sentence where there is none. ANSI colours if `colour`.
/// What is longer than `width` cells goes on in the next line, under where it began.
std::string incidents_as_text(std::vector<alert::Incident> const& incidents, Asides const& asides, Zone const& zone,
                              bool colour, std::size_t width = std::string::npos);

/// {"incidents": [{"id": 7, "alert": "…", "labels": {…}, "level": "warning", "worst": …, "value": …, "threshold": …,
/// "summary": …,
///   "note": …, "edit": …, "action": …, "runbook": …, "since": RFC 3339, "changed": …, "closed": RFC 3339 or null,
///   "closed_because": …, "attention": "open", "attention_because": "", "data": "fresh"}]}
std::string incidents_as_json(std::vector<alert::Incident> const& incidents, Asides const& asides);

}  // namespace lapwing::report
