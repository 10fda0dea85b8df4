// SPDX-License-Identifier: Apache-2.0
#include "report/exposition.hpp"

#include "core/prometheus_name.hpp"
#include "core/text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace lapwing::report {
namespace {

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 32> text{};
  auto const end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return std::string(text.data(), end);
}

double seconds_of(TimePoint at) { return double(to_millis(at)) / 1000; }

std::string text_of(Labels const& labels) {
  std::string out;
  for (auto const& [name, value] : labels.pairs())
    out += (out.empty() ? "{" : ",") + name + "=\"" + prometheus_escaped(printable(value, 200)) + "\"";
  return out.empty() ? "" : out + "}";
}

class Writer {
 public:
  explicit Writer(ExpositionForm form) : form_(form) {}

  /// What follows belongs to it. `unit` is that which the name ends in; a counter's name comes without _total.
  void family(std::string const& name, std::string_view type, std::string_view unit, std::string_view help) {
    bool const is_open = form_ == ExpositionForm::openmetrics;
    bool const is_counter = type == "counter", is_info = type == "info";
    sample_ = name + (is_counter ? "_total" : is_info ? "_info" : "");
    auto const shown = is_open ? name : sample_;
    out_ += "# HELP " + shown + " " + prometheus_escaped(help) + "\n# TYPE " + shown + " " +
            std::string(is_info && !is_open ? "gauge" : type) + "\n";
    if (is_open && !unit.empty()) out_ += "# UNIT " + shown + " " + std::string(unit) + "\n";
  }
  void sample(Labels const& labels, double value) { out_ += sample_ + text_of(labels) + " " + number(value) + "\n"; }
  std::string take() { return std::move(out_) + (form_ == ExpositionForm::openmetrics ? "# EOF\n" : ""); }

 private:
  ExpositionForm form_;
  std::string sample_;
  std::string out_;
};

/// Of one column, artifact or job: too many to be exposed.
bool is_fine_grained(Labels const& labels) {
  return !labels.get("column").empty() || !labels.get("artifact").empty() || !labels.get("job").empty();
}

struct Gauge {
  std::string name;
  std::string_view unit;
  double factor = 1;
};

/// Prometheus has base units alone: actions.minutes_used is lapwing_actions_used_seconds.
Gauge gauge_of(Metric const& metric) {
  Gauge out{prometheus_name(metric.name), prometheus_unit(metric.unit)};
  constexpr std::string_view minutes = "minutes_";
  auto const at = out.name.find(minutes);
  if (at == out.name.npos) return out;
  out.name.erase(at, minutes.size());
  return {out.name + "_seconds", "seconds", 60};
}

void add_samples(Writer& out, Exposed const& exposed) {
  std::size_t left_out = 0;
  for (auto const& metric : catalogue()) {
    auto const known = exposed.samples.find(std::string(metric.name));
    if (known == exposed.samples.end()) continue;
    auto const gauge = gauge_of(metric);
    std::size_t written = 0;
    for (auto const& [labels, point] : known->second) {
      if (is_fine_grained(labels) || written == kMostSeries) {
        ++left_out;
        continue;
      }
      if (written++ == 0) out.family(gauge.name, "gauge", gauge.unit, metric.meaning);
      out.sample(labels, point.value * gauge.factor);
    }
  }
  out.family("lapwing_series_left_out", "gauge", "", "series that are stored and not exposed here");
  out.sample({}, double(left_out));
}

void add_pollers(Writer& out, Exposed const& exposed) {
  struct Row {
    std::string_view name, unit, help;
    std::optional<double> (*value)(store::PollerRecord const&);
  };
  constexpr std::array rows{
      Row{"lapwing_poller_last_run_timestamp_seconds", "seconds", "when the source was polled last",
          [](store::PollerRecord const& one) { return std::optional(seconds_of(one.last_run)); }},
      Row{"lapwing_poller_last_success_timestamp_seconds", "seconds", "when the source could be read last",
          [](store::PollerRecord const& one) {
            return one.last_success ? std::optional(seconds_of(*one.last_success)) : std::nullopt;
          }},
      Row{"lapwing_poller_failures", "", "polls in a row that could not read the source",
          [](store::PollerRecord const& one) { return std::optional(double(one.failures)); }}};
  for (auto const& row : rows) {
    out.family(std::string(row.name), "gauge", row.unit, row.help);
    for (auto const& poller : exposed.pollers) {
      if (!poller.record) continue;
      if (auto const value = row.value(*poller.record)) out.sample(Labels{{"poller", poller.name}}, *value);
    }
  }
  out.family("lapwing_poller_next_run_timestamp_seconds", "gauge", "seconds", "when the source is due next");
  for (auto const& poller : exposed.pollers) out.sample(Labels{{"poller", poller.name}}, seconds_of(poller.next));
}

void add_channels(Writer& out, Exposed const& exposed) {
  auto const add = [&](std::string const& name, std::string_view help, auto const& value) {
    out.family(name, "gauge", "", help);
    for (auto const& channel : exposed.channels) out.sample(Labels{{"channel", channel.record.name}}, value(channel));
  };
  add("lapwing_channel_waiting", "incidents and reports that the channel is owed",
      [](ChannelFact const& one) { return double(one.waiting); });
  add("lapwing_channel_given_up", "messages that the channel will never have, and nobody has dropped yet",
      [](ChannelFact const& one) { return double(one.given_up); });
  add("lapwing_channel_failures", "attempts in a row that the channel did not take",
      [](ChannelFact const& one) { return double(one.record.failures + one.record.refusals); });
}

void add_counters(Writer& out, Exposed const& exposed) {
  struct Row {
    std::string_view name, help;
  };
  constexpr std::array rows{Row{"polls", "polls, by whether they could read their source"},
                            Row{"messages", "messages that a channel took, and those that were given up"},
                            Row{"incidents_opened", "incidents, by alert and the level at which they opened"}};
  for (auto const& row : rows) {
    out.family("lapwing_" + std::string(row.name), "counter", "", row.help);
    for (auto const& counter : exposed.counters) {
      if (counter.name == row.name) out.sample(counter.labels, double(counter.value));
    }
  }
}

}  // namespace

std::string_view content_type_of(ExpositionForm form) {
  return form == ExpositionForm::text ? "text/plain; version=0.0.4; charset=utf-8"
                                      : "application/openmetrics-text; version=1.0.0; charset=utf-8";
}

std::string exposition(Exposed const& exposed, ExpositionForm form) {
  Writer out(form);
  out.family("lapwing_build", "info", "", "the version that runs");
  out.sample(Labels{{"version", exposed.version}}, 1);
  out.family("lapwing_incidents", "gauge", "", "open incidents");
  for (auto const level : kAlertLevels) {
    auto const count = exposed.open.find(level);
    out.sample(Labels{{"level", std::string(name_of(level))}}, count == exposed.open.end() ? 0 : double(count->second));
  }
  add_pollers(out, exposed);
  add_channels(out, exposed);
  add_counters(out, exposed);
  add_samples(out, exposed);
  return out.take();
}

}  // namespace lapwing::report
