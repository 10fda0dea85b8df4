// SPDX-License-Identifier: Apache-2.0
// An incident with every field filled: an_incident(7), then change what the test is about. And all of one as text, to
// compare.
#pragma once

#include "alert/incident.hpp"

#include <string>

namespace lapwing::test {

inline alert::Incident an_incident(alert::IncidentId id, Level level = Level::warning) {
  alert::Incident incident;
  incident.id = id;
  incident.key = {"model-accuracy", {{"model", "btc"}}};
  incident.level = level;
  incident.worst = Level::critical;
  incident.value = "58.3%";
  incident.threshold = "below 60%";
  incident.summary = Untrusted("share of correct predictions");
  incident.note = Untrusted("metadata_3.json");
  incident.links = {{"Run 7", "https://github.com/acme/model/actions/runs/7"},
                    {"Last good commit", "https://github.com/acme/model/commit/1"}};
  incident.action = Untrusted("Review the model");
  incident.runbook = "https://wiki.example/models";
  incident.sparkline = "▇▆▁";
  incident.since = from_millis(1'700'000'000'001);
  incident.changed = from_millis(1'700'000'000'002);
  return incident;
}

inline std::string text_of(alert::Incident const& one) {
  std::string out = std::to_string(one.id) + " " + one.key.rule + one.key.labels.to_string() + " " +
                    std::string(name_of(one.level)) + "/" + std::string(name_of(one.worst)) + " " + one.value + " " +
                    one.threshold + " [" + one.summary.raw() + "] [" + one.note.raw() + "] [" + one.action.raw() +
                    "] " + one.runbook + " " + one.sparkline + " " + format_utc(one.since) + " " +
                    format_utc(one.changed);
  for (auto const& link : one.links) out += " " + link.label + "=" + link.url;
  return one.closed ? out + " closed " + format_utc(*one.closed) + " " + one.closed_because : out;
}

}  // namespace lapwing::test
