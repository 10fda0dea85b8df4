// SPDX-License-Identifier: Apache-2.0
// `lapwing complete -- WORD...`: what may stand in the place of the last word. For the shells' completions in
// systemd/completions, which so know every command, option and name by themselves; --help does not show it.
#include "app/names.hpp"
#include "command.hpp"
#include "core/text.hpp"
#include "io/clock.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace lapwing::daemon {
namespace {

/// Where the words before the last have led.
struct Reached {
  CLI::App const* app;
  std::size_t positionals = 0;          ///< that were given to it
  CLI::Option const* awaits = nullptr;  ///< an option whose value comes next
  std::string config;                   ///< as --config had it
};

bool is_shown(CLI::App const* app) { return !app->get_group().empty(); }

CLI::App const* find_subcommand(CLI::App const* app, std::string const& name) {
  for (auto const* sub : app->get_subcommands([](auto*) { return true; })) {
    if (sub->get_name() == name && is_shown(sub)) return sub;
  }
  return nullptr;
}

/// Of the command, or of what it is part of.
CLI::Option const* find_option(CLI::App const* app, std::string const& name) {
  for (; app != nullptr; app = app->get_parent()) {
    if (auto const* const option = app->get_option_no_throw(name)) return option;
  }
  return nullptr;
}

Reached follow(CLI::App const* root, std::vector<std::string> const& words) {
  Reached at{root, 0, nullptr, ""};
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    auto const& word = words[i];
    if (at.awaits != nullptr) {
      if (at.awaits->check_name("--config")) at.config = word;
      at.awaits = nullptr;
    } else if (word.size() > 1 && word[0] == '-') {
      auto const equals = word.find('=');
      auto const* const option = find_option(at.app, word.substr(0, equals));
      if (option == nullptr) continue;
      if (equals != word.npos && option->check_name("--config")) at.config = word.substr(equals + 1);
      if (equals == word.npos && option->get_items_expected_max() > 0) at.awaits = option;
    } else if (auto const* const sub = find_subcommand(at.app, word)) {
      at.app = sub;
      at.positionals = 0;
    } else {
      ++at.positionals;
    }
  }
  return at;
}

using Candidate = std::pair<std::string, std::string>;  // and what it is, or ""
using Candidates = std::vector<Candidate>;

Candidates open_incidents(std::string const& config) {
  Candidates out;
  config::Problems problems;
  auto const state = app::read_state_directory(config, environment(), known_secrets(), problems);
  if (!state) return out;
  auto store = store::Store::open_to_read(*state);
  if (!store) return out;
  auto const incidents = store->incidents(system_now());
  if (!incidents) return out;
  for (auto const& one : *incidents) {
    if (!one.closed) out.emplace_back(std::to_string(one.id), one.key.rule + " " + one.key.labels.to_string());
  }
  return out;
}

/// What the value of an option or positional may be; nothing where that is a file, a time, anything.
Candidates values_of(CLI::Option const& option, std::string const& config) {
  Candidates out;
  auto const type = option.get_type_name();
  if (auto const open = type.find('{'); open != type.npos) {
    auto const list = std::string_view(type).substr(open + 1, type.find('}') - open - 1);
    for (auto const word : split(list, ',')) out.emplace_back(std::string(word), "");
    return out;
  }
  auto const name = option.get_positional() ? option.get_name() : type;
  auto const add = [&](std::vector<std::string> const& names, std::string const& what, std::string const& more = "") {
    for (auto const& one : names) out.emplace_back(one + more, what);
  };
  if (name == "INCIDENT") return open_incidents(config);
  if (name == "ALERT") add(app::read_names(config).alerts, "alert");
  if (name == "CHANNEL") add(app::read_names(config).channels, "channel");
  if (name == "NAME") add(app::read_names(config).pollers, "poller");
  if (name.starts_with("ALERT.")) {
    for (auto const* const level : {".warning=", ".critical="}) add(app::read_names(config).alerts, "threshold", level);
  }
  return out;
}

/// The words of `--format`, which every command has its own of.
Candidates formats_of(CLI::App const* app) {
  auto const* const parent = app->get_parent();
  bool const is_part = parent != nullptr && parent->get_parent() != nullptr;
  auto const name = (is_part ? parent->get_name() + " " : "") + app->get_name();
  auto const found = std::ranges::find(commands(), name, &Command::name);
  Candidates out;
  for (auto const format : split(found == commands().end() ? "text|json" : found->formats, '|'))
    out.emplace_back(std::string(format), "");
  return out;
}

void add_options(CLI::App const* app, Candidates& out) {
  for (; app != nullptr; app = app->get_parent()) {
    for (auto const* const option : app->get_options()) {
      if (option->get_lnames().empty() || option->get_group().empty()) continue;
      Candidate candidate{"--" + option->get_lnames().front(), option->get_description()};
      if (std::ranges::find(out, candidate) == out.end()) out.push_back(std::move(candidate));
    }
  }
}

Candidates candidates_for(Reached const& at, std::string const& word, std::string const& config) {
  Candidates out;
  if (at.awaits != nullptr) {
    bool const is_common = at.awaits->check_name("--format") && at.app->get_option_no_throw("--format") != at.awaits;
    return is_common ? formats_of(at.app) : values_of(*at.awaits, config);
  }
  if (word.starts_with('-')) {
    add_options(at.app, out);
    return out;
  }
  for (auto const* const sub : at.app->get_subcommands([](auto*) { return true; })) {
    if (is_shown(sub)) out.emplace_back(sub->get_name(), sub->get_description());
  }
  if (!out.empty()) return at.positionals == 0 ? out : Candidates();
  auto const positionals = at.app->get_options([](auto const* option) { return option->get_positional(); });
  if (positionals.empty()) return out;
  auto const* const next = positionals[std::min(at.positionals, positionals.size() - 1)];
  bool const takes_more = at.positionals < positionals.size() || next->get_items_expected_max() > 1;
  return takes_more ? values_of(*next, config) : out;
}

}  // namespace

std::function<Exit()> make_complete(CLI::App& command, Common const& common) {
  auto const words = std::make_shared<std::vector<std::string>>();  // shared by the parser and the action
  command.add_option("WORD", *words, "The words after `lapwing`; the last is to be completed");
  command.group("");
  return [&common, &command, words] {
    if (words->empty()) words->emplace_back();
    auto at = follow(command.get_parent(), *words);
    auto const& config = at.config.empty() ? common.config : at.config;
    auto word = words->back();
    std::string before;  // of --option=value
    if (auto const equals = word.find('='); at.awaits == nullptr && word.starts_with("--") && equals != word.npos) {
      at.awaits = find_option(at.app, word.substr(0, equals));
      if (at.awaits == nullptr) return Exit::fine;
      before = word.substr(0, equals + 1);
      word.erase(0, equals + 1);
    }
    for (auto const& [candidate, what] : candidates_for(at, word, config)) {
      if (candidate.starts_with(word))
        print(before + candidate + (what.empty() ? "" : "\t" + printable(what, 80)) + "\n");
    }
    return Exit::fine;
  };
}

}  // namespace lapwing::daemon
