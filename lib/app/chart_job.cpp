// SPDX-License-Identifier: Apache-2.0
#include "app/chart_job.hpp"

#include "notify/chart.hpp"

namespace lapwing::app {

std::function<Result<std::string>()> chart_job(rules::RuleSet const& rules, store::Store& store, Zone const& zone,
                                               alert::Incident const& incident, TimePoint now) {
  auto const* const rule = rules.find(incident.key.rule);
  if (rule == nullptr) return {};
  return [&store, rule = *rule, zone, incident, now]() -> Result<std::string> {
    auto trend = store.trend(rule, incident.key.labels, incident.closed.value_or(now));
    if (!trend) return trend.error();
    return notify::draw_png(notify::chart_of(incident, *std::move(trend), zone));
  };
}

}  // namespace lapwing::app
