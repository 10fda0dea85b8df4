// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"

#include "core/text.hpp"
#include "io/clock.hpp"
#include "steps.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace lapwing::daemon {

constexpr std::string_view kDocument = "text|json|markdown|html";

std::span<Command const> commands() {
  static constexpr std::array table{
      Command{"run", "Watch, judge and tell, in the foreground until SIGTERM; SIGHUP reloads", make_run, "text"},
      Command{"check", "Validate the configuration and the alerts; show when everything runs next", make_check},
      Command{"init", "Write a first configuration by asking, or from options; check it, send a test message",
              make_init, "text"},
      Command{"status", "Print how everything stands: pipelines, models, data, quotas, security, incidents",
              make_status, kDocument},
      Command{"report", "Print a daily, weekly or monthly report as of now, or of a past instant", make_report,
              kDocument},
      Command{"alerts", "List open and recent incidents (works with the daemon down)", make_alerts},
      Command{"eval", "Evaluate an expression on what is stored, now or as of a past instant", make_eval},
      Command{"explain", "Say how an alert stands, what it needs to fire and who would hear of it", make_explain},
      Command{"metrics", "List every metric with unit, direction, labels and meaning", make_metrics,
              "text|json|markdown"},
      Command{"test", "Run the tests that stand beside the alerts", make_test},
      Command{"backtest", "Say what the alerts would have done over the stored history, also with other thresholds",
              make_backtest},
      Command{"suggest", "Suggest thresholds for an alert from its own history", make_suggest},
      Command{"history export", "Write the stored samples as CSV, JSONL or OpenMetrics", make_history_export, ""},
      Command{"history import", "Read samples back, or a performance_history.jsonl, with or without a daemon",
              make_history_import, ""},
      Command{"poll", "Ask the running daemon to read a source now, or its past", make_poll},
      Command{"reload", "Ask the running daemon to take up the edited files (as SIGHUP does)", make_reload},
      Command{"silence add", "Do not tell of some incidents for a while", make_silence_add},
      Command{"silence list", "List the silences that hold (works with the daemon down)", make_silence_list},
      Command{"silence remove", "End a silence; what is open under it is told", make_silence_remove},
      Command{"ack", "Say that an incident is being seen to: no reminders until it gets worse", make_ack},
      Command{"audit", "Say who changed what and when: silences, acknowledgements, reloads", make_audit},
      Command{"outbox list", "List what is queued for the channels and what was given up, and why", make_outbox_list},
      Command{"outbox show", "Show what would be told of it", make_outbox_show},
      Command{"outbox retry", "Try a channel now; what was given up is owed again", make_outbox_retry},
      Command{"outbox drop", "Forget what is queued for a channel, or was given up", make_outbox_drop},
      Command{"notify test", "Send one test message through a channel and print the answer", make_notify_test},
      Command{"complete", "What a shell may offer for the last word", make_complete, "text"},
  };
  return table;
}

std::string_view summary_of_group(std::string_view name) {
  if (name == "history") return "Write the stored samples to a file, or read them from one";
  if (name == "silence") return "Do not tell of some incidents for a while: add, list, remove";
  if (name == "outbox") return "What is queued for the channels or was given up: list, show, retry, drop";
  if (name == "notify") return "Send one test message through a channel and print the answer";
  throw std::logic_error("summary_of_group: " + std::string(name) + " is no group");
}

std::optional<Exit> refuse_format(Command const& command, Common const& common) {
  auto const formats = split(command.formats, '|');
  bool const is_usual = common.format == "text";
  if (is_usual || std::ranges::find(formats, common.format) != formats.end()) return std::nullopt;
  std::vector<std::string> const names(formats.begin(), formats.end());
  print_error("lapwing " + std::string(command.name) + ": --format " + common.format +
              (command.formats.empty() ? " is none of its own formats; write its --format behind its name\n"
                                       : " is not for this command; it prints " + list_of(names, "or") + "\n"));
  return Exit::usage;
}

bool Common::coloured() const {
  if (colour != "auto") return colour == "always";
  return ::isatty(STDOUT_FILENO) != 0 && environment_variable("NO_COLOR").empty() &&
         environment_variable("TERM") != "dumb";
}

std::string environment_variable(std::string const& name) {
  char const* const value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

app::Environment environment() { return {environment_variable}; }

void point_to_init(Common const& common) {
  std::error_code ignored;
  if (!std::filesystem::exists(common.config, ignored))
    print_error("`lapwing init` writes a first configuration; --config FILE names another\n");
}

std::optional<app::Options> load_or_explain(Common const& common) {
  config::Problems problems;
  auto options = app::load_options(common.config, environment(), known_secrets(), problems);
  if (!options) {
    print_error(problems.to_string());
    point_to_init(common);
  }
  return options;
}

std::optional<store::Store> open_or_explain(std::string_view command, app::Options const& options) {
  auto store = store::Store::open_to_read(options.state);
  if (store) return *std::move(store);
  print_error("lapwing " + std::string(command) + ": " + store.error().message + "\n");
  return std::nullopt;
}

std::string no_such_alert(rules::RuleSet const& rules, std::string_view id) {
  std::vector<std::string_view> ids;
  for (auto const& rule : rules.all()) ids.push_back(rule.id);
  for (auto const& rule : rules.events()) ids.push_back(rule.id);
  return "there is no alert '" + printable(id, 60) + "'" + did_you_mean(id, ids);
}

notify::Channel const* find_channel_or_explain(std::string_view command, app::Options const& options,
                                               std::string const& name) {
  auto const found = std::ranges::find(options.channels, name, &notify::Channel::name);
  if (found != options.channels.end()) return &*found;
  std::vector<std::string_view> known;
  for (auto const& channel : options.channels) known.push_back(channel.name);
  std::vector<std::string> const names(known.begin(), known.end());
  print_error("lapwing " + std::string(command) + ": there is no channel '" + printable(name, 60) + "'" +
              did_you_mean(name, known) + " (there are " + list_of(names) + ")\n");
  return nullptr;
}

Redactor& known_secrets() {
  static Redactor secrets;
  return secrets;
}

void print(std::string_view text) {
  auto const shown = known_secrets().redact(text);
  std::fwrite(shown.data(), 1, shown.size(), stdout);
  std::fflush(stdout);
}

bool all_is_printed() {
  if (std::ferror(stdout) == 0) return true;
  pollfd reader{STDOUT_FILENO, POLLOUT, 0};
  return ::poll(&reader, 1, 0) == 1 && (reader.revents & POLLERR) != 0;
}

void print_error(std::string_view text) {
  auto const shown = known_secrets().redact(text);
  std::fwrite(shown.data(), 1, shown.size(), stderr);
}

// Source: Discord developer docs, "User Agent", read 2026-08: other forms may be refused at the edge.
std::string user_agent() {
  return "DiscordBot (https://github.com/lapwing-monitor/lapwing, " LAPWING_VERSION ") Lapwing/" LAPWING_VERSION;
}

}  // namespace lapwing::daemon
