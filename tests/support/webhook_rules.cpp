// SPDX-License-Identifier: Apache-2.0
#include "support/webhook_rules.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <functional>
#include <regex>
#include <set>

namespace lapwing::test {
namespace {

using nlohmann::json;

/// Collects what is wrong while a body is walked.
class Findings {
 public:
  void expect(bool holds, std::string what) {
    if (!holds) list.push_back(std::move(what));
  }

  void text(json const& value, std::string const& where, std::size_t shortest, std::size_t longest) {
    expect(value.is_string(), where + " is no text");
    if (!value.is_string()) return;
    auto const content = value.get<std::string>();
    auto const length = count_characters(trim(content));
    expect(length >= shortest, where + " is shorter than " + std::to_string(shortest));
    expect(length <= longest,
           where + " has " + std::to_string(length) + " of " + std::to_string(longest) + " characters");
    bool const clean = std::ranges::all_of(content, [](unsigned char c) { return c == '\n' || c >= 0x20; });
    expect(clean, where + " holds a control character");
  }

  void keys(json const& object, std::string const& where, std::set<std::string> const& known) {
    expect(object.is_object(), where + " is no object");
    if (!object.is_object()) return;
    for (auto const& [key, value] : object.items()) expect(known.contains(key), where + " has the unknown key " + key);
  }

  std::vector<std::string> list;
};

json parse(std::string_view body, Findings& found) {
  auto parsed = json::parse(body, nullptr, false);  // refuses invalid UTF-8 too
  found.expect(parsed.is_object(), "the body is no JSON object");
  return parsed.is_object() ? parsed : json::object();
}

/// Everything that Discord formats, mentions or links must be escaped, or one of the constructs that the renderer
/// itself makes.
void discord_markup(std::string const& text, std::string const& where, Findings& found) {
  static std::regex const own(
      R"(<t:-?\d+:[fR]>|\*\*(?:Evidence|What to do):\*\* |\[[A-Z][A-Za-z0-9 ]{1,40}\]\(https?://[^\s()<>]+\)|`lapwing alerts`)");
  bool line_start = true;
  for (std::size_t at = 0; at < text.size();) {
    std::smatch match;
    auto const here = text.begin() + std::ptrdiff_t(at);
    if (text[at] == '\\') {
      at += 2;
    } else if (std::string_view("<*[`").find(text[at]) != std::string_view::npos &&
               std::regex_search(here, text.end(), match, own, std::regex_constants::match_continuous)) {
      at += std::size_t(match.length());
    } else {
      bool const formats = std::string_view("*_~|`[]<@").find(text[at]) != std::string_view::npos;
      bool const begins_block = line_start && std::string_view("-#>").find(text[at]) != std::string_view::npos;
      bool const links = text.compare(at, 3, "://") == 0;
      if (formats || begins_block || links) found.list.push_back(where + " has live markup: " + text.substr(at, 40));
      line_start = text[at] == '\n' || (line_start && text[at] == ' ');
      ++at;
      continue;
    }
    line_start = false;
  }
}

/// Mentions are off, but for one that the message begins with and that is allowed by its id. That one, or "".
std::string discord_mention(json const& body, Findings& found) {
  static std::regex const form("(<@&?([0-9]+)>|@here|@everyone) [^]*");
  auto const allowed = body.value("allowed_mentions", json());
  auto const content = body.value("content", "");
  std::smatch match;
  if (allowed == json{{"parse", json::array()}}) return "";
  bool const is_called = std::regex_match(content, match, form);
  found.expect(is_called, "mentions are not off");
  if (!is_called) return "";
  auto const id = match.str(2);
  json expected{{"parse", json::array()}};
  if (id.empty())
    expected["parse"].push_back("everyone");
  else
    expected[match.str(1).starts_with("<@&") ? "roles" : "users"] = json::array({id});
  found.expect(allowed == expected, "more may be mentioned than the message begins with");
  return match.str(1);
}

void discord_embed(json const& embed, std::string const& where, Findings& found, std::size_t& sum) {
  found.keys(embed, where, {"title", "description", "color", "url", "footer", "fields", "image"});
  auto const text = [&](json const& value, std::string const& name, std::size_t shortest, std::size_t longest) {
    found.text(value, where + "." + name, shortest, longest);
    if (value.is_string()) sum += count_characters(trim(value.get<std::string>()));
  };
  found.expect(embed.contains("title") || embed.contains("description"), where + " is empty");
  if (embed.contains("title")) text(embed["title"], "title", 1, 256);
  if (embed.contains("description")) text(embed["description"], "description", 1, 4096);
  for (auto const* part : {"title", "description"}) {
    if (embed.contains(part)) discord_markup(embed[part], where + "." + part, found);
  }
  if (embed.contains("footer")) text(embed["footer"].value("text", json()), "footer.text", 1, 2048);
  auto const fields = embed.value("fields", json::array());
  found.expect(fields.size() <= 25, where + " has over 25 fields");
  for (auto const& field : fields) {
    text(field.value("name", json()), "fields.name", 1, 256);
    text(field.value("value", json()), "fields.value", 1, 1024);
  }
  auto const color = embed.value("color", json(0u));
  found.expect(color.is_number_unsigned() && color <= 0xFFFFFF, where + ".color is no colour");
}

/// In text that people read: & only in an entity; < and > only around a date or a link, and only in mrkdwn.
void slack_markup(std::string const& text, std::string const& where, bool is_mrkdwn, Findings& found) {
  static std::regex const entity("&(?:amp|lt|gt);");
  static std::regex const own(R"(<!date\^-?\d+\^[^|<>^]+\|[^|<>]+>|<https?://[^|<>\s]+\|[A-Z][A-Za-z0-9 ]{1,40}>)");
  for (std::size_t at = 0; at < text.size();) {
    std::smatch match;
    auto const here = text.begin() + std::ptrdiff_t(at);
    auto const matches = [&](std::regex const& pattern) {
      return std::regex_search(here, text.end(), match, pattern, std::regex_constants::match_continuous);
    };
    if (is_mrkdwn && text[at] == '<' && matches(own)) {
      at += std::size_t(match.length());
      continue;
    }
    bool const bare = text[at] == '<' || text[at] == '>' || (text[at] == '&' && !matches(entity));
    if (bare || text.compare(at, 3, "://") == 0)
      found.list.push_back(where + " has live markup: " + text.substr(at, 40));
    ++at;
  }
}

void slack_text_object(json const& object, std::string const& where, std::size_t longest, Findings& found) {
  found.keys(object, where, {"type", "text", "emoji", "verbatim"});
  auto const type = object.value("type", "");
  found.expect(type == "plain_text" || type == "mrkdwn", where + " has no type");
  found.expect(type == "mrkdwn" || !object.contains("verbatim"), where + ": verbatim belongs to mrkdwn");
  found.expect(type == "plain_text" || (object.value("verbatim", false) && !object.contains("emoji")),
               where + " is not verbatim");
  found.text(object.value("text", json()), where, 1, longest);
  slack_markup(object.value("text", ""), where, type == "mrkdwn", found);
}

void slack_block(json const& block, std::string const& where, Findings& found) {
  auto const type = block.value("type", "");
  if (type == "header") {
    found.keys(block, where, {"type", "text"});
    found.expect(block["text"].value("type", "") == "plain_text", where + ": a header is plain_text");
    slack_text_object(block["text"], where + ".header", 150, found);
  } else if (type == "section") {
    found.keys(block, where, {"type", "text"});
    slack_text_object(block["text"], where + ".section", 3000, found);
  } else if (type == "context") {
    found.keys(block, where, {"type", "elements"});
    auto const elements = block.value("elements", json::array());
    found.expect(!elements.empty() && elements.size() <= 10, where + ": a context has 1 to 10 elements");
    for (auto const& element : elements) slack_text_object(element, where + ".context", 3000, found);
  } else {
    found.expect(false, where + " has the unknown type " + type);
  }
}

/// What the two servers translate before they read Markdown, what they format, mention and link: escaped, broken by a
/// zero-width space, or a construct that the renderer itself makes.
void team_chat_markup(std::string const& text, std::string const& where, Findings& found) {
  static std::regex const own(R"(`lapwing alerts`|\[[A-Z][A-Za-z0-9 ]{1,40}\]\(https?://[^\s()<>]+\))");
  constexpr std::string_view space = "\u200B";
  auto const follows = [&](std::size_t at) { return text.compare(at + 1, space.size(), space) == 0; };
  auto const is = [&](std::size_t at, std::string_view any) {
    return at < text.size() && any.find(text[at]) != any.npos;
  };
  bool line_start = true, bold = false;
  for (std::size_t at = 0; at < text.size();) {
    std::smatch match;
    auto const from = text.begin() + std::ptrdiff_t(at);
    std::string wrong;
    std::size_t step = 1;
    if (is(at, "[`") && std::regex_search(from, text.end(), match, own, std::regex_constants::match_continuous)) {
      step = std::size_t(match.length());
    } else if (text.compare(at, 2, "**") == 0 && line_start != bold && !is(at + 2, "*")) {
      bold = !bold;  // opens at the start of a line and is closed once
      step = 2;
    } else if (text[at] == '\\') {
      if (!is(at + 1, "\\*_~`")) wrong = "a backslash that escapes nothing";
      if (is(at + 1, "~") && !follows(at + 1)) wrong = "a channel's name";
      step = 2;
    } else if (is(at, "*_~`<>")) {
      wrong = "live markup";
    } else if (is(at, "@]|$&") && !follows(at)) {
      wrong = "a mention, a tag, a link or an entity";
    } else if (line_start && is(at, " -+=#")) {
      wrong = "a block";
    } else if (text[at] == '#' && at + 1 < text.size() && std::isalpha(static_cast<unsigned char>(text[at + 1]))) {
      wrong = "a tag";
    } else if (text.compare(at, 3, "://") == 0) {
      wrong = "a URL";
    } else if (at > 0 && text[at] == '.' && text[at - 1] != ' ' && at + 1 < text.size() &&
               std::isalpha(static_cast<unsigned char>(text[at + 1]))) {
      wrong = "a host";
    }
    if (!wrong.empty()) found.list.push_back(where + " has " + wrong + ": " + text.substr(at, 40));
    line_start = text[at] == '\n';
    at += step;
  }
  found.expect(!bold, where + " ends in bold");
}

}  // namespace

std::vector<std::string> discord_violations(std::string_view text) {
  Findings found;
  auto const body = parse(text, found);
  found.keys(body, "body", {"content", "username", "embeds", "allowed_mentions", "attachments", "thread_name"});
  auto const mention = discord_mention(body, found);
  auto const embeds = body.value("embeds", json::array());
  found.expect(embeds.size() <= 10, "over 10 embeds");
  found.expect(body.contains("content") || !embeds.empty(), "an empty message");
  if (body.contains("content")) {
    found.text(body["content"], "content", 1, 2000);
    discord_markup(body["content"].get<std::string>().substr(mention.size()), "content", found);
  }
  if (body.contains("thread_name")) found.text(body["thread_name"], "thread_name", 1, 100);
  if (body.contains("username")) found.text(body["username"], "username", 1, 80);
  std::size_t sum = 0;
  for (std::size_t i = 0; i < embeds.size(); ++i) discord_embed(embeds[i], "embeds." + std::to_string(i), found, sum);
  found.expect(sum <= 6000, "the embeds have " + std::to_string(sum) + " characters");
  return found.list;
}

std::vector<std::string> slack_violations(std::string_view text) {
  Findings found;
  auto const body = parse(text, found);
  found.keys(body, "body", {"text", "attachments", "mrkdwn", "unfurl_links", "unfurl_media"});
  found.text(body.value("text", json()), "text", 1, 3900);
  slack_markup(body.value("text", ""), "text", false, found);
  for (auto const* key : {"mrkdwn", "unfurl_links", "unfurl_media"}) {
    found.expect(body.value(key, json()) == false, std::string(key) + " is not off");
  }
  auto const attachments = body.value("attachments", json::array());
  found.expect(attachments.size() <= 100, "over 100 attachments");
  found.expect(attachments.dump().size() <= 10'000,
               "attachments of " + std::to_string(attachments.dump().size()) + " bytes");
  std::size_t blocks = 0;
  for (std::size_t i = 0; i < attachments.size(); ++i) {
    auto const where = "attachments." + std::to_string(i);
    found.keys(attachments[i], where, {"color", "blocks"});
    found.expect(std::regex_match(attachments[i].value("color", ""), std::regex("#[0-9A-F]{6}")),
                 where + ".color is no colour");
    auto const inner = attachments[i].value("blocks", json::array());
    found.expect(!inner.empty(), where + " has no blocks");
    blocks += inner.size();
    for (auto const& block : inner) slack_block(block, where, found);
  }
  found.expect(blocks <= 50, "over 50 blocks");
  return found.list;
}

std::vector<std::string> team_chat_violations(std::string_view text) {
  Findings found;
  auto const body = parse(text, found);
  found.keys(body, "body", {"text", "attachments"});
  found.text(body.value("text", json()), "text", 1, 3900);
  team_chat_markup(body.value("text", ""), "text", found);
  auto const attachments = body.value("attachments", json::array());
  found.expect(attachments.size() <= 20, "over 20 attachments");
  auto const size = count_characters(attachments.dump());
  found.expect(size <= 7900, "attachments of " + std::to_string(size) + " characters");
  for (std::size_t i = 0; i < attachments.size(); ++i) {
    auto const where = "attachments." + std::to_string(i);
    auto const& one = attachments[i];
    found.keys(one, where, {"color", "fallback", "text", "fields"});
    found.expect(std::regex_match(one.value("color", ""), std::regex("#[0-9A-F]{6}")), where + ".color is no colour");
    for (auto const* const part : {"fallback", "text"}) {
      found.text(one.value(part, json()), where + "." + part, 1, 7900);
      team_chat_markup(one.value(part, ""), where + "." + part, found);
    }
    for (auto const& field : one.value("fields", json::array())) {
      found.keys(field, where + ".fields", {"title", "value", "short"});
      found.expect(field.value("short", json()).is_boolean(), where + ".fields.short is no flag");
      for (auto const* const part : {"title", "value"}) {
        found.text(field.value(part, json()), where + ".fields." + part, 1, 300);
        team_chat_markup(field.value(part, ""), where + ".fields." + part, found);
      }
    }
  }
  return found.list;
}

std::string visible_text(std::string_view body) {
  static std::set<std::string> const shown{"content", "title", "description", "text", "name", "value"};
  std::string out;
  std::function<void(json const&, bool)> const walk = [&](json const& node, bool is_shown) {
    if (node.is_string() && is_shown) out += node.get<std::string>() + "\n";
    if (!node.is_structured()) return;
    for (auto const& [key, inner] : node.items()) walk(inner, node.is_array() ? is_shown : shown.contains(key));
  };
  walk(json::parse(body), false);
  return out;
}

}  // namespace lapwing::test
