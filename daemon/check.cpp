// SPDX-License-Identifier: Apache-2.0
#include "app/replay.hpp"
#include "app/silent_alerts.hpp"
#include "command.hpp"
#include "core/text.hpp"
#include "steps.hpp"
#include "world.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace lapwing::daemon {
namespace {

using boost::asio::awaitable;

struct Wanted {
  std::vector<std::string> files;
  bool effective = false;
  bool probe = false;
};

void print_problems(config::Problems const& problems, Common const& common) {
  if (!common.json()) return print_error(problems.to_string());
  auto list = nlohmann::ordered_json::array();
  for (auto const& problem : problems.list()) {
    auto one = nlohmann::ordered_json::object();
    one["file"] = problem.place.file ? *problem.place.file : "";
    one["line"] = problem.place.line;
    one["column"] = problem.place.column;
    one["what"] = problem.what;
    list.push_back(std::move(one));
  }
  print(list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

/// The next three runs of everything, and the next change of the clocks.
std::string timetable(app::Options const& options, TimePoint now) {
  std::string out = "Schedule (" + std::string(options.zone.name()) + ", now " + options.zone.format(now) + ")\n";
  auto const add = [&](std::string const& name, Schedule const& every, CatchUp catch_up) {
    std::string line = "  " + name + ", " + every.text() + (catch_up == CatchUp::skip ? ", no catching up:" : ":");
    auto at = now;
    for (int i = 0; i < 3; ++i) {
      at = every.next_after(at, options.zone);
      line += (i == 0 ? " " : ", ") + options.zone.format(at).substr(0, 16);
    }
    out += line + "\n";
  };
  for (auto const& poller : options.pollers) add(poller.name, poller.every, poller.catch_up);
  for (auto const& report : options.reports)
    add("the " + std::string(report::name_of(report.kind)) + " report", report.every, report.catch_up);
  if (options.heartbeat) add("the heartbeat", options.heartbeat->every, CatchUp::skip);
  if (auto const change = options.zone.next_transition(now)) {
    out += "  the clocks change on " + options.zone.format(*change - Duration{1}) + " -> " +
           options.zone.format(*change) + "\n";
  }
  return out;
}

/// What can never fire or be heard, a line each; against the store where there is one.
std::string findings(app::Options const& options) {
  auto store = store::Store::open_to_read(options.state);
  auto const view = app::view_of(options);
  auto const sentences = store ? app::find_silent(view, *store) : app::find_silent(view);
  std::string out;
  for (auto const& sentence : sentences) out += "warning: " + sentence + "\n";
  return out;
}

awaitable<void> probe(app::Services& services, app::Options& options, std::string& report, bool& all_read) {
  for (auto& poller : options.pollers) {
    report += "  " + poller.name + " (" + poller.type + ")";
    std::vector<poll::Probed> parts;
    try {
      poll::PollContext context{services.clock.now(), "", services.http, services.workers};
      parts = co_await poller.poller->probe(std::move(context));
    } catch (std::exception const& error) {
      parts.assign(1, {"", false, error.what()});
    }
    bool const is_list = parts.size() > 1;
    report += is_list ? "\n" : "";
    for (auto const& part : parts) {
      report += (is_list ? "    " + part.part : std::string()) + (part.is_readable ? ": " : ": NOT readable: ") +
                part.words + "\n";
      all_read = all_read && part.is_readable;
    }
  }
}

Exit check_alert_files(std::vector<std::string> const& files, Common const& common) {
  config::Problems problems;
  config::References references(environment_variable, known_secrets());
  auto const alerts = app::load_alerts(files, {problems, references, nullptr});
  if (!problems.empty()) {
    print_problems(problems, common);
    return Exit::finding;
  }
  print("ok: " + std::to_string(alerts.rules.size()) + " alerts, " + std::to_string(alerts.tests.size()) + " tests\n");
  return Exit::fine;
}

Exit check(Common const& common, Wanted const& wanted) {
  config::Problems problems;
  std::vector<std::string> effective;
  auto options = app::load_options(common.config, environment(), known_secrets(), problems, &effective);
  if (!options) {
    print_problems(problems, common);
    return Exit::finding;
  }
  if (wanted.effective) {
    for (auto const& line : effective) print(line + "\n");
    return Exit::fine;
  }
  auto const outcomes = app::play_tests(options->rules, options->tests);
  auto const failed = std::ranges::count_if(outcomes, [](auto const& outcome) { return !outcome.passed(); });
  print((failed == 0 ? "ok: " : "alert tests fail: ") + options->file + ": " + std::to_string(options->pollers.size()) +
        " pollers, " + std::to_string(options->rules.all().size()) + " alerts (built-in ones included), " +
        std::to_string(options->channels.size()) + " channels, " +
        std::to_string(outcomes.size() - std::size_t(failed)) + " of " + std::to_string(outcomes.size()) +
        " alert tests pass\n");
  if (failed > 0) print("run `lapwing test` to see where they differ\n");
  print(findings(*options));
  World world;
  auto services = world.services();
  print(timetable(*options, services.clock.now()));
  bool all_read = true;
  if (wanted.probe) {
    std::string report = "Probe\n";
    TaskGroup tasks(services.loop, [&](std::string const&, std::string const& what) {
      report += "  FAILED: " + what + "\n";
      all_read = false;
    });
    tasks.spawn("probe", probe(services, *options, report, all_read));
    world.loop().run();
    print(report);
  }
  if (failed > 0) return Exit::finding;
  return all_read ? Exit::fine : Exit::unreachable;
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
