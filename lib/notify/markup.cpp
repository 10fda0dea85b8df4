// SPDX-License-Identifier: Apache-2.0
#include "notify/markup.hpp"

#include "core/text.hpp"
#include "io/http.hpp"

#include <algorithm>

namespace lapwing::notify {
namespace {

constexpr std::string_view kZeroWidthSpace = "\u200B";

/// Bytes of the character that begins with `lead`, in valid UTF-8.
std::size_t size_of(char lead) {
  auto const byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// Appends what `escaped(text, at)` makes of each character while the result stays within the limit.
template <class Escaped>
std::string escape(std::string_view raw, std::size_t limit, Escaped escaped) {
  std::string const text = printable(raw, limit + 1);  // one more than may be shown, so that an overflow is seen
  std::string out;
  std::size_t count = 0;
  std::size_t cut_at = 0;  // bytes of `out` that leave room for the ellipsis
  for (std::size_t at = 0; at < text.size(); at += size_of(text[at])) {
    std::string const piece = escaped(text, at);
    if (count < limit) cut_at = out.size();
    count += count_characters(piece);
    if (count > limit) return limit == 0 ? "" : out.substr(0, cut_at) + "…";
    out += piece;
  }
  return out;
}

bool is_bare_url(std::string_view text, std::size_t at) { return text.substr(at, 3) == "://"; }

/// A list, a heading or a quote begins here: nothing but blanks before it, or "1" before the dot of "1. ".
bool begins_block(std::string_view text, std::size_t at) {
  auto before = text.substr(0, at);
  if (text[at] == '.') {
    auto const number = before.find_last_not_of("0123456789") + 1;  // npos + 1 == 0
    if (number == at || text.substr(at + 1, 1) != " ") return false;
    before = before.substr(0, number);
  } else if (text[at] != '-' && text[at] != '#' && text[at] != '>') {
    return false;
  }
  return before.find_first_not_of(' ') == before.npos;
}

std::string discord_piece(std::string_view text, std::size_t at) {
  auto const character = text.substr(at, size_of(text[at]));
  constexpr std::string_view anywhere = "\\*_~|`[]<@";
  if (is_bare_url(text, at)) return ":" + std::string(kZeroWidthSpace);
  bool const special = anywhere.find(character) != anywhere.npos || begins_block(text, at);
  return (special ? "\\" : "") + std::string(character);
}

std::string slack_piece(std::string_view text, std::size_t at) {
  if (is_bare_url(text, at)) return ":" + std::string(kZeroWidthSpace);
  switch (text[at]) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    default:
      return std::string(text.substr(at, size_of(text[at])));
  }
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Every character beyond ASCII counts as a letter.
bool is_letter_at(std::string_view text, std::size_t at) {
  return at < text.size() && (is_letter(text[at]) || static_cast<unsigned char>(text[at]) >= 0x80);
}

/// The dot of a host's name, "evil.example", as against that of a number or a sentence.
bool is_dot_of_a_name(std::string_view text, std::size_t at) {
  return text[at] == '.' && at > 0 && text[at - 1] != ' ' && is_letter_at(text, at + 1);
}

/// What a reader may take for a link although nothing marks it as one: a URL, a host, a mail address.
bool begins_a_link(std::string_view text, std::size_t at) {
  return is_bare_url(text, at) || text[at] == '@' || is_dot_of_a_name(text, at);
}

/// A line that starts so would be a list, a heading, code, or make a heading of the line before it.
bool starts_a_block(std::string_view text) {
  constexpr std::string_view starts = " -+=#";
  auto const number = std::min(text.find_first_not_of("0123456789"), text.size());
  if (number == 0) return starts.find(text[0]) != starts.npos;
  auto const after = text.substr(number);
  return after.starts_with('.') || after.starts_with(')') ? after.size() == 1 || after[1] == ' ' : false;
}

std::string markdown_piece(std::string_view text, std::size_t at) {
  constexpr std::string_view escaped = "\\*_~`", broken = "@~]|$&";
  auto const character = text.substr(at, size_of(text[at]));
  if (character == "<") return "‹";
  if (character == ">") return "›";
  std::string out;
  if (at == 0 && starts_a_block(text)) out += kZeroWidthSpace;
  if (escaped.find(character) != escaped.npos) out += "\\";
  out += character;
  bool const is_name =
      (text[at] == '#' || text[at] == ':') && (is_letter_at(text, at + 1) || text.substr(at + 1, 1) == "+");
  if (broken.find(character) != broken.npos || is_name || begins_a_link(text, at)) out += kZeroWidthSpace;
  return out;
}

std::string mail_piece(std::string_view text, std::size_t at) {
  std::string out(text.substr(at, size_of(text[at])));
  return begins_a_link(text, at) ? out + std::string(kZeroWidthSpace) : out;
}

std::string html_piece(std::string_view text, std::size_t at) {
  switch (text[at]) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return mail_piece(text, at);
  }
}

}  // namespace

std::string discord_text(std::string_view text, std::size_t limit) { return escape(text, limit, discord_piece); }

std::string slack_text(std::string_view text, std::size_t limit) { return escape(text, limit, slack_piece); }

std::string markdown_text(std::string_view text, std::size_t limit) { return escape(text, limit, markdown_piece); }

std::string mail_text(std::string_view text, std::size_t limit) { return escape(text, limit, mail_piece); }

std::string html_text(std::string_view text, std::size_t limit) { return escape(text, limit, html_piece); }

std::string link_target(std::string_view url, std::size_t limit) {
  if (!parse_url(url)) return "";
  std::string out;
  for (char const c : url) {
    switch (c) {
      case '(':
        out += "%28";
        break;
      case ')':
        out += "%29";
        break;
      case '<':
        out += "%3C";
        break;
      case '>':
        out += "%3E";
        break;
      case '|':
        out += "%7C";
        break;
      default:
        out += c;
    }
  }
  return out.size() <= limit ? out : "";
}

}  // namespace lapwing::notify
