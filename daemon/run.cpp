// SPDX-License-Identifier: Apache-2.0
#include "app/app.hpp"
#include "app/logging.hpp"
#include "command.hpp"
#include "world.hpp"

#include <malloc.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <optional>

namespace lapwing::daemon {
namespace {

using boost::asio::awaitable;

void log_problems(std::string const& problems) { spdlog::error("{}", problems); }

/// SIGTERM and SIGINT stop, SIGHUP reloads; for as long as the App lives.
class Signals {
 public:
  Signals(boost::asio::io_context& loop, app::App& app) : signals_(loop, SIGTERM, SIGINT, SIGHUP), app_(app) {
    listen();
  }
  void cancel() { signals_.cancel(); }

 private:
  void listen() {
    signals_.async_wait([this](boost::system::error_code cancelled, int signal) {
      if (cancelled) return;
      if (signal == SIGHUP)
        app_.reload();
      else
        app_.stop();
      listen();
    });
  }

  boost::asio::signal_set signals_;
  app::App& app_;
};

/// The program's one root task.
awaitable<void> live(app::App& app, bool once, Exit& exit) {
  auto const opened = co_await app.open();
  if (!opened) {
    log_problems(opened.error().message);
    exit = Exit::unreachable;
    co_return;
  }
  if (!once) {
    co_await app.run();
    co_return;
  }
  auto const done = co_await app.run_once();
  if (!done) {
    log_problems(done.error().message);
    exit = Exit::unreachable;
  } else if (done->sources_failed > 0 || !done->all_told) {
    exit = Exit::unreachable;
  }
}

awaitable<void> live_and_end(app::App& app, std::optional<Signals>& signals, bool once, Exit& exit) {
  co_await live(app, once, exit);
  if (signals) signals->cancel();
}

Exit run(Common const& common, bool once) {
  ::mallopt(M_ARENA_MAX, 1);  // half a megabyte less; its few threads seldom allocate at once
  app::set_up_logging(known_secrets(), common.quiet     ? app::Verbosity::quiet
                                       : common.verbose ? app::Verbosity::verbose
                                                        : app::Verbosity::normal);
  auto options = load_or_explain(common);
  if (!options) return Exit::finding;
  auto const introduction = spdlog::fmt_lib::format(
      "lapwing " LAPWING_VERSION " config={} project=\"{}\" pollers={} alerts={} channels={} state={} zone={}",
      options->file, printable(options->project), options->pollers.size(), options->rules.all().size(),
      options->channels.size(), options->state, options->zone.name());

  auto const reload = [file = options->file]() -> Result<app::Options> {
    config::Problems problems;
    auto loaded = app::load_options(file, environment(), known_secrets(), problems);
    if (!loaded) return Error{ErrorKind::invalid, known_secrets().redact(problems.to_string())};
    return *std::move(loaded);
  };
  Exit exit = Exit::fine;
  World world;
  app::App app(world.services(), *std::move(options), reload);
  std::optional<Signals> signals;  // a single round is simply ended by a signal: what it owes stands in the store
  if (!once) signals.emplace(world.loop(), app);
  spdlog::info("{}", introduction);  // who reads it may send signals
  TaskGroup root(world.loop().get_executor(), [&](std::string const& task, std::string const& what) {
    app::log_failed_task(task, what);
    exit = Exit::defect;
    app.cancel();
    if (signals) signals->cancel();
  });
  root.spawn("lapwing", live_and_end(app, signals, once, exit));
  world.loop().run();
  return exit;
}

}  // namespace

std::function<Exit()> make_run(CLI::App& command, Common const& common) {
  auto const once = std::make_shared<bool>(false);  // shared by the parser, which fills it, and the action
  command.add_flag("--once", *once,
                   "Poll everything now, judge, deliver, exit (3 if a source or channel could not be reached)");
  return [&common, once] { return run(common, *once); };
}

}  // namespace lapwing::daemon
