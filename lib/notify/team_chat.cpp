// SPDX-License-Identifier: Apache-2.0
#include "notify/team_chat.hpp"

#include "core/text.hpp"
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
constexpr Room kRoom{.message = 7600, .digest = 7200, .frame = 400};  // in characters of JSON

std::string links_of(Item const& item) {
  std::string out;
  for (auto const& one : links_to_show(item)) {
    auto const target = link_target(one.url, Show::link);
    if (!target.empty()) out += (out.empty() ? "[" : " · [") + one.label + "](" + target + ")";
  }
  return out;
}

std::string text_of(Notification const& what, Item const& item) {
  std::string out = "**" + std::string(trim(markdown_text(title_of(item), Show::line))) + "**";
  auto const add = [&](std::string_view label, std::string const& line) {
    if (!trim(line).empty()) out += "\n" + std::string(label) + line;
  };
  add("", markdown_text(summary_beside_headline(what, item), Show::summary));
  add("", markdown_text(cause_of(item), Show::cause));
  add("Evidence: ", markdown_text(item.note.raw(), Show::note));
  add("What to do: ", markdown_text(next_step(item), Show::step));
  add("", links_of(item));
  add("", markdown_text(footer_of(what, item), Show::line));
  return out;
}

json fields_of(Notification const& what, Item const& item) {
  auto fields = json::array();
  auto const add = [&](char const* title, std::string value) {
    if (!trim(value).empty()) fields.push_back({{"title", title}, {"value", std::move(value)}, {"short", true}});
  };
  add("Value", markdown_text(measure_of(item), Show::measure));
  add("When", when_of(item, written_instants(what)));
  return fields;
}

json attachment(Level level, std::string fallback, std::string text) {
  std::array<char, 8> hex{};
  std::snprintf(hex.data(), hex.size(), "#%06X", unsigned(colour(level)));
  return {{"color", hex.data()}, {"fallback", std::move(fallback)}, {"text", std::move(text)}};
}

json attachment_of(Notification const& what, Item const& item) {
  auto out = attachment(item.level, markdown_text(line_of(item), Show::line), text_of(what, item));
  if (auto fields = fields_of(what, item); !fields.empty()) out["fields"] = std::move(fields);
  return out;
}

/// A line an alert, and the count of what follows.
json digest_of(Level level, std::span<DigestLine const> lines, std::string const& count) {
  std::string text = lines.empty() ? "" : std::to_string(lines.size()) + " more, in short:";
  for (auto const& block : blocks_of(lines, kRoom.digest, count_characters)) text += "\n" + block;
  if (!count.empty()) text += (text.empty() ? "" : "\n") + count;
  auto const title = text.substr(0, text.find('\n'));
  return attachment(level, title, std::move(text));
}

/// As it stands in the body, with its quotes.
std::size_t json_size(std::string_view text) { return count_characters(json(text).dump()); }

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
    full.push_back(count_characters(out.list.back().dump()) + 1);
  }
  auto const layout = lay_out(what, full, markdown_text, json_size, kRoom);
  out.list.erase(out.list.begin() + std::ptrdiff_t(layout.full), out.list.end());
  out.told = layout.told;
  if (!layout.in_short.empty() || !layout.count.empty())
    out.list.push_back(digest_of(layout.level, layout.in_short, layout.count));
  return out;
}

}  // namespace

TeamChat::TeamChat(Flavor flavor, Secret url, Mentions mentions)
    : flavor_(flavor), url_(std::move(url)), mentions_(std::move(mentions)) {}

Rendered TeamChat::render(Notification const& what, Form form) const {
  json body;
  std::size_t told = 0;
  if (form == Form::plain) {
    auto text = short_text(what, markdown_text);
    body["text"] = std::move(text.text);
    told = text.told;
  } else {
    std::string const mention(mention_for(mentions_, what));
    body["text"] = mention + (mention.empty() ? "" : " ") + markdown_text(headline(what), 400);
    auto attachments = attachments_of(what);
    body["attachments"] = std::move(attachments.list);
    told = attachments.told;
  }
  return {json_post(url_, body.dump()), told};
}

Payload TeamChat::render_report(Brief const& what, Form form) const {
  json body;
  if (form == Form::plain) {
    body["text"] = short_text(what, markdown_text);
    return json_post(url_, body.dump());
  }
  body["text"] = markdown_text(headline(what), 400);
  auto text = text_of(what, markdown_text, "**", kRoom.digest / 2);
  body["attachments"] = json::array({attachment(what.level, markdown_text(headline(what), 400), std::move(text))});
  return json_post(url_, body.dump());
}

}  // namespace lapwing::notify
