// SPDX-License-Identifier: Apache-2.0
#include "report/material.hpp"
#include "report/open_about.hpp"
#include "report/sections.hpp"

#include <algorithm>

namespace lapwing::report {
namespace {

/// A summary of more is none.
constexpr std::size_t kMostReasons = 6;

Standing worst_of(Section const& section) {
  auto worst = Standing::good;
  for (auto const& figure : section.figures) {
    // A number that is not known is the section's affair, not the verdict's: what can not be read has a sentence.
    if (figure.standing != Standing::unknown) worst = std::max(worst, figure.standing);
  }
  for (auto const& remark : section.remarks) worst = std::max(worst, remark.standing);
  return worst;
}

/// Why the verdict is no better, the worst first: open incidents, then figures that miss their target.
std::vector<std::string> reasons(std::vector<Section> const& sections) {
  std::vector<std::string> out;
  std::vector<Section const*> order;
  for (auto const& section : sections) {
    if (section.id == "criteria") continue;  // the same figures again
    order.insert(section.id == "alerts" ? order.begin() : order.end(), &section);
  }
  for (auto const standing : {Standing::bad, Standing::watch}) {
    for (auto const* const one : order) {
      auto const& section = *one;
      for (auto const& remark : section.remarks) {
        if (remark.standing == standing) out.push_back(remark.text.raw());
      }
      for (auto const& figure : section.figures) {
        if (figure.standing != standing || section.id == "alerts") continue;
        auto text = figure.name + (figure.place.empty() ? "" : ", " + figure.place) + ": " + value_of(figure);
        if (!figure.target.empty()) text += ", target " + figure.target;
        out.push_back(std::move(text));
      }
    }
  }
  if (out.size() > kMostReasons) {
    auto const more = out.size() - kMostReasons;
    out.resize(kMostReasons);
    out.push_back("and " + std::to_string(more) + " more below");
  }
  return out;
}

Standing standing_of(Level level) { return level == Level::critical ? Standing::bad : Standing::watch; }

/// No figure looks well of which an incident is open.
void heed(OpenAbout& open, Figure& figure) {
  auto const level = open.worst(figure);
  if (level >= Level::warning) figure.standing = std::max(figure.standing, standing_of(level));
}

/// What was not there yet, or has nothing to say of either period, is no row.
bool says_nothing(Figure const& figure) { return !figure.value && !figure.previous && figure.note.empty(); }

/// Incidents and channels are counted though nothing was measured.
bool is_empty(std::vector<Section> const& sections) {
  return std::ranges::all_of(sections, [](Section const& one) {
    bool const counts_only = one.id == "alerts" || one.id == "channels";
    return one.remarks.empty() && (counts_only || one.figures.empty());
  });
}

}  // namespace

Document compose(Material const& material) {
  Document out;
  out.kind = material.kind;
  out.project = material.project;
  out.zone = material.zone;
  out.at = material.at;
  out.period = material.period;
  out.previous = material.previous;
  auto& sections = out.sections;
  sections.push_back(pipeline_section(material));
  sections.push_back(model_section(material));
  sections.push_back(data_section(material));
  sections.push_back(resource_section(material));
  sections.push_back(security_section(material));
  sections.push_back(alert_section(material));
  sections.push_back(source_section(material));
  if (material.kind == Kind::status) sections.push_back(channel_section(material));
  if (material.kind == Kind::monthly) sections.push_back(trend_section(material));
  OpenAbout open(material);
  for (auto& section : sections) {
    std::erase_if(section.figures, says_nothing);
    for (auto& figure : section.figures) heed(open, figure);
  }
  bool const knows_nothing = is_empty(sections);
  sections.push_back(criteria_section(material, sections));
  for (auto const& section : sections) out.verdict = std::max(out.verdict, worst_of(section));
  out.summary = reasons(sections);
  if (knows_nothing) {
    out.verdict = Standing::unknown;
    out.summary = {"nothing has been measured yet: is the daemon running, and can its sources be read?"};
  } else if (out.verdict <= Standing::unknown) {
    out.verdict = Standing::good;
    out.summary = {"every number that has a target meets it, and no incident is open"};
  }
  return out;
}

}  // namespace lapwing::report
