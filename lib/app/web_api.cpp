// SPDX-License-Identifier: Apache-2.0
#include "app/web_api.hpp"

#include "app/json_answer.hpp"
#include "core/text.hpp"
#include "report/json_report.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace lapwing::app {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using nlohmann::ordered_json;

namespace {

constexpr std::size_t kSamplesByDefault = 1'000;
constexpr std::size_t kMostSamples = 10'000;
/// More are not even looked at: the store has other things to do.
constexpr std::size_t kMostRead = 200'000;

/// The parameters of a request by name; those that are not among the taken, or twice there, are refused.
Result<std::map<std::string, std::string>> parameters_of(HttpCall const& call,
                                                         std::initializer_list<std::string_view> taken) {
  std::map<std::string, std::string> out;
  for (auto const& [key, value] : call.query) {
    if (std::ranges::find(taken, key) == taken.end())
      return Error{ErrorKind::invalid, "there is no parameter '" + printable(key, 70) + "'"};
    if (!out.emplace(key, value).second) return Error{ErrorKind::invalid, key + " is given twice"};
  }
  return out;
}

/// An instant, or so long ago.
Result<TimePoint> instant_of(std::map<std::string, std::string> const& parameters, std::string const& name,
                             TimePoint fallback, TimePoint now) {
  auto const found = parameters.find(name);
  if (found == parameters.end()) return fallback;
  if (auto const at = parse_timestamp(found->second)) return *at;
  if (auto const length = parse_duration(found->second)) return now - *length;
  return Error{ErrorKind::invalid, name + ": '" + printable(found->second, 60) +
                                       "' is no instant and no length of time; write 2026-03-01T08:00:00Z or 7d"};
}

struct SampleWish {
  std::string metric;
  store::Span span;
  std::size_t limit = kSamplesByDefault;
};

Result<SampleWish> wish_of(HttpCall const& call, TimePoint now) {
  auto const parameters = parameters_of(call, {"metric", "since", "until", "limit"});
  if (!parameters) return parameters.error();
  SampleWish wish;
  auto const metric = parameters->find("metric");
  if (metric == parameters->end() || metric->second.empty())
    return Error{ErrorKind::invalid, "metric is needed: a name such as model.accuracy"};
  wish.metric = metric->second;
  auto const until = instant_of(*parameters, "until", now, now);
  if (!until) return until.error();
  auto const since = instant_of(*parameters, "since", *until - 24h, now);
  if (!since) return since.error();
  wish.span = {*since, *until};
  if (auto const limit = parameters->find("limit"); limit != parameters->end()) {
    auto const& text = limit->second;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), wish.limit);
    if (fault != std::errc() || end != text.data() + text.size() || wish.limit == 0 || wish.limit > kMostSamples)
      return Error{ErrorKind::invalid, "limit is a number from 1 to " + std::to_string(kMostSamples)};
  }
  return wish;
}

ordered_json json_of(Labels const& labels) {
  auto out = ordered_json::object();
  for (auto const& [name, value] : labels.pairs()) out[name] = value;
  return out;
}

/// JSON has no NaN.
ordered_json json_of(double value) { return std::isfinite(value) ? ordered_json(value) : ordered_json(); }

ordered_json unit_of(std::string_view metric) {
  auto const* const known = find_metric(metric);
  return known == nullptr ? ordered_json() : ordered_json(name_of(known->unit));
}

std::string text_of(ordered_json const& body) {
  return body.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Result<std::string> read_samples(store::Store& store, SampleWish const& wish) {
  struct Row {
    TimePoint at;
    std::string metric;
    Labels labels;
    double value;
  };
  std::vector<Row> rows;
  auto const read = store.read_samples(wish.metric, wish.span, [&](store::SamplePiece const& piece) -> Result<void> {
    for (auto const& point : piece.points) rows.push_back({point.at, piece.metric, piece.labels, point.value});
    if (rows.size() > kMostRead) return Error{ErrorKind::invalid, "that is too much at once; ask for a shorter time"};
    return {};
  });
  if (!read) return read.error();
  std::ranges::stable_sort(rows, {}, &Row::at);
  auto body = ordered_json::object();
  body["metric"] = wish.metric;
  body["unit"] = unit_of(wish.metric);
  body["samples"] = ordered_json::array();
  body["next"] = nullptr;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto const& row = rows[i];
    if (i >= wish.limit && row.at != rows[i - 1].at) {
      body["next"] = format_utc(row.at);
      break;
    }
    body["samples"].push_back(
        {{"at", format_utc(row.at)}, {"labels", json_of(row.labels)}, {"value", json_of(row.value)}});
  }
  return text_of(body);
}

Result<std::string> read_series(store::Store& store, std::string const& pattern) {
  auto const samples = store.newest_samples();
  if (!samples) return samples.error();
  auto list = ordered_json::array();
  for (auto const& [metric, series] : *samples) {
    if (!pattern.empty() && !matches_glob(pattern, metric)) continue;
    for (auto const& [labels, point] : series)
      list.push_back({{"metric", metric},
                      {"labels", json_of(labels)},
                      {"unit", unit_of(metric)},
                      {"at", format_utc(point.at)},
                      {"value", json_of(point.value)}});
  }
  auto body = ordered_json::object();
  body["series"] = std::move(list);
  return text_of(body);
}

}  // namespace

void WebApi::add_to(HttpRoutes& routes) {
  using Handler = awaitable<HttpAnswer> (WebApi::*)(HttpCall);
  auto const add = [&](std::string_view path, Handler handler) {
    routes.add(Method::get, path,
               HttpRoutes::Handler([this, handler](HttpCall call) { return (this->*handler)(std::move(call)); }));
  };
  add("/api/v1/status", &WebApi::status);
  add("/api/v1/reports/{kind}", &WebApi::report);
  add("/api/v1/alerts", &WebApi::alerts);
  add("/api/v1/pollers", &WebApi::pollers);
  add("/api/v1/outbox", &WebApi::outbox);
  add("/api/v1/series", &WebApi::series);
  add("/api/v1/samples", &WebApi::samples);
  routes.add(Method::get, "/api/v1/reports", HttpRoutes::PlainHandler([](HttpCall const&) {
               auto body = ordered_json::object();
               body["reports"] = {"daily", "weekly", "monthly"};
               return as_json(200, body);
             }));
}

awaitable<HttpAnswer> WebApi::read_as(std::function<Result<std::string>()> read) {
  auto body = co_await watched_.services.store_worker.run(std::move(read));
  if (!body) co_return as_error(body.error());
  HttpAnswer answer;
  answer.body = *std::move(body);
  co_return answer;
}

awaitable<HttpAnswer> WebApi::status(HttpCall call) {
  if (auto refused = refuse_parameters(call)) co_return std::move(*refused);
  auto const now = watched_.services.clock.now();
  std::function<Result<std::string>()> read = [this, view = watched_.view(), now]() -> Result<std::string> {
    auto const material = read_material(watched_, view, report::Kind::status, now);
    if (!material) return material.error();
    return report::as_json(report::compose(*material));
  };
  co_return co_await read_as(std::move(read));
}

awaitable<HttpAnswer> WebApi::report(HttpCall call) {
  if (auto refused = refuse_parameters(call, "at")) co_return std::move(*refused);
  auto const document = co_await read_report(watched_, std::move(call));
  if (!document) co_return as_error(document.error());
  HttpAnswer answer;
  answer.body = report::as_json(*document);
  co_return answer;
}

awaitable<HttpAnswer> WebApi::alerts(HttpCall call) {
  auto const now = watched_.services.clock.now();
  auto const parameters = parameters_of(call, {"since"});
  if (!parameters) co_return as_error(parameters.error());
  auto const since = instant_of(*parameters, "since", now - 7 * 24h, now);
  if (!since) co_return as_error(since.error());
  std::function<Result<std::string>()> read = [this, view = watched_.view(), now,
                                               since = *since]() -> Result<std::string> {
    auto const incidents = watched_.store.incidents(since);
    if (!incidents) return incidents.error();
    auto const asides = read_asides(watched_.store, *view, *incidents, now);
    if (!asides) return asides.error();
    return report::incidents_as_json(*incidents, *asides);
  };
  co_return co_await read_as(std::move(read));
}

awaitable<HttpAnswer> WebApi::pollers(HttpCall call) {
  if (auto refused = refuse_parameters(call)) co_return std::move(*refused);
  auto const now = watched_.services.clock.now();
  std::function<Result<std::string>()> read = [this, view = watched_.view(), now]() -> Result<std::string> {
    auto const pollers = read_pollers(watched_.store, *view, now);
    if (!pollers) return pollers.error();
    return report::pollers_as_json(*pollers);
  };
  co_return co_await read_as(std::move(read));
}

awaitable<HttpAnswer> WebApi::outbox(HttpCall call) {
  if (auto refused = refuse_parameters(call)) co_return std::move(*refused);
  auto const now = watched_.services.clock.now();
  std::function<Result<std::string>()> read = [this, view = watched_.view(), now]() -> Result<std::string> {
    auto const queues = read_queues(watched_.store, *view, now);
    if (!queues) return queues.error();
    return report::queues_as_json(*queues, now);
  };
  co_return co_await read_as(std::move(read));
}

awaitable<HttpAnswer> WebApi::series(HttpCall call) {
  auto const parameters = parameters_of(call, {"metric"});
  if (!parameters) co_return as_error(parameters.error());
  auto const metric = parameters->find("metric");
  auto const pattern = metric == parameters->end() ? "" : metric->second;
  std::function<Result<std::string>()> read = [this, pattern] { return read_series(watched_.store, pattern); };
  co_return co_await read_as(std::move(read));
}

awaitable<HttpAnswer> WebApi::samples(HttpCall call) {
  auto const wish = wish_of(call, watched_.services.clock.now());
  if (!wish) co_return as_error(wish.error());
  std::function<Result<std::string>()> read = [this, wish = *wish] { return read_samples(watched_.store, wish); };
  co_return co_await read_as(std::move(read));
}

}  // namespace lapwing::app
