// SPDX-License-Identifier: Apache-2.0
// A report for programs.
#pragma once

#include "report/document.hpp"

#include <string>

namespace lapwing::report {

/// {"report": "status"|"daily"|"weekly"|"monthly", "project": "…", "at": INSTANT,
///   "period": {"from": INSTANT, "until": INSTANT}, "previous_period": {…}, "verdict": STANDING, "summary": ["…"],
///   "sections": [{"id": "models", "title": "…",
///     "figures": [{"id": "accuracy", "name": "…", "place": "…", "labels": {"model": "…"}, "value": NUMBER,
///       "unit": "ratio", "n": 30, "previous": NUMBER, "previous_n": 28, "better": "higher"|"lower"|null,
///       "target": "…", "standing": STANDING, "note": "…", "points": [[INSTANT, 0.7]]}],
///     "remarks": [{"standing": STANDING, "text": "…", "advice": "…", "links": [{"label": "…", "url": "…"}]}]}]}
/// INSTANT: RFC 3339 in UTC. STANDING: "good", "unknown", "watch" or "bad". NUMBER: in the base of the unit
/// (core/quantity: a share is 0 to 1, a duration seconds), or null where it is not known. Texts are plain, nothing in
/// them is escaped for any medium but JSON.
std::string as_json(Document const& document);

}  // namespace lapwing::report
