// SPDX-License-Identifier: Apache-2.0
#include "browser/browser.hpp"

#include "core/text.hpp"
#include "support/folder.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace lapwing::test {
namespace {

constexpr char const* kBrowser = "/usr/bin/chromium";

/// What it prints; what it logs is written to `log`.
std::string browse(Folder const& folder, std::string const& options, std::string const& page) {
  auto const out = folder.path("out"), log = folder.path("log");
  // As root, as in a container, Chromium has no sandbox. Frames may look into files, and nothing is asked for outside.
  auto command = "timeout 120 " + std::string(kBrowser) +
                 " --headless --disable-gpu --disable-dev-shm-usage --no-first-run --disable-background-networking"
                 " --hide-scrollbars --allow-file-access-from-files --enable-logging=stderr --user-data-dir=" +
                 folder.path("profile") + (::geteuid() == 0 ? " --no-sandbox " : " ") + options + " file://" + page +
                 " >" + out + " 2>" + log;
  if (std::system(command.c_str()) != 0) throw std::runtime_error("chromium failed: " + read_file(log));
  return read_file(out);
}

}  // namespace

bool has_browser() { return std::filesystem::exists(kBrowser); }

Seen look_at(std::string const& html, std::vector<View> const& views) {
  Folder const folder;
  folder.write("page.html", html);
  std::string frames;
  for (auto const& view : views)
    frames += "<iframe src=\"page.html\" style=\"border:0;height:900px;width:" + std::to_string(view.width) +
              "px;color-scheme:" + (view.is_dark ? "dark" : "light") + "\"></iframe>";
  auto const script = read_file(std::string(LAPWING_SOURCE_DIR) + "/tests/browser/inspect.js");
  auto const page = folder.write("frames.html", "<!doctype html><meta charset=utf-8><title>frames</title><body>" +
                                                    frames + "<script>" + script + "</script>");
  auto const text = browse(folder, "--window-size=1600,1000 --dump-dom", page);
  auto const start = text.rfind("<pre>");
  if (start == text.npos) throw std::runtime_error("the page was not inspected: " + read_file(folder.path("log")));
  Seen seen;
  seen.views = nlohmann::json::parse(text.substr(start + 5, text.find("</pre>", start) - start - 5));
  auto const log = read_file(folder.path("log"));
  for (auto const line : split(log, '\n')) {
    if (line.find("CONSOLE") != line.npos) seen.console += std::string(line) + "\n";
  }
  return seen;
}

void take_picture(std::string const& html, View view, int height, std::string const& png) {
  Folder const folder;
  folder.write("page.html", html);
  // Chromium's window has a least width; a frame has none.
  auto const size = "width:" + std::to_string(view.width) + "px;height:" + std::to_string(height) + "px";
  auto const page = folder.write(
      "frame.html", "<!doctype html><body style=\"margin:0\"><iframe src=\"page.html\" style=\"" + size +
                        ";border:0;display:block;color-scheme:" + (view.is_dark ? "dark" : "light") + "\"></iframe>");
  browse(folder, "--window-size=" + std::to_string(view.width) + "," + std::to_string(height) + " --screenshot=" + png,
         page);
}

void expect_readable(Seen const& seen) {
  EXPECT_EQ(seen.console, "");
  ASSERT_EQ(seen.views.size(), kViews.size());
  for (auto const& view : seen.views) {
    EXPECT_LE(view.at("overflow"), 0) << view;
    EXPECT_EQ(view.at("beyond"), nlohmann::json::array()) << view;
    EXPECT_GE(view.at("contrast"), 4.5) << view;
    EXPECT_GE(view.at("letters"), 9) << view;
    EXPECT_EQ(view.at("unnamed"), 0) << view;
    EXPECT_EQ(view.at("dead"), 0) << view;
    EXPECT_EQ(view.at("scripts"), 0) << view;
    EXPECT_EQ(view.at("headings"), 1) << view;
  }
  EXPECT_NE(seen.views[0].at("background"), seen.views[1].at("background"));
  EXPECT_EQ(seen.views[0].at("background"), seen.views[2].at("background"));
}

void expect_text_alone(Seen const& seen) {
  EXPECT_EQ(seen.console, "");
  ASSERT_EQ(seen.views.size(), kViews.size());
  for (auto const& view : seen.views) {
    EXPECT_LE(view.at("overflow"), 0) << view;
    EXPECT_EQ(view.at("beyond"), nlohmann::json::array()) << view;
    EXPECT_EQ(view.at("scripts"), 0) << view;
    EXPECT_EQ(view.at("schemes"), (nlohmann::json{"file:", "https:"})) << view;  // file: the page's own
  }
}

}  // namespace lapwing::test
