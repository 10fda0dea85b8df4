// SPDX-License-Identifier: Apache-2.0
#include "report/figures.hpp"
#include "report/sections.hpp"

namespace lapwing::report {

Section source_section(Material const& material) {
  Section out{.id = "sources", .title = "Sources", .empty = "No source is configured."};
  for (auto const& poller : group_by(material.history, "poll.success", {"poller"})) {
    auto figure = figure_of(material, "poll.success", "Polls that could read it", poller, Draw::mean);
    figure.place = std::string(poller.labels.get("poller"));
    figure.note.clear();
    if (figure.value.value_or(1) < 1) figure.standing = Standing::watch;
    out.figures.push_back(std::move(figure));
  }
  for (auto const& poller : material.pollers) {
    if (poller.failures == 0 || poller.last_run > material.at) continue;
    auto text = poller.name + " can not be read";
    if (poller.last_success) text += ", last read " + material.zone.format(*poller.last_success);
    out.remarks.push_back({Standing::watch, Untrusted(text + ": " + poller.error)});
  }
  return out;
}

}  // namespace lapwing::report
