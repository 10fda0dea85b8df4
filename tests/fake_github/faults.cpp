// SPDX-License-Identifier: Apache-2.0
#include "fake_github/faults.hpp"

#include "fake_github/records.hpp"

#include <map>
#include <stdexcept>

namespace lapwing::fake_github {
namespace {

using Wire = test::LoopbackSink::Answer::Fault;
using Play = FaultyReply (*)(Fault const&, Scene&);

constexpr char const* kSecondary =
    R"({"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again",)"
    R"("documentation_url":"https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"})";

FaultyReply answer(Scene const& scene, Reply reply) { return {std::move(reply), headers_of(scene.window)}; }

FaultyReply primary(Fault const& fault, Scene& scene, int status) {
  scene.window.used = scene.window.limit;
  scene.window.reset = scene.now + std::chrono::seconds(fault.seconds);
  return answer(scene, refusal(status, "API rate limit exceeded for user ID 4001."));
}

FaultyReply secondary(Scene const& scene, int status, std::vector<Header> headers) {
  return answer(scene, {status, kSecondary, std::move(headers)});
}

FaultyReply html(Scene const& scene, int status, std::string const& title) {
  return answer(scene, {status,
                        "<html><body><h1>" + std::to_string(status) + " " + title +
                            "</h1>No server is available to handle this request.</body></html>",
                        {},
                        "text/html"});
}

FaultyReply redirect(Scene const& scene, int status, std::string const& to) {
  return answer(scene, {status, R"({"message":"Moved","url":")" + to + "\"}", {{"Location", to}}});
}

/// The path under /repositories/4711, where GitHub sends those who use a former name.
std::string by_id(std::string const& target) {
  auto const prefix = std::string("/repos/") + kFullName;
  return target.starts_with(prefix) ? "/repositories/" + std::to_string(kRepositoryId) + target.substr(prefix.size())
                                    : target;
}

FaultyReply broken(Scene const& scene, Wire wire, std::chrono::milliseconds interval = std::chrono::milliseconds{50}) {
  auto out = answer(scene, scene.regular);
  out.fault = wire;
  out.interval = interval;
  return out;
}

std::map<std::string, Play> const& plays() {
  static std::map<std::string, Play> const all{
      {"primary_403", [](Fault const& f, Scene& s) { return primary(f, s, 403); }},
      {"primary_429", [](Fault const& f, Scene& s) { return primary(f, s, 429); }},
      {"secondary_403", [](Fault const&, Scene& s) { return secondary(s, 403, {}); }},
      {"secondary_403_limited_by",
       [](Fault const&, Scene& s) {
         return secondary(s, 403, {{"gh-limited-by", "search-elapsed-time-shared-grouped"}});
       }},
      {"secondary_403_remaining_0",
       [](Fault const& f, Scene& s) {
         auto out = primary(f, s, 403);
         out.reply.body = kSecondary;
         return out;
       }},
      {"secondary_429_seconds",
       [](Fault const& f, Scene& s) {
         return secondary(s, 429, {{"Retry-After", std::to_string(f.seconds)}});
       }},
      {"secondary_429_date",
       [](Fault const& f, Scene& s) {
         return secondary(s, 429, {{"Retry-After", http_date(s.now + std::chrono::seconds(f.seconds))}});
       }},
      {"secondary_429",
       [](Fault const&, Scene& s) {
         return secondary(s, 429, {{"gh-limited-by", "search-elapsed-time-shared-grouped"}});
       }},
      {"abuse_403",  // the words until 2018, without a ratelimit header
       [](Fault const& f, Scene&) {
         return FaultyReply{refusal(403,
                                    "You have triggered an abuse detection mechanism. Please wait a few minutes before "
                                    "you try again.",
                                    {{"Retry-After", std::to_string(f.seconds)}}),
                            {}};
       }},
      {"permission_403",
       [](Fault const&, Scene& s) {
         return answer(s, refusal(403, "Resource not accessible by personal access token",
                                  {{"X-Accepted-GitHub-Permissions", "actions=read"}}));
       }},
      {"bad_credentials_401", [](Fault const&, Scene& s) { return answer(s, refusal(401, "Bad credentials")); }},
      {"two_factor_401",
       [](Fault const&, Scene& s) {
         return answer(
             s, refusal(401, "Must specify two-factor authentication OTP code.", {{"X-GitHub-OTP", "required; app"}}));
       }},
      {"not_found_404", [](Fault const&, Scene& s) { return answer(s, refusal(404, "Not Found")); }},
      {"gone_410",
       [](Fault const&, Scene& s) {
         return answer(s, refusal(410, "This API version is no longer supported.",
                                  {{"Sunset", "Thu, 10 Mar 2028 00:00:00 GMT"}}));
       }},
      {"error_500", [](Fault const&, Scene& s) { return answer(s, refusal(500, "Server Error")); }},
      {"html_502", [](Fault const&, Scene& s) { return html(s, 502, "Bad Gateway"); }},
      {"html_503", [](Fault const&, Scene& s) { return html(s, 503, "Service Unavailable"); }},
      {"cut_json",
       [](Fault const&, Scene& s) {
         s.regular.body.resize(s.regular.body.size() / 2);
         return answer(s, s.regular);
       }},
      {"empty_200",
       [](Fault const&, Scene& s) {
         return answer(s, {200, ""});
       }},
      {"other_json",
       [](Fault const&, Scene& s) {
         return answer(s, {200, R"(["not", "what", {"was": "asked"}, null])"});
       }},
      {"moved_301", [](Fault const&, Scene& s) { return redirect(s, 301, s.api + by_id(s.target)); }},
      {"moved_307", [](Fault const&, Scene& s) { return redirect(s, 307, s.api + by_id(s.target)); }},
      {"elsewhere_302", [](Fault const&, Scene& s) { return redirect(s, 302, s.other_host + s.target); }},
      {"circle_302", [](Fault const&, Scene& s) { return redirect(s, 302, s.api + s.target); }},
      {"slow", [](Fault const& f, Scene& s) { return broken(s, Wire::trickle, std::chrono::seconds(f.seconds)); }},
      {"silence", [](Fault const&, Scene& s) { return broken(s, Wire::silence); }},
      {"close", [](Fault const&, Scene& s) { return broken(s, Wire::close_before); }},
      {"close_in_body", [](Fault const&, Scene& s) { return broken(s, Wire::close_in_body); }},
  };
  return all;
}

}  // namespace

std::vector<std::string> fault_kinds() {
  std::vector<std::string> out;
  for (auto const& [kind, play] : plays()) out.push_back(kind);
  return out;
}

FaultyReply play_fault(Fault const& fault, Scene scene) { return plays().at(fault.kind)(fault, scene); }

std::optional<Fault> Faults::take(std::string_view target, TimePoint now) {
  for (auto& fault : faults_) {
    if (!target.starts_with(fault.path) || now < fault.from || now >= fault.until || fault.count == 0) continue;
    --fault.count;
    return fault;
  }
  return std::nullopt;
}

}  // namespace lapwing::fake_github
