// SPDX-License-Identifier: Apache-2.0
#include "fake_github/alerts.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace lapwing::fake_github {
namespace {

using namespace std::chrono_literals;
using nlohmann::ordered_json;

std::string severity_of(int number) {
  return number % 29 == 0 ? "critical" : number % 7 == 0 ? "high" : number % 3 == 0 ? "medium" : "low";
}

template <class Make>
std::vector<Alert> found_until(TimePoint begin, TimePoint now, Make make) {
  std::vector<Alert> out;
  auto at = begin - 40 * 24h;
  for (int number = 1; at <= now; ++number, at += 9h) {
    out.push_back(make(number));
    out.back().number = number;
    out.back().created = at;
  }
  std::ranges::reverse(out);
  return out;
}

ordered_json time_if(bool is_so, TimePoint at) { return is_so ? ordered_json(format_utc(at)) : ordered_json(); }

bool is_in(std::string const& list, std::string const& word) {
  if (list.empty()) return true;
  auto const words = split(list, ',');
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

std::vector<Alert> code_scanning_alerts(TimePoint begin, TimePoint now) {
  return found_until(begin, now, [](int number) {
    auto const* const state = number % 10 == 0 ? "fixed" : number % 13 == 0 ? "dismissed" : "open";
    return Alert{0, state, number % 11 == 0 ? "" : severity_of(number), number % 2 == 0 ? "CodeQL" : "Trivy", {}};
  });
}

std::vector<Alert> dependabot_alerts(TimePoint begin, TimePoint now) {
  return found_until(begin, now, [](int number) {
    auto const* const state = number % 9 == 0    ? "fixed"
                              : number % 17 == 0 ? "auto_dismissed"
                              : number % 23 == 0 ? "dismissed"
                                                 : "open";
    return Alert{0, state, severity_of(number), "package-" + std::to_string(number % 12), {}};
  });
}

bool is_wanted(Alert const& alert, Query const& query) {
  auto const tool = query.get("tool_name");
  return is_in(query.get("state"), alert.state) && is_in(query.get("severity"), alert.severity) &&
         (tool.empty() || tool == alert.tool);
}

std::string code_scanning_json(Api const& api, Alert const& alert) {
  auto const number = std::to_string(alert.number);
  auto const url = api + "/repos/" + kFullName + "/code-scanning/alerts/" + number;
  auto const rule = (alert.tool == "Trivy" ? "CVE-2026-" : "py/rule-") + std::to_string(1000 + alert.number);
  ordered_json const severity = alert.severity.empty() ? ordered_json() : ordered_json(alert.severity);
  return ordered_json{
      {"number", alert.number},
      {"created_at", format_utc(alert.created)},
      {"updated_at", format_utc(alert.created + 1h)},
      {"url", url},
      {"html_url", std::string("https://github.com/") + kFullName + "/security/code-scanning/" + number},
      {"state", alert.state},
      {"fixed_at", time_if(alert.state == "fixed", alert.created + 50h)},
      {"dismissed_by", alert.state == "dismissed" ? person(api, kOwner) : ordered_json()},
      {"dismissed_at", time_if(alert.state == "dismissed", alert.created + 3h)},
      {"dismissed_reason", alert.state == "dismissed" ? ordered_json("won't fix") : ordered_json()},
      {"dismissed_comment", nullptr},
      {"rule",
       {{"id", rule},
        {"severity", alert.severity == "critical" || alert.severity == "high" ? "error" : "warning"},
        {"description", "Something can be misused"},
        {"name", rule},
        {"tags", {"security", "external/cwe/cwe-275"}},
        {"full_description", "Something can be misused by someone who can reach it."},
        {"help", std::string(1200, '-')},
        {"security_severity_level", severity}}},
      {"tool", {{"name", alert.tool}, {"guid", nullptr}, {"version", "2.22.4"}}},
      {"most_recent_instance",
       {{"ref", "refs/heads/main"},
        {"analysis_key", ".github/workflows/scan.yml:trivy"},
        {"environment", "{}"},
        {"category", "trivy"},
        {"state", alert.state},
        {"commit_sha", code_of(number, 40)},
        {"message", {{"text", "Package: openssl\nInstalled Version: 3.0.11"}}},
        {"location",
         {{"path", "requirements.txt"}, {"start_line", 3}, {"end_line", 3}, {"start_column", 1}, {"end_column", 9}}},
        {"classifications", ordered_json::array()}}},
      {"instances_url", url + "/instances"},
      {"dismissal_approved_by", nullptr}}
      .dump();
}

std::string dependabot_json(Api const& api, Alert const& alert) {
  auto const number = std::to_string(alert.number);
  ordered_json const package{{"ecosystem", "pip"}, {"name", alert.tool}};
  ordered_json const range{{"package", package},
                           {"severity", alert.severity},
                           {"vulnerable_version_range", "< 3.1.3"},
                           {"first_patched_version", {{"identifier", "3.1.3"}}}};
  return ordered_json{
      {"number", alert.number},
      {"state", alert.state},
      {"dependency", {{"package", package}, {"manifest_path", "requirements.txt"}, {"scope", "runtime"}}},
      {"security_advisory",
       {{"ghsa_id", "GHSA-" + code_of(number, 4) + "-" + code_of(number + "a", 4)},
        {"cve_id", "CVE-2026-" + std::to_string(2000 + alert.number)},
        {"summary", "A defect in " + alert.tool},
        {"description", std::string(900, '-')},
        {"severity", alert.severity},
        {"published_at", format_utc(alert.created - 24h)},
        {"withdrawn_at", nullptr},
        {"vulnerabilities", {range}},
        {"cvss", {{"vector_string", nullptr}, {"score", 5.4}}}}},
      {"security_vulnerability", range},
      {"url", api + "/repos/" + kFullName + "/dependabot/alerts/" + number},
      {"html_url", std::string("https://github.com/") + kFullName + "/security/dependabot/" + number},
      {"created_at", format_utc(alert.created)},
      {"updated_at", format_utc(alert.created + 1h)},
      {"dismissed_at", time_if(alert.state == "dismissed", alert.created + 3h)},
      {"dismissed_by", alert.state == "dismissed" ? person(api, kOwner) : ordered_json()},
      {"dismissed_reason", alert.state == "dismissed" ? ordered_json("tolerable_risk") : ordered_json()},
      {"dismissed_comment", nullptr},
      {"fixed_at", time_if(alert.state == "fixed", alert.created + 50h)},
      {"auto_dismissed_at", time_if(alert.state == "auto_dismissed", alert.created + 1h)}}
      .dump();
}

}  // namespace lapwing::fake_github
