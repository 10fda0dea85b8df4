// SPDX-License-Identifier: Apache-2.0
#include "notify/mime.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace lapwing::notify {
namespace {

constexpr std::size_t kSubject = 250;
constexpr std::size_t kWordBytes = 36;  // 60 characters with its frame: fits beside "Subject: " in a line of 76
constexpr std::size_t kLineBytes = 57;  // 76 characters

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    auto const piece = bytes.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (i < piece.size() ? static_cast<unsigned char>(piece[i]) : 0u);
    for (std::size_t i = 0; i < 4; ++i) out += i <= piece.size() ? digits[bits >> (18 - 6 * i) & 63] : '=';
  }
  return out;
}

bool is_within_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

bool consists_of(std::string_view text, std::string_view further) {
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           further.find(c) != further.npos;
  });
}

}  // namespace

std::string encoded_words(std::string_view raw) {
  auto const text = printable(raw, kSubject);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto size = std::min(kWordBytes, text.size() - at);
    while (at + size < text.size() && is_within_character(text[at + size])) --size;
    out += (at == 0 ? "=?UTF-8?B?" : "\n =?UTF-8?B?") + base64(std::string_view(text).substr(at, size)) + "?=";
    at += size;
  }
  return out;
}

std::string base64_lines(std::string_view bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += kLineBytes) out += base64(bytes.substr(at, kLineBytes)) + "\n";
  return out;
}

std::string mail_date(TimePoint at) {
  using namespace std::chrono;
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto const day = floor<std::chrono::days>(at);
  year_month_day const date(day);
  hh_mm_ss const time(floor<seconds>(at - day));
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000", days[weekday(day).c_encoding()],
                unsigned(date.day()), months[unsigned(date.month()) - 1], int(date.year()), int(time.hours().count()),
                int(time.minutes().count()), int(time.seconds().count()));
  return out.data();
}

Result<void> check_mail_address(std::string_view address) {
  auto const refuse = [&](std::string_view why) {
    return Error{ErrorKind::invalid, "'" + printable(address, 80) + "' is no mail address such as team@example.org" +
                                         (why.empty() ? "" : ": " + std::string(why))};
  };
  auto const at = address.rfind('@');
  if (at == address.npos) return refuse("it has no @");
  auto const name = address.substr(0, at), host = address.substr(at + 1);
  if (address.find('<') != address.npos) return refuse("give the address alone, without a name");
  // A dash would be an option to some mailers, whatever stands before it.
  if (!consists_of(name, "!#$%&'*+/=?^_`{|}~.-") || name.starts_with('-') || name.size() > 64) return refuse("");
  for (auto const dots : {name, host}) {
    if (dots.starts_with('.') || dots.ends_with('.') || dots.find("..") != dots.npos) return refuse("");
  }
  if (!consists_of(host, ".-") || host.starts_with('-') || host.size() > 253) return refuse("");
  return {};
}

}  // namespace lapwing::notify
