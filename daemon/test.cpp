// SPDX-License-Identifier: Apache-2.0
#include "app/replay.hpp"
#include "command.hpp"
#include "core/text.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace lapwing::daemon {
namespace {

/// What was expected beside what came, one line a value; a mark where they differ.
std::string explain(app::TestOutcome const& outcome, rules::Rule const& rule) {
  if (!outcome.refused.empty()) return "    " + outcome.refused + "\n";
  auto const& test = *outcome.test;
  std::string out = "    step  value       expected  got\n";
  auto const plain = rules::parse_expression(rule.watch.selector.metric);
  auto const* const metric = std::get_if<rules::Expression>(&plain);
  for (std::size_t i = 0; i < test.values.size(); ++i) {
    std::string line = "    " + std::to_string(i + 1);
    line.resize(10, ' ');
    line += test.values[i] && metric != nullptr ? format_quantity(*test.values[i], metric->unit) : "missing";
    line.resize(std::max<std::size_t>(line.size() + 1, 22), ' ');
    line += test.expect[i];
    line.resize(std::max<std::size_t>(line.size() + 1, 32), ' ');
    out += line + outcome.got[i] + (test.expect[i] == outcome.got[i] ? "" : "   <--") + "\n";
  }
  return out;
}

/// The alerts and tests of the files named, or of the configuration.
std::optional<std::pair<rules::RuleSet, std::vector<rules::RuleTest>>> load(std::vector<std::string> const& files,
                                                                            Common const& common) {
  Redactor redactor;
  if (files.empty()) {
    auto options = load_or_explain(common, redactor);
    if (!options) return std::nullopt;
    return std::pair(std::move(options->rules), std::move(options->tests));
  }
  config::Problems problems;
  config::References references(environment_variable, redactor);
  auto alerts = app::load_alerts(files, {problems, references, nullptr});
  if (!problems.empty()) {
    print_error(problems.to_string());
    return std::nullopt;
  }
  return std::pair(rules::RuleSet(std::move(alerts.rules)), std::move(alerts.tests));
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
    std::size_t failed = 0;
    std::string text;
    auto list = nlohmann::ordered_json::array();
    for (auto const& outcome : app::play_tests(rules, tests)) {
      auto const& test = *outcome.test;
      if (!outcome.passed()) ++failed;
      text += (outcome.passed() ? "ok      " : "FAILED  ") + test.alert + ": " + printable(test.name) + "\n";
      if (!outcome.passed())
        text += explain(outcome, *rules.find(test.alert)) + "    at " + test.place.to_string() + "\n";
      auto one = nlohmann::ordered_json::object();
      one["name"] = test.name;
      one["alert"] = test.alert;
      one["place"] = test.place.to_string();
      one["passed"] = outcome.passed();
      one["expected"] = test.expect;
      one["got"] = outcome.got;
      if (!outcome.refused.empty()) one["refused"] = outcome.refused;
      list.push_back(std::move(one));
    }
    if (common.json())
      print(list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    else
      print(text + std::to_string(tests.size() - failed) + " passed, " + std::to_string(failed) + " failed\n");
    if (tests.empty()) print_error("lapwing test: there are no tests; write some under `tests:` beside the alerts\n");
    return failed == 0 && !tests.empty() ? Exit::fine : Exit::finding;
  };
}

}  // namespace lapwing::daemon
