// SPDX-License-Identifier: Apache-2.0
// `lapwing report` and `lapwing status`: what the store says, as a document.
#include "app/report_job.hpp"
#include "app/silent_alerts.hpp"
#include "command.hpp"
#include "core/text.hpp"
#include "help.hpp"
#include "io/clock.hpp"
#include "report/html_report.hpp"
#include "report/json_report.hpp"
#include "report/markdown_report.hpp"
#include "report/text_report.hpp"
#include "terminal.hpp"

#include <CLI/CLI.hpp>

namespace lapwing::daemon {
namespace {

using report::Kind;
using report::Standing;

/// The document of the store as it is now; absent after an error, which is printed.
std::optional<report::Document> read_document(std::string_view command, app::Options const& options, Kind kind,
                                              TimePoint at) {
  auto store = open_or_explain(command, options);
  if (!store) return std::nullopt;
  auto const view = app::view_of(options);
  auto material = app::read_material(*store, view.report, kind, at);
  if (material) {
    material->silent = app::find_silent(view, *store);
    return report::compose(*material);
  }
  print_error("lapwing " + std::string(command) + ": " + material.error().message + "\n");
  return std::nullopt;
}

std::string rendered(report::Document const& document, Common const& common) {
  if (common.json()) return report::as_json(document);
  if (common.format == "markdown") return report::as_markdown(document);
  if (common.format == "html") return report::as_html(document);
  return report::as_text(document, {.colour = common.coloured(), .width = terminal_width()});
}

struct ReportWish {
  std::string kind;
  std::string at;
};

Exit print_report(Common const& common, ReportWish const& wish) {
  auto const kind = *report::parse_kind(wish.kind);
  auto const at = wish.at.empty() ? system_now() : parse_timestamp(wish.at);
  if (!at) {
    print_error("lapwing report: --at: '" + printable(wish.at, 60) +
                "' is no instant; write 2026-03-01T09:00:00+01:00, or 2026-03-01T08:00:00Z\n");
    return Exit::usage;
  }
  auto const options = load_or_explain(common);
  if (!options) return Exit::finding;
  auto const document = read_document("report", *options, kind, *at);
  if (!document) return Exit::unreachable;
  print(rendered(*document, common));
  return Exit::fine;
}

struct StatusWish {
  std::optional<unsigned> watch;  ///< seconds between two drawings
  bool exit_code = false;
};

Exit print_status(Common const& common, StatusWish const& wish) {
  auto const options = load_or_explain(common);
  if (!options) return Exit::finding;
  if (!wish.watch) {
    auto const document = read_document("status", *options, Kind::status, system_now());
    if (!document) return Exit::unreachable;
    print(rendered(*document, common));
    return wish.exit_code && document->verdict >= Standing::watch ? Exit::finding : Exit::fine;
  }
  if (!is_terminal() || common.format != "text") {
    print_error("lapwing status: --watch draws on a terminal; leave it out to print once\n");
    return Exit::usage;
  }
  Screen screen;
  do {
    auto const document = read_document("status", *options, Kind::status, system_now());
    if (!document) return Exit::unreachable;
    screen.draw(rendered(*document, common));
  } while (screen.wait(std::chrono::seconds{*wish.watch}));
  return Exit::fine;
}

}  // namespace

std::function<Exit()> make_report(CLI::App& command, Common const& common) {
  auto const wish = std::make_shared<ReportWish>();  // shared by the parser, which fills it, and the action
  command.add_option("KIND", wish->kind, "daily, weekly or monthly")
      ->required()
      ->check(one_of({"daily", "weekly", "monthly"}));
  command.add_option("--at", wish->at, "As of when: its period ends there (now)")->type_name("TIME");
  return [&common, wish] { return print_report(common, *wish); };
}

std::function<Exit()> make_status(CLI::App& command, Common const& common) {
  auto const wish = std::make_shared<StatusWish>();
  command.add_option("--watch", wish->watch, "Draw it anew every so many seconds until Ctrl-C")
      ->expected(0, 1)
      ->default_str("5")
      ->check(CLI::Range(1u, 3600u))
      ->type_name("SECONDS");
  command.add_flag("--exit-code", wish->exit_code, "Exit with 1 if something needs attention");
  return [&common, wish] { return print_status(common, *wish); };
}

}  // namespace lapwing::daemon
