// SPDX-License-Identifier: Apache-2.0
#include "app/web_metrics.hpp"

#include "app/json_answer.hpp"
#include "core/text.hpp"
#include "report/exposition.hpp"

#include <algorithm>

namespace lapwing::app {

using boost::asio::awaitable;

namespace {

/// What happens (a run, a finding) and has not for so long is not how things stand.
constexpr Duration kStillOfUse = std::chrono::days{30};

/// Without the series that are missed, whose source is gone, or that tell of long ago.
Result<store::NewestSamples> read_samples(store::Store& store, View const& view, TimePoint now) {
  auto samples = store.newest_samples();
  if (!samples) return samples.error();
  auto const origins = store.origins();
  if (!origins) return origins.error();
  auto const types = view.poller_types();
  auto const& channels = view.report.channels;
  for (auto& [metric, series] : *samples) {
    std::erase_if(series, [&](auto const& one) {
      auto const& [labels, point] = one;
      alert::SeriesName const name{metric, labels};
      auto const origin = origins->find(name);
      if (origin != origins->end() && (origin->second.missed > 0 || alert::is_vanished(name, origin->second, types)))
        return true;
      auto const channel = labels.get("channel");
      if (!channel.empty() && std::ranges::find(channels, channel) == channels.end()) return true;
      bool const is_model = metric.starts_with("model.");  // the newest version is how things stand, however old
      return metric != "config.valid" && channel.empty() && !is_model && point.at < now - kStillOfUse;
    });
  }
  return samples;
}

Result<report::Exposed> read_exposed(store::Store& store, View const& view, TimePoint now) {
  report::Exposed out;
  out.version = LAPWING_VERSION;
  auto samples = read_samples(store, view, now);
  if (!samples) return samples.error();
  auto const incidents = store.incidents(TimePoint::max());
  if (!incidents) return incidents.error();
  auto pollers = read_pollers(store, view, now);
  if (!pollers) return pollers.error();
  auto channels = read_channels(store, view.report.channels);
  if (!channels) return channels.error();
  auto counters = store.counters();
  if (!counters) return counters.error();
  for (auto const& one : *incidents) ++out.open[one.level];
  out.samples = *std::move(samples);
  out.pollers = *std::move(pollers);
  out.channels = *std::move(channels);
  out.counters = *std::move(counters);
  return out;
}

report::ExpositionForm form_for(HttpCall const& call) {
  bool const takes_open = std::ranges::any_of(call.headers, [](Header const& one) {
    return to_lower(one.first) == "accept" && one.second.find("application/openmetrics-text") != one.second.npos;
  });
  return takes_open ? report::ExpositionForm::openmetrics : report::ExpositionForm::text;
}

}  // namespace

void WebMetrics::add_to(HttpRoutes& routes) {
  routes.add(Method::get, "/metrics", HttpRoutes::Handler([this](HttpCall call) { return expose(std::move(call)); }));
}

awaitable<HttpAnswer> WebMetrics::expose(HttpCall call) {
  auto const view = watched_.view();
  auto const now = watched_.services.clock.now();
  auto const form = form_for(call);
  auto read = [this, view, now] { return read_exposed(watched_.store, *view, now); };
  auto const exposed = co_await watched_.services.store_worker.run(std::move(read));
  if (!exposed) co_return as_error(exposed.error());
  HttpAnswer answer;
  answer.content_type = std::string(report::content_type_of(form));
  answer.body = report::exposition(*exposed, form);
  co_return answer;
}

}  // namespace lapwing::app
