// SPDX-License-Identifier: Apache-2.0
#include "rules/rule_test.hpp"

#include "core/catalogue.hpp"
#include "core/event_catalogue.hpp"
#include "core/text.hpp"
#include "rules/expectation_reader.hpp"
#include "rules/token_reader.hpp"

#include <algorithm>

namespace lapwing::rules {
namespace {

using config::MapReader;
using config::Place;
using config::Value;

/// Reads one test. What is wrong with it goes to the problems.
class TestReader {
 public:
  TestReader(MapReader map, RuleSet const& rules) : map_(std::move(map)), rules_(rules) {}

  RuleTest read() {
    test_.place = map_.place();
    test_.name = map_.required_text("name");
    test_.alert = map_.required_text("alert");
    auto const* rule = rules_.find(test_.alert);
    auto const* const event_rule = rules_.find_event_rule(test_.alert);
    if (event_rule != nullptr && event_rule->on.type.empty()) {  // in error itself
      for (auto const key : {"event", "series", "expect"}) map_.raw(key);
    } else if (event_rule != nullptr) {
      read_event(*event_rule);
      if (map_.has("series")) read_series(nullptr);
      read_told();
    } else {
      if (rule == nullptr && !test_.alert.empty()) refuse_alert();
      if (rule != nullptr && rule->watch.nodes.empty()) rule = nullptr;  // in error itself
      if (map_.has("series"))
        read_series(rule);
      else
        read_values(rule);
      read_course();
    }
    map_.finish();
    return std::move(test_);
  }

 private:
  void problem(Place const& place, std::string what) { map_.reading().problems.add(place, std::move(what)); }

  void refuse_alert() {
    std::vector<std::string_view> ids;
    for (auto const& one : rules_.all()) ids.push_back(one.id);
    for (auto const& one : rules_.events()) ids.push_back(one.id);
    map_.problem("alert", "there is no alert '" + printable(test_.alert, 60) + "'" + did_you_mean(test_.alert, ids));
  }

  /// A list of values of a metric; where the metric is not known, as many that are missing.
  std::vector<std::optional<double>> values_of(Value const& list, Metric const* metric) {
    std::vector<std::optional<double>> out;
    for (auto const& item : list.items) {
      out.emplace_back();
      if (metric == nullptr || item.text == "missing") continue;
      auto const parsed = parse_quantity(item.text);
      out.back() = parsed ? as(*parsed, metric->unit) : std::nullopt;
      if (!out.back())
        problem(item.place, "a value of " + std::string(metric->name) + " must be " +
                                std::string(describe(metric->unit)) + " or 'missing', not '" +
                                printable(item.text, 40) + "'");
    }
    return out;
  }

  /// The values are those of the metric that is watched, not of the function over it.
  void read_values(Rule const* rule) {
    auto const* const list = map_.raw("values");
    if (list == nullptr || list->items.empty())
      return map_.problem("values", "a test needs values: a list such as [72%, 64%, missing], or series");
    if (rule == nullptr) {
      test_.inputs.push_back({"", {}, values_of(*list, nullptr)});
      return;
    }
    auto const sources = rule->watch.sources();
    auto const& first = sources.front()->selector;
    for (auto const* const source : sources) {
      if (source->selector.metric != first.metric)
        return map_.problem("values", "the alert looks at " + first.metric + " and at " + source->selector.metric +
                                          "; name the series of each: series: {" + first.metric + ": [...], " +
                                          source->selector.metric + ": [...]}");
    }
    auto const labels = plain_labels(first.matchers);
    if (!first.accepts(labels))
      return map_.problem("values",
                          "the alert's selector wants labels that plain values do not have; name the series, "
                          "as in series: {'" +
                              first.metric + "{label=\"value\"}': [...]}");
    test_.inputs.push_back({first.metric, labels, values_of(*list, find_metric(first.metric))});
  }

  void read_series(Rule const* rule) {
    auto const* const map = map_.raw("series");
    if (map->kind != Value::Kind::map || map->entries.empty())
      return map_.problem("series",
                          "series must be a map of series, each with its values, such as "
                          "{'poll.success{poller=\"ci\"}': [100%, 0%]}");
    for (auto const& entry : map->entries) {
      auto parsed = parse_expression(entry.key);
      auto const* const expression = std::get_if<Expression>(&parsed);
      if (expression == nullptr) {
        problem(entry.place, std::get<SyntaxError>(parsed).what);
        continue;
      }
      auto const* const samples = std::get_if<Samples>(&expression->whole().what);
      auto const is_plain = [](Matcher const& one) { return one.op == Matcher::Op::equal; };
      if (samples == nullptr || samples->function != nullptr ||
          !std::ranges::all_of(samples->selector.matchers, is_plain)) {
        problem(entry.place, quoted(entry.key) + " is no series; write a metric with its labels, each with =");
        continue;
      }
      auto const& [metric, matchers] = samples->selector;
      if (rule != nullptr && !alone(*rule).horizon(metric)) {
        problem(entry.place, "the alert '" + rule->id + "' does not look at " + metric);
        continue;
      }
      if (entry.value.items.empty()) {
        problem(entry.value.place, "a series needs values: a list such as [72%, 64%, missing]");
        continue;
      }
      if (!test_.inputs.empty() && test_.inputs.front().values.size() != entry.value.items.size())
        problem(entry.value.place, "this series has " + std::to_string(entry.value.items.size()) +
                                       " values and the first " + std::to_string(test_.inputs.front().values.size()) +
                                       "; all come together");
      test_.inputs.push_back({metric, plain_labels(matchers), values_of(entry.value, find_metric(metric))});
    }
  }

  /// When the runs come, and what each must lead to.
  void read_course() {
    auto const runs = test_.inputs.empty() ? 0 : test_.inputs.front().values.size();
    test_.every = map_.duration("every", test_.every);
    if (test_.every < std::chrono::seconds{1} || test_.every > std::chrono::hours{24 * 366})
      map_.problem("every", "every: the distance of two runs is 1s to 366d");
    ExpectationReader reader(map_, runs);
    test_.expect = reader.read();
    test_.silenced = reader.read_silences();
  }

  void read_event(EventRule const& rule) {
    auto const& kind = *find_event(rule.on.type);
    auto event = map_.map("event");
    if (!event) {
      map_.problem("event", "a test of an event's alert needs the event: {type: " + rule.on.type + ", labels: {…}}");
      return;
    }
    test_.event.emplace();
    test_.event->type = event->required_text("type");
    test_.event->id = "test";
    if (!test_.event->type.empty() && test_.event->type != rule.on.type)
      event->problem("type", "the alert is on " + rule.on.type + ", not on " + quoted(test_.event->type));
    for (auto& [name, value] : texts_of(*event, "labels", label_names(kind.labels)))
      test_.event->labels.set(name, value);
    test_.event->fields = texts_of(*event, "fields", label_names(kind.fields));
    event->finish();
  }

  /// A map of texts with these names.
  std::vector<std::pair<std::string, std::string>> texts_of(MapReader& event, std::string_view key,
                                                            std::vector<std::string_view> const& known) {
    std::vector<std::pair<std::string, std::string>> out;
    auto const* const map = event.raw(key);
    if (map == nullptr) return out;
    if (map->kind != Value::Kind::map) event.problem(key, std::string(key) + " must be a map (name: text)");
    for (auto const& entry : map->entries) {
      if (std::ranges::find(known, std::string_view(entry.key)) == known.end()) {
        std::vector<std::string> const names(known.begin(), known.end());
        problem(entry.place, "the event has no " + quoted(entry.key) + " among its " + std::string(key) +
                                 did_you_mean(entry.key, known) + " (there are " + list_of(names) + ")");
      } else if (entry.value.kind != Value::Kind::scalar) {
        problem(entry.value.place, printable(entry.key) + " must be a single value");
      }
      out.emplace_back(entry.key, entry.value.text);
    }
    return out;
  }

  void read_told() {
    if (!map_.has("expect"))
      map_.problem("expect", "a test of an event's alert needs expect: the text that is told, or 'nothing'");
    test_.told = map_.text("expect", "");
    if (test_.told == "nothing") test_.told.clear();
  }

  MapReader map_;
  RuleSet const& rules_;
  RuleTest test_;
};

}  // namespace

std::optional<RuleTest> read_rule_test(Value const& value, RuleSet const& rules, config::Reading const& reading) {
  auto const before = reading.problems.size();
  auto test = TestReader(MapReader(value, "test", reading), rules).read();
  return reading.problems.size() == before ? std::optional(std::move(test)) : std::nullopt;
}

}  // namespace lapwing::rules
