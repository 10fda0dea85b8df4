// SPDX-License-Identifier: Apache-2.0
// Headless Chromium: what it makes of a page, and pictures of it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace lapwing::test {

/// Whether this machine has Chromium. Tests that need it are skipped where it has not.
bool has_browser();

struct View {
  int width;
  bool is_dark;
};

struct Seen {
  nlohmann::json views;  ///< an object a view, as tests/browser/inspect.js makes them
  std::string console;   ///< what the browser complained of, a line each
};

/// Shows a page, each view in a frame of that width.
Seen look_at(std::string const& html, std::vector<View> const& views);

/// Writes a picture of the whole page.
void take_picture(std::string const& html, View view, int height, std::string const& png);

}  // namespace lapwing::test
