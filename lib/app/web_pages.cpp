// SPDX-License-Identifier: Apache-2.0
#include "app/web_pages.hpp"

#include "app/json_answer.hpp"
#include "core/text.hpp"
#include "report/html_report.hpp"
#include "report/status_page.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace lapwing::app {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using nlohmann::ordered_json;

namespace {

HttpAnswer page(std::string html) {
  HttpAnswer answer;
  answer.content_type = "text/html; charset=utf-8";
  answer.body = std::move(html);
  return answer;
}

Result<report::Overview> read_overview(Watched const& watched, std::shared_ptr<View const> const& shared,
                                       TimePoint now) {
  auto& store = watched.store;
  auto const& view = *shared;
  report::Overview out;
  auto material = read_material(watched, shared, report::Kind::status, now);
  if (!material) return material.error();
  auto asides = read_asides(store, view, material->incidents, now, report::kMostOpen);
  if (!asides) return asides.error();
  auto pollers = read_pollers(store, view, now);
  if (!pollers) return pollers.error();
  for (auto const& name : view.report.channels) {
    if (std::ranges::none_of(material->channels, [&](auto const& one) { return one.record.name == name; }))
      material->channels.emplace_back().record.name = name;
  }
  out.status = report::compose(*material);
  out.silent = std::move(material->silent);
  out.incidents = std::move(material->incidents);
  std::erase_if(out.incidents, [&](auto const& one) { return one.closed && *one.closed < material->period.from; });
  out.asides = *std::move(asides);
  out.pollers = *std::move(pollers);
  out.channels = std::move(material->channels);
  return out;
}

void redact(report::Document& document, Redact const& redact) {
  for (auto& reason : document.summary) reason = redact(reason);
  for (auto& section : document.sections) {
    for (auto& remark : section.remarks) remark.text = Untrusted(redact(remark.text.raw()));
  }
}

/// Before anything is cut: of what a cut leaves of a secret, its beginning would be shown.
void redact(report::Overview& overview, Redact const& mask) {
  redact(overview.status, mask);
  for (auto& sentence : overview.silent) sentence = mask(sentence);
  for (auto& one : overview.incidents) {
    one.summary = Untrusted(mask(one.summary.raw()));
    one.note = Untrusted(mask(one.note.raw()));
    one.action = Untrusted(mask(one.action.raw()));
  }
  for (auto& one : overview.pollers) {
    if (one.record) one.record->error = mask(one.record->error);
  }
  for (auto& one : overview.channels) one.record.error = mask(one.record.error);
}

}  // namespace

void WebPages::add_to(HttpRoutes& routes) {
  routes.add(Method::get, "/", HttpRoutes::Handler([this](HttpCall call) { return status(std::move(call)); }));
  routes.add(Method::get, "/reports/{kind}",
             HttpRoutes::Handler([this](HttpCall call) { return report(std::move(call)); }));
  routes.add(Method::get, "/readyz", HttpRoutes::Handler([this](HttpCall call) { return ready(std::move(call)); }));
  routes.add(Method::get, "/healthz", HttpRoutes::PlainHandler([](HttpCall const&) {
               auto body = ordered_json::object();
               body["status"] = "ok";
               return as_json(200, body);
             }));
}

awaitable<HttpAnswer> WebPages::status(HttpCall call) {
  if (auto refused = refuse_parameters(call, "refresh")) co_return std::move(*refused);
  auto const view = watched_.view();
  auto const now = watched_.services.clock.now();
  auto read = [this, view, now] { return read_overview(watched_, view, now); };
  auto overview = co_await watched_.services.store_worker.run(std::move(read));
  if (!overview) co_return as_error(overview.error());
  redact(*overview, watched_.services.redact);
  overview->refreshes = call.query.empty() || call.query[0].second != "off";
  auto answer = page(report::status_page(*overview));
  if (overview->refreshes) answer.headers.emplace_back("Refresh", "60");
  co_return answer;
}

awaitable<HttpAnswer> WebPages::report(HttpCall call) {
  if (auto refused = refuse_parameters(call, "at")) co_return std::move(*refused);
  auto const document = co_await read_report(watched_, std::move(call));
  if (!document) co_return as_error(document.error());
  auto shown = *document;
  redact(shown, watched_.services.redact);
  co_return page(report::as_html(shown));
}

awaitable<HttpAnswer> WebPages::ready(HttpCall call) {
  if (auto refused = refuse_parameters(call)) co_return std::move(*refused);
  auto problems = ordered_json::array();
  if (auto const trouble = watched_.trouble(); !trouble.empty())
    problems.push_back("nothing can be stored: " + trouble);
  auto const view = watched_.view();
  auto const now = watched_.services.clock.now();
  auto read = [this, view, now] { return read_pollers(watched_.store, *view, now); };
  auto const pollers = co_await watched_.services.store_worker.run(std::move(read));
  auto const fails = [](report::PollerState const& one) { return one.record && one.record->failures > 0; };
  if (!pollers)
    problems.push_back(pollers.error().message);
  else if (!pollers->empty() && std::ranges::all_of(*pollers, fails))
    problems.push_back("no source can be read");
  auto body = ordered_json::object();
  body["ready"] = problems.empty();
  body["problems"] = problems;
  co_return as_json(problems.empty() ? 200 : 503, body);
}

Result<report::Material> read_material(Watched const& watched, std::shared_ptr<View const> const& view,
                                       report::Kind kind, TimePoint at) {
  auto out = read_material(watched.store, view->report, kind, at);
  if (out) out->silent = watched.silent.find(view, watched.store, watched.services.clock.now());
  return out;
}

awaitable<Result<report::Document>> read_report(Watched const& watched, HttpCall call) {
  auto const name = call.parameters.at("kind");
  auto const kind = report::parse_kind(name);
  if (!kind || *kind == report::Kind::status)
    co_return Error{ErrorKind::not_found,
                    "there is no report '" + printable(name, 60) + "' (there are daily, weekly and monthly)"};
  auto const now = watched.services.clock.now();
  auto const at = call.query.empty() ? now : parse_timestamp(call.query[0].second);
  if (!at)
    co_return Error{ErrorKind::invalid,
                    "at: '" + printable(call.query[0].second, 60) + "' is no instant; write 2026-03-01T08:00:00Z"};
  auto const view = watched.view();
  auto read = [&watched, view, kind = *kind, at = *at]() -> Result<report::Document> {
    auto const material = read_material(watched, view, kind, at);
    if (!material) return material.error();
    return report::compose(*material);
  };
  co_return co_await watched.services.store_worker.run(std::move(read));
}

}  // namespace lapwing::app
