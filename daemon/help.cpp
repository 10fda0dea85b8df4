// SPDX-License-Identifier: Apache-2.0
#include "help.hpp"

#include "core/text.hpp"
#include "report/cells.hpp"
#include "terminal.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace lapwing::daemon {
namespace {

constexpr std::size_t kWidest = 80, kNarrowest = 20, kColumn = 30, kShallow = 6;
/// Below this what a thing means stands under it, not beside it.
constexpr std::size_t kTwoColumns = 60;

std::string joined(std::vector<std::string> const& lines, std::string const& indent) {
  std::string out;
  for (auto const& line : lines) out += (out.empty() ? "" : indent) + line + "\n";
  return out;
}

class Help : public CLI::Formatter {
 public:
  std::string make_description(CLI::App const* app) const override { return paragraph(app->get_description()); }
  std::string make_footer(CLI::App const* app) const override { return paragraph(app->get_footer()); }

  std::string make_subcommand(CLI::App const* sub) const override {
    return entry(sub->get_name(), sub->get_description());
  }

  std::string make_option(CLI::Option const* option, bool is_positional) const override {
    auto name = is_positional ? option->get_name(true) : option->get_name(false, true);
    if (auto const comma = name.find(','); comma != name.npos) name.insert(comma + 1, " ");
    auto const value = value_of(*option);
    if (!is_positional && !value.empty()) name += " " + value;
    return entry(name, option->get_description() + remarks_of(*option, is_positional));
  }

 private:
  static std::size_t width() { return std::clamp(terminal_width(), kNarrowest, kWidest); }

  static std::string paragraph(std::string const& text) { return joined(report::wrapped(text, width()), ""); }

  static std::string entry(std::string const& name, std::string const& meaning) {
    auto const column = width() < kTwoColumns ? kShallow : kColumn;
    auto const text = joined(report::wrapped(meaning, width() - column), std::string(column, ' '));
    auto head = "  " + name;
    if (head.size() + 1 > column) return head + "\n" + (text.empty() ? "" : std::string(column, ' ') + text);
    head.resize(column, ' ');
    return head + text;
  }

  /// "FILE", "text|json"; "" for a flag.
  static std::string value_of(CLI::Option const& option) {
    if (option.get_items_expected_max() == 0) return "";
    auto type = option.get_type_name();
    if (auto const open = type.find('{'); open != type.npos) {
      type = type.substr(open + 1, type.find('}') - open - 1);
      std::ranges::replace(type, ',', '|');
    }
    type = type.substr(0, type.find(':'));     // behind it CLI11 has the range
    if (type.size() > kColumn) type = "WORD";  // its meaning lists them
    return option.get_items_expected_min() == 0 ? "[" + type + "]" : type;
  }

  /// " [$LAPWING_CONFIG, else /etc/lapwing/lapwing.yaml]"
  static std::string remarks_of(CLI::Option const& option, bool is_positional) {
    std::string out;
    auto const add = [&](std::string const& text) { out += (out.empty() ? "" : ", ") + text; };
    if (option.get_required() && !is_positional) add("needed");
    if (!option.get_envname().empty()) add("$" + option.get_envname());
    auto const& otherwise = option.get_default_str();
    if (!otherwise.empty()) add((option.get_envname().empty() ? "" : "else ") + otherwise);
    return out.empty() ? "" : " [" + out + "]";
  }
};

/// The command that was reached: of `silence add --foo` that of `add`.
CLI::App const* innermost(CLI::App const* app) {
  while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
  return app;
}

std::string full_name(CLI::App const* app) {
  auto const* const parent = app->get_parent();
  return (parent == nullptr ? "" : full_name(parent) + " ") + app->get_name();
}

std::vector<std::string> subcommands_of(CLI::App const* app) {
  std::vector<std::string> names;
  for (auto const* sub : app->get_subcommands([](auto const* one) { return !one->get_group().empty(); }))
    names.push_back(sub->get_name());
  return names;
}

/// What may begin with a dash there.
std::vector<std::string> options_of(CLI::App const* app) {
  std::vector<std::string> names;
  for (; app != nullptr; app = app->get_parent()) {
    for (auto const* option : app->get_options()) {
      for (auto const& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

std::string nearest_of(std::string const& word, std::vector<std::string> const& names) {
  std::vector<std::string_view> const known(names.begin(), names.end());
  return did_you_mean(word, known);
}

/// What is wrong with a word that nothing takes.
std::string refuse(CLI::App const* app, std::string const& word) {
  auto const shown = "'" + printable(word, 60) + "'";
  if (word.starts_with('-')) {
    auto const name = word.substr(0, word.find('='));
    return "there is no option '" + printable(name, 60) + "'" + nearest_of(name, options_of(app));
  }
  auto const names = subcommands_of(app);
  if (names.empty()) return shown + " is one argument too many; what holds blanks must stand in quotes";
  return "there is no command " + shown + nearest_of(word, names);
}

}  // namespace

void use_our_help(CLI::App& app) {
  auto const help = std::make_shared<Help>();  // shared by all commands
  help->label("SUBCOMMAND", "COMMAND");
  help->label("Positionals", "Arguments");
  app.formatter(help);
}

CLI::Validator one_of(std::vector<std::string> words) {
  std::string name;
  for (auto const& word : words) name += (name.empty() ? "{" : ",") + word;
  auto const check = [words = std::move(words)](std::string& word) {
    if (std::ranges::find(words, word) != words.end()) return std::string();
    return "'" + printable(word, 60) + "' is not " + list_of(words, "or") + nearest_of(word, words);
  };
  return CLI::Validator(check, name + "}");
}

std::string explain_usage(CLI::App const& app, CLI::Error const& error) {
  auto const* const reached = innermost(&app);
  auto const name = full_name(reached);
  auto const left = app.remaining(true);
  bool const is_misspelt_command = dynamic_cast<CLI::RequiredError const*>(&error) != nullptr;
  auto what = std::string(error.what());
  if (!left.empty() && (is_misspelt_command || dynamic_cast<CLI::ExtrasError const*>(&error) != nullptr))
    what = refuse(reached, left.front());
  else if (is_misspelt_command && !subcommands_of(reached).empty())
    what = "a command is needed" + (reached == &app ? "" : ": " + list_of(subcommands_of(reached), "or"));
  return name + ": " + what + "\n`" + name + " --help` says what there is\n";
}

}  // namespace lapwing::daemon
