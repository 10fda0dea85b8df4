// SPDX-License-Identifier: Apache-2.0
// How the status page looks where people read it. With $LAPWING_LOOKS naming a folder, it and its pictures are written
// there.
#include "report/status_page.hpp"
#include "browser/browser.hpp"
#include "core/text.hpp"
#include "support/an_overview.hpp"
#include "support/folder.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace lapwing::test {
namespace {

std::vector<View> const kViews{{1200, false}, {1200, true}, {360, false}, {360, true}, {320, false}};

class StatusPageInABrowser : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_browser())
      GTEST_SKIP() << "there is no /usr/bin/chromium; daemon/install-dependencies --tests installs it";
  }
};

TEST_F(StatusPageInABrowser, IsReadableInEveryWidthAndTheme) {
  for (std::size_t const open : {3, 1000}) {
    auto const seen = look_at(report::status_page(an_overview(open)), kViews);
    EXPECT_EQ(seen.console, "");
    ASSERT_EQ(seen.views.size(), kViews.size());
    for (auto const& view : seen.views) {
      EXPECT_LE(view.at("overflow"), 0) << view;
      EXPECT_EQ(view.at("beyond"), nlohmann::json::array()) << view;
      EXPECT_GE(view.at("contrast"), 4.5) << view;
      EXPECT_GE(view.at("letters"), 9) << view;
      EXPECT_EQ(view.at("rows"), 13 + 6) << view;
      EXPECT_EQ(view.at("unnamed"), 0) << view;
      EXPECT_EQ(view.at("dead"), 0) << "links within the page lead somewhere: " << view;
      EXPECT_EQ(view.at("scripts"), 0) << view;
      EXPECT_EQ(view.at("headings"), 1) << view;
    }
    EXPECT_NE(seen.views[0].at("background"), seen.views[1].at("background"));
  }
}

TEST_F(StatusPageInABrowser, ShowsTextFromOutsideAsTextAlone) {
  auto const seen = look_at(report::status_page(a_hostile_overview()), kViews);
  EXPECT_EQ(seen.console, "");
  for (auto const& view : seen.views) {
    EXPECT_LE(view.at("overflow"), 0) << view;
    EXPECT_EQ(view.at("beyond"), nlohmann::json::array()) << view;
    EXPECT_EQ(view.at("scripts"), 0) << view;
    EXPECT_EQ(view.at("schemes"), (nlohmann::json{"file:", "https:"})) << view;  // file: those of the daemon's own
  }
}

TEST_F(StatusPageInABrowser, IsAPictureOfItself) {
  Folder const own;
  char const* const wanted = std::getenv("LAPWING_LOOKS");
  auto const folder = wanted == nullptr ? own.path() : std::string(wanted);
  auto const html = report::status_page(an_overview());
  std::ofstream(folder + "/page.html") << html;
  for (auto const view : {View{1200, false}, View{360, true}}) {
    auto const png = folder + "/page_" + std::to_string(view.width) + (view.is_dark ? "_dark" : "_light") + ".png";
    take_picture(html, view, 1500, png);
    EXPECT_GT(read_file(png).size(), 30'000u) << "an empty page is a tenth of that";
  }
}

}  // namespace
}  // namespace lapwing::test
