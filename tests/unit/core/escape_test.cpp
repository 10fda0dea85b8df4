// SPDX-License-Identifier: Apache-2.0
#include "core/escape.hpp"

#include <gtest/gtest.h>

namespace lapwing {
namespace {

TEST(Escape, WhatHasAPowerInHtmlHasNoneLeft) {
  EXPECT_EQ(escape_html("<a href=\"x\" title='y'>R&D</a>"),
            "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;R&amp;D&lt;/a&gt;");
  EXPECT_EQ(escape_html("plain, ü, 😀"), "plain, ü, 😀");
  EXPECT_EQ(escape_html(""), "");
}

}  // namespace
}  // namespace lapwing
