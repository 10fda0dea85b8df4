// SPDX-License-Identifier: Apache-2.0
// From the command line to a command to an exit code.
#include "command_line.hpp"
#include "help.hpp"
#include "version.hpp"

#include <CLI/CLI.hpp>

#include <csignal>

namespace {

using namespace lapwing::daemon;

/// The output of a command that could not be written is no success.
Exit end(Exit exit) {
  if (exit != Exit::fine || all_is_printed()) return exit;
  print_error("lapwing: not all could be printed: standard output takes no more\n");
  return Exit::unreachable;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app("Lapwing watches a machine-learning project after it is deployed and calls out when something is wrong.",
               "lapwing");
  Common common;
  std::function<Exit()> chosen;
  app.set_version_flag("--version", version_text);  // asked for only then: it loads what draws
  app.require_subcommand(1);
  add_commands(app, common, chosen);
  try {
    app.parse(argc, argv);
    if (common.config.empty()) common.config = "/etc/lapwing/lapwing.yaml";
    return int(end(chosen()));
  } catch (CLI::ParseError const& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    print_error(explain_usage(app, error));
    return int(Exit::usage);
  } catch (std::exception const& error) {
    print_error("lapwing: " + std::string(error.what()) + "; please report this\n");
    return int(Exit::defect);
  }
}
