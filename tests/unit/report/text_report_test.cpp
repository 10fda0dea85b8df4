// SPDX-License-Identifier: Apache-2.0
#include "report/text_report.hpp"

#include "core/text.hpp"
#include "report/cells.hpp"
#include "support/a_document.hpp"

#include <gmock/gmock.h>

namespace lapwing::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(std::string const& text) {
  std::vector<std::string> lines;
  for (auto const line : split(text, '\n')) lines.emplace_back(line);
  return lines;
}

/// The one line that holds a text, or all of the report.
std::string line_with(std::string const& report, std::string const& text) {
  for (auto const& line : lines_of(report)) {
    if (line.find(text) != line.npos) return line;
  }
  return report;
}

TEST(TextReport, SaysTheVerdictFirst) {
  auto const text = as_text(test::a_document(), {});
  auto const lines = lines_of(text);
  EXPECT_EQ(lines[1], "  Weekly report · bitcoin-ml-pipeline");
  EXPECT_EQ(lines[2], "  2026-11-16 09:00 +01:00 to 2026-11-23 09:00 +01:00");
  EXPECT_EQ(lines[4], "❌ CRITICAL");
  EXPECT_THAT(lines[5], HasSubstr("• Accuracy of bitcoin is 58.3%"));
  EXPECT_LT(text.find("PIPELINE HEALTH"), text.find("MODEL PERFORMANCE"));
}

TEST(TextReport, AWideTerminalShowsAFigureOnOneLine) {
  EXPECT_EQ(line_with(as_text(test::a_document(), {.width = 200}), "Accuracy ·"),
            "  ❌ Accuracy · bitcoin           58.3%  ▼ 12.9pp   (71.2%)  n=7  critical         at least 65%  ▇█▇▇▆▄▁");
}

TEST(TextReport, WhatDoesNotFitBesideStandsBelow) {
  auto const text = as_text(test::a_document(), {.width = 80});
  EXPECT_EQ(line_with(text, "Accuracy ·"), "  ❌ Accuracy · bitcoin           58.3%  ▼ 12.9pp   (71.2%)  n=7");
  EXPECT_THAT(text, HasSubstr("\n     critical · at least 65% · ▇█▇▇▆▄▁\n"));
  EXPECT_THAT(text, HasSubstr("\n     small sample: 30 test rows; 95% sure of 41% to 74%\n"));
}

TEST(TextReport, NoLineIsWiderThanTheTerminalAndNothingIsLost) {
  for (std::size_t const width : {20, 40, 60, 80, 120, 200}) {
    auto const text = as_text(test::a_document(), {.width = width});
    for (auto const& line : lines_of(text)) {
      EXPECT_TRUE(cells_of(line) <= width || line.find("https://") != line.npos) << width << ": " << line;
    }
    for (auto const* const word : {"58.3%", "12.9pp", "(71.2%)", "n=7", "65%", "▇█▇▇▆▄▁", "flaky", "Precision", "n/a",
                                   "https://github.com/acme/bitcoin/actions/runs/128", "security_scan"})
      EXPECT_THAT(text, HasSubstr(word)) << width;
    EXPECT_THAT(text, Not(HasSubstr("…"))) << width;
  }
}

TEST(TextReport, ColoursAreThereOnlyWhereTheyAreWanted) {
  EXPECT_THAT(as_text(test::a_document(), {}), Not(HasSubstr("\x1b")));
  auto const text = as_text(test::a_document(), {.colour = true, .width = 120});
  EXPECT_THAT(text, HasSubstr("\x1b[1;31m58.3%\x1b[0m"));
  EXPECT_THAT(text, HasSubstr("\x1b[33m▼ 12.9pp\x1b[0m"));
  EXPECT_THAT(text, HasSubstr("\x1b[32m▲ 1.2pp\x1b[0m"));
}

TEST(TextReport, ASectionOfNothingSaysWhatItLacks) {
  auto const text = as_text(test::a_document(), {});
  EXPECT_THAT(text.substr(text.find("SECURITY\n")),
              testing::ContainsRegex(
                  "^SECURITY\n[^\n]*\n  No scan is watched: add a poller of type security_scan\\.\n\nALERTS"));
}

TEST(TextReport, AnEmptyDocumentIsAReport) {
  Document document;
  document.project = "p";
  document.at = test::kMonday;
  auto const text = as_text(document, {});
  EXPECT_THAT(text, HasSubstr("Status report · p\n  2026-11-23 08:00 +00:00\n"));
  EXPECT_THAT(text, HasSubstr("❔ NOT KNOWN\n"));
  EXPECT_THAT(text, Not(HasSubstr("n:")));
}

TEST(TextReport, TextFromOutsideIsHarmlessAndCut) {
  for (std::size_t const width : {40, 80, 200}) {
    auto const text = as_text(test::a_hostile_document(), {.width = width});
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(text, Not(HasSubstr("\u202E")));
    EXPECT_THAT(text, Not(HasSubstr("\r")));
    EXPECT_THAT(text, Not(HasSubstr("nan")));
    EXPECT_THAT(text, Not(HasSubstr("inf")));
    EXPECT_THAT(text, HasSubstr("…"));
    EXPECT_THAT(text, HasSubstr("n/a"));
    EXPECT_LT(text.size(), 12'000u);
    for (auto const& line : lines_of(text)) {
      EXPECT_TRUE(cells_of(line) <= width || line.find("https://a.example") != line.npos) << width << ": " << line;
    }
  }
}

}  // namespace
}  // namespace lapwing::report
