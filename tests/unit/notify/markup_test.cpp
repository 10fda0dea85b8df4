// SPDX-License-Identifier: Apache-2.0
#include "notify/markup.hpp"

#include "core/text.hpp"
#include "unit/notify/items.hpp"

#include <gtest/gtest.h>

namespace lapwing::notify {
namespace {

constexpr std::size_t kAmple = 1000;

TEST(Markup, DiscordMarkupIsEscapedEverywhere) {
  EXPECT_EQ(discord_text("**b** _i_ ~~s~~ ||x|| `c`", kAmple), R"(\*\*b\*\* \_i\_ \~\~s\~\~ \|\|x\|\| \`c\`)");
  EXPECT_EQ(discord_text("](http://evil)", kAmple), "\\](http:\u200B//evil)");
  EXPECT_EQ(discord_text("@everyone <@&1>", kAmple), R"(\@everyone \<\@&1>)");
  EXPECT_EQ(discord_text(R"(a\b)", kAmple), R"(a\\b)");
}

TEST(Markup, BlocksAreEscapedOnlyWhereALineBegins) {
  EXPECT_EQ(discord_text("# heading", kAmple), "\\# heading");
  EXPECT_EQ(discord_text("  > quote", kAmple), "  \\> quote");
  EXPECT_EQ(discord_text("-# small", kAmple), "\\-# small");
  EXPECT_EQ(discord_text("1. list", kAmple), "1\\. list");
  EXPECT_EQ(discord_text("model-accuracy > 3 # 1. at 2026-11-23, 1.5", kAmple),
            "model-accuracy > 3 # 1. at 2026-11-23, 1.5");
  EXPECT_EQ(discord_text("58.3%", kAmple), "58.3%");
}

TEST(Markup, SlackEntitiesAreMadeExactlyOnce) {
  EXPECT_EQ(slack_text("a & b < c > d", kAmple), "a &amp; b &lt; c &gt; d");
  EXPECT_EQ(slack_text("&amp; <!channel>", kAmple), "&amp;amp; &lt;!channel&gt;");
  EXPECT_EQ(slack_text("see https://evil.example", kAmple), "see https:\u200B//evil.example");
}

TEST(Markup, MarkdownIsEscapedOrBrokenByASpaceThatNobodySees) {
  EXPECT_EQ(markdown_text("**b** _i_ ~s~ `c`", kAmple), "\\*\\*b\\*\\* \\_i\\_ \\~\u200Bs\\~\u200B \\`c\\`");
  EXPECT_EQ(markdown_text("@all #tag", kAmple), "@\u200Ball #\u200Btag");
  EXPECT_EQ(markdown_text("[x](http://y)", kAmple), "[x]\u200B(http:\u200B//y)");
  EXPECT_EQ(markdown_text("<!channel> <u|x> &lt;", kAmple), "‹!channel› ‹u|\u200Bx› &\u200Blt;");
  EXPECT_EQ(markdown_text("a :fire: at 16:30", kAmple), "a :\u200Bfire: at 16:30");
  EXPECT_EQ(markdown_text("www.evil.example", kAmple), "www.\u200Bevil.\u200Bexample");
  EXPECT_EQ(markdown_text("58.3% below 60%. Then", kAmple), "58.3% below 60%. Then");
}

TEST(Markup, MarkdownBeginsNoBlockWhateverALineBeginsWith) {
  for (std::string const start :
       {"# heading", "- list", "+ list", "1. list", "2) list", "===", "---", "    code", " - x"}) {
    EXPECT_EQ(markdown_text(start, kAmple).substr(0, 3), "\u200B") << start;
  }
  EXPECT_EQ(markdown_text("> quote", kAmple), "› quote");
  EXPECT_EQ(markdown_text("* list", kAmple), "\\* list");
}

TEST(Markup, MailMakesNoLinkOfTextAndHtmlNoTag) {
  EXPECT_EQ(mail_text("a@b.example https://x <b> & 1.5", kAmple), "a@\u200Bb.\u200Bexample https:\u200B//x <b> & 1.5");
  EXPECT_EQ(html_text("<b a='1' c=\"2\"> & x.py", kAmple), "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt; &amp; x.\u200Bpy");
}

TEST(Markup, ACutNeverFallsInsideAnEscape) {
  EXPECT_EQ(discord_text("ab*cd", 4), "ab…") << "the escaped star and an ellipsis need five";
  EXPECT_EQ(discord_text("ab*cd", 6), "ab\\*cd");
  EXPECT_EQ(slack_text("a&b", 6), "a…");
  EXPECT_EQ(slack_text("a&b", 7), "a&amp;b");
  EXPECT_EQ(slack_text("&&", 9), "&amp;…");
}

TEST(Markup, LimitsCountCharactersNotBytes) {
  std::string const four = "😀😀😀😀";
  EXPECT_EQ(discord_text(four, 4), four);
  EXPECT_EQ(discord_text(four, 3), "😀😀…");
  EXPECT_EQ(slack_text(four, 1), "…");
  EXPECT_EQ(slack_text(four, 0), "");
  EXPECT_EQ(discord_text("", 5), "");
}

TEST(Markup, AnyTextComesOutWithinItsLimitAsValidText) {
  for (auto const& text : test::awkward_texts()) {
    for (std::size_t const limit : {0, 1, 2, 3, 150, 256, 4096}) {
      for (auto const& out : {discord_text(text, limit), slack_text(text, limit), markdown_text(text, limit),
                              mail_text(text, limit), html_text(text, limit)}) {
        EXPECT_LE(count_characters(out), limit);
        EXPECT_EQ(printable(out, kAmple * 10), out) << "control characters or broken UTF-8";
      }
    }
  }
}

TEST(Markup, ALinkIsAnHttpUrlWithNothingThatEndsIt) {
  EXPECT_EQ(link_target("https://wiki.example/a_(b)?x=1|2&y", 100), "");
  EXPECT_EQ(link_target("https://wiki.example/a_(b)?x=1&y", 100), "https://wiki.example/a_%28b%29?x=1&y");
  EXPECT_EQ(link_target("https://wiki.example/", 21), "https://wiki.example/");
  EXPECT_EQ(link_target("https://wiki.example/", 20), "");
  for (auto const* bad : {"", "javascript:alert(1)", "ftp://x/y", "not a url", "https://user:pw@x/", "https://x/ y",
                          "https://x/\n", "/x"}) {
    EXPECT_EQ(link_target(bad, 100), "") << bad;
  }
}

}  // namespace
}  // namespace lapwing::notify
