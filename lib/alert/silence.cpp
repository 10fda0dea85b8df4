// SPDX-License-Identifier: Apache-2.0
#include "alert/silence.hpp"

#include "core/catalogue.hpp"
#include "core/event_catalogue.hpp"
#include "core/secret.hpp"
#include "core/text.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <functional>
#include <set>

namespace lapwing::alert {
namespace {

using rules::Matcher;
using Op = Matcher::Op;

constexpr std::size_t kMostCharacters = 2000;
constexpr std::string_view kBlanks = " \t\r\n,";

/// Reads from the left; the first fault wins.
class Reader {
 public:
  Reader(std::string_view text, std::vector<std::string_view> const* known) : text_(text), known_(known) {}

  Result<std::vector<Matcher>> read() {
    std::vector<Matcher> matchers;
    for (skip(kBlanks); at_ < text_.size(); skip(kBlanks)) {
      auto matcher = read_one();
      if (!matcher) return matcher.error();
      matchers.push_back(*std::move(matcher));
    }
    if (matchers.empty()) return fault(0, "a silence needs what it is about, such as alert=model-*");
    return matchers;
  }

 private:
  Result<Matcher> read_one() {
    auto const begin = at_;
    auto const label = take_until(" \t\r\n,=!~\"");
    if (label.empty()) return fault(begin, "expected a label such as alert, with = and a value");
    if (known_ != nullptr && std::ranges::find(*known_, label) == known_->end())
      return fault(begin, "no incident has a label '" + printable(label, 40) + "'" + did_you_mean(label, *known_));
    auto const sign = at_;
    auto const op = read_op();
    if (!op) return fault(sign, "after '" + std::string(label) + "' comes =, !=, =~ or !~ and a value");
    auto const start = at_;
    auto value = read_value();
    if (!value) return value.error();
    if (value->empty()) return fault(start, "the value of '" + std::string(label) + "' is missing");
    Matcher matcher{std::string(label), *op, *std::move(value), {}};
    // As a label *** stands for what a secret brought, not for everything.
    bool const is_glob = matcher.value != kMasked && matcher.value.find_first_of("*?") != std::string::npos;
    bool const is_regex = *op == Op::matches || *op == Op::not_matches;
    if (!is_regex && !is_glob) return matcher;
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_max_mem(1 << 20);
    matcher.regex = std::make_shared<re2::RE2 const>(is_regex ? matcher.value : pattern_of(matcher.value), options);
    if (!matcher.regex->ok()) return fault(start, "not a regular expression: " + printable(matcher.regex->error()));
    if (!is_regex) matcher.op = *op == Op::equal ? Op::matches : Op::not_matches;
    return matcher;
  }

  std::optional<Op> read_op() {
    for (auto const& [sign, op] :
         {std::pair{"=~", Op::matches}, {"!~", Op::not_matches}, {"!=", Op::not_equal}, {"=", Op::equal}}) {
      if (!text_.substr(at_).starts_with(sign)) continue;
      at_ += std::string_view(sign).size();
      return op;
    }
    return std::nullopt;
  }

  /// A word, or a text in quotes in which \" and \\ are escapes.
  Result<std::string> read_value() {
    if (at_ >= text_.size() || text_[at_] != '"') return std::string(take_until(kBlanks));
    auto const begin = at_++;
    std::string out;
    for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      out += text_[at_];
    }
    if (at_ >= text_.size()) return fault(begin, "a quote is not closed");
    ++at_;
    bool const ends_here = at_ == text_.size() || kBlanks.find(text_[at_]) != kBlanks.npos;
    if (!ends_here) return fault(at_, "a blank or a comma comes after a value in quotes");
    return out;
  }

  static std::string pattern_of(std::string_view glob) {
    std::string out;
    for (char const c : glob) out += c == '*' ? ".*" : c == '?' ? "." : re2::RE2::QuoteMeta(std::string(1, c));
    return out;
  }

  std::string_view take_until(std::string_view stops) {
    auto const end = std::min(text_.find_first_of(stops, at_), text_.size());
    return text_.substr(std::exchange(at_, end), end - at_);
  }
  void skip(std::string_view what) { at_ = std::min(text_.find_first_not_of(what, at_), text_.size()); }

  static Error fault(std::size_t at, std::string const& what) {
    return {ErrorKind::invalid, "column " + std::to_string(at + 1) + ": " + what};
  }

  std::string_view text_;
  std::vector<std::string_view> const* known_;
  std::size_t at_ = 0;
};

/// What is not known is left to the matchers on what is; a label that the alert never has is absent.
bool may_cover(Silence const& silence, std::string_view id, rules::Telling const& telling,
               std::function<bool(std::string_view)> const& has_label) {
  auto known = telling.labels;
  known.set("alert", id);
  return std::ranges::all_of(silence.matchers, [&](Matcher const& one) {
    bool const is_known = !known.get(one.label).empty();
    return (!is_known && has_label(one.label)) || one.accepts(known);
  });
}

}  // namespace

Result<std::vector<Matcher>> parse_matchers(std::string_view text, std::vector<std::string_view> const* known) {
  if (text.size() > kMostCharacters) return Error{ErrorKind::invalid, "matchers have at most 2,000 characters"};
  return Reader(text, known).read();
}

std::vector<std::string_view> labels_of_incidents(rules::RuleSet const& rules) {
  std::set<std::string_view> names{"alert"};
  auto const add = [&](std::string_view list) {
    for (auto const name : rules::label_names(list)) names.insert(name);
  };
  for (auto const& metric : catalogue()) add(metric.labels);
  for (auto const& event : event_catalogue()) add(event.labels);
  auto const add_static = [&](auto const& rule) {
    for (auto const& [name, value] : rule.telling.labels.pairs()) names.insert(name);
  };
  std::ranges::for_each(rules.all(), add_static);
  std::ranges::for_each(rules.events(), add_static);
  return {names.begin(), names.end()};
}

bool may_cover(Silence const& silence, rules::Rule const& rule) {
  return may_cover(silence, rule.id, rule.telling, [&](auto name) { return rule.watch.whole().labels.has(name); });
}

bool may_cover(Silence const& silence, rules::EventRule const& rule) {
  auto const* const kind = find_event(rule.on.type);
  auto const own = kind == nullptr ? std::vector<std::string_view>() : rules::label_names(kind->labels);
  return may_cover(silence, rule.id, rule.telling,
                   [&](auto name) { return std::ranges::find(own, name) != own.end(); });
}

bool covers(Silence const& silence, Key const& key, rules::Telling const* telling) {
  auto labels = key.labels;
  if (telling != nullptr) {
    for (auto const& [name, value] : telling->labels.pairs()) {
      if (labels.get(name).empty()) labels.set(name, value);
    }
  }
  labels.set("alert", key.rule);
  return rules::accept(silence.matchers, labels);
}

}  // namespace lapwing::alert
