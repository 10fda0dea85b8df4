// SPDX-License-Identifier: Apache-2.0
#include "app/options.hpp"
#include "app/shipped_tests.hpp"
#include "command.hpp"
#include "core/catalogue.hpp"
#include "core/text.hpp"
#include "json.hpp"
#include "shipped_alerts.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace lapwing::daemon {
namespace {

/// Text in a column, with a blank behind it at least.
std::string column(std::string text, std::size_t width) {
  text.resize(std::max(text.size() + 1, width), ' ');
  return text;
}

std::string text_of(Labels const& labels) { return labels.empty() ? "{}" : labels.to_string(); }

std::string value_of(rules::RuleTest::Input const& input, std::size_t step) {
  auto const& value = input.values[step];
  auto const* const metric = find_metric(input.metric);
  return value && metric != nullptr ? format_quantity(*value, metric->unit) : "missing";
}

/// What tells the series of a test apart: the label values, and the metric where there are several.
std::string heading(rules::RuleTest const& test, rules::RuleTest::Input const& input) {
  bool const same = std::ranges::all_of(test.inputs, [&](auto const& one) { return one.metric == input.metric; });
  std::string out = same ? "" : input.metric;
  for (auto const& [label, value] : input.labels.pairs()) out += (out.empty() ? "" : " ") + printable(value, 30);
  return out.empty() ? "value" : out;
}

/// What was expected beside what came, a line a step; a mark where they differ.
std::string table(rules::RuleTest const& test, std::optional<Labels> const& labels, std::string const& title,
                  std::vector<std::string> const& wanted, std::vector<std::string> const& got) {
  std::string out;
  if (labels || !title.empty())
    out += "    " + title + (title.empty() || !labels ? "" : " of ") + (labels ? text_of(*labels) : "") + "\n";
  out += "    step  ";
  for (auto const& input : test.inputs) out += column(heading(test, input), 12);
  out += "expected  got\n";
  for (std::size_t step = 0; step < wanted.size(); ++step) {
    std::string line = column("    " + std::to_string(step + 1), 10);
    for (auto const& input : test.inputs)
      line += column(value_of(input, step), column(heading(test, input), 12).size());
    out += line + column(wanted[step], 10) + got[step] + (test.is_silenced(step) ? " (silenced)" : "") +
           (wanted[step] == got[step] ? "" : "   <--") + "\n";
  }
  return out;
}

/// What differs, a table for each label set.
std::string explain(app::TestOutcome const& outcome) {
  auto const& test = *outcome.test;
  if (test.event) {
    auto const shown = [](std::string const& text) { return text.empty() ? "nothing" : printable(text); };
    return "    expected  " + shown(test.told) + "\n    got       " + shown(outcome.told) + "\n";
  }
  std::string out;
  for (std::size_t i = 0; i < test.expect.size(); ++i) {
    auto const& wanted = test.expect[i];
    if (wanted.states != outcome.got[i]) out += table(test, wanted.labels, "", wanted.states, outcome.got[i]);
    if (wanted.messages != outcome.messages[i])
      out += table(test, wanted.labels, "messages", wanted.messages, outcome.messages[i]);
  }
  return out;
}

/// As it stands in the file: a list, a map of lists by labels, or a text.
template <class States>
nlohmann::ordered_json as_json(rules::RuleTest const& test, std::string const& told, States states) {
  if (test.event) return told.empty() ? "nothing" : told;
  if (test.expect.size() == 1 && !test.expect.front().labels) return states(0);
  auto out = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < test.expect.size(); ++i) out[text_of(*test.expect[i].labels)] = states(i);
  return out;
}

std::string as_text(std::vector<app::TestOutcome> const& outcomes, std::size_t failed, bool brief) {
  std::string out;
  std::size_t passed = 0;
  for (auto const& outcome : outcomes) {
    auto const& test = *outcome.test;
    passed += outcome.passed() ? 1 : 0;
    if (brief && !outcome.failed()) continue;
    out += std::string(outcome.passed()   ? "ok      "
                       : outcome.failed() ? "FAILED  "
                                          : "edited  ") +
           test.alert + ": " + printable(test.name) + "\n";
    if (!outcome.edited.empty())
      out += "    the alert is not as it was shipped (" + outcome.edited + "); edit the test too, or delete it\n";
    if (!outcome.passed()) out += explain(outcome) + "    at " + test.place.to_string() + "\n";
  }
  auto const excused = outcomes.size() - passed - failed;
  return out + std::to_string(passed) + " passed, " + std::to_string(failed) + " failed" +
         (excused == 0 ? "" : ", " + std::to_string(excused) + " of edited alerts") + "\n";
}

/// {"passed", "failed", "of_edited_alerts", "tests": [{"name", "alert", "place", "passed", "edited", "expected", "got",
///  "messages_expected", "messages_got"}]}; the last two where a test looks at messages.
nlohmann::ordered_json as_json(std::vector<app::TestOutcome> const& outcomes, std::size_t failed) {
  auto list = nlohmann::ordered_json::array();
  std::size_t passed = 0;
  for (auto const& outcome : outcomes) {
    auto const& test = *outcome.test;
    passed += outcome.passed() ? 1 : 0;
    auto one = nlohmann::ordered_json::object();
    one["name"] = test.name;
    one["alert"] = test.alert;
    one["place"] = test.place.to_string();
    one["passed"] = outcome.passed();
    one["edited"] = outcome.edited;
    one["expected"] = as_json(test, test.told, [&](std::size_t i) { return test.expect[i].states; });
    one["got"] = as_json(test, outcome.told, [&](std::size_t i) { return outcome.got[i]; });
    if (std::ranges::any_of(test.expect, [](auto const& it) { return !it.messages.empty(); })) {
      one["messages_expected"] = as_json(test, "", [&](std::size_t i) { return test.expect[i].messages; });
      one["messages_got"] = as_json(test, "", [&](std::size_t i) { return outcome.messages[i]; });
    }
    list.push_back(std::move(one));
  }
  return {{"passed", passed},
          {"failed", failed},
          {"of_edited_alerts", outcomes.size() - passed - failed},
          {"tests", std::move(list)}};
}

/// The alerts and tests of the files named, or of the configuration.
std::optional<std::pair<rules::RuleSet, std::vector<rules::RuleTest>>> load(std::vector<std::string> const& files,
                                                                            Common const& common) {
  if (files.empty()) {
    auto options = load_or_explain(common);
    if (!options) return std::nullopt;
    return std::pair(std::move(options->rules), std::move(options->tests));
  }
  config::Problems problems;
  config::References references(environment_variable, known_secrets());
  auto alerts = app::load_alerts(files, {problems, references, nullptr});
  if (!problems.empty()) {
    print_error(problems.to_string());
    return std::nullopt;
  }
  return std::pair(rules::RuleSet(std::move(alerts.rules), std::move(alerts.events)), std::move(alerts.tests));
}

}  // namespace

std::function<Exit()> make_test(CLI::App& command, Common const& common) {
  auto const files =
      std::make_shared<std::vector<std::string>>();  // shared by the parser, which fills it, and the action
  command.add_option("FILE", *files, "Alert files; default: those of the configuration");
  return [&common, files] {
    auto const loaded = load(*files, common);
    if (!loaded) return Exit::finding;
    auto const& [rules, tests] = *loaded;
    auto outcomes = app::play_tests(rules, tests);
    app::excuse_shipped(outcomes, rules, shipped_alerts());
    auto const failed = std::size_t(std::ranges::count_if(outcomes, &app::TestOutcome::failed));
    if (common.json())
      print_json(as_json(outcomes, failed));
    else
      print(as_text(outcomes, failed, common.quiet));
    if (tests.empty()) print_error("lapwing test: there are no tests; write some under `tests:` beside the alerts\n");
    return failed == 0 && !tests.empty() ? Exit::fine : Exit::finding;
  };
}

}  // namespace lapwing::daemon
