// SPDX-License-Identifier: Apache-2.0
// What a page says. How it looks: tests/browser/report_test.cpp.
#include "report/html_report.hpp"

#include "report/html.hpp"
#include "support/a_document.hpp"

#include <gmock/gmock.h>

#include <regex>

namespace lapwing::report {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// The elements that are open, in order, must be closed in the reverse order.
std::string first_fault_of(std::string const& html) {
  std::vector<std::string> open;
  std::regex const tag(R"(<(/?)([a-z][a-z0-9]*)([^<>]*?)(/?)>)");
  for (std::sregex_iterator at(html.begin(), html.end(), tag), end; at != end; ++at) {
    auto const name = (*at)[2].str();
    if (name == "meta" || (*at)[4] == "/") continue;
    if ((*at)[1] == "") {
      open.push_back(name);
    } else {
      if (open.empty() || open.back() != name) return at->str() + " within " + (open.empty() ? "nothing" : open.back());
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back() + " is never closed";
}

TEST(Html, TextIsText) {
  EXPECT_EQ(html_text("a<b>&\"'\x1b\xff"), "a&lt;b&gt;&amp;&quot;&#39; \uFFFD");
  EXPECT_EQ(html_text("abcdef", 4), "abc…");
  EXPECT_EQ(html_outside("x"), "<bdi>x</bdi>");
}

TEST(Html, OnlyWhatABrowserOpensSafelyIsALink) {
  EXPECT_EQ(html_link({"Run", "https://a.example/?a=1&b=2"}),
            "<a href=\"https://a.example/?a=1&amp;b=2\" rel=\"noreferrer\">Run</a>");
  for (auto const* const url : {"", "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "//a.example",
                                "/x", "file:///etc/passwd", "https://"})
    EXPECT_EQ(html_link({"Run", url}), "Run") << url;
  EXPECT_THAT(html_link({"Run", "https://a.example/\"><script>"}), Not(HasSubstr("<script")));
}

TEST(Html, APageForbidsEverythingButItsStyle) {
  auto const text = page("<x>", "<p>body</p>\n");
  EXPECT_THAT(text, StartsWith("<!doctype html>\n<html lang=\"en\">\n"));
  EXPECT_THAT(text, HasSubstr("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                              "'unsafe-inline'\">"));
  EXPECT_THAT(text, HasSubstr("<title>&lt;x&gt;</title>"));
  EXPECT_THAT(text, HasSubstr("<body>\n<p>body</p>\n</body>"));
}

TEST(HtmlReport, IsWellFormedWhateverStandsInIt) {
  EXPECT_EQ(first_fault_of("<p><b></p>"), "</p> within b");
  EXPECT_EQ(first_fault_of(as_html(test::a_document())), "");
  EXPECT_EQ(first_fault_of(as_html(test::a_hostile_document())), "");
  EXPECT_EQ(first_fault_of(as_html(Document{})), "");
}

TEST(HtmlReport, SaysAllThatTheDocumentSays) {
  auto const text = as_html(test::a_document());
  EXPECT_THAT(text, HasSubstr("<title>Weekly report: bitcoin-ml-pipeline</title>"));
  EXPECT_THAT(text, HasSubstr("<h1>Weekly report</h1>"));
  for (auto const* const word :
       {"58.3%", "▼ 12.9pp", "71.2%", "worse", "better", "at least 65%", "needs attention", "critical", "not known",
        "small sample: 30 test rows", "no change", "Run 128", "No scan is watched", "for: 2 runs", "n=61", "+01:00"})
    EXPECT_THAT(text, HasSubstr(word));
  EXPECT_THAT(text, HasSubstr("<th scope=\"row\">Accuracy<span class=\"place\"><bdi>bitcoin</bdi></span>"));
  EXPECT_THAT(text, HasSubstr("<caption class=\"hidden\">Figures of Model performance</caption>"));
}

TEST(HtmlReport, NeedsNothingFromElsewhere) {
  auto const text = as_html(test::a_document());
  EXPECT_FALSE(std::regex_search(text, std::regex(R"(<(script|link|img|iframe|object|base)\b|\bsrc=|url\(|@import)")));
  EXPECT_LT(text.size(), 60'000u);
}

TEST(HtmlReport, TextFromOutsideIsTextAndCut) {
  auto const text = as_html(test::a_hostile_document());
  EXPECT_THAT(text, Not(HasSubstr("<script")));
  EXPECT_THAT(text, Not(HasSubstr("</title></style>")));
  EXPECT_THAT(text, Not(HasSubstr("javascript:")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\u202E")));
  EXPECT_THAT(text, Not(HasSubstr("id=\"x\"")));
  EXPECT_THAT(text, Not(HasSubstr(std::string(201, 'x'))));
  EXPECT_THAT(text, HasSubstr("xxx…"));
  EXPECT_FALSE(std::regex_search(text, std::regex(R"(\bnan\b|\binf\b)")));
}

TEST(HtmlReport, AFigureWithoutValueIsNotKnown) {
  auto const text = as_html(test::a_hostile_document());
  EXPECT_THAT(text, HasSubstr("data-label=\"Value\">n/a</td><td></td><td></td>"));
}

}  // namespace
}  // namespace lapwing::report
