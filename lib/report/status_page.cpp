// SPDX-License-Identifier: Apache-2.0
#include "report/status_page.hpp"

#include "report/html.hpp"
#include "report/html_section.hpp"

#include <algorithm>
#include <array>
#include <ranges>

namespace lapwing::report {
namespace {

using alert::Incident;

constexpr std::size_t kMostText = 240;    // of a sentence from outside
constexpr std::size_t kMostFigures = 30;  // of a section
constexpr std::size_t kMostCharts = 3;    // likewise
constexpr std::size_t kMostLinks = 4;

/// A card that the navigation leads to.
struct Card {
  std::string_view id;
  std::string_view title;
  Standing standing;
  std::string content;
};

std::string section_of(Card const& card) {
  std::string const id(card.id);
  return "<section class=\"card\" id=\"" + id + "\" aria-labelledby=\"" + id + "-title\">\n<h2 id=\"" + id +
         "-title\">" + std::string(card.title) + "</h2>\n" + card.content + "</section>\n";
}

std::string link_to(Card const& card) {
  return "<li><a href=\"#" + std::string(card.id) + "\">" + html_icon(card.standing) +
         html_tag("span", "hidden", std::string(words_of(card.standing)) + ": ") + std::string(card.title) +
         "</a></li>\n";
}

std::string line(std::string const& content, std::string_view tone = "") {
  return content.empty() ? "" : html_tag("span", "line" + (tone.empty() ? "" : " " + std::string(tone)), content);
}

std::string outside(std::string const& text) { return text.empty() ? "" : html_outside(text, kMostText); }

std::string labels_of(Incident const& incident) {
  std::string out;
  for (auto const& [name, value] : incident.key.labels.pairs()) out += (out.empty() ? "" : ", ") + name + "=" + value;
  return outside(out);
}

/// Its level as a word with a shape of its own; once it has ended, the worst that it was.
std::string level_of(Incident const& incident) {
  auto const level = incident.closed ? incident.worst : incident.level;
  auto const standing = incident.closed            ? Standing::good
                        : level == Level::critical ? Standing::bad
                        : level == Level::warning  ? Standing::watch
                                                   : Standing::unknown;
  return html_tag("span", "standing " + std::string(name_of(standing)),
                  html_icon(standing) + (incident.closed ? "was " : "") + std::string(lapwing::name_of(level)));
}

std::string value_of(Incident const& incident) {
  auto out = outside(incident.value);
  if (!incident.threshold.empty())
    out += " <span class=\"muted\">" + html_text(incident.closed ? "was " + incident.threshold : incident.threshold) +
           "</span>";
  if (!incident.sparkline.empty())
    out += " <span class=\"bars\" role=\"img\" aria-label=\"its recent course\">" + html_text(incident.sparkline, 60) +
           "</span>";
  return out;
}

std::string links_of(Incident const& incident) {
  std::string out;
  for (auto const& link : incident.links | std::views::take(kMostLinks)) out += html_tag("span", "", html_link(link));
  if (!incident.runbook.empty()) out += html_tag("span", "", html_link({"Runbook", incident.runbook}));
  return out.empty() ? "" : html_tag("span", "links", out);
}

std::string item_of(Incident const& incident, Overview const& overview) {
  auto const& zone = overview.status.zone;
  auto head = html_tag("strong", "", outside(incident.key.rule)) + " " +
              html_tag("span", "muted", labels_of(incident)) + " <span class=\"muted\">#" +
              std::to_string(incident.id) + "</span>";
  auto body = line(head) + line(value_of(incident)) + line(outside(incident.summary.raw()), "muted") +
              line(outside(incident.note.raw()), "muted");
  if (incident.closed) {
    body += line(html_text(zone.format(incident.since) + " to " + zone.format(*incident.closed)) +
                     (incident.closed_because.empty() ? "" : ", " + outside(incident.closed_because)),
                 "muted");
  } else {
    body += line("since " + html_text(zone.format(incident.since)) + ", for " +
                 format_duration(std::max(Duration{0}, overview.status.at - incident.since)));
    auto const aside = overview.asides.find(incident.id);
    if (aside != overview.asides.end()) {
      body += line(outside(aside->second.attention.why), "muted");
      body += line(outside(aside->second.data), "muted");
    }
    if (!incident.action.empty()) body += line("To do: " + outside(incident.action.raw()));
  }
  return "<li>" + level_of(incident) + html_tag("div", "", body) + links_of(incident) + "</li>\n";
}

std::string list_of(std::vector<Incident const*> const& incidents, std::size_t most, Overview const& overview) {
  std::string out = "<ul class=\"remarks\">\n";
  for (auto const* const incident : incidents | std::views::take(most)) out += item_of(*incident, overview);
  out += "</ul>\n";
  if (incidents.size() > most)
    out += html_tag("p", "muted",
                    "and " + std::to_string(incidents.size() - most) +
                        " more; <a href=\"/api/v1/alerts\">/api/v1/alerts</a> and `lapwing alerts` have them all") +
           "\n";
  return out;
}

Card open_incidents(Overview const& overview) {
  std::vector<Incident const*> open;
  for (auto const& one : overview.incidents) {
    if (!one.closed) open.push_back(&one);
  }
  Card card{"incidents", "Open incidents", Standing::good, "<p class=\"muted\">No incident is open.</p>\n"};
  if (open.empty()) return card;
  std::array<std::size_t, 4> counts{};
  for (auto const* const one : open) ++counts[std::size_t(one->level)];
  std::string summary;
  for (auto const level : {Level::critical, Level::warning, Level::info}) {
    auto const count = counts[std::size_t(level)];
    if (count == 0) continue;
    summary += (summary.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(lapwing::name_of(level));
  }
  card.standing = counts[std::size_t(Level::critical)] > 0 ? Standing::bad : Standing::watch;
  card.content = html_tag("p", "muted", summary) + "\n" + list_of(open, kMostOpen, overview);
  return card;
}

Card recent_incidents(Overview const& overview) {
  std::vector<Incident const*> ended;
  for (auto const& one : overview.incidents) {
    if (one.closed) ended.push_back(&one);
  }
  Card card{"recent", "Ended in the last week", Standing::good, "<p class=\"muted\">None.</p>\n"};
  if (!ended.empty()) card.content = list_of(ended, kMostRecent, overview);
  return card;
}

/// Nothing where every alert can fire and is heard.
std::string silent_alerts(Overview const& overview) {
  if (overview.silent.empty()) return "";
  std::string content = "<ul class=\"remarks\">\n";
  for (auto const& sentence : overview.silent | std::views::take(kMostSilent))
    content += "<li>" + html_standing(Standing::unknown) + html_tag("div", "", line(outside(sentence))) + "</li>\n";
  content += "</ul>\n";
  if (auto const all = overview.silent.size(); all > kMostSilent)
    content +=
        html_tag("p", "muted", "and " + std::to_string(all - kMostSilent) + " more; `lapwing check` has them all") +
        "\n";
  return section_of({"silent", "Alerts that can not fire, or that nobody hears", Standing::unknown, content});
}

std::string table_of(std::string_view caption, std::vector<std::string_view> const& heads, std::string const& rows) {
  std::string out =
      "<table class=\"plain\">\n<caption class=\"hidden\">" + std::string(caption) + "</caption>\n<thead><tr>";
  for (auto const head : heads) out += "<th scope=\"col\">" + std::string(head) + "</th>";
  return out + "</tr></thead>\n<tbody>\n" + rows + "</tbody>\n</table>\n";
}

std::string row_of(std::string const& name, std::string_view place, std::string const& error, Standing standing,
                   std::string const& cells) {
  auto head = html_outside(name);
  if (!place.empty()) head += html_tag("span", "place", html_text(place));
  if (!error.empty()) head += html_tag("span", "note", html_outside(error, kLongText));
  return "<tr><th scope=\"row\">" + head + "</th>" + html_tag("td", "standing-cell", html_standing(standing)) + cells +
         "</tr>\n";
}

Card sources(Overview const& overview) {
  Card card{"pollers", "Sources", Standing::good, "<p class=\"muted\">No source is configured.</p>\n"};
  std::string rows;
  auto const& zone = overview.status.zone;
  auto const time = [&](std::optional<TimePoint> at) { return at ? html_text(zone.format(*at)) : "never"; };
  for (auto const& poller : overview.pollers) {
    auto const& record = poller.record;
    auto const standing = !record                 ? Standing::unknown
                          : record->failures == 0 ? Standing::good
                          : record->last_success  ? Standing::watch
                                                  : Standing::bad;
    card.standing = std::max(card.standing, standing);
    auto const failures = record && record->failures > 0 ? std::to_string(record->failures) + " in a row" : "none";
    rows += row_of(poller.name, poller.type, record ? record->error : "", standing,
                   html_cell("Every", "", html_text(poller.every)) +
                       html_cell("Last run", "", time(record ? std::optional(record->last_run) : std::nullopt)) +
                       html_cell("Last read", "", time(record ? record->last_success : std::nullopt)) +
                       html_cell("Next run", "", poller.next <= overview.status.at ? "now" : time(poller.next)) +
                       html_cell("Failures", "", failures));
  }
  if (!rows.empty())
    card.content = table_of("Sources and when they are read",
                            {"Source", "Standing", "Every", "Last run", "Last read", "Next run", "Failures"}, rows);
  return card;
}

Card channels(Overview const& overview) {
  Card card{"channels", "Channels", Standing::good, "<p class=\"muted\">No channel is configured.</p>\n"};
  std::string rows;
  auto const& zone = overview.status.zone;
  for (auto const& channel : overview.channels) {
    auto const& record = channel.record;
    bool const works = record.refusals == 0 && record.failures < 3;
    auto const standing = !works ? Standing::bad : channel.given_up > 0 ? Standing::watch : Standing::good;
    card.standing = std::max(card.standing, standing);
    auto const next = record.not_before > overview.status.at ? html_text(zone.format(record.not_before)) : "at once";
    rows += row_of(
        record.name, "", record.error, standing,
        html_cell("Waiting", "", std::to_string(channel.waiting)) +
            html_cell("Given up", "", std::to_string(channel.given_up)) +
            html_cell("Failing since", "", record.failing_since ? html_text(zone.format(*record.failing_since)) : "") +
            html_cell("Next try", "", next));
  }
  if (!rows.empty())
    card.content = table_of("Channels and what waits for them",
                            {"Channel", "Standing", "Waiting", "Given up", "Failing since", "Next try"}, rows);
  return card;
}

/// What the cards above show in their own way.
bool is_shown_above(Section const& section) {
  return section.id == "alerts" || section.id == "sources" || section.id == "channels";
}

std::string header_of(Overview const& overview) {
  auto const& status = overview.status;
  auto const often = overview.refreshes ? R"(It reloads by itself each minute. <a href="/?refresh=off">Stop that</a>.)"
                                        : R"(<a href="/">Reload each minute</a>.)";
  return "<header>\n" + html_tag("p", "project", html_outside(status.project)) + "\n<h1>Status</h1>\n" +
         html_tag("p", "muted", html_text(period_of(status)) + ". " + often) + "\n</header>\n";
}

/// As much of a section as a page holds, the worst first where it does not hold all; the rest is counted.
Section shown_of(Section section) {
  auto& figures = section.figures;
  if (figures.size() > kMostFigures) {
    std::ranges::stable_sort(figures, std::ranges::greater(), &Figure::standing);
    auto const more = figures.size() - kMostFigures;
    figures.resize(kMostFigures);
    section.remarks.push_back(
        {Standing::good,
         Untrusted(std::to_string(more) + " more numbers are not shown here; `lapwing status` has all")});
  }
  for (std::size_t keys = 0; auto& figure : figures) figure.is_key = figure.is_key && ++keys <= kMostCharts;
  return section;
}

}  // namespace

std::string status_page(Overview const& overview) {
  auto const& status = overview.status;
  std::array const cards{open_incidents(overview), sources(overview), channels(overview)};
  auto const recent = recent_incidents(overview);
  auto body = header_of(overview) + "<main>\n" + html_verdict(status);
  body += "<nav aria-label=\"Sections\">\n<ul>\n";
  for (auto const& card : cards) body += link_to(card);
  for (auto const& section : status.sections) {
    if (!is_shown_above(section)) body += html_section_link(section);
  }
  body += "</ul>\n</nav>\n<nav aria-label=\"Reports\">\n<ul>\n";
  for (auto const kind : {Kind::daily, Kind::weekly, Kind::monthly}) {
    std::string const name(name_of(kind));
    body += "<li><a href=\"/reports/" + name + "\">The last " +
            (kind == Kind::daily    ? "day"
             : kind == Kind::weekly ? "week"
                                    : "month") +
            "</a></li>\n";
  }
  body += "</ul>\n</nav>\n" + section_of(cards[0]) + section_of(recent) + section_of(cards[1]) + section_of(cards[2]) +
          silent_alerts(overview);
  for (auto const& section : status.sections) {
    if (!is_shown_above(section)) body += html_section(status, shown_of(section));
  }
  body += "</main>\n<footer><p>Times are those of " + html_text(status.zone.name()) +
          ". For programs: <a href=\"/metrics\">/metrics</a>, <a href=\"/api/v1/status\">/api/v1/status</a>.</p>"
          "</footer>\n";
  return page("Status: " + status.project, body);
}

}  // namespace lapwing::report
