// SPDX-License-Identifier: Apache-2.0
// The chart of an incident: from the rule that judges it and the samples that are stored to a picture.
#pragma once

#include "alert/incident.hpp"
#include "core/result.hpp"
#include "core/zone.hpp"
#include "rules/rule.hpp"
#include "store/store.hpp"

#include <functional>
#include <string>

namespace lapwing::app {

/// Draws it when called, on the store's worker: reads at most 60 values with what they are drawn from, and takes some
/// tens of milliseconds. PNG; "" where too little is known for a chart. The job is empty where no rule on samples
/// judges the incident (any more). The store must outlive it; the rules need not.
std::function<Result<std::string>()> chart_job(rules::RuleSet const& rules, store::Store& store, Zone const& zone,
                                               alert::Incident const& incident, TimePoint now);

}  // namespace lapwing::app
