// SPDX-License-Identifier: Apache-2.0
// Headless Chromium: what it makes of a page, and pictures of it.
#pragma once

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace lapwing::test {

/// Whether this machine has Chromium. Tests that need it are skipped where it has not.
bool has_browser();

/// A test that needs it.
class InABrowser : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_browser())
      GTEST_SKIP() << "there is no /usr/bin/chromium; daemon/install-dependencies --tests installs it";
  }
};

struct View {
  int width;
  bool is_dark;
};

/// The widths and themes that people read in.
inline std::vector<View> const kViews{{1200, false}, {1200, true}, {360, false}, {360, true}, {320, false}};

struct Seen {
  nlohmann::json views;  ///< an object a view, as tests/browser/inspect.js makes them
  std::string console;   ///< what the browser complained of, a line each
};

/// Shows a page, each view in a frame of that width.
Seen look_at(std::string const& html, std::vector<View> const& views);

/// Nothing beside the page, nothing too pale or too small, every picture with a name, every link with an end; light and
/// dark differ. Of a page that was looked at in kViews.
void expect_readable(Seen const& seen);
/// No more than text came from outside.
void expect_text_alone(Seen const& seen);

/// Writes a picture of the whole page.
void take_picture(std::string const& html, View view, int height, std::string const& png);

}  // namespace lapwing::test
