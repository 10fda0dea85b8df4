// SPDX-License-Identifier: Apache-2.0
#include "app/history_routes.hpp"

#include "app/json_answer.hpp"
#include "core/quantity.hpp"
#include "core/text.hpp"
#include "exchange/row_parser.hpp"

#include <nlohmann/json.hpp>

namespace lapwing::app {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using nlohmann::ordered_json;

namespace {

constexpr Duration kStoreLimit = 30s;

Result<std::vector<Sample>> read_samples(std::string const& body) {
  exchange::RowParser parser(exchange::Format::jsonl);
  std::vector<Sample> out;
  std::size_t number = 0;
  for (auto const line : split(body, '\n')) {
    ++number;
    auto row = parser.parse(line);
    if (!row) return Error{row.error().kind, "line " + std::to_string(number) + ": " + row.error().message};
    if (*row) out.push_back({std::move((*row)->metric), std::move((*row)->labels), (*row)->value, (*row)->at, {}});
  }
  return out;
}

}  // namespace

std::string describe_import(std::string const& file, std::size_t added, std::size_t changed) {
  auto const figure = [](std::size_t count) { return format_quantity(double(count), Unit::count); };
  return "imported " + figure(added + changed) + " samples from " + printable(file) + " (" + figure(added) + " new, " +
         figure(changed) + " changed)";
}

void HistoryRoutes::add_to(HttpRoutes& routes) {
  routes.add(Method::post, "/v1/history", HttpRoutes::Handler([this](HttpCall call) { return take(std::move(call)); }));
  routes.add(Method::post, "/v1/history/imported",
             HttpRoutes::Handler([this](HttpCall call) { return note(std::move(call)); }));
}

awaitable<HttpAnswer> HistoryRoutes::take(HttpCall call) {
  if (auto refused = refuse_parameters(call)) co_return std::move(*refused);
  auto samples = read_samples(call.body);
  if (!samples) co_return as_error(samples.error());
  auto ask = [this, &samples] { return store_.keep_news(*samples); };
  auto const changed = co_await services_.store_worker.run(std::move(ask));
  if (!changed) co_return as_error(changed.error());
  auto body = ordered_json::object();
  body["added"] = samples->size() - *changed;
  body["changed"] = *changed;
  if (samples->empty()) co_return as_json(200, body);
  Arrived arrived;
  arrived.report.samples = *std::move(samples);
  arrived.is_past = true;
  if (!pipeline_.push(std::move(arrived))) co_return as_error(503, "the store is behind; try again later");
  auto const cycle = pipeline_.whole_cycle();
  auto const stored = co_await cycle->wait(kStoreLimit);
  if (!stored) co_return as_error(503, "nothing was stored within " + format_duration(kStoreLimit) + "; see the log");
  co_return as_json(200, body);
}

awaitable<HttpAnswer> HistoryRoutes::note(HttpCall call) {
  if (auto refused = refuse_parameters(call)) co_return std::move(*refused);
  auto const said = ordered_json::parse(call.body, nullptr, false);
  auto const count = [&](char const* key) {
    auto const found = said.find(key);
    return found != said.end() && found->is_number_unsigned() ? std::optional(found->get<std::size_t>()) : std::nullopt;
  };
  auto const file = said.is_object() ? said.find("file") : said.end();
  if (!said.is_object() || file == said.end() || !file->is_string() || !count("added") || !count("changed"))
    co_return as_error(400, "the request must be {file, added, changed}");
  store::AuditRow const row{services_.clock.now(), who_asks(call),
                            describe_import(file->get<std::string>(), *count("added"), *count("changed"))};
  log_change(call, row.what);
  auto write = [this, row] { return store_.note({row}); };
  auto const noted = co_await services_.store_worker.run(std::move(write));
  if (!noted) co_return as_error(noted.error());
  co_return as_json(200, ordered_json::object());
}

}  // namespace lapwing::app
