// SPDX-License-Identifier: Apache-2.0
// How things stand with a project that has trouble: what the status page is made from.
#pragma once

#include "report/status_page.hpp"
#include "support/a_document.hpp"
#include "support/an_incident.hpp"

namespace lapwing::test {

/// So many open incidents, the worst first, and one that has ended.
inline report::Overview an_overview(std::size_t open = 3) {
  using namespace std::chrono_literals;
  report::Overview out;
  out.status = a_document();
  out.status.kind = report::Kind::status;
  for (std::size_t i = 0; i < open; ++i) {
    auto one = an_incident(alert::IncidentId(i + 1), i == 0 ? Level::critical : Level::warning);
    one.since = one.changed = kMonday - 3h * int(i % 40 + 1);
    if (i % 3 == 1) {
      one.key = {"ci-success-rate", {{"repository", "acme/bitcoin"}, {"workflow", "Scheduled Training"}}};
      one.value = "85.7%";
      one.threshold = "below 90%";
      one.summary = Untrusted("share of successful runs among the last 50");
      one.note = Untrusted("the step 'Train model' failed at 3f2a9c1");
      one.action = Untrusted("Open the newest failed run and read its first failing step.");
      one.sparkline = "▇▇▇▅▇▂▃";
    }
    out.incidents.push_back(std::move(one));
  }
  if (open > 1) out.asides[2] = {{"acknowledged", "acknowledged by eva: on it"}, "stale: 3 polls missed"};
  auto ended = an_incident(4711);
  ended.level = Level::ok;
  ended.since = kMonday - 50h;
  ended.closed = kMonday - 40h;
  ended.closed_because = "recovered";
  out.incidents.push_back(std::move(ended));
  out.pollers = {
      {"ci", "github_actions", "1m", store::PollerRecord{"ci", kMonday - 20s, kMonday - 20s, 0, "", ""}, kMonday + 40s},
      {"models", "model_metrics", "hourly", store::PollerRecord{"models", kMonday - 20min, kMonday - 20min, 0, "", ""},
       kMonday + 40min},
      {"prices", "data_quality", "hourly at :10",
       store::PollerRecord{"prices", kMonday - 50min, kMonday - 26h, 26,
                           "/srv/bitcoin/prices.csv: there is no such file", ""},
       kMonday + 10min},
      {"scans", "security_scan", "daily at 06:30", std::nullopt, kMonday + 21h}};
  out.channels = {{store::ChannelRecord{"team", {}, 0, ""}, 0, 0},
                  {store::ChannelRecord{"oncall", kMonday + 2min, 4, "429: rate limited", kMonday - 9min}, 3, 1}};
  return out;
}

/// Every text that may come from outside is kHostile.
inline report::Overview a_hostile_overview() {
  auto out = an_overview();
  out.status = a_hostile_document();
  out.status.kind = report::Kind::status;
  for (auto& one : out.incidents) {
    one.key = {kHostile, {{"branch", kHostile}}};
    one.value = one.threshold = one.runbook = one.sparkline = one.closed_because = kHostile;
    one.summary = one.note = one.action = Untrusted(kHostile);
    one.links = {{kHostile, "javascript:alert(1)"}, {kHostile, kHostile}};
  }
  out.asides[1] = {{"acknowledged", kHostile}, kHostile};
  for (auto& one : out.pollers) {
    one.name = one.type = one.every = kHostile;
    if (one.record) one.record->error = kHostile;
  }
  for (auto& one : out.channels) one.record.name = one.record.error = kHostile;
  return out;
}

}  // namespace lapwing::test
