// SPDX-License-Identifier: Apache-2.0
#include "rules/patience_reader.hpp"

#include "core/text.hpp"
#include "rules/significance.hpp"

namespace lapwing::rules {
namespace {

using config::MapReader;
using config::Value;

Hold read_hold(MapReader& map, std::string const& key, Rule const& rule) {
  Hold hold;
  auto const* const value = map.raw(key);
  if (value == nullptr) return hold;
  auto const refuse = [&](std::string const& what) { map.problem(key, key + " " + what); };
  std::string const forms = "must be a number of runs ('2 runs') or a duration (30m), not ";
  if (value->kind != Value::Kind::scalar) {
    refuse(forms + std::string(describe(value->kind)));
    return hold;
  }
  map.show(key, value->text);
  if (auto const runs = parse_quantity(value->text); runs && runs->unit == Unit::runs) {
    bool const whole = runs->value >= 1 && runs->value <= 10'000 && runs->value == double(std::size_t(runs->value));
    if (whole)
      hold.runs = std::size_t(runs->value);
    else
      refuse("must be 1 to 10,000 runs");
  } else if (auto const length = parse_duration(value->text)) {
    hold.length = *length;
  } else {
    refuse(forms + "'" + printable(value->text, 40) + "'");
  }
  if (hold.runs > 1 && !rule.watch.nodes.empty() && rule.watch.is_clocked())
    map.problem(key, "an age grows with the clock and not with runs; give `" + key + "` a duration such as 30m");
  return hold;
}

/// Some window must have room for them.
void read_min_samples(MapReader& map, Rule& rule) {
  rule.min_samples = std::size_t(map.whole("min_samples", 0, 0, 100'000));
  if (rule.min_samples == 0 || rule.watch.nodes.empty()) return;
  bool any = false;
  for (auto const* const source : rule.watch.sources()) {
    if (source->function == nullptr) continue;
    any = true;
    if (!source->window.length && source->window.runs < rule.min_samples)
      map.problem("min_samples", "a window of " + std::to_string(source->window.runs) + " samples never holds " +
                                     std::to_string(rule.min_samples) + ": the alert would be learning for ever");
  }
  if (!any)
    map.problem("min_samples", "min_samples needs a window, such as mean(" +
                                   rule.watch.sources().front()->selector.metric + ", last 50 runs)");
}

/// A share within limits, both excluded.
double read_share(MapReader& map, std::string const& key, double fallback, double low, double high) {
  auto const* const value = map.raw(key);
  if (value == nullptr) {
    map.show(key, format_quantity(fallback, Unit::ratio));
    return fallback;
  }
  auto const parsed = parse_quantity(value->text);
  auto const share = parsed ? as(*parsed, Unit::ratio) : std::nullopt;
  if (share && *share > low && *share < high) {
    map.show(key, value->text);
    return *share;
  }
  map.problem(key, key + " must be a share between " + format_quantity(low, Unit::ratio) + " and " +
                       format_quantity(high, Unit::ratio) + ", not '" + printable(value->text, 40) + "'");
  return fallback;
}

}  // namespace

void read_flap(MapReader& map, Rule& rule) {
  auto const* const value = map.raw("flap");
  if (value == nullptr) return;
  rule.flap.reset();  // that of `defaults`
  if (value->kind == config::Value::Kind::scalar && value->text == "off") return map.show("flap", "off");
  auto flap = map.map("flap");
  if (!flap) return;
  rule.flap.emplace();
  rule.flap->window = std::size_t(flap->whole("window", 20, 4, 64));
  rule.flap->high = read_share(*flap, "high", rule.flap->high, 0, 1);
  rule.flap->low = read_share(*flap, "low", rule.flap->high / 2, 0, 1);
  if (rule.flap->low >= rule.flap->high)
    flap->problem("low", "low must be below high: flapping ends where there is less of it than where it began");
  flap->finish();
  if (!rule.watch.nodes.empty() && rule.watch.is_clocked())
    map.problem("flap", "an age grows with the clock: there are no runs among which it could flap");
}

namespace {

void read_significance(MapReader& map, Rule& rule) {
  if (map.raw("significance") == nullptr) return;
  auto const before = map.reading().problems.size();
  auto const share = read_share(map, "significance", 0.95, 0.5, 1);
  if (map.reading().problems.size() != before || rule.watch.nodes.empty()) return;
  if (rule.when == When::equals)
    map.problem("significance",
                "what equals a threshold is never beyond it: significance goes with below, above, "
                "outside and differs");
  else if (trials_metric(rule.watch))
    rule.significance = share;
  else
    map.problem(
        "significance",
        "significance goes with a share of trials that can be counted: model.accuracy, f1, precision or recall, "
        "or drop, rise or change of these; or mean of run.success, job.success or pr.success, or of a comparison");
}

}  // namespace

void read_patience(MapReader& map, Rule& rule) {
  rule.hold = read_hold(map, "for", rule);
  rule.recover_hold = read_hold(map, "recover_for", rule);
  read_min_samples(map, rule);
  read_flap(map, rule);
  read_significance(map, rule);
}

}  // namespace lapwing::rules
