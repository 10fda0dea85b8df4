// SPDX-License-Identifier: Apache-2.0
#include "fake_github/server.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace lapwing::fake_github {
namespace {

using nlohmann::ordered_json;
using test::LoopbackSink;

LoopbackSink::Options with_tls(test::Certificate const& certificate) {
  LoopbackSink::Options options;
  options.certificate = certificate;
  return options;
}

/// "" without one.
std::string token_of(LoopbackSink::Request const& request) {
  auto const header = request.header("Authorization");
  auto const space = header.find(' ');
  return space == header.npos ? std::string(header) : std::string(header.substr(space + 1));
}

/// Weak, and the same only for the same text at the same URL for the same token.
std::string etag_of(Reply const& reply, std::string const& target, std::string const& token) {
  return "W/\"" + code_of(target + "\n" + token + "\n" + reply.body, 64) + "\"";
}

bool is_known(std::string_view if_none_match, std::string const& etag) {
  return if_none_match == "*" || if_none_match.find(etag.substr(2)) != if_none_match.npos;
}

Reply rate_limit(Limits::Window const& window, bool has_rate) {
  ordered_json const core{{"limit", window.limit},
                          {"used", window.used},
                          {"remaining", window.remaining()},
                          {"reset", to_millis(window.reset) / 1000}};
  auto const fixed = [&](int limit) {
    return ordered_json{{"limit", limit}, {"used", 0}, {"remaining", limit}, {"reset", to_millis(window.reset) / 1000}};
  };
  ordered_json out{{"resources", {{"core", core}, {"search", fixed(30)}, {"graphql", fixed(5000)}}}};
  if (has_rate) out["rate"] = core;
  return {200, out.dump()};
}

LoopbackSink::Answer plain(int status, std::string body) {
  LoopbackSink::Answer out;
  out.status = status;
  out.body = std::move(body);
  out.headers = {{"Content-Type", "application/json"}};
  return out;
}

}  // namespace

Server::Server(Timeline timeline, test::Certificate const& certificate)
    : timeline_(std::move(timeline)),
      settings_{timeline_.begin},
      other_host_([](Request const&) { return plain(200, R"({"total_count":0,"workflow_runs":[]})"); },
                  with_tls(certificate)),
      sink_([this](Request const& request) { return answer(request); }, with_tls(certificate)) {
  // Nobody knows the port before this has returned.
  endpoints_.emplace(timeline_, settings_, sink_.url(""));
}

Server::Answer Server::answer(Request const& request) {
  return request.target.starts_with("/_test/") ? control(request) : serve(request);
}

Server::Answer Server::serve(Request const& request) {
  auto const who = token_of(request);
  auto& window = limits_.window(who, settings_.limit, settings_.now);
  bool is_counted = true;
  FaultyReply out;
  auto const fault = faults_.take(request.target, settings_.now);
  if (fault) {
    auto uncounted = window;
    bool ignored = true;
    auto afresh = request;  // a 304 has no body that could be broken
    std::erase_if(afresh.headers, [](Header const& header) { return to_lower(header.first) == "if-none-match"; });
    auto reply = regular(afresh, who, uncounted, ignored);
    ++window.used;
    out = play_fault(*fault, {settings_.now, sink_.url(""), "https://localhost:" + other_host_.port(), request.target,
                              std::move(reply), window});
  } else {
    out.reply = regular(request, who, window, is_counted);
    out.limits = headers_of(window);
  }
  Answer answer;
  answer.status = out.reply.status;
  answer.body = std::move(out.reply.body);
  answer.fault = out.fault;
  answer.interval = out.interval;
  if (!fault || fault->has_date) answer.headers.emplace_back("Date", http_date(settings_.now));
  answer.headers.emplace_back("Content-Type", out.reply.type);
  answer.headers.emplace_back("X-GitHub-Media-Type", "github.v3; format=json");
  answer.headers.emplace_back("x-github-api-version-selected", "2022-11-28");
  answer.headers.emplace_back("X-GitHub-Request-Id", "EC9A:1892C9:" + std::to_string(total_));
  std::ranges::move(out.reply.headers, std::back_inserter(answer.headers));
  std::ranges::move(out.limits, std::back_inserter(answer.headers));
  note(request, answer, is_counted);
  return answer;
}

/// Spends from the window what the answer costs.
Reply Server::regular(Request const& request, std::string const& who, Limits::Window& window, bool& is_counted) {
  is_counted = false;
  if (request.header("User-Agent").empty()) {
    return refusal(403,
                   "Missing or invalid User Agent string. See http://developer.github.com/v3/#user-agent-required");
  }
  if (!who.empty() && who != "good-token" && who != "other-token") return refusal(401, "Bad credentials");
  auto const version = request.header("X-GitHub-Api-Version");
  if (!version.empty() && version != "2022-11-28" && version != "2026-03-10") {
    return refusal(400, "The requested API version is not supported: " + std::string(version));
  }
  auto const query = parse_target(request.target);
  if (query.path == std::vector<std::string>{"rate_limit"}) return rate_limit(window, version != "2026-03-10");
  if (window.remaining() == 0) {
    return refusal(403, std::string("API rate limit exceeded for ") + (who.empty() ? "127.0.0.1" : "user ID 4001"));
  }
  is_counted = true;
  bool const may_see = !settings_.is_private || who == "good-token";
  auto reply = request.method != "GET" || (Endpoints::is_in_repository(query) && !may_see)
                   ? refusal(404, "Not Found")
                   : endpoints_->get(query, request.header("Accept"));
  if (reply.status == 200) {
    auto const etag = etag_of(reply, request.target, who);
    reply.headers.emplace_back("ETag", etag);
    reply.headers.emplace_back("Cache-Control", "private, max-age=60, s-maxage=60");
    reply.headers.emplace_back("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP");
    if (is_known(request.header("If-None-Match"), etag)) {
      reply.status = 304;
      reply.body.clear();
      is_counted = who.empty();
    }
  }
  if (is_counted) ++window.used;
  return reply;
}

void Server::note(Request const& request, Answer const& answer, bool is_counted) {
  ++total_;
  ++paths_[request.target];
  if (answer.status == 304) ++not_modified_;
  if (answer.status >= 400) ++refused_;
  if (!is_counted) return;
  ++counted_;
  ++counted_by_hour_[std::chrono::floor<std::chrono::hours>(settings_.now)];
}

Server::Answer Server::control(Request const& request) {
  if (request.target == "/_test/requests") return counts();
  auto const body = ordered_json::parse(request.body.empty() ? "{}" : request.body, nullptr, false);
  if (!body.is_object()) return plain(400, R"({"message":"not a JSON object"})");
  auto const time = [&](char const* key, TimePoint fallback) {
    return body.contains(key) ? parse_timestamp(body[key].get<std::string>()).value_or(fallback) : fallback;
  };
  if (request.target == "/_test/now") {
    settings_.now = time("now", settings_.now);
  } else if (request.target == "/_test/set") {
    settings_.is_private = body.value("private", settings_.is_private);
    settings_.has_billing = body.value("billing", settings_.has_billing);
    settings_.limit = body.value("limit", settings_.limit);
  } else if (request.target == "/_test/fault") {
    Fault fault{body.value("path", "/"),        body.value("kind", ""),          body.value("count", SIZE_MAX),
                time("from", TimePoint::min()), time("until", TimePoint::max()), body.value("seconds", 8),
                body.value("date", true)};
    auto const kinds = fault_kinds();
    if (std::ranges::find(kinds, fault.kind) == kinds.end()) {
      return plain(400, ordered_json{{"message", "no such kind"}, {"kinds", kinds}}.dump());
    }
    faults_.add(std::move(fault));
  } else if (request.target == "/_test/clear") {
    faults_.clear();
    paths_.clear();
    counted_by_hour_.clear();
    total_ = counted_ = not_modified_ = refused_ = 0;
  } else {
    return plain(404, R"({"message":"no such control"})");
  }
  return plain(200, ordered_json{{"now", format_utc(settings_.now)}}.dump());
}

Server::Answer Server::counts() const {
  int most = 0;
  for (auto const& [hour, count] : counted_by_hour_) most = std::max(most, count);
  auto other = ordered_json::array();
  for (auto const& request : other_host_.requests()) {
    other.push_back({{"target", request.target}, {"authorization", !request.header("Authorization").empty()}});
  }
  return plain(200, ordered_json{{"total", total_},
                                 {"counted", counted_},
                                 {"not_modified", not_modified_},
                                 {"most_in_an_hour", most},
                                 {"refused", refused_},
                                 {"paths", paths_},
                                 {"other_host", other}}
                        .dump());
}

}  // namespace lapwing::fake_github
