// SPDX-License-Identifier: Apache-2.0
#include "notify/slack.hpp"

#include "notify/digest.hpp"
#include "notify/json_post.hpp"
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
constexpr Room kRoom{.message = 9800, .digest = 9000, .frame = 1200};  // in bytes of JSON

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

std::size_t bytes_of(std::string_view text) { return text.size(); }

/// As many sections as the lines need, and the count of what follows.
json digest_of(Level level, std::span<DigestLine const> lines, std::string const& count) {
  auto blocks = json::array();
  auto const add = [&](std::string text) {
    blocks.push_back({{"type", "section"}, {"text", plain_text(std::move(text))}});
  };
  if (!lines.empty()) add(std::to_string(lines.size()) + " more, in short:");
  for (auto& block : blocks_of(lines, kSectionBytes, bytes_of)) add(std::move(block));
  if (!count.empty()) add(count);
  return attachment(level, std::move(blocks));
}

/// As it stands in the body, with its quotes.
std::size_t json_size(std::string_view text) { return json(text).dump().size(); }

struct Attachments {
  json list = json::array();
  std::size_t told = 0;
};

Attachments attachments_of(Notification const& what) {
  auto const& items = what.items;
  Attachments out;
  std::vector<std::size_t> full;
  for (auto const& item : std::span(items).first(std::min(items.size(), kFullAttachments))) {
    out.list.push_back(attachment_of(what, item));
    full.push_back(out.list.back().dump().size() + 1);
  }
  auto const layout = lay_out(what, full, slack_text, json_size, kRoom);
  out.list.erase(out.list.begin() + std::ptrdiff_t(layout.full), out.list.end());
  out.told = layout.told;
  if (!layout.in_short.empty() || !layout.count.empty())
    out.list.push_back(digest_of(layout.level, layout.in_short, layout.count));
  return out;
}

}  // namespace

Slack::Slack(Secret url, Mentions mentions) : url_(std::move(url)), mentions_(std::move(mentions)) {}

Rendered Slack::render(Notification const& what, Form form) const {
  json body{{"mrkdwn", false}, {"unfurl_links", false}, {"unfurl_media", false}};
  std::size_t told = 0;
  if (form == Form::plain) {
    auto text = short_text(what, slack_text);
    body["text"] = std::move(text.text);
    told = text.told;
  } else {
    body["text"] = slack_text(headline(what), 400);
    auto attachments = attachments_of(what);
    body["attachments"] = std::move(attachments.list);
    if (auto const mention = mention_for(mentions_, what); !mention.empty()) {
      // Blocks take the place of the text, which then is what a phone shows.
      json const call{{"type", "mrkdwn"}, {"text", mention}};
      body["blocks"] = json::array(
          {{{"type", "section"}, {"text", call}}, {{"type", "section"}, {"text", plain_text(body["text"])}}});
    }
    told = attachments.told;
  }
  return {json_post(url_, body.dump()), told};
}

Payload Slack::render_report(Brief const& what, Form form) const {
  json body{{"mrkdwn", false}, {"unfurl_links", false}, {"unfurl_media", false}};
  if (form == Form::plain) {
    body["text"] = short_text(what, slack_text);
    return json_post(url_, body.dump());
  }
  body["text"] = slack_text(headline(what), 400);
  auto blocks = json::array();
  blocks.push_back({{"type", "section"}, {"text", plain_text(text_of(what, slack_text, "", kSectionBytes / 2))}});
  body["attachments"] = json::array({attachment(what.level, std::move(blocks))});
  return json_post(url_, body.dump());
}

}  // namespace lapwing::notify
