// SPDX-License-Identifier: Apache-2.0
#include "report/figures.hpp"
#include "report/sections.hpp"

namespace lapwing::report {
namespace {

bool is_total(Labels const& labels) { return labels.get("artifact").empty(); }

/// What is used as a share of what there is, where both are known: "minutes", "storage".
void add_share(Material const& material, Figure const& used, Group const& whole, std::string_view metric,
               std::string name, std::vector<Figure>& figures) {
  auto const now = newest_in(material.history, whole.ids, material.period);
  auto const before = newest_in(material.history, whole.ids, material.previous);
  Figure share;
  share.id = std::string(metric);
  share.name = std::move(name);
  share.place = used.place;
  share.labels = used.labels;
  share.unit = Unit::ratio;
  share.better = Better::lower;
  if (now && now->value > 0 && used.value) share.value = *used.value / now->value;
  if (before && before->value > 0 && used.previous) share.previous = *used.previous / before->value;
  share.n = share.value ? 1 : 0;
  share.previous_n = share.previous ? 1 : 0;
  share.is_key = true;
  hold_against_target(share, material, metric);
  figures.push_back(std::move(share));
}

std::optional<Group> same_place(std::vector<Group> const& groups, std::string_view label, Labels const& labels) {
  for (auto const& group : groups) {
    if (group.labels.get(label) == labels.get(label)) return group;
  }
  return std::nullopt;
}

}  // namespace

Section resource_section(Material const& material) {
  Section out{.id = "resources", .title = "Resource usage", .empty = "No quota is watched, or none was read yet."};
  auto const included = group_by(material.history, "actions.minutes_included", {"account"});
  for (auto const& account : group_by(material.history, "actions.minutes_used", {"account"})) {
    auto const used = figure_of(material, "actions.minutes_used", "Actions minutes this month", account, Draw::newest);
    out.figures.push_back(used);
  }
  for (auto const& account : group_by(material.history, "actions.minutes_projected", {"account"})) {
    auto const projected =
        figure_of(material, "actions.minutes_projected", "Minutes at the month's end", account, Draw::newest);
    out.figures.push_back(projected);
    if (auto const all = same_place(included, "account", account.labels))
      add_share(material, projected, *all, "actions.projected_share", "Share of the minutes, projected", out.figures);
  }
  auto const quotas = group_by(material.history, "artifact.quota", {"repository"});
  for (auto const& repository : group_by(material.history, "artifact.bytes", {"repository"}, is_total)) {
    auto const used = figure_of(material, "artifact.bytes", "Artifact storage", repository, Draw::newest);
    out.figures.push_back(used);
    if (auto const quota = same_place(quotas, "repository", repository.labels))
      add_share(material, used, *quota, "artifact.used", "Share of the storage", out.figures);
  }
  for (auto const& repository : group_by(material.history, "artifact.time_to_full", {"repository"}))
    out.figures.push_back(figure_of(material, "artifact.time_to_full", "Storage is full in", repository, Draw::newest));
  for (auto const& repository : group_by(material.history, "cache.bytes", {"repository"}))
    out.figures.push_back(figure_of(material, "cache.bytes", "Caches", repository, Draw::newest));
  for (auto const& api : group_by(material.history, "api.remaining", {"repository", "api"}))
    out.figures.push_back(figure_of(material, "api.remaining", "API requests left", api, Draw::newest));
  return out;
}

}  // namespace lapwing::report
