// SPDX-License-Identifier: Apache-2.0
// What every command has in common. A command is one file and one row of the table in commands.cpp.
#pragma once

#include "app/options.hpp"
#include "core/secret.hpp"
#include "store/store.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace lapwing::daemon {

/// What a shell, or a unit, may rely on.
/// `defect` is a bug of ours (EX_SOFTWARE of sysexits.h): unlike a finding, a service may be started again after it.
enum class Exit { fine = 0, finding = 1, usage = 2, unreachable = 3, defect = 70 };

/// The options that all commands share, as given on the command line.
struct Common {
  std::string config;
  std::string format = "text";
  std::string colour = "auto";
  bool quiet = false;
  bool verbose = false;

  bool json() const { return format == "json"; }
  /// Whether to colour standard output: `--color`, else a terminal without NO_COLOR.
  bool coloured() const;
};

/// Adds its options to `command` and returns what to run. The Common is filled in by then.
using MakeCommand = std::function<Exit()> (*)(CLI::App& command, Common const& common);

struct Command {
  std::string_view name;  ///< "notify test": the second word is a subcommand of the first
  std::string_view summary;
  MakeCommand make;
  /// What `--format` may be, the first by default; "" where the command has a `--format` of its own.
  std::string_view formats = "text|json";
};

std::span<Command const> commands();

/// Of the commands of two words, by the first: what they are about.
std::string_view summary_of_group(std::string_view name);

/// Says that the command has no such format; absent where it has.
std::optional<Exit> refuse_format(Command const& command, Common const& common);

std::function<Exit()> make_run(CLI::App& command, Common const& common);
std::function<Exit()> make_check(CLI::App& command, Common const& common);
std::function<Exit()> make_status(CLI::App& command, Common const& common);
std::function<Exit()> make_report(CLI::App& command, Common const& common);
std::function<Exit()> make_init(CLI::App& command, Common const& common);
std::function<Exit()> make_alerts(CLI::App& command, Common const& common);
std::function<Exit()> make_eval(CLI::App& command, Common const& common);
std::function<Exit()> make_explain(CLI::App& command, Common const& common);
std::function<Exit()> make_metrics(CLI::App& command, Common const& common);
std::function<Exit()> make_test(CLI::App& command, Common const& common);
std::function<Exit()> make_backtest(CLI::App& command, Common const& common);
std::function<Exit()> make_suggest(CLI::App& command, Common const& common);
std::function<Exit()> make_history_export(CLI::App& command, Common const& common);
std::function<Exit()> make_history_import(CLI::App& command, Common const& common);
std::function<Exit()> make_poll(CLI::App& command, Common const& common);
std::function<Exit()> make_reload(CLI::App& command, Common const& common);
std::function<Exit()> make_silence_add(CLI::App& command, Common const& common);
std::function<Exit()> make_silence_list(CLI::App& command, Common const& common);
std::function<Exit()> make_silence_remove(CLI::App& command, Common const& common);
std::function<Exit()> make_ack(CLI::App& command, Common const& common);
std::function<Exit()> make_audit(CLI::App& command, Common const& common);
std::function<Exit()> make_outbox_list(CLI::App& command, Common const& common);
std::function<Exit()> make_outbox_show(CLI::App& command, Common const& common);
std::function<Exit()> make_outbox_retry(CLI::App& command, Common const& common);
std::function<Exit()> make_outbox_drop(CLI::App& command, Common const& common);
std::function<Exit()> make_notify_test(CLI::App& command, Common const& common);
std::function<Exit()> make_complete(CLI::App& command, Common const& common);

/// The environment of this process.
app::Environment environment();
/// "" where unset.
std::string environment_variable(std::string const& name);

/// Loads the configuration, or prints every problem to standard error and returns nothing.
std::optional<app::Options> load_or_explain(Common const& common);

/// The store of the configuration, to be read; or says why not, as "lapwing `command`", and returns nothing.
std::optional<store::Store> open_or_explain(std::string_view command, app::Options const& options);

/// "there is no alert 'x'", with the nearest that there is.
std::string no_such_alert(rules::RuleSet const& rules, std::string_view id);

/// The channel of that name, or nullptr after saying which there are, as "lapwing `command`".
notify::Channel const* find_channel_or_explain(std::string_view command, app::Options const& options,
                                               std::string const& name);

/// The secrets that this process has read. One for all, as standard output is: nothing that is printed, by whichever
/// command, shows one.
Redactor& known_secrets();
void print(std::string_view text);
/// Whether all of it could be printed. A reader who wants no more (`| head`) is no fault.
bool all_is_printed();
void print_error(std::string_view text);

/// "Lapwing/0.1.0" and the form that Discord asks for.
std::string user_agent();

}  // namespace lapwing::daemon
