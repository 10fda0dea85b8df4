// SPDX-License-Identifier: Apache-2.0
#include "notify/email.hpp"

#include "core/text.hpp"
#include "io/hmac.hpp"
#include "notify/digest.hpp"
#include "notify/markup.hpp"
#include "notify/mime.hpp"
#include "notify/wording.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <span>

namespace lapwing::notify {
namespace {

constexpr std::size_t kFull = 25;
constexpr std::size_t kBlock = 1000;  // of a line with neighbours of one alert
constexpr std::size_t kText = 1000;
constexpr std::size_t kReferences = 20;       // a long header is cut or refused
constexpr std::string_view kPart = "=_part";  // no line of base64 holds it

/// What is said of an item beside its title, unescaped.
struct Line {
  std::string_view label;
  std::string text;
};

std::vector<Line> lines_of(Notification const& what, Item const& item) {
  std::vector<Line> out;
  auto const add = [&](std::string_view label, std::string text) {
    if (!trim(text).empty()) out.push_back({label, std::move(text)});
  };
  add("", item.summary.raw());
  add("", measure_of(item));
  add("", cause_of(item));
  add("", when_of(item, written_instants(what)));
  add("Evidence: ", item.note.raw());
  add("What to do: ", next_step(item));
  return out;
}

std::span<Item const> told_in_full(Notification const& what) {
  return std::span(what.items).first(std::min(what.items.size(), kFull));
}

/// The others, a line an alert, and the count of what follows; nothing where there are none.
std::string digest_of(Notification const& what, Escape escape) {
  auto const rest = std::span(what.items).subspan(told_in_full(what).size());
  std::string out = rest.empty() ? "" : std::to_string(rest.size()) + " more, in short:\n";
  auto const lines = digest_lines(rest, escape);
  for (auto const& block : blocks_of(lines, kBlock, count_characters)) out += block + "\n";
  auto const count = counted(what.more.total(), what);
  return count.empty() ? out : out + count + "\n";
}

std::string text_of(Notification const& what) {
  std::string out;
  for (auto const& item : told_in_full(what)) {
    out += mail_text(title_of(item), kText) + "\n";
    for (auto const& [label, text] : lines_of(what, item))
      out += "   " + std::string(label) + mail_text(text, kText) + "\n";
    for (auto const& [label, url] : links_to_show(item)) {
      if (auto const target = link_target(url, kText); !target.empty()) out += "   " + label + ": " + target + "\n";
    }
    out += "   " + mail_text(footer_of(what, item), kText) + "\n\n";
  }
  return out + digest_of(what, mail_text);
}

std::string html_of(Notification const& what) {
  std::string out =
      "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head>"
      "<body style=\"font-family:sans-serif;font-size:14px\">\n";
  for (auto const& item : told_in_full(what)) {
    std::array<char, 8> bar{};
    std::snprintf(bar.data(), bar.size(), "#%06X", unsigned(colour(item.level)));
    out += "<div style=\"border-left:4px solid " + std::string(bar.data()) + ";padding:2px 12px;margin:12px 0\">\n<b>" +
           html_text(title_of(item), kText) + "</b><br>\n";
    for (auto const& [label, text] : lines_of(what, item)) {
      if (!label.empty()) out += "<b>" + std::string(label) + "</b>";
      out += html_text(text, kText) + "<br>\n";
    }
    for (auto const& [label, url] : links_to_show(item)) {
      auto target = link_target(url, kText);
      for (auto at = target.find_first_of("&\"'"); at != target.npos; at = target.find_first_of("&\"'", at + 1))
        target.replace(at, 1, target[at] == '&' ? "&amp;" : target[at] == '"' ? "%22" : "%27");
      if (!target.empty()) out += "<a href=\"" + target + "\">" + label + "</a> ";
    }
    out += "<br><span style=\"color:#666\">" + html_text(footer_of(what, item), kText) + "</span>\n</div>\n";
  }
  for (char const c : digest_of(what, html_text)) out += c == '\n' ? std::string("<br>\n") : std::string(1, c);
  return out + "</body></html>\n";
}

/// Tells an incident from every other of this sender's: its number is one store's alone.
std::string identity_of(Notification const& what, Item const& item) {
  return what.project + "\n" + std::to_string(item.incident) + "\n" + format_utc(item.since);
}

/// The same for the same news, and another for each that has to be read.
std::string news_of(Notification const& what, Item const& item) {
  auto out = identity_of(what, item) + "\n" + state_of(item) + "\n" + format_utc(item.changed);
  if (item.what == What::reminder) out += "\n" + format_utc(std::chrono::floor<std::chrono::hours>(what.at));
  if (item.what == What::test) out += "\n" + format_utc(what.at);
  return out;
}

std::string short_hash(std::string const& text) { return hmac_sha256(Secret("lapwing"), text).substr(0, 24); }

}  // namespace

Email::Email(std::string sendmail, Addresses addresses)
    : sendmail_(std::move(sendmail)),
      addresses_(std::move(addresses)),
      domain_(addresses_.from.substr(addresses_.from.rfind('@') + 1)) {}

/// All headers but those of the body's form.
std::string Email::head(Notification const& what) const {
  std::string all_news, to, threads;
  std::size_t references = 0;
  bool is_first = true;
  for (auto const& item : what.items) {
    all_news += news_of(what, item) + "\n";
    is_first = is_first && item.what == What::opened;
    if (item.incident == 0 || references++ >= kReferences) continue;
    threads += (threads.empty() ? "<" : "\n <") + std::string("incident-") + std::to_string(item.incident) + "." +
               short_hash(identity_of(what, item)) + "@" + domain_ + ">";
  }
  for (auto const& address : addresses_.to) to += (to.empty() ? "" : ",\n ") + address;
  std::string out = "From: Lapwing <" + addresses_.from + ">\nTo: " + to +
                    "\nSubject: " + encoded_words(headline(what)) + "\nDate: " + mail_date(what.at) +
                    "\nMessage-ID: <" + short_hash(all_news) + "@" + domain_ + ">\n";
  if (!threads.empty()) out += "References: " + threads + "\n";
  if (!threads.empty() && !is_first) out += "In-Reply-To: " + threads + "\n";
  return out + "Auto-Submitted: auto-generated\nMIME-Version: 1.0\n";
}

Rendered Email::render(Notification const& what, Form form) const {
  auto const part = [](std::string_view type, std::string const& content) {
    return "Content-Type: text/" + std::string(type) + "; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" +
           base64_lines(content);
  };
  ProgramCall call;
  call.path = sendmail_;
  call.arguments = {"-i", "-f", addresses_.from, "--"};
  call.arguments.insert(call.arguments.end(), addresses_.to.begin(), addresses_.to.end());
  call.input = head(what);
  if (form == Form::plain) {
    auto const text = short_text(what, mail_text);
    call.input += part("plain", text.text + "\n");
    return {std::move(call), text.told};
  }
  std::string const line = "--" + std::string(kPart);
  call.input += "Content-Type: multipart/alternative; boundary=\"" + std::string(kPart) + "\"\n\n" + line + "\n" +
                part("plain", text_of(what)) + line + "\n" + part("html", html_of(what)) + line + "--\n";
  return {std::move(call), what.items.size()};
}

Payload Email::render_report(Brief const& what, Form form) const {
  std::string to;
  for (auto const& address : addresses_.to) to += (to.empty() ? "" : ",\n ") + address;
  auto const text = form == Form::plain ? short_text(what, mail_text) : text_of(what, mail_text, "", 20000);
  ProgramCall call;
  call.path = sendmail_;
  call.arguments = {"-i", "-f", addresses_.from, "--"};
  call.arguments.insert(call.arguments.end(), addresses_.to.begin(), addresses_.to.end());
  call.input = "From: Lapwing <" + addresses_.from + ">\nTo: " + to + "\nSubject: " + encoded_words(headline(what)) +
               "\nDate: " + mail_date(what.at) + "\nMessage-ID: <" +
               short_hash(what.project + "\n" + what.title + "\n" + format_utc(what.at)) + "@" + domain_ +
               ">\nAuto-Submitted: auto-generated\nMIME-Version: 1.0\n"
               "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" +
               base64_lines(text + "\n");
  return call;
}

Destination Email::destination() const {
  auto all = sendmail_ + "\n" + addresses_.from;
  for (auto const& address : addresses_.to) all += "\n" + address;
  return destination_of(Secret(std::move(all)));
}

Outcome Email::classify_run(Result<ProgramResult> const& ran) const {
  using enum Outcome::Kind;
  constexpr std::string_view path = "put the path of a program such as msmtp's or Postfix's sendmail into `sendmail`";
  if (!ran) {
    bool const is_wrong = ran.error().kind == ErrorKind::not_found || ran.error().kind == ErrorKind::unreadable;
    return {.kind = is_wrong ? bad_destination : retry,
            .why = printable(ran.error().message + (is_wrong ? ": " + std::string(path) : ""))};
  }
  struct Exit {
    int code;
    Outcome::Kind kind;
    std::string_view what;
  };
  // Source: sysexits.h; sendmail(1) of Postfix and msmtp(1). Whatever is not here may pass.
  constexpr std::array exits{
      Exit{64, bad_message, "wrong usage"},
      Exit{65, bad_message, "the mail is not accepted"},
      Exit{66, bad_message, "the mail was not read"},
      Exit{67, bad_destination, "an address is not known; check the channel's `to`"},
      Exit{68, bad_destination, "an address's host is not known; check the channel's `to`"},
      Exit{75, retry, "not now"},
      Exit{77, bad_destination, "it may not be used: for the sender in `from`, or by the user that lapwing runs as"},
      Exit{78, bad_destination, "it is not set up; see its own configuration"},
      Exit{126, bad_destination, path},
      Exit{127, bad_destination, path},
  };
  if (ran->exit_code == 0) return {};
  Outcome out{.kind = retry, .why = sendmail_ + " ended with " + std::to_string(ran->exit_code)};
  if (auto const known = std::ranges::find(exits, ran->exit_code, &Exit::code); known != exits.end()) {
    out.kind = known->kind;
    out.why += ": " + std::string(known->what);
  }
  if (auto const said = trim(ran->output); !said.empty()) out.why += " (it said: " + printable(said, 150) + ")";
  out.why = printable(out.why);
  return out;
}

}  // namespace lapwing::notify
