// SPDX-License-Identifier: Apache-2.0
#include "notify/wording.hpp"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>

namespace lapwing::notify {
namespace {

/// What of a summary fits on a phone's lock screen.
constexpr std::size_t kHeadlineSummary = 180;

std::string upper(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
  }
  return out;
}

/// The parts that are not empty, with the separator between them.
std::string join(std::initializer_list<std::string_view> parts, std::string_view separator) {
  std::string out;
  for (auto const part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out += separator;
    out += part;
  }
  return out;
}

/// (#42); "" for what is no incident.
std::string number_of(Item const& item) { return item.incident == 0 ? "" : "(#" + std::to_string(item.incident) + ")"; }

/// Something that happened once, as against something that lasts.
bool is_event(Item const& item) { return item.level != Level::ok && item.threshold.empty(); }

}  // namespace

std::string state_of(Item const& item) {
  std::string const level = upper(name_of(item.level));
  switch (item.what) {
    case What::opened:
      return level;
    case What::worsened:
    case What::eased:
      return level + " (was " + std::string(name_of(item.before)) + ")";
    case What::reminder:
      return level + " (still)";
    case What::recovered:
      return "RECOVERED";
    case What::ended:
      return "CLOSED";
    case What::test:
      return "TEST";
  }
  throw std::logic_error("state_of: unknown What");
}

std::string title_of(Item const& item) {
  return std::string(icon(item.level)) + " " + join({state_of(item), item.alert, place_of(item)}, " · ");
}

std::string group_of(Item const& item) {
  return std::string(icon(item.level)) + " " +
         join({join({state_of(item), item.alert}, " · "), is_over(item) ? "" : item.threshold}, ", ");
}

std::string member_of(Item const& item) { return join({place_of(item), item.value, number_of(item)}, " "); }

std::string line_of(Item const& item) {
  std::string const measured = join({item.value, is_over(item) ? "" : item.threshold}, ", ");
  return join({join({title_of(item), measured}, ": "), number_of(item)}, " ");
}

std::string measure_of(Item const& item) {
  // Of what is over, the threshold that was passed last says nothing.
  bool const is_judged = !item.threshold.empty() && !is_over(item);
  auto const limit = is_judged ? std::string(name_of(item.level)) + " when " + item.threshold : "";
  return join({join({item.value, item.sparkline}, " "), limit}, " · ");
}

std::string cause_of(Item const& item) { return item.edit.empty() ? "" : "Because " + item.edit; }

Instants written_instants(Notification const& what) {
  auto const ago = [at = what.at](TimePoint then) {
    return at - then < std::chrono::minutes{1} ? "just now" : format_duration(at - then) + " ago";
  };
  return {[zone = what.zone](TimePoint then) { return zone.format(then); }, ago};
}

std::string when_of(Item const& item, Instants const& show) {
  if (item.what == What::test) return "";
  std::string const delay = item.delayed < kWorthSaying ? "" : "; delayed " + format_duration(item.delayed);
  if (is_over(item)) {
    return "Was " + std::string(name_of(item.before)) + "; lasted " + format_duration(item.changed - item.since) +
           ", from " + show.full(item.since) + " to " + show.full(item.changed) + delay;
  }
  std::string out = (is_event(item) ? "At " : "Since ") + show.full(item.since) + " (" + show.ago(item.since) + ")";
  if (item.changed != item.since && item.what != What::opened) {
    out += ", " + std::string(name_of(item.level)) + " since " + show.full(item.changed);
  }
  return out + delay;
}

std::string next_step(Item const& item) {
  if (is_over(item)) return "";
  if (!item.action.empty()) return item.action.raw();
  if (!item.runbook.empty() || item.level < Level::warning || item.what == What::test) return "";
  return "run lapwing alerts to see all that is open";
}

std::vector<Link> links_to_show(Item const& item) {
  auto links = item.links;
  links.resize(std::min(links.size(), kMostLinks));
  if (!is_over(item) && !item.runbook.empty()) links.push_back({"Runbook", item.runbook});
  return links;
}

std::string headline(Notification const& what) {
  auto const project = cut(trim(what.project), Show::project);
  auto const all = tally(what);
  if (all.total() != 1 || what.continues) {
    auto const counts = (what.continues ? "Continued: " : "") + all.to_string();
    return join({std::string(icon(worst(what))) + " " + counts, project}, " · ");
  }
  auto const& item = what.items.front();
  if (item.summary.empty()) return join({title_of(item), project}, " · ");
  return join({std::string(icon(item.level)) + " " + state_of(item) + ": " + cut(item.summary.raw(), kHeadlineSummary),
               project},
              " · ");
}

std::string summary_beside_headline(Notification const& what, Item const& item) {
  bool const said =
      what.items.size() == 1 && !what.continues && count_characters(item.summary.raw()) <= kHeadlineSummary;
  return said ? "" : item.summary.raw();
}

std::string footer_of(Notification const& what, Item const& item) {
  std::string const number = item.incident == 0 ? "" : "incident #" + std::to_string(item.incident);
  return join({cut(trim(what.project), Show::project), number}, " · ");
}

}  // namespace lapwing::notify
