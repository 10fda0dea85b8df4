// SPDX-License-Identifier: Apache-2.0
#include "alert/attention.hpp"
#include "alert/blindness.hpp"
#include "app/options.hpp"

#include <stdexcept>

namespace lapwing::app {
namespace {

rules::Rule below_full(std::string id, std::string_view watch, Level level, std::size_t runs, std::string summary,
                       std::string action) {
  auto parsed = rules::parse_expression(watch);
  auto* const expression = std::get_if<rules::Expression>(&parsed);
  if (expression == nullptr) throw std::logic_error("built-in rule " + id + " does not parse");
  rules::Rule rule;
  rule.id = std::move(id);
  rule.watch = std::move(*expression);
  rule.when = rules::When::below;
  rule.bounds[std::size_t(level)] = rules::Bound{1, 1};
  rule.hold.runs = runs;
  rule.summary = std::move(summary);
  rule.action = std::move(action);
  return rule;
}

}  // namespace

std::vector<rules::Rule> built_in_rules() {
  std::vector<rules::Rule> rules;
  rules.push_back(below_full(std::string(alert::kSourceUnreadable), "poll.success", Level::warning, 2,
                             "The source '{labels.poller}' could not be read; what depends on it is not being watched.",
                             "Mend what the note names. Lapwing goes on trying and tells when it reads again."));
  rules.push_back(below_full(std::string(notify::kChannelFailing), "channel.success", Level::critical, 1,
                             "Messages do not reach the channel '{labels.channel}'. They are kept and tried again.",
                             "Do what the note says, then `lapwing notify test {labels.channel}`."));
  rules.push_back(below_full("config-invalid", "config.valid", Level::warning, 1,
                             "The configuration was edited but not accepted: the old one is still in force.",
                             "Run `lapwing check`, mend what it names, and reload."));
  rules.push_back(below_full("history-file-failing", "history_file.success", Level::warning, 1,
                             "The history file could not be written; the hours that pass are missing in it.",
                             "Do what the note says; it is tried again each hour. Nothing is lost of what is stored."));
  return rules;
}

std::vector<rules::EventRule> built_in_event_rules() {
  rules::EventRule given_up;
  given_up.id = notify::kMessageGivenUp;
  given_up.on.type = "message.given_up";
  given_up.level = Level::warning;
  given_up.text = "The channel '{labels.channel}' will not have word of {fields.incidents}: {fields.why}.";
  given_up.action =
      "Mend what it names, then `lapwing outbox retry {labels.channel}`; `lapwing outbox list` shows all.";
  rules::EventRule rule;
  rule.id = "silence-ending";
  rule.on.type = alert::kSilenceEnding;
  rule.level = Level::info;
  rule.text =
      "Silence #{labels.silence} ({fields.matchers}, by {fields.who}: {fields.why}) ends in {fields.ends_in}, at "
      "{fields.ends}; open under it: {fields.open}.";
  rule.action = "Mend what is open, or silence it again with `lapwing silence add`.";
  return {std::move(rule), std::move(given_up)};
}

}  // namespace lapwing::app
