// SPDX-License-Identifier: Apache-2.0
#include "app/shipped_tests.hpp"
#include "app/silent_alerts.hpp"
#include "checked.hpp"
#include "json.hpp"
#include "shipped_alerts.hpp"
#include "steps.hpp"
#include "world.hpp"

#include <CLI/CLI.hpp>

#include <stdexcept>

namespace lapwing::daemon {
namespace {

using boost::asio::awaitable;

struct Wanted {
  std::vector<std::string> files;
  bool effective = false;
  bool probe = false;
};

void print_problems(config::Problems const& problems, Common const& common) {
  if (common.json())
    print(as_json(problems));
  else
    print_error(problems.to_string());
}

std::vector<Checked::Due> timetable(app::Options const& options, TimePoint now) {
  std::vector<Checked::Due> out;
  auto const add = [&](std::string const& name, Schedule const& every, CatchUp catch_up) {
    Checked::Due due{name, every.text(), catch_up == CatchUp::once, {}};
    for (auto at = now; due.next.size() < 3;) due.next.push_back(at = every.next_after(at, options.zone));
    out.push_back(std::move(due));
  };
  for (auto const& poller : options.pollers) add(poller.name, poller.every, poller.catch_up);
  for (auto const& report : options.reports)
    add("the " + std::string(report::name_of(report.kind)) + " report", report.every, report.catch_up);
  if (options.heartbeat) add("the heartbeat", options.heartbeat->every, CatchUp::skip);
  return out;
}

/// What can never fire or be heard; against the store where there is one.
std::vector<std::string> warnings(app::Options const& options) {
  auto store = store::Store::open_to_read(options.state);
  auto const view = app::view_of(options);
  return store ? app::find_silent(view, *store) : app::find_silent(view);
}

awaitable<void> probe(app::Services& services, app::Options& options, std::vector<Checked::Source>& sources) {
  for (auto& poller : options.pollers) {
    std::vector<poll::Probed> parts;
    try {
      poll::PollContext context{services.clock.now(), "", services.http, services.workers};
      parts = co_await poller.poller->probe(std::move(context));
    } catch (std::exception const& error) {
      parts.assign(1, {"", false, error.what()});
    }
    sources.push_back({poller.name, poller.type, std::move(parts)});
  }
}

std::vector<Checked::Source> probe_all(World& world, app::Options& options) {
  std::vector<Checked::Source> sources;
  auto services = world.services();
  std::string failure;
  TaskGroup tasks(services.loop, [&](std::string const&, std::string const& what) { failure = what; });
  tasks.spawn("probe", probe(services, options, sources));
  world.loop().run();
  if (!failure.empty()) throw std::logic_error("probe: " + failure);
  return sources;
}

Exit check_alert_files(std::vector<std::string> const& files, Common const& common) {
  config::Problems problems;
  config::References references(environment_variable, known_secrets());
  auto const alerts = app::load_alerts(files, {problems, references, nullptr});
  if (!problems.empty()) {
    print_problems(problems, common);
    return Exit::finding;
  }
  if (common.json())
    print_json({{"valid", true}, {"alerts", alerts.rules.size()}, {"tests", alerts.tests.size()}});
  else if (!common.quiet)
    print("ok: " + std::to_string(alerts.rules.size()) + " alerts, " + std::to_string(alerts.tests.size()) +
          " tests\n");
  return Exit::fine;
}

void print_effective(std::vector<std::string> const& lines, Common const& common) {
  auto list = nlohmann::ordered_json::array();
  for (auto const& line : lines) {
    if (!common.json()) print(line + "\n");
    auto const colon = std::min(line.find(": "), line.size() - 2);
    list.push_back({{"key", line.substr(0, colon)}, {"value", line.substr(colon + 2)}});
  }
  if (common.json()) print_json({{"effective", std::move(list)}});
}

Exit check(Common const& common, Wanted const& wanted) {
  config::Problems problems;
  std::vector<std::string> effective;
  auto options = app::load_options(common.config, environment(), known_secrets(), problems, &effective);
  if (!options) {
    print_problems(problems, common);
    point_to_init(common);
    return Exit::finding;
  }
  if (wanted.effective) {
    print_effective(effective, common);
    return Exit::fine;
  }
  World world;
  Checked checked{&*options, world.services().clock.now(), {}, warnings(*options), {}, {}, {}};
  checked.outcomes = app::play_tests(options->rules, options->tests);
  app::excuse_shipped(checked.outcomes, options->rules, shipped_alerts());
  checked.timetable = timetable(*options, checked.now);
  checked.clocks_change = options->zone.next_transition(checked.now);
  if (wanted.probe) checked.probed = probe_all(world, *options);
  print(common.json() ? as_json(checked) : as_text(checked, common.quiet));
  if (checked.tests_failed() > 0) return Exit::finding;
  return checked.all_is_readable() ? Exit::fine : Exit::unreachable;
}

}  // namespace

Exit check_and_probe(Common const& common) {
  Wanted wanted;
  wanted.probe = true;
  return check(common, wanted);
}

std::function<Exit()> make_check(CLI::App& command, Common const& common) {
  auto const wanted = std::make_shared<Wanted>();  // shared by the parser, which fills it, and the action
  command.add_option("FILE", wanted->files, "Alert files to check alone; default: the configuration and all it names");
  command.add_flag("--effective", wanted->effective,
                   "Print every key with its value, defaults filled in, secrets as ***");
  command.add_flag("--probe", wanted->probe, "Also make one read from each source and say what is readable");
  return [&common, wanted] {
    return wanted->files.empty() ? check(common, *wanted) : check_alert_files(wanted->files, common);
  };
}

}  // namespace lapwing::daemon
