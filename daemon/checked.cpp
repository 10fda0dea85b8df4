// SPDX-License-Identifier: Apache-2.0
#include "checked.hpp"

#include "app/shipped_tests.hpp"
#include "json.hpp"

#include <algorithm>

namespace lapwing::daemon {
namespace {

using nlohmann::ordered_json;

std::size_t count_passed(Checked const& checked) {
  return std::size_t(std::ranges::count_if(checked.outcomes, &app::TestOutcome::passed));
}

std::string counted(std::size_t count, std::string const& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string verdict(Checked const& checked) {
  auto const& options = *checked.options;
  auto const failed = checked.tests_failed();
  return (failed == 0 ? "ok: " : "alert tests fail: ") + options.file + ": " +
         counted(options.pollers.size(), "poller") + ", " + counted(options.rules.all().size(), "alert") +
         " (built-in ones included), " + counted(options.channels.size(), "channel") + ", " +
         std::to_string(count_passed(checked)) + " of " + counted(checked.outcomes.size(), "alert test") + " pass\n" +
         (failed == 0 ? "" : "run `lapwing test` to see where they differ\n");
}

/// The next runs of everything, and the next change of the clocks.
std::string timetable(Checked const& checked) {
  auto const& zone = checked.options->zone;
  std::string out = "Schedule (" + std::string(zone.name()) + ", now " + zone.format(checked.now) + ")\n";
  for (auto const& due : checked.timetable) {
    out += "  " + due.name + ", " + due.every + (due.catches_up ? ":" : ", no catching up:");
    for (auto const& at : due.next) out += (at == due.next.front() ? " " : ", ") + zone.format(at).substr(0, 16);
    out += "\n";
  }
  if (auto const change = checked.clocks_change)
    out += "  the clocks change on " + zone.format(*change - Duration{1}) + " -> " + zone.format(*change) + "\n";
  return out;
}

std::string probe(Checked const& checked, bool brief) {
  std::string out = brief ? "" : "Probe\n";
  for (auto const& source : *checked.probed) {
    bool const is_list = source.parts.size() > 1;
    auto const head = "  " + source.poller + " (" + source.type + ")";
    if (is_list && !brief) out += head + "\n";
    for (auto const& part : source.parts) {
      if (brief && part.is_readable) continue;
      out += (is_list && !brief ? "    " : head + (is_list ? " " : "")) + part.part +
             (part.is_readable ? ": " : ": NOT readable: ") + part.words + "\n";
    }
  }
  return out;
}

}  // namespace

std::size_t Checked::tests_failed() const {
  return std::size_t(std::ranges::count_if(outcomes, &app::TestOutcome::failed));
}

bool Checked::all_is_readable() const {
  return !probed || std::ranges::all_of(*probed, [](Source const& source) {
    return std::ranges::all_of(source.parts, &poll::Probed::is_readable);
  });
}

std::string as_text(Checked const& checked, bool brief) {
  std::string out = brief && checked.tests_failed() == 0 ? "" : verdict(checked);
  for (auto const& sentence : app::describe_excused(checked.outcomes)) out += "note: " + sentence + "\n";
  for (auto const& sentence : checked.warnings) out += "warning: " + sentence + "\n";
  if (!brief) out += timetable(checked);
  if (checked.probed) out += probe(checked, brief);
  return out;
}

std::string as_json(Checked const& checked) {
  auto const& options = *checked.options;
  auto out = ordered_json::object();
  out["valid"] = true;
  out["file"] = options.file;
  out["pollers"] = options.pollers.size();
  out["alerts"] = options.rules.all().size();
  out["channels"] = options.channels.size();
  auto const passed = count_passed(checked), failed = checked.tests_failed();
  out["tests"] = {
      {"passed", passed}, {"failed", failed}, {"of_edited_alerts", checked.outcomes.size() - passed - failed}};
  out["warnings"] = checked.warnings;
  out["notes"] = app::describe_excused(checked.outcomes);
  out["zone"] = options.zone.name();
  out["clocks_change"] = as_json(checked.clocks_change);
  out["schedule"] = ordered_json::array();
  for (auto const& due : checked.timetable) {
    auto next = ordered_json::array();
    for (auto const& at : due.next) next.push_back(as_json(at));
    out["schedule"].push_back(
        {{"name", due.name}, {"every", due.every}, {"catch_up", due.catches_up}, {"next", std::move(next)}});
  }
  out["probe"] = nullptr;
  if (checked.probed) out["probe"] = ordered_json::array();
  for (auto const& source : checked.probed.value_or(std::vector<Checked::Source>())) {
    auto parts = ordered_json::array();
    for (auto const& part : source.parts)
      parts.push_back({{"part", part.part}, {"readable", part.is_readable}, {"words", part.words}});
    out["probe"].push_back({{"poller", source.poller}, {"type", source.type}, {"parts", std::move(parts)}});
  }
  return json_text(out);
}

std::string as_json(config::Problems const& problems) {
  auto out = ordered_json::object();
  out["valid"] = false;
  out["problems"] = ordered_json::array();
  for (auto const& problem : problems.list()) {
    out["problems"].push_back({{"file", problem.place.file ? *problem.place.file : ""},
                               {"line", problem.place.line},
                               {"column", problem.place.column},
                               {"what", problem.what}});
  }
  return json_text(out);
}

}  // namespace lapwing::daemon
