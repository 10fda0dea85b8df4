// SPDX-License-Identifier: Apache-2.0
#include "poll/security_github.hpp"

#include "core/text.hpp"
#include "github/link.hpp"
#include "poll/security_alerts.hpp"
#include "poll/security_cursor.hpp"
#include "poll/security_report.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace lapwing::poll {
namespace {

using boost::asio::awaitable;
using github::Answer;
using nlohmann::json;
using Kind = github::Answer::Kind;

constexpr char const* kFormat = "security_github/1";  // stored
constexpr std::size_t kMostPages = 100;               // of 100 alerts

/// One of the lists of alerts.
struct List {
  char const* name;
  char const* path;        ///< below the repository
  char const* permission;  ///< as GitHub's settings of a token call it
  Result<std::vector<Alert>> (*parse)(std::string_view body);
};
constexpr List kCodeScanning{"code scanning", "/code-scanning/alerts", "Code scanning alerts: read",
                             parse_code_scanning_alerts};
constexpr List kDependabot{"Dependabot", "/dependabot/alerts", "Dependabot alerts: read", parse_dependabot_alerts};

/// One poll; lives as long.
class AlertsPoll {
 public:
  AlertsPoll(AlertsOptions const& options, PollContext context)
      : options_(options),
        context_(std::move(context)),
        cursor_(json::parse(context_.cursor, nullptr, /*allow_exceptions=*/false)),
        budget_(github::Budget::from_json(part_of_cursor("budget"))),
        api_(context_.http, options.access, budget_, context_.now) {
    auto const known = part_of_cursor("known");
    if (known.is_string()) known_ = known.get<std::string>();
    reading_.source = options.repository;
    reading_.keeps_scans = false;
  }

  awaitable<Result<PollReport>> run() {
    if (options_.code_scanning) co_await read_code_scanning();
    if (options_.dependabot) co_await read_dependabot();
    auto report = report_security(std::move(reading_), known_, context_.now);
    report.fault = fault_;
    json const cursor{{"format", kFormat}, {"budget", budget_.to_json()}, {"known", report.cursor}};
    report.cursor = cursor.dump(-1, ' ', false, json::error_handler_t::replace);
    co_return report;
  }

  awaitable<std::vector<Probed>> probe() {
    std::vector<Probed> parts;
    for (auto const* const list : lists()) {
      auto const answer = co_await api_.get(path_of(*list) + "?state=open&per_page=1");
      parts.push_back({list->name, answer.is_ok(), answer.is_ok() ? "readable" : why_not(*list, answer)});
    }
    co_return parts;
  }

 private:
  json part_of_cursor(char const* key) const {
    if (!cursor_.is_object() || cursor_.value("format", json{}) != kFormat) return {};
    return cursor_.value(key, json{});
  }

  std::vector<List const*> lists() const {
    std::vector<List const*> out;
    if (options_.code_scanning) out.push_back(&kCodeScanning);
    if (options_.dependabot) out.push_back(&kDependabot);
    return out;
  }

  std::string path_of(List const& list) const { return "/repos/" + options_.repository + list.path; }

  /// In the words of a missing feature or permission.
  std::string why_not(List const& list, Answer const& answer) const {
    auto why = std::string(list.name) + ": " + answer.why;
    if (answer.kind == Kind::absent) why += "; or it is off, or nobody has scanned yet";
    bool const may_be_it = answer.status == 403 || answer.status == 404;  // a 401 is a wrong token
    if (may_be_it && answer.permission.empty())
      why += "; the token needs the permission '" + std::string(list.permission) + "'";
    return why;
  }

  void fail(std::string why) {
    if (!fault_) fault_ = Error{ErrorKind::unreachable, options_.repository + ": " + std::move(why)};
  }

  /// A GET that is skipped once a limit was met.
  awaitable<Answer> ask(std::string path) {
    Answer answer;
    answer.kind = Kind::limited;
    if (stopped_) co_return answer;
    answer = co_await api_.get(std::move(path));
    stopped_ = answer.kind == Kind::limited;
    if (stopped_ && !api_.is_own_pace()) fail(answer.why);
    co_return answer;
  }

  /// All open alerts of a list, or absent: then it is told why, and nothing is counted.
  awaitable<std::optional<std::vector<Alert>>> read_list(List const& list) {
    std::vector<Alert> alerts;
    std::set<std::int64_t> numbers;  // one that moves to the next page while the list is read is there twice
    ScanPlace place{path_of(list)};
    auto path = path_of(list) + "?state=open&per_page=100";
    for (std::size_t page = 0; !path.empty(); ++page) {
      if (page == kMostPages) {
        place.add_fault(std::string(list.name) + ": more than " + std::to_string(alerts.size()) +
                        " open alerts, not read to the end; dismiss what does not concern you");
        reading_.places.push_back(std::move(place));
        co_return std::nullopt;
      }
      auto const answer = co_await ask(path);
      if (answer.kind == Kind::limited) co_return std::nullopt;
      if (answer.kind == Kind::refused || answer.kind == Kind::absent) {
        place.add_fault(why_not(list, answer));
        reading_.places.push_back(std::move(place));
        co_return std::nullopt;
      }
      auto parsed = Result<std::vector<Alert>>(Error{ErrorKind::unreachable, answer.why});
      if (answer.is_ok()) {
        auto job = [&list, &answer] { return list.parse(answer.body); };
        parsed = co_await context_.workers.run(job);
      }
      if (!parsed) {
        fail(std::string(list.name) + ": " + parsed.error().message);
        co_return std::nullopt;
      }
      for (auto& alert : *parsed) {
        if (alert.number <= 0 || numbers.insert(alert.number).second) alerts.push_back(std::move(alert));
      }
      path = api_.next_page(answer);
    }
    reading_.places.push_back(std::move(place));
    co_return alerts;
  }

  Scan& add_scan(std::string const& tool, List const& list) {
    Scan scan;
    scan.tool = tool;
    scan.target = options_.repository;
    scan.at = context_.now;
    auto const page = github::html_url(options_.access.url, options_.repository);
    auto const* const below = &list == &kDependabot ? "/security/dependabot" : "/security/code-scanning";
    if (!page.empty()) scan.links.push_back({"Open alerts", page + below});
    return reading_.scans.emplace_back(std::move(scan));
  }

  /// A tool without an open alert is clean if it has ever looked: by its analyses, or as the cursor knows.
  awaitable<void> read_code_scanning() {
    auto const alerts = co_await read_list(kCodeScanning);
    if (!alerts) co_return;
    std::map<std::string, std::optional<TimePoint>> tools;  // and when each has last looked
    for (auto const& [key, scan] : SecurityCursor::from_text(known_).scans) {
      if (key.second == options_.repository && key.first != kDependabotTool) tools[key.first] = scan.scanned_at;
    }
    for (auto const& alert : *alerts) tools.try_emplace(alert.tool);
    auto const answer = co_await ask("/repos/" + options_.repository + "/code-scanning/analyses?per_page=100");
    if (answer.is_ok()) {
      auto const analyses = parse_analyses(answer.body);
      if (!analyses) fail("code scanning: " + analyses.error().message);
      if (analyses) {
        for (auto const& [tool, at] : *analyses) tools[tool] = at;
      }
    } else if (answer.kind == Kind::failed) {
      fail("code scanning: " + answer.why);
    }
    if (tools.empty() && !stopped_ && !fault_)
      reading_.places.back().add_fault("code scanning: no scanner has sent an analysis yet");
    for (auto const& [tool, at] : tools) {
      auto& scan = add_scan(tool, kCodeScanning);
      scan.scanned_at = at;
      for (auto const& alert : *alerts) {
        if (alert.tool == tool) scan.findings.push_back(alert.finding);
      }
      scan.add_classes();
    }
  }

  awaitable<void> read_dependabot() {
    auto const alerts = co_await read_list(kDependabot);
    if (!alerts) co_return;
    auto& scan = add_scan(kDependabotTool, kDependabot);
    for (auto const& alert : *alerts) scan.findings.push_back(alert.finding);
    scan.classes.insert(FindingClass::vulnerability);
  }

  AlertsOptions const& options_;
  PollContext context_;
  json cursor_;
  github::Budget budget_;
  github::Api api_;
  std::string known_;
  SecurityReading reading_;
  std::optional<Error> fault_;
  bool stopped_ = false;
};

}  // namespace

awaitable<Result<PollReport>> SecurityGithub::poll(PollContext context) {
  AlertsPoll work(options_, std::move(context));
  auto report = co_await work.run();
  co_return report;
}

awaitable<std::vector<Probed>> SecurityGithub::probe(PollContext context) {
  AlertsPoll work(options_, std::move(context));
  auto parts = co_await work.probe();
  co_return parts;
}

}  // namespace lapwing::poll
