// SPDX-License-Identifier: Apache-2.0
#include "app/backtest.hpp"

#include "command.hpp"
#include "core/text.hpp"
#include "io/clock.hpp"
#include "json.hpp"
#include "progress.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace lapwing::daemon {
namespace {

using app::Backtest;
using app::Firing;
using app::Tally;
using nlohmann::ordered_json;

constexpr std::size_t kMostDates = 20;

struct Wanted {
  std::string since = "90d";
  std::vector<std::string> edits;
};

struct Span {
  TimePoint since;
  TimePoint until;
};

/// An alert as it is and as the edits make it.
struct Compared {
  Tally const* before;
  Tally const* after;
  std::vector<Firing> appear;
  std::vector<Firing> vanish;
};

/// Columns apart by as much as they need.
std::string table(std::vector<std::vector<std::string>> const& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (auto const& cells : rows) {
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], count_characters(cells[i]));
  }
  std::string out;
  for (auto const& cells : rows) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      std::string const gap(widths[i] - count_characters(cells[i]), ' ');
      line += i == 0 ? cells[i] + gap : "  " + gap + cells[i];
    }
    out += line + "\n";
  }
  return out;
}

std::vector<std::string> cells_of(Tally const& one) {
  return {std::to_string(one.incidents.size()), format_duration(one.firing), format_duration(one.longest),
          std::to_string(one.messages), std::to_string(one.cleared_soon)};
}

std::vector<std::string> heads() {
  return {"alert", "fired", "firing", "longest", "messages", "over in " + std::to_string(app::kSoon) + " runs"};
}

std::string tallies_as_text(Backtest const& run) {
  std::vector<std::vector<std::string>> rows{heads()};
  std::vector<std::string> never;
  for (auto const& tally : run.alerts) {
    if (tally.incidents.empty()) {
      never.push_back(tally.alert);
      continue;
    }
    rows.push_back({tally.alert});
    std::ranges::move(cells_of(tally), std::back_inserter(rows.back()));
  }
  return (rows.size() > 1 ? table(rows) : std::string()) +
         (never.empty() ? "" : "never fired: " + list_of(never) + "\n");
}

std::string dates_as_text(std::string_view what, std::vector<Firing> const& firings, Zone const& zone) {
  std::string out;
  for (std::size_t i = 0; i < firings.size() && i < kMostDates; ++i) {
    auto const& one = firings[i];
    out += "  " + std::string(what) + "  " + zone.format(one.from) + " to " +
           (one.until ? zone.format(*one.until) : "now") + ", " + std::string(name_of(one.worst)) +
           (one.labels.empty() ? "" : " " + one.labels.to_string()) + "\n";
  }
  if (firings.size() > kMostDates)
    out += "  and " + std::to_string(firings.size() - kMostDates) + " more that " + std::string(what) + "\n";
  return out;
}

std::string comparison_as_text(std::vector<Compared> const& list, Zone const& zone) {
  std::vector<std::vector<std::string>> rows{heads()};
  std::string dates;
  for (auto const& one : list) {
    rows.push_back({one.before->alert});
    auto const before = cells_of(*one.before), after = cells_of(*one.after);
    for (std::size_t i = 0; i < before.size(); ++i)
      rows.back().push_back(before[i] == after[i] ? after[i] : before[i] + " -> " + after[i]);
    dates += one.before->alert + ": " + std::to_string(one.appear.size()) + " appear, " +
             std::to_string(one.vanish.size()) + " vanish\n";
    dates += dates_as_text("appears ", one.appear, zone) + dates_as_text("vanishes", one.vanish, zone);
  }
  return table(rows) + dates;
}

ordered_json firings_as_json(std::vector<Firing> const& firings) {
  auto out = ordered_json::array();
  for (auto const& one : firings) {
    auto firing = ordered_json::object();
    firing["labels"] = as_json(one.labels);
    firing["worst"] = name_of(one.worst);
    firing["from"] = as_json(one.from);
    firing["until"] = as_json(one.until);
    out.push_back(std::move(firing));
  }
  return out;
}

ordered_json tally_as_json(Tally const& one) {
  auto const seconds = [](Duration length) { return double(length.count()) / 1000; };
  auto out = ordered_json::object();
  out["alert"] = one.alert;
  out["fired"] = one.incidents.size();
  out["firing_seconds"] = seconds(one.firing);
  out["longest_seconds"] = seconds(one.longest);
  out["messages"] = one.messages;
  out["cleared_soon"] = one.cleared_soon;
  out["incidents"] = firings_as_json(one.incidents);
  return out;
}

ordered_json head_as_json(Span span, Backtest const& run) {
  auto out = ordered_json::object();
  out["since"] = as_json(span.since);
  out["until"] = as_json(span.until);
  out["samples"] = run.samples;
  out["alerts"] = ordered_json::array();
  return out;
}

/// The configuration as the edits make it; or says what is wrong with them.
std::optional<app::Options> load_edited(Common const& common, std::vector<std::string> const& texts) {
  auto from = environment();
  for (auto const& text : texts) {
    auto const edit = rules::parse_edit(text);
    if (!edit) {
      print_error("lapwing backtest: --set: " + edit.error().message + "\n");
      return std::nullopt;
    }
    from.edits.push_back(*edit);
  }
  config::Problems problems;
  auto edited = app::load_options(common.config, from, known_secrets(), problems);
  if (!edited) print_error(problems.to_string());
  return edited;
}

std::vector<Compared> compare(Backtest const& before, Backtest const& after, std::vector<std::string> const& edits) {
  std::vector<Compared> out;
  for (std::size_t i = 0; i < before.alerts.size(); ++i) {
    auto const& old = before.alerts[i];
    bool const is_edited = std::ranges::any_of(
        edits, [&](std::string const& text) { return rules::parse_edit(text)->alert == old.alert; });
    if (is_edited)
      out.push_back({&old, &after.alerts[i], only_in(after.alerts[i], old), only_in(old, after.alerts[i])});
  }
  return out;
}

void print_run(Common const& common, Backtest const& run, Span span) {
  if (!common.json()) return print(tallies_as_text(run));
  auto out = head_as_json(span, run);
  for (auto const& tally : run.alerts) out["alerts"].push_back(tally_as_json(tally));
  print_json(out);
}

void print_comparison(Common const& common, Backtest const& before, Backtest const& after, Wanted const& wanted,
                      Span span, Zone const& zone) {
  auto const compared = compare(before, after, wanted.edits);
  if (!common.json()) return print(comparison_as_text(compared, zone));
  auto out = head_as_json(span, before);
  for (auto const& one : compared) {
    out["alerts"].push_back({{"alert", one.before->alert},
                             {"old", tally_as_json(*one.before)},
                             {"new", tally_as_json(*one.after)},
                             {"appear", firings_as_json(one.appear)},
                             {"vanish", firings_as_json(one.vanish)}});
  }
  print_json(out);
}

Exit run_backtest(Common const& common, Wanted const& wanted) {
  auto const length = parse_duration(wanted.since);
  if (!length) {
    print_error("lapwing backtest: --since: " + length.error().message + "\n");
    return Exit::usage;
  }
  auto const options = load_or_explain(common);
  if (!options) return Exit::finding;
  auto const edited = wanted.edits.empty() ? std::nullopt : load_edited(common, wanted.edits);
  if (!wanted.edits.empty() && !edited) return Exit::usage;
  auto store = open_or_explain("backtest", *options);
  if (!store) return Exit::unreachable;
  auto const now = system_now();
  Span const span{now - *length, now};
  std::optional<Progress> bar(std::in_place, "backtest");
  auto const past = app::read_past(*store, options->rules, span.since);
  if (!past) {
    print_error("lapwing backtest: " + past.error().message + "\n");
    return Exit::unreachable;
  }
  double const runs = edited ? 2 : 1;
  auto const before =
      backtest(options->rules, options->routes, *past, span.since, now, [&](double share) { bar->show(share / runs); });
  Backtest after;
  if (edited)
    after = backtest(edited->rules, edited->routes, *past, span.since, now,
                     [&](double share) { bar->show((1 + share) / runs); });
  bar.reset();
  if (!common.json())
    print("Over " + format_duration(*length) + ", from " + options->zone.format(span.since) + ": " +
          std::to_string(before.samples) + " samples\n");
  if (edited)
    print_comparison(common, before, after, wanted, span, options->zone);
  else
    print_run(common, before, span);
  return Exit::fine;
}

}  // namespace

std::function<Exit()> make_backtest(CLI::App& command, Common const& common) {
  auto const wanted = std::make_shared<Wanted>();  // shared by the parser, which fills it, and the action
  command.add_option("--since", wanted->since, "How far back to begin")->capture_default_str()->type_name("DURATION");
  command
      .add_option("--set", wanted->edits,
                  "A change to try: ALERT.info, .warning, .critical, .recover or .for, with its unit; may be repeated. "
                  "Shows old against new")
      ->type_name("ALERT.warning=70%")
      ->allow_extra_args(false);
  return [&common, wanted] { return run_backtest(common, *wanted); };
}

}  // namespace lapwing::daemon
