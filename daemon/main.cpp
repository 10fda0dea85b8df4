// SPDX-License-Identifier: Apache-2.0
// From the command line to a command to an exit code.
#include "command.hpp"
#include "version.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <map>

namespace {

using namespace lapwing::daemon;

constexpr char const* kCommonFooter =
    "And the options of every command: --config FILE, --format text|json, --color auto|always|never, --quiet, "
    "--verbose";

void add_common_options(CLI::App& app, Common& common) {
  app.add_option("-c,--config", common.config, "The configuration file")
      ->envname("LAPWING_CONFIG")
      ->default_str("/etc/lapwing/lapwing.yaml")
      ->type_name("FILE");
  app.add_option("--format", common.format, "How to print data")
      ->check(CLI::IsMember({"text", "json", "markdown", "html"}))
      ->capture_default_str();
  app.add_option("--color,--colour", common.colour, "Whether to colour (NO_COLOR is honoured)")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  app.add_flag("-q,--quiet", common.quiet, "Log errors only");
  app.add_flag("-v,--verbose", common.verbose, "Log every step");
}

/// Adds the table's commands; `chosen` becomes the one that was named.
void add_commands(CLI::App& app, Common const& common, std::function<Exit()>& chosen) {
  std::map<std::string, CLI::App*> groups;
  for (auto const& command : commands()) {
    std::string name(command.name);
    CLI::App* parent = &app;
    if (auto const space = name.find(' '); space != name.npos) {
      auto& group = groups[name.substr(0, space)];
      if (group == nullptr) {
        group = app.add_subcommand(name.substr(0, space), std::string(command.summary));
        group->require_subcommand(1)->fallthrough()->footer(kCommonFooter);
      }
      parent = group;
      name = name.substr(space + 1);
    }
    auto* const sub = parent->add_subcommand(name, std::string(command.summary))->fallthrough();
    sub->footer(kCommonFooter);
    auto action = command.make(*sub, common);
    sub->final_callback([&chosen, action = std::move(action)] { chosen = action; });
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app("Lapwing watches a machine-learning project after it is deployed and calls out when something is wrong.",
               "lapwing");
  Common common;
  std::function<Exit()> chosen;
  add_common_options(app, common);
  app.set_version_flag("--version", version_text);  // asked for only then: it loads what draws
  app.require_subcommand(1);
  add_commands(app, common, chosen);
  try {
    app.parse(argc, argv);
    if (common.config.empty()) common.config = "/etc/lapwing/lapwing.yaml";
    return int(chosen());
  } catch (CLI::ParseError const& error) {
    return app.exit(error) == 0 ? int(Exit::fine) : int(Exit::usage);
  } catch (std::exception const& error) {
    print_error("lapwing: " + std::string(error.what()) + "; please report this\n");
    return int(Exit::defect);
  }
}
