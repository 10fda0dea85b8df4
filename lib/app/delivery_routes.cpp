// SPDX-License-Identifier: Apache-2.0
#include "app/delivery_routes.hpp"

#include "app/json_answer.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace lapwing::app {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using nlohmann::ordered_json;

namespace {

/// A test waits for the limits that the channel set us.
constexpr Duration kTestLimit = 60s;

Result<std::optional<alert::IncidentId>> incident_of(HttpCall const& call) {
  if (call.query.empty()) return std::optional<alert::IncidentId>();
  auto const& text = call.query[0].second;
  alert::IncidentId id = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (fault == std::errc() && end == text.data() + text.size() && id > 0) return std::optional(id);
  return Error{ErrorKind::invalid, "'" + printable(text, 40) + "' is no incident's number, such as 7"};
}

}  // namespace

void DeliveryRoutes::add_to(HttpRoutes& routes) {
  routes.add(Method::post, "/v1/channels/{name}/retry",
             HttpRoutes::Handler([this](HttpCall call) { return change(std::move(call), true); }));
  routes.add(Method::post, "/v1/channels/{name}/drop",
             HttpRoutes::Handler([this](HttpCall call) { return change(std::move(call), false); }));
  routes.add(Method::post, "/v1/channels/{name}/test",
             HttpRoutes::Handler([this](HttpCall call) { return test(std::move(call)); }));
}

Result<std::string> DeliveryRoutes::channel_of(HttpCall const& call) {
  auto const& name = call.parameters.at("name");
  if (dispatcher_().find(name) != nullptr) return name;
  auto const records = dispatcher_().records();
  std::vector<std::string_view> known;
  for (auto const& record : records) known.push_back(record.name);
  std::vector<std::string> const names(known.begin(), known.end());
  return Error{ErrorKind::not_found, "there is no channel '" + printable(name, 60) + "'" + did_you_mean(name, known) +
                                         " (there are " + list_of(names) + ")"};
}

awaitable<HttpAnswer> DeliveryRoutes::change(HttpCall call, bool is_retry) {
  if (auto refused = refuse_parameters(call, "incident")) co_return std::move(*refused);
  auto const name = channel_of(call);
  if (!name) co_return as_error(name.error());
  auto const incident = incident_of(call);
  if (!incident) co_return as_error(incident.error());
  auto const which = *incident ? " #" + std::to_string(**incident) : "";
  store::AuditRow const row{services_.clock.now(), who_asks(call),
                            std::string("outbox ") + (is_retry ? "retry " : "drop ") + *name + which};
  auto change = [this, is_retry, channel = *name, id = *incident, row] {
    return is_retry ? store_.retry(channel, id, row, row.at) : store_.drop(channel, id, row);
  };
  auto const done = co_await services_.store_worker.run(std::move(change));
  if (!done) co_return as_error(done.error());
  log_change(call, row.what);
  if (auto* const courier = dispatcher_().find(*name)) courier->try_now();
  auto body = ordered_json::object();
  body["channel"] = *name;
  body[is_retry ? "owed_again" : "dropped"] = *done;
  co_return as_json(200, body);
}

awaitable<HttpAnswer> DeliveryRoutes::test(HttpCall call) {
  if (auto refused = refuse_parameters(call, "severity")) co_return std::move(*refused);
  auto const name = channel_of(call);
  if (!name) co_return as_error(name.error());
  auto const level = parse_level(call.query.empty() ? "warning" : call.query[0].second);
  if (!level || *level == Level::ok) co_return as_error(400, "severity is info, warning or critical");
  auto const later = dispatcher_().find(*name)->test(*level);
  log_change(call, "test message channel=" + *name);
  auto const outcome = co_await later->wait(kTestLimit);
  if (!outcome) {
    auto const until = dispatcher_().find(*name)->record().not_before;
    co_return as_error(
        504, "the channel " + *name + " takes nothing before " + format_utc(until) + "; the test goes out then");
  }
  auto body = ordered_json::object();
  body["channel"] = *name;
  body["delivered"] = outcome->kind == notify::Outcome::Kind::delivered;
  body["status"] = outcome->status;
  body["why"] = outcome->why;
  co_return as_json(200, body);
}

}  // namespace lapwing::app
