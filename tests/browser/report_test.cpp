// SPDX-License-Identifier: Apache-2.0
// How a report looks where people read it. With $LAPWING_LOOKS naming a folder, the sample report is written there in
// every format, with pictures.
#include "browser/browser.hpp"
#include "core/text.hpp"
#include "report/html_report.hpp"
#include "report/json_report.hpp"
#include "report/markdown_report.hpp"
#include "report/text_report.hpp"
#include "support/a_document.hpp"
#include "support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace lapwing::test {
namespace {

using testing::HasSubstr;

class ReportInABrowser : public InABrowser {};

TEST_F(ReportInABrowser, IsReadableInEveryWidthAndTheme) {
  auto const seen = look_at(report::as_html(a_document()), kViews);
  expect_readable(seen);
  for (auto const& view : seen.views) {
    EXPECT_EQ(view.at("rows"), 13) << view;
    EXPECT_EQ(view.at("curves"), view.at("images")) << view;
    EXPECT_EQ(view.at("images"), 8 + 6) << view;
  }
}

TEST_F(ReportInABrowser, ShowsTextFromOutsideAsTextAlone) {
  auto const seen = look_at(report::as_html(a_hostile_document()), kViews);
  expect_text_alone(seen);
  for (auto const& view : seen.views) EXPECT_EQ(view.at("curves"), view.at("images")) << view;
}

TEST_F(ReportInABrowser, WouldBeSeenIfItWereWrong) {
  auto page = report::as_html(a_document());
  page.insert(page.find("<main>"), "<script>1</script><p style='width:2000px;color:#888'>pale and wide</p>");
  auto const seen = look_at(page, {{360, false}});
  EXPECT_THAT(seen.console, HasSubstr("Content Security Policy"));
  EXPECT_GT(seen.views[0].at("overflow"), 1000);
  EXPECT_LT(seen.views[0].at("contrast"), 4.5);
  EXPECT_EQ(seen.views[0].at("palest"), "pale and wide");
  EXPECT_EQ(seen.views[0].at("scripts"), 1);
}

TEST_F(ReportInABrowser, IsAPictureOfItself) {
  Folder const own;
  char const* const wanted = std::getenv("LAPWING_LOOKS");
  auto const folder = wanted == nullptr ? own.path() : std::string(wanted);
  auto const document = a_document();
  auto const html = report::as_html(document);
  auto const write = [&](std::string const& name, std::string const& text) {
    std::ofstream(folder + "/" + name) << text;
  };
  write("report.html", html);
  write("report.md", report::as_markdown(document));
  write("report.json", report::as_json(document));
  for (std::size_t const width : {40, 80, 140})
    write("report_" + std::to_string(width) + ".txt", report::as_text(document, {.width = width}));
  for (auto const view : {View{1200, false}, View{1200, true}, View{360, false}, View{360, true}}) {
    auto const png = folder + "/report_" + std::to_string(view.width) + (view.is_dark ? "_dark" : "_light") + ".png";
    take_picture(html, view, view.width < 500 ? 5200 : 2900, png);
    EXPECT_GT(read_file(png).size(), 30'000u) << "an empty page is a tenth of that";
  }
}

}  // namespace
}  // namespace lapwing::test
