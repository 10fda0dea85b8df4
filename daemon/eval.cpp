// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"
#include "core/text.hpp"
#include "io/clock.hpp"
#include "json.hpp"
#include "rules/answer.hpp"

#include <CLI/CLI.hpp>

namespace lapwing::daemon {
namespace {

struct Asked {
  std::string expression;
  std::string at;
};

/// The fault, the text, and a caret under where it is.
void print_fault(std::string const& text, rules::SyntaxError const& fault) {
  auto const before = std::string_view(text).substr(0, std::min(fault.offset, text.size()));
  print_error("lapwing eval: " + fault.what + "\n  " + printable(text, 4000) + "\n  " +
              std::string(count_characters(before), ' ') + "^\n");
}

void print_text(rules::Expression const& expression, std::vector<rules::Answer> const& answers, Zone const& zone) {
  std::string out;
  for (auto const& one : answers) {
    out += (one.labels.empty() ? "{}" : one.labels.to_string()) + "  " +
           (one.value ? format_quantity(*one.value, expression.unit) : "no value: too few samples, or no number") +
           "  " + std::to_string(one.samples) + (one.samples == 1 ? " sample" : " samples") + ", newest " +
           zone.format(one.newest) + "\n";
  }
  print(out);
}

nlohmann::ordered_json answers_as_json(rules::Expression const& expression, std::vector<rules::Answer> const& answers,
                                       TimePoint at) {
  auto list = nlohmann::ordered_json::array();
  for (auto const& one : answers) {
    auto result = nlohmann::ordered_json::object();
    result["labels"] = as_json(one.labels);
    result["value"] = as_json(one.value);
    result["text"] = one.value ? format_quantity(*one.value, expression.unit) : "";
    result["samples"] = one.samples;
    result["newest"] = as_json(one.newest);
    list.push_back(std::move(result));
  }
  auto out = nlohmann::ordered_json::object();
  out["expression"] = expression.text;
  out["unit"] = name_of(expression.unit);
  out["at"] = as_json(at);
  out["results"] = std::move(list);
  return out;
}

Exit eval(Common const& common, Asked const& asked) {
  auto parsed = rules::parse_expression(asked.expression);
  if (auto const* const fault = std::get_if<rules::SyntaxError>(&parsed)) {
    print_fault(asked.expression, *fault);
    return Exit::usage;
  }
  auto const at = asked.at.empty() ? system_now() : parse_timestamp(asked.at);
  if (!at) {
    print_error("lapwing eval: --at: '" + printable(asked.at, 60) +
                "' is no time; write one such as 2026-03-01T02:00:00Z or 2026-03-01 (UTC where no zone is given)\n");
    return Exit::usage;
  }
  auto const options = load_or_explain(common);
  if (!options) return Exit::finding;
  auto store = open_or_explain("eval", *options);
  if (!store) return Exit::unreachable;
  rules::Rule rule;
  rule.watch = std::get<rules::Expression>(std::move(parsed));
  auto const history = store->load_history(rules::RuleSet({rule}), {*at, *at});
  if (!history) {
    print_error("lapwing eval: " + history.error().message + "\n");
    return Exit::unreachable;
  }
  auto const answers = rules::answer(rule.watch, *history, *at);
  if (common.json())
    print_json(answers_as_json(rule.watch, answers, *at));
  else
    print_text(rule.watch, answers, options->zone);
  if (!answers.empty()) return Exit::fine;
  auto const missing = rules::what_is_missing(rule.watch, *history, *at);
  print_error("lapwing eval: as of " + options->zone.format(*at) + " the store holds " + list_of(missing) + "\n");
  return Exit::finding;
}

}  // namespace

std::function<Exit()> make_eval(CLI::App& command, Common const& common) {
  auto const asked = std::make_shared<Asked>();  // shared by the parser, which fills it, and the action
  command.add_option("EXPRESSION", asked->expression, "As in `watch:`, e.g. 'mean(model.accuracy, last 20 runs)'")
      ->required();
  command.add_option("--at", asked->at, "As of when; default: now. UTC where the text names no zone")
      ->type_name("TIME");
  return [&common, asked] { return eval(common, *asked); };
}

}  // namespace lapwing::daemon
