// SPDX-License-Identifier: Apache-2.0
#include "support/mail.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <map>
#include <regex>
#include <stdexcept>

namespace lapwing::test {
namespace {

std::string decode_base64(std::string_view text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (char const c : text) {
    if (c == '\n' || c == '=') continue;
    auto const digit = digits.find(c);
    if (digit == digits.npos) throw std::runtime_error("no base64: " + std::string(text.substr(0, 80)));
    bits = (bits << 6 | unsigned(digit)) & 0xFFFFFF;
    if ((count += 6) >= 8) out += char(bits >> (count -= 8) & 0xFF);
  }
  return out;
}

/// Encoded words, with the white space between two of them gone.
std::string decode_words(std::string const& text) {
  static std::regex const word(R"(=\?UTF-8\?B\?([A-Za-z0-9+/=]*)\?=\s*)");
  std::string out;
  auto from = text.begin();
  for (std::sregex_iterator at(text.begin(), text.end(), word), end; at != end; ++at) {
    out.append(from, (*at)[0].first);
    out += decode_base64((*at)[1].str());
    from = (*at)[0].second;
  }
  return out.append(from, text.end());
}

using Headers = std::vector<std::pair<std::string, std::string>>;

/// The headers, and what follows the empty line.
std::pair<Headers, std::string_view> split_head(std::string_view raw) {
  auto const end = raw.find("\n\n");
  if (end == raw.npos) throw std::runtime_error("a mail without a body");
  Headers headers;
  for (auto const line : split(raw.substr(0, end), '\n')) {
    if (line.starts_with(' ')) {
      if (headers.empty()) throw std::runtime_error("a mail that begins in a blank");
      headers.back().second += line;
    } else {
      auto const colon = line.find(": ");
      if (colon == line.npos) throw std::runtime_error("no header: " + std::string(line));
      headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
  }
  for (auto& [name, value] : headers) value = decode_words(value);
  return {headers, raw.substr(end + 2)};
}

std::string value_of(Headers const& headers, std::string_view name) {
  auto const found = std::ranges::find(headers, name, [](auto const& one) { return std::string_view(one.first); });
  return found == headers.end() ? "" : found->second;
}

void read_part(Headers const& headers, std::string_view body, Mail& into) {
  if (value_of(headers, "Content-Transfer-Encoding") != "base64") throw std::runtime_error("a part is not base64");
  auto const type = value_of(headers, "Content-Type");
  if (type == "text/plain; charset=utf-8")
    into.text = decode_base64(body);
  else if (type == "text/html; charset=utf-8")
    into.html = decode_base64(body);
  else
    throw std::runtime_error("an unknown part: " + type);
}

}  // namespace

std::string Mail::header(std::string_view name) const { return value_of(headers, name); }

Mail read_mail(std::string_view raw) {
  Mail mail;
  auto const [headers, body] = split_head(raw);
  mail.headers = headers;
  auto const type = mail.header("Content-Type");
  constexpr std::string_view several = "multipart/alternative; boundary=\"";
  if (!type.starts_with(several) || !type.ends_with('"')) {
    read_part(headers, body, mail);
    return mail;
  }
  std::string const line = "--" + type.substr(several.size(), type.size() - several.size() - 1);
  auto const end = body.find("\n" + line + "--\n");
  if (!body.starts_with(line + "\n") || end == body.npos) throw std::runtime_error("the parts have no ends");
  for (auto at = line.size() + 1; at < end;) {
    auto const next = std::min(body.find("\n" + line + "\n", at), end);
    auto const [inner, content] = split_head(body.substr(at, next + 1 - at));
    read_part(inner, content, mail);
    at = next + line.size() + 2;
  }
  return mail;
}

std::vector<std::string> mail_violations(std::string_view raw) {
  std::vector<std::string> found;
  auto const expect = [&](bool holds, std::string const& what) {
    if (!holds) found.push_back(what);
  };
  for (auto const line : split(raw, '\n')) {
    expect(line.size() <= 78, "a line of " + std::to_string(line.size()));
    expect(std::ranges::all_of(line, [](char c) { return c >= 0x20 && c < 0x7F; }), "not ASCII: " + std::string(line));
  }
  auto const mail = read_mail(raw);
  std::map<std::string, int> seen;
  for (auto const& [name, value] : mail.headers) {
    ++seen[name];
    expect(printable(value, 2000) == value, name + " holds something unprintable");
  }
  for (auto const* const name :
       {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"})
    expect(std::exchange(seen[name], 0) == 1, std::string(name) + " is not there once");
  for (auto const* const name : {"References", "In-Reply-To", "Content-Transfer-Encoding"})
    expect(std::exchange(seen[name], 0) <= 1, std::string(name) + " is there twice");
  for (auto const& [name, count] : seen) expect(count == 0, "the unknown header " + name);
  expect(!trim(mail.text).empty(), "no text");
  static std::regex const id(R"(<[a-z0-9.-]+@[a-z0-9.-]+>)");
  expect(std::regex_match(mail.header("Message-ID"), id), "no Message-ID: " + mail.header("Message-ID"));

  static std::regex const own(
      R"(</?(?:html|head|body|b|div|span|a)>|<(?:!DOCTYPE html|br|meta charset="utf-8")>|<(?:body|div|span) style="[a-zA-Z0-9 :;#-]+">|<a href="https?://[^\s<>"']+">)");
  auto rest = std::regex_replace(mail.html, own, "");
  expect(rest.find_first_of("<>\"'") == rest.npos, "a tag that is not ours");
  for (auto const& part : {mail.text, std::regex_replace(rest, std::regex("&[a-z]+;|&#39;"), "")}) {
    auto const bare = std::regex_replace(part, std::regex(R"(   [A-Z][A-Za-z0-9 ]{1,40}: https?://\S+\n)"), "");
    expect(bare.find("://") == bare.npos, "a URL of somebody else's");
  }
  return found;
}

}  // namespace lapwing::test
