// SPDX-License-Identifier: Apache-2.0
#include "command_line.hpp"

#include "help.hpp"

#include <CLI/CLI.hpp>

#include <map>

namespace lapwing::daemon {
namespace {

std::string footer_of(std::string_view formats) {
  return "And the options of every command: --config FILE, " +
         (formats.empty() || formats == "text" ? std::string() : "--format " + std::string(formats) + ", ") +
         "--color auto|always|never, --quiet, --verbose";
}

void add_common_options(CLI::App& app, Common& common) {
  app.add_option("-c,--config", common.config, "The configuration file")
      ->envname("LAPWING_CONFIG")
      ->default_str("/etc/lapwing/lapwing.yaml")
      ->type_name("FILE");
  app.add_option("--format", common.format, "How to print data; reports and `status` have markdown and html too")
      ->check(one_of({"text", "json", "markdown", "html"}))
      ->capture_default_str();
  app.add_option("--color,--colour", common.colour, "Whether to colour; by default on a terminal without NO_COLOR")
      ->check(one_of({"auto", "always", "never"}))
      ->capture_default_str();
  app.add_flag("-q,--quiet", common.quiet, "Say nothing but what is asked for and what is wrong");
  app.add_flag("-v,--verbose", common.verbose, "Log every step (`run`)");
}

}  // namespace

void add_commands(CLI::App& app, Common& common, std::function<Exit()>& chosen) {
  use_our_help(app);
  add_common_options(app, common);
  std::map<std::string, CLI::App*> groups;
  for (auto const& command : commands()) {
    std::string name(command.name);
    CLI::App* parent = &app;
    if (auto const space = name.find(' '); space != name.npos) {
      auto& group = groups[name.substr(0, space)];
      if (group == nullptr) {
        group = app.add_subcommand(name.substr(0, space), std::string(summary_of_group(name.substr(0, space))));
        group->group("Commands")->require_subcommand(1)->fallthrough()->footer(footer_of(command.formats));
      }
      parent = group;
      name = name.substr(space + 1);
    }
    auto* const sub = parent->add_subcommand(name, std::string(command.summary))->group("Commands")->fallthrough();
    sub->footer(footer_of(command.formats));
    auto action = command.make(*sub, common);
    sub->final_callback([&command, &common, &chosen, action = std::move(action)] {
      chosen = [&command, &common, action] {
        auto const refused = refuse_format(command, common);
        return refused ? *refused : action();
      };
    });
  }
}

}  // namespace lapwing::daemon
