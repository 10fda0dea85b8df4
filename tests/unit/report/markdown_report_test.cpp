// SPDX-License-Identifier: Apache-2.0
#include "report/markdown_report.hpp"

#include "core/text.hpp"
#include "support/a_document.hpp"

#include <gmock/gmock.h>

namespace lapwing::report {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// What stands where no backslash is before it.
bool has_bare(std::string const& text, std::string_view what) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) {
    if (at == 0 || text[at - 1] != '\\') return true;
  }
  return false;
}

std::string of_remark(std::string_view text) {
  Document document;
  document.sections = {{"s", "S", {}, {{Standing::watch, Untrusted(text), {}}}, ""}};
  auto const out = as_markdown(document);
  return out.substr(out.find("- 🔶 ") + std::string_view("- 🔶 ").size());
}

TEST(MarkdownReport, IsAHeadingTheVerdictAndATableASection) {
  auto const text = as_markdown(test::a_document());
  EXPECT_THAT(text,
              StartsWith("# Weekly report: bitcoin-ml-pipeline\n\n"
                         "2026-11-16 09:00 +01:00 to 2026-11-23 09:00 +01:00\n\n"
                         "Before: 2026-11-09 09:00 +01:00 to 2026-11-16 09:00 +01:00\n\n**❌ critical**\n\n- Accuracy"));
  EXPECT_THAT(text, HasSubstr("\n| **Accuracy**<br>bitcoin<br><sub>small sample: 30 test rows; 95% sure of 41% to "
                              "74%</sub> | 58.3% | ▼ 12.9pp | 71.2% | 7 | at least 65% | ❌ critical | ▇█▇▇▆▄▁ |\n"));
  EXPECT_THAT(text, HasSubstr("[Run 128](<https://github.com/acme/bitcoin/actions/runs/128>)"));
  EXPECT_THAT(text, HasSubstr("## Security\n\nNo scan is watched: add a poller of type security\\_scan.\n"));
}

TEST(MarkdownReport, EveryRowHasAsManyCellsAsTheHead) {
  for (auto const& document : {test::a_document(), test::a_hostile_document()}) {
    auto const text = as_markdown(document);
    for (auto const line : split(text, '\n')) {
      if (!line.starts_with("|")) continue;
      std::size_t bars = 0;
      for (std::size_t i = 0; i < line.size(); ++i) bars += line[i] == '|' && (i == 0 || line[i - 1] != '\\');
      EXPECT_EQ(bars, 9u) << line;
    }
  }
}

TEST(MarkdownReport, TextFromOutsideFormatsLinksAndMentionsNothing) {
  auto const text = as_markdown(test::a_hostile_document());
  EXPECT_FALSE(has_bare(text, "<script"));
  EXPECT_FALSE(has_bare(text, "`"));
  EXPECT_FALSE(has_bare(text, "[i]"));
  EXPECT_FALSE(has_bare(text, "**b"));
  EXPECT_THAT(text, Not(HasSubstr("@octocat")));
  EXPECT_THAT(text, Not(HasSubstr("#12")));
  EXPECT_THAT(text, Not(HasSubstr("$a$")));
  EXPECT_THAT(text, Not(HasSubstr("https://evil")));
  EXPECT_THAT(text, Not(HasSubstr("javascript:")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\u202E")));
  EXPECT_THAT(text, Not(HasSubstr("\n# heading")));
  EXPECT_THAT(text, Not(HasSubstr("nan")));
  EXPECT_THAT(text, HasSubstr("](<https://a.example/%22onclick=%22x%7C%29%5D%28%3Cb%3E%20c>)"));
}

TEST(MarkdownReport, TextFromOutsideBeginsNoList) {
  EXPECT_THAT(of_remark("- item"), StartsWith("\\- item"));
  EXPECT_THAT(of_remark("  12. item"), StartsWith("12\\. item"));
  EXPECT_THAT(of_remark("3) item"), StartsWith("3\\) item"));
  EXPECT_THAT(of_remark("# head"), StartsWith("\\# head"));
  EXPECT_THAT(of_remark("1.5 and a-b stay"), StartsWith("1\\.5 and a-b stay\n"));
  EXPECT_THAT(of_remark(""), StartsWith("\n"));
}

TEST(MarkdownReport, OfNothingIsStillADocument) {
  EXPECT_THAT(as_markdown(Document{}), StartsWith("# Status report: \n\n1970-01-01 00:00 +00:00\n\n**❔ not known**\n"));
}

}  // namespace
}  // namespace lapwing::report
