// SPDX-License-Identifier: Apache-2.0
#include "notify/webhook.hpp"

#include "io/hmac.hpp"
#include "notify/answer.hpp"
#include "notify/wording.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>

namespace lapwing::notify {
namespace {

using nlohmann::ordered_json;

/// FNV-1a over the parts, each ended by a byte that no label holds. Not against forgery: only to tell incidents apart.
std::string fingerprint(std::string const& project, Item const& item) {
  std::uint64_t hash = 0xcbf29ce484222325;
  auto const add = [&](std::string_view part) {
    for (char const c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    hash = (hash ^ 0xFF) * 0x100000001b3;
  };
  add(project);
  add(item.alert);
  for (auto const& [name, value] : item.labels.pairs()) {
    add(name);
    add(value);
  }
  std::array<char, 17> hex{};
  std::snprintf(hex.data(), hex.size(), "%016llx", static_cast<unsigned long long>(hash));
  return hex.data();
}

/// What is known beside the summary: value, evidence and links, a line each.
std::string description_of(Item const& item) {
  std::string out;
  auto const add = [&](std::string const& line) {
    if (!line.empty()) out += (out.empty() ? "" : "\n") + line;
  };
  add(measure_of(item));
  add(cause_of(item));
  add(item.note.raw());
  for (auto const& link : item.links) add(link.label + ": " + link.url);
  return out;
}

ordered_json annotations_of(Item const& item) {
  auto out = ordered_json::object();
  auto const add = [&](char const* name, std::string const& text) {
    if (!text.empty()) out[name] = text;
  };
  add("summary", item.summary.raw());
  add("description", description_of(item));
  add("value", item.value);
  add("threshold", item.threshold);
  add("action", item.action.raw());
  add("runbook_url", item.runbook);
  if (item.incident != 0) add("incident", std::to_string(item.incident));
  return out;
}

ordered_json alert_of(Notification const& what, Item const& item, Form form) {
  auto labels = ordered_json::object();
  labels["alertname"] = item.alert;
  labels["severity"] = name_of(is_over(item) ? item.before : item.level);
  labels["project"] = what.project;
  for (auto const& [name, value] : item.labels.pairs()) labels.emplace(name, value);  // ours go first
  auto out = ordered_json::object();
  out["status"] = is_over(item) ? "resolved" : "firing";
  out["labels"] = std::move(labels);
  out["annotations"] = form == Form::plain ? ordered_json::object() : annotations_of(item);
  out["startsAt"] = format_utc(item.since);
  out["endsAt"] = is_over(item) ? format_utc(item.changed) : "0001-01-01T00:00:00Z";
  out["generatorURL"] = item.links.empty() ? "" : item.links.front().url;
  out["fingerprint"] = fingerprint(what.project, item);
  return out;
}

}  // namespace

Webhook::Webhook(Secret url, Keys keys) : url_(std::move(url)), keys_(std::move(keys)) {}

/// As an alert of its own that is always over: receivers show it and wake nobody.
Payload Webhook::render_report(Brief const& what, Form form) const {
  ordered_json const labels{{"alertname", "report"}, {"severity", "info"}, {"project", what.project}};
  auto alert = ordered_json::object();
  alert["status"] = "resolved";
  alert["labels"] = labels;
  alert["annotations"] = {{"summary", headline(what)}};
  if (form == Form::full) alert["annotations"]["description"] = text_of(what, printable, "", 20000);
  alert["startsAt"] = alert["endsAt"] = format_utc(what.at);
  alert["generatorURL"] = "";
  Item item;
  item.alert = what.title;
  alert["fingerprint"] = fingerprint(what.project, item);
  return request_with(false, what.project, ordered_json::array({std::move(alert)}));
}

Rendered Webhook::render(Notification const& what, Form form) const {
  auto alerts = ordered_json::array();
  bool any_firing = false;
  for (auto const& item : what.items) {
    any_firing = any_firing || !is_over(item);
    alerts.push_back(alert_of(what, item, form));
  }
  return {request_with(any_firing, what.project, std::move(alerts)), what.items.size()};
}

HttpRequest Webhook::request_with(bool any_firing, std::string const& project_name, ordered_json alerts) const {
  ordered_json const project{{"project", project_name}};
  auto body = ordered_json::object();
  body["version"] = "4";
  body["groupKey"] =
      "{}:{project=" + ordered_json(project_name).dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "}";
  body["truncatedAlerts"] = 0;
  body["status"] = any_firing ? "firing" : "resolved";
  body["receiver"] = "lapwing";
  body["groupLabels"] = project;
  body["commonLabels"] = project;
  body["commonAnnotations"] = ordered_json::object();
  body["externalURL"] = "";
  body["alerts"] = std::move(alerts);
  HttpRequest request;
  request.method = Method::post;
  request.url = url_;
  request.bearer = keys_.bearer;
  request.body = body.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  request.headers = {{"Content-Type", "application/json"}};
  if (keys_.secret)
    request.headers.emplace_back("X-Lapwing-Signature", "sha256=" + hmac_sha256(*keys_.secret, request.body));
  return request;
}

Outcome Webhook::classify(HttpResponse const& answer) const {
  auto out = outcome_by_status(answer, "The webhook's receiver");
  if (out.kind == Outcome::Kind::bad_destination) out.why += ": " + std::string(remedy_for(answer.status));
  out.why = safe_reason(std::move(out.why), url_);
  return out;
}

}  // namespace lapwing::notify
