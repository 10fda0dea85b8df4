// SPDX-License-Identifier: Apache-2.0
#include "notify/slack.hpp"

#include "notify/digest.hpp"
#include "notify/markup.hpp"
#include "notify/wording.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

namespace lapwing::notify {
namespace {

using nlohmann::json;

constexpr std::size_t kFullAttachments = 9;
constexpr std::size_t kHeader = 150;
constexpr std::size_t kSectionBytes = 2900;  // of 3000 characters, by which Slack may mean bytes
constexpr Room kRoom{.message = 9800, .digest = 6500, .frame = 500};  // in bytes of JSON

/// Shown in the reader's own zone; the text behind the bar is for clients that can not.
std::string stamp(TimePoint at, std::string_view tokens) {
  auto const seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  std::string const utc = Zone::utc().format(at).substr(0, 16) + " UTC";
  return "<!date^" + std::to_string(seconds) + "^" + std::string(tokens) + "|" + utc + ">";
}

std::string link(std::string_view label, std::string const& url) {
  auto target = link_target(url, Show::link);
  if (target.empty()) return "";
  for (auto at = target.find('&'); at != target.npos; at = target.find('&', at + 1)) target.insert(at + 1, "amp;");
  return "<" + target + "|" + std::string(label) + ">";
}

/// Nothing in it is formatted, mentioned or linked: for text from outside.
json plain_text(std::string text) { return {{"type", "plain_text"}, {"text", std::move(text)}, {"emoji", true}}; }

/// When and where to look. The only mrkdwn, made of our own words, the operator's project and checked links.
std::string context_of(Notification const& what, Item const& item) {
  Instants const instants{[](TimePoint at) { return stamp(at, "{date_short_pretty} {time}"); },
                          [](TimePoint at) { return stamp(at, "{ago}"); }};
  std::string out;
  auto const add = [&](std::string const& part) {
    if (!part.empty()) out += (out.empty() ? "" : " · ") + part;
  };
  add(when_of(item, instants));
  for (auto const& one : links_to_show(item)) add(link(one.label, one.url));
  add(slack_text(footer_of(what, item), Show::line));
  return out;
}

std::string section_of(Notification const& what, Item const& item) {
  std::string out;
  auto const add = [&](std::string_view label, std::string const& line) {
    if (!trim(line).empty()) out += (out.empty() ? "" : "\n") + std::string(label) + line;
  };
  add("", slack_text(summary_beside_headline(what, item), Show::summary));
  add("", slack_text(measure_of(item), Show::measure));
  add("", slack_text(cause_of(item), Show::cause));
  add("Evidence: ", slack_text(item.note.raw(), Show::note));
  add("What to do: ", slack_text(next_step(item), Show::step));
  return out;
}

json attachment(Level level, json blocks) {
  std::array<char, 8> hex{};
  std::snprintf(hex.data(), hex.size(), "#%06X", unsigned(colour(level)));
  return {{"color", hex.data()}, {"blocks", std::move(blocks)}};
}

json attachment_of(Notification const& what, Item const& item) {
  auto blocks = json::array();
  blocks.push_back({{"type", "header"}, {"text", plain_text(slack_text(title_of(item), kHeader))}});
  if (auto section = section_of(what, item); !section.empty()) {
    blocks.push_back({{"type", "section"}, {"text", plain_text(std::move(section))}});
  }
  if (auto context = context_of(what, item); !context.empty()) {
    json const element{{"type", "mrkdwn"}, {"text", std::move(context)}, {"verbatim", true}};
    blocks.push_back({{"type", "context"}, {"elements", json::array({element})}});
  }
  return attachment(item.level, std::move(blocks));
}

/// As many sections as the lines need.
json digest_of(Level level, std::span<std::string const> lines, std::size_t rest) {
  auto blocks = json::array();
  std::string text = std::to_string(rest) + " more, in short:";
  auto const close_section = [&] {
    blocks.push_back({{"type", "section"}, {"text", plain_text(std::exchange(text, ""))}});
  };
  auto const add = [&](std::string const& line) {
    if (line.empty()) return;
    if (text.size() + 1 + line.size() > kSectionBytes) close_section();
    text += (text.empty() ? "" : "\n") + line;
  };
  for (auto const& line : lines) add(line);
  add(counted(rest - lines.size()));
  close_section();
  return attachment(level, std::move(blocks));
}

json attachments_of(Notification const& what) {
  auto const& items = what.items;
  auto attachments = json::array();
  std::vector<std::size_t> full;
  std::vector<std::size_t> line_sizes;
  std::vector<std::string> lines;
  for (auto const& item : items) {
    lines.push_back(slack_text(line_of(item), Show::line));
    line_sizes.push_back(json(lines.back()).dump().size());  // its two quotes stand for the line break
    if (attachments.size() == kFullAttachments) continue;
    attachments.push_back(attachment_of(what, item));
    full.push_back(attachments.back().dump().size() + 1);
  }
  auto const split = split_items(full, line_sizes, kRoom);
  attachments.erase(attachments.begin() + std::ptrdiff_t(split.full), attachments.end());
  if (split.full == items.size()) return attachments;

  Level level = Level::ok;
  for (auto const& item : std::span(items).subspan(split.full)) level = std::max(level, item.level);
  attachments.push_back(digest_of(level, std::span(lines).subspan(split.full, split.named), items.size() - split.full));
  return attachments;
}

}  // namespace

Slack::Slack(Secret url) : url_(std::move(url)) {}

Payload Slack::render(Notification const& what, Form form) const {
  json body{{"mrkdwn", false}, {"unfurl_links", false}, {"unfurl_media", false}};
  if (form == Form::plain) {
    body["text"] = short_text(what, slack_text);
  } else {
    body["text"] = slack_text(headline(what), 400);
    body["attachments"] = attachments_of(what);
  }
  HttpRequest request;
  request.method = Method::post;
  request.url = url_;
  request.headers = {{"Content-Type", "application/json"}};
  request.body = body.dump();
  return request;
}

}  // namespace lapwing::notify
