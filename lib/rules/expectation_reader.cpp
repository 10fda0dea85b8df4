// SPDX-License-Identifier: Apache-2.0
#include "rules/expectation_reader.hpp"

#include "core/text.hpp"
#include "rules/parser.hpp"
#include "rules/token_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace lapwing::rules {
namespace {

using config::Place;
using config::Value;

std::optional<std::size_t> run_in(std::string_view text, std::size_t runs) {
  std::size_t run = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), run);
  bool const is_one = fault == std::errc() && end == text.data() + text.size() && run >= 1 && run <= runs;
  return is_one ? std::optional(run) : std::nullopt;
}

}  // namespace

std::vector<RuleTest::Expectation> ExpectationReader::read() {
  Kind const states{"expect", "state", expectable_states()};
  Kind const messages{"messages", "message", expectable_messages()};
  if (map_.has("series") && map_.has("expect")) {
    read_by_labels(states, &RuleTest::Expectation::states);
    if (map_.has("messages")) read_by_labels(messages, &RuleTest::Expectation::messages);
    return std::move(out_);
  }
  auto& only = out_.emplace_back();
  only.states = map_.texts("expect", {});
  check(states, "", map_.place_of("expect"), only.states);
  if (!map_.has("messages")) return std::move(out_);
  only.messages = map_.texts("messages", {});
  check(messages, "", map_.place_of("messages"), only.messages);
  return std::move(out_);
}

void ExpectationReader::read_by_labels(Kind const& kind, Words RuleTest::Expectation::*words) {
  std::string const key(kind.key);
  auto const* const map = map_.raw(key);
  if (map->kind != Value::Kind::map)
    return map_.problem(key, "with series, " + key + " is a map of label sets: {'{workflow=\"CI\"}': [" +
                                 std::string(kind.known.front()) + ", critical]}; '{}' for a result without labels");
  for (auto const& entry : map->entries) {
    auto parsed = parse_labels(entry.key);
    if (auto const* const fault = std::get_if<SyntaxError>(&parsed)) {
      map_.reading().problems.add(entry.place,
                                  quoted(entry.key) + " is no label set such as {workflow=\"CI\"}: " + fault->what);
      continue;
    }
    auto const& labels = std::get<Labels>(parsed);
    Words given;
    for (auto const& item : entry.value.items) given.push_back(item.text);
    check(kind, " of " + printable(entry.key, 60), entry.value.place, given);
    auto found = std::ranges::find(out_, labels, [](auto const& one) { return *one.labels; });
    if (found == out_.end() && kind.key != "expect") {
      map_.reading().problems.add(entry.place, "expect has no states of " + quoted(entry.key));
      continue;
    }
    if (found == out_.end()) found = out_.insert(out_.end(), {labels, {}, {}});
    (*found).*words = std::move(given);
  }
}

void ExpectationReader::check(Kind const& kind, std::string const& whose, Place const& place, Words const& words) {
  for (auto const& word : words) {
    if (std::ranges::find(kind.known, word) != kind.known.end()) continue;
    std::vector<std::string> const names(kind.known.begin(), kind.known.end());
    map_.reading().problems.add(place, "'" + printable(word, 40) + "' is no " + std::string(kind.noun) +
                                           "; there are " + list_of(names) + did_you_mean(word, kind.known));
  }
  auto const wanted = runs_ == 0 ? words.size() : runs_;
  if (words.size() != wanted)
    map_.reading().problems.add(place, std::string(kind.key) + whose + " has " + std::to_string(words.size()) + " " +
                                           std::string(kind.noun) + "s for " + std::to_string(wanted) +
                                           " values; each value needs one");
}

std::vector<bool> ExpectationReader::read_silences() {
  std::vector<bool> silenced(runs_, false);
  auto const* const list = map_.raw("silences");
  if (list == nullptr) return silenced;
  if (list->kind != Value::Kind::sequence) {
    map_.problem("silences", "silences must be a list of runs, such as [2, 4..6]");
    return silenced;
  }
  for (auto const& item : list->items) silence(item, silenced);
  return silenced;
}

void ExpectationReader::silence(Value const& item, std::vector<bool>& silenced) {
  auto const dots = item.text.find("..");
  auto const from = run_in(item.text.substr(0, dots), runs_);
  auto const to = dots == item.text.npos ? from : run_in(item.text.substr(dots + 2), runs_);
  if (!from || !to || *from > *to) {
    map_.reading().problems.add(item.place, "'" + printable(item.text, 40) + "' is no run of 1 to " +
                                                std::to_string(runs_) + ", nor a range of them such as 1..2");
    return;
  }
  std::fill(silenced.begin() + std::ptrdiff_t(*from - 1), silenced.begin() + std::ptrdiff_t(*to), true);
}

std::span<std::string_view const> expectable_states() {
  static constexpr std::array<std::string_view, 6> states{"ok", "pending", "info", "warning", "critical", "learning"};
  return states;
}

std::span<std::string_view const> expectable_messages() {
  static constexpr std::array<std::string_view, 5> messages{"none", "info", "warning", "critical", "recovered"};
  return messages;
}

}  // namespace lapwing::rules
