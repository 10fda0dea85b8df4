// SPDX-License-Identifier: Apache-2.0
#include "app/hush_routes.hpp"

#include "app/json_answer.hpp"
#include "core/quantity.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <nlohmann/json.hpp>

namespace lapwing::app {

using boost::asio::awaitable;
using nlohmann::ordered_json;

namespace {

constexpr std::size_t kLargestBody = 16 * 1024;

/// The texts of a JSON object. Errors: invalid for anything else, and for a key that is not among these.
Result<std::map<std::string, std::string>> read_body(HttpCall const& call,
                                                     std::initializer_list<std::string_view> keys) {
  auto const refuse = [](std::string what) { return Error{ErrorKind::invalid, std::move(what)}; };
  if (call.body.size() > kLargestBody) return refuse("the request is larger than 16 KiB");
  auto const body = ordered_json::parse(call.body.empty() ? "{}" : call.body, nullptr, false);
  if (!body.is_object()) return refuse("the request must be a JSON object");
  std::map<std::string, std::string> out;
  for (auto const& [key, value] : body.items()) {
    if (std::ranges::find(keys, std::string_view(key)) == keys.end())
      return refuse("there is no key '" + printable(key, 40) + "' in this request");
    if (!value.is_string()) return refuse(key + " must be a text");
    out[key] = value.get<std::string>();
  }
  return out;
}

Result<std::int64_t> id_of(HttpCall const& call, std::string const& what) {
  auto const& text = call.parameters.at("id");
  std::int64_t id = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (fault == std::errc() && end == text.data() + text.size() && id > 0) return id;
  return Error{ErrorKind::invalid, "'" + printable(text, 40) + "' is no " + what + "'s number, such as 7"};
}

/// Exactly one of `for` and `until`.
Result<TimePoint> end_of(std::map<std::string, std::string> const& body, TimePoint now) {
  auto const length = body.find("for"), until = body.find("until");
  if ((length == body.end()) == (until == body.end()))
    return Error{ErrorKind::invalid, "a silence needs an end: either `for`, such as 3d, or `until`"};
  if (length != body.end()) {
    auto const parsed = parse_duration(length->second);
    if (!parsed) return Error{ErrorKind::invalid, "for: " + parsed.error().message};
    return now + *parsed;
  }
  auto const at = parse_timestamp(until->second);
  if (!at) return Error{ErrorKind::invalid, "until must be a time such as 2026-12-01T08:00:00Z"};
  return *at;
}

std::string text_in(std::map<std::string, std::string> const& body, std::string const& key) {
  auto const found = body.find(key);
  return found == body.end() ? "" : found->second;
}

}  // namespace

void HushRoutes::add_to(HttpRoutes& routes) {
  routes.add(Method::post, "/v1/silences", HttpRoutes::Handler([this](HttpCall call) { return add(std::move(call)); }));
  routes.add(Method::del, "/v1/silences/{id}",
             HttpRoutes::Handler([this](HttpCall call) { return remove(std::move(call)); }));
  routes.add(Method::post, "/v1/incidents/{id}/ack",
             HttpRoutes::Handler([this](HttpCall call) { return acknowledge(std::move(call)); }));
}

awaitable<HttpAnswer> HushRoutes::add(HttpCall call) {
  if (auto refused = refuse_parameters(call)) co_return std::move(*refused);
  auto const body = read_body(call, {"matchers", "for", "until", "why"});
  if (!body) co_return as_error(body.error());
  auto const ends = end_of(*body, services_.clock.now());
  if (!ends) co_return as_error(ends.error());
  Hush::Wish wish{text_in(*body, "matchers"), *ends, text_in(*body, "why")};
  auto who = who_asks(call);
  auto const added = co_await hush_.add(std::move(wish), std::move(who));
  if (!added) co_return as_error(added.error());
  log_change(call, "silence id=" + std::to_string(added->id));
  auto answer = ordered_json::object();
  answer["id"] = added->id;
  answer["matchers"] = added->text;
  answer["ends"] = format_utc(added->ends);
  answer["until"] = hush_.zone().format(added->ends);
  answer["who"] = added->who;
  answer["why"] = added->why;
  answer["is_about_something"] = hush_.is_about_something(*added);
  answer["incidents"] = ordered_json::array();
  for (auto const& incident : hush_.covered(*added)) {
    answer["incidents"].push_back("#" + std::to_string(incident.id) + " " + incident.key.rule +
                                  incident.key.labels.to_string() + " " + std::string(name_of(incident.level)));
  }
  co_return as_json(200, answer);
}

awaitable<HttpAnswer> HushRoutes::remove(HttpCall call) {
  if (auto refused = refuse_parameters(call)) co_return std::move(*refused);
  auto const id = id_of(call, "silence");
  if (!id) co_return as_error(id.error());
  auto const number = *id;
  auto who = who_asks(call);
  auto const removed = co_await hush_.remove(number, std::move(who));
  if (!removed) co_return as_error(removed.error());
  log_change(call, "silence removed id=" + std::to_string(number));
  auto answer = ordered_json::object();
  answer["id"] = number;
  co_return as_json(200, answer);
}

awaitable<HttpAnswer> HushRoutes::acknowledge(HttpCall call) {
  if (auto refused = refuse_parameters(call)) co_return std::move(*refused);
  auto const id = id_of(call, "incident");
  if (!id) co_return as_error(id.error());
  auto const body = read_body(call, {"why"});
  if (!body) co_return as_error(body.error());
  auto const number = *id;
  auto why = text_in(*body, "why");
  auto who = who_asks(call);
  auto const ack = co_await hush_.acknowledge(number, std::move(why), std::move(who));
  if (!ack) co_return as_error(ack.error());
  log_change(call, "ack incident=" + std::to_string(number));
  auto answer = ordered_json::object();
  answer["incident"] = ack->incident;
  answer["level"] = name_of(ack->level);
  answer["who"] = ack->who;
  answer["why"] = ack->why;
  co_return as_json(200, answer);
}

}  // namespace lapwing::app
