// SPDX-License-Identifier: Apache-2.0
#include "core/secret.hpp"

#include "core/escape.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace lapwing {
namespace {

constexpr std::size_t kShortest = 6;
constexpr std::size_t kTelling = 4;
constexpr std::string_view kCut = "…";  // as core/text writes it

/// Shorter parts of a URL are words, ids and versions, which stand in many a text; a shorter path is a page's.
constexpr std::size_t kCredential = 16;

std::string as_it_is(std::string_view text) { return std::string(text); }

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

std::string in_url(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (char const c : text) {
    if (is_unreserved(c))
      out += c;
    else
      out.append({'%', digits[std::uint8_t(c) >> 4], digits[std::uint8_t(c) & 15]});
  }
  return out;
}

std::string out_of_url(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    auto const hex = text.substr(i, 3);
    bool const is_escape = hex.size() == 3 && hex[0] == '%' &&
                           std::from_chars(hex.data() + 1, hex.data() + 3, value, 16).ptr == hex.data() + 3;
    out += is_escape ? char(value) : text[i];
    if (is_escape) i += 2;
  }
  return out;
}

std::string in_json(std::string_view text) {
  std::string out;
  for (char const c : text) out.append(c == '"' || c == '\\' ? "\\" : "").push_back(c);
  return out;
}

/// As PHP and others write it.
std::string in_json_with_slashes(std::string_view text) {
  std::string out;
  for (char const c : in_json(text)) out.append(c == '/' ? "\\" : "").push_back(c);
  return out;
}

/// What of the base64 of a longer text hangs on this part of it alone, which begins `Before` bytes (mod 3) into it.
template <std::size_t Before>
std::string in_base64(std::string_view text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  std::size_t count = 0, skipped = (6 - Before * 8 % 6) % 6;
  for (char const c : text) {
    bits = (bits << 8 | std::uint8_t(c)) & 0xFFFF;
    count += 8;
    if (skipped != 0) count -= std::exchange(skipped, 0);
    for (; count >= 6; count -= 6) out += digits[bits >> (count - 6) & 63];
  }
  return out;
}

constexpr std::array<std::string (*)(std::string_view), 8> kEncodings{
    as_it_is, in_url, in_json, in_json_with_slashes, escape_html, in_base64<0>, in_base64<1>, in_base64<2>};

}  // namespace

void Redactor::add(std::string_view secret) {
  secret = trim(secret);
  auto const scheme = secret.find("://");
  if (scheme == secret.npos || secret.find(' ') != secret.npos)
    search_for(secret, kTelling);
  else
    add_url(secret, scheme + 3);
}

void Redactor::add_url(std::string_view url, std::size_t authority) {
  auto const end = std::min(url.find_first_of("/?#", authority), url.size());
  auto const login = url.substr(authority, end - authority);
  if (auto const at = login.rfind('@'); at != login.npos) {
    auto const both = login.substr(0, at);
    auto const password = both.substr(std::min(both.find(':'), both.size() - 1) + 1);
    for (auto const part : {both, password}) {
      search_for(part, kTelling);
      search_for(out_of_url(part), kTelling);
    }
  }
  auto const target = url.substr(end);
  auto telling = std::min(target.find_last_of("/=") + 2, target.size());
  for (std::size_t begin = 0; begin < target.size();) {
    auto const stop = std::min(target.find_first_of("/?&=#", begin), target.size());
    auto const part = target.substr(begin, stop - begin);
    if (part.size() >= kCredential) {
      search_for(part, kTelling);
      search_for(out_of_url(part), kTelling);
      telling = std::min(telling, begin + 1);
    }
    begin = stop + 1;
  }
  for (auto const path : {target, target.substr(0, target.find('?'))}) {
    if (path.size() >= kCredential) search_for(path, telling);
  }
  search_for(url, end + telling);
}

void Redactor::search_for(std::string_view secret, std::size_t telling) {
  if (secret.size() < kShortest) return;
  for (auto const encode : kEncodings) {
    Form form{encode(secret), encode(secret.substr(0, telling)).size()};
    if (form.text.size() < kShortest) continue;
    auto& forms = by_first_byte_[std::uint8_t(form.text[0])];
    if (std::ranges::find(forms, form.text, &Form::text) == forms.end()) forms.push_back(std::move(form));
  }
}

std::string Redactor::redact(std::string_view text) const {
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    // Those that overlap are one: no end of a second one stays behind.
    std::size_t length = 0;
    auto const rest = text.substr(at);
    for (auto const& [form, telling] : by_first_byte_[std::uint8_t(text[at])]) {
      auto const alike = std::size_t(std::ranges::mismatch(form, rest).in1 - form.begin());
      bool const is_cut = alike >= telling && rest.substr(alike).starts_with(kCut);
      if (alike == form.size() || is_cut) length = std::max(length, alike);
    }
    if (length == 0) continue;
    if (at >= done) out.append(text, done, at - done).append(kMasked);
    done = std::max(done, at + length);
  }
  return done < text.size() ? out.append(text, done) : out;
}

}  // namespace lapwing
