// SPDX-License-Identifier: Apache-2.0
#include "report/incident_list.hpp"

#include "report/cells.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace lapwing::report {
namespace {

using alert::Incident;
using nlohmann::ordered_json;

std::string_view colour_of(Incident const& incident) {
  switch (incident.level) {
    case Level::ok:
      return "\x1b[32m";
    case Level::critical:
      return "\x1b[1;31m";
    case Level::warning:
      return "\x1b[33m";
    default:
      return "\x1b[34m";
  }
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
  return out;
}

/// The names of what an incident has, each with what it is.
class Lines {
 public:
  explicit Lines(std::size_t width) : room_(std::max(width, kLeast) - kIndent) {}

  void add(std::string name, std::string const& value) {
    if (value.empty()) return;
    name.resize(8, ' ');
    auto head = "    " + name;
    auto const lines = cells_of(value) <= room_ ? std::vector{value} : wrapped(value, room_);
    for (auto const& line : lines) out_ += std::exchange(head, std::string(kIndent, ' ')) + line + "\n";
  }
  std::string const& text() const { return out_; }

 private:
  static constexpr std::size_t kIndent = 12, kLeast = 32;
  std::size_t room_;
  std::string out_;
};

Aside aside_of(Incident const& incident, Asides const& asides) {
  auto const found = asides.find(incident.id);
  return found == asides.end() ? Aside() : found->second;
}

std::string one_as_text(Incident const& incident, Asides const& asides, Zone const& zone, bool colour,
                        std::size_t width) {
  std::string out = "#" + std::to_string(incident.id) + " ";
  if (colour) out += colour_of(incident);
  out += incident.level == Level::ok ? "CLOSED" : upper(name_of(incident.level));
  if (colour) out += "\x1b[0m";
  out += " " + incident.key.rule;
  for (auto const& [name, value] : incident.key.labels.pairs()) out += " " + name + "=" + value;
  out += "\n";
  Lines lines(width);
  std::string value = incident.value;
  if (!incident.threshold.empty())
    value += " (" + std::string(incident.closed ? "was " : "") + incident.threshold + ")";
  if (!incident.sparkline.empty()) value += "  " + incident.sparkline;
  lines.add("value", value);
  lines.add("what", incident.summary.raw());
  lines.add("note", incident.note.raw());
  if (!incident.closed && !incident.edit.empty()) lines.add("because", incident.edit);
  lines.add("since", zone.format(incident.since));
  if (incident.closed) {
    lines.add("closed", zone.format(*incident.closed) + ", " + incident.closed_because);
  } else {
    auto const aside = aside_of(incident, asides);
    lines.add("data", aside.data);
    lines.add("told", aside.attention.why);
    lines.add("do", incident.action.raw());
    lines.add("runbook", incident.runbook);
  }
  return out + lines.text();
}

}  // namespace

std::string incidents_as_text(std::vector<Incident> const& incidents, Asides const& asides, Zone const& zone,
                              bool colour, std::size_t width) {
  if (incidents.empty()) return "No open or recent incidents.\n";
  std::string out;
  for (auto const& incident : incidents)
    out += (out.empty() ? "" : "\n") + one_as_text(incident, asides, zone, colour, width);
  return out;
}

std::string incidents_as_json(std::vector<Incident> const& incidents, Asides const& asides) {
  auto list = ordered_json::array();
  for (auto const& incident : incidents) {
    auto labels = ordered_json::object();
    for (auto const& [name, value] : incident.key.labels.pairs()) labels[name] = value;
    auto one = ordered_json::object();
    one["id"] = incident.id;
    one["alert"] = incident.key.rule;
    one["labels"] = std::move(labels);
    one["level"] = name_of(incident.level);
    one["worst"] = name_of(incident.worst);
    one["value"] = incident.value;
    one["threshold"] = incident.threshold;
    one["summary"] = incident.summary.raw();
    one["note"] = incident.note.raw();
    one["action"] = incident.action.raw();
    one["runbook"] = incident.runbook;
    one["edit"] = incident.edit;
    one["since"] = format_utc(incident.since);
    one["changed"] = format_utc(incident.changed);
    one["closed"] = incident.closed ? ordered_json(format_utc(*incident.closed)) : ordered_json(nullptr);
    one["closed_because"] = incident.closed_because;
    auto const aside = aside_of(incident, asides);
    one["attention"] = aside.attention.word;
    one["attention_because"] = aside.attention.why;
    one["data"] = aside.data.empty() ? "fresh" : aside.data;
    list.push_back(std::move(one));
  }
  auto out = ordered_json::object();
  out["incidents"] = std::move(list);
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace lapwing::report
