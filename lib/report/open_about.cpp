// SPDX-License-Identifier: Apache-2.0
#include "report/open_about.hpp"

#include <algorithm>

namespace lapwing::report {
namespace {

std::vector<std::string> names_of(Labels const& labels) {
  std::vector<std::string> out;
  for (auto const& [name, value] : labels.pairs()) out.push_back(name);
  return out;
}

Labels only(Labels const& labels, std::vector<std::string> const& names) {
  Labels out;
  for (auto const& name : names) out.set(name, labels.get(name));
  return out;
}

}  // namespace

OpenAbout::OpenAbout(Material const& material) {
  std::map<std::string_view, AlertFact const*> facts;
  for (auto const& fact : material.alerts) facts.emplace(fact.id, &fact);
  for (auto const& incident : material.incidents) {
    bool const is_open = incident.level >= Level::warning && !incident.closed && incident.since <= material.at;
    auto const fact = facts.find(incident.key.rule);
    if (!is_open || fact == facts.end()) continue;
    for (auto const& metric : fact->second->metrics) by_metric_[metric].push_back(&incident);
  }
}

OpenAbout::Table OpenAbout::table_of(std::string const& metric, Labels const& labels) const {
  Table out;
  auto const incidents = by_metric_.find(metric);
  if (incidents == by_metric_.end()) return out;
  auto const names = names_of(labels);
  for (auto const* const incident : incidents->second) {
    auto const shared = only(incident->key.labels, names);
    out.shared.insert(names_of(shared));
    auto& level = out.levels.try_emplace(shared, Level::ok).first->second;
    level = std::max(level, incident->level);
  }
  return out;
}

Level OpenAbout::worst(Figure const& figure) {
  auto const [at, is_new] = tables_.try_emplace({figure.id, names_of(figure.labels)});
  if (is_new) at->second = table_of(figure.id, figure.labels);
  auto worst = Level::ok;
  for (auto const& names : at->second.shared) {
    auto const found = at->second.levels.find(only(figure.labels, names));
    if (found != at->second.levels.end()) worst = std::max(worst, found->second);
  }
  return worst;
}

}  // namespace lapwing::report
