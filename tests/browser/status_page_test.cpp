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

class StatusPageInABrowser : public InABrowser {};

TEST_F(StatusPageInABrowser, IsReadableInEveryWidthAndTheme) {
  for (std::size_t const open : {3, 1000}) {
    auto const seen = look_at(report::status_page(an_overview(open)), kViews);
    expect_readable(seen);
    for (auto const& view : seen.views) EXPECT_EQ(view.at("rows"), 13 + 6) << view;
  }
}

TEST_F(StatusPageInABrowser, ShowsTextFromOutsideAsTextAlone) {
  expect_text_alone(look_at(report::status_page(a_hostile_overview()), kViews));
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
