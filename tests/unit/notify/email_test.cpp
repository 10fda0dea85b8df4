// SPDX-License-Identifier: Apache-2.0
#include "notify/email.hpp"

#include "core/text.hpp"
#include "notify/send.hpp"
#include "support/fake_http.hpp"
#include "support/folder.hpp"
#include "support/loop.hpp"
#include "support/mail.hpp"
#include "unit/notify/items.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace lapwing::notify {
namespace {

using lapwing::test::mail_violations;
using lapwing::test::read_mail;
using test::notification;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using enum Outcome::Kind;

Email const kEmail("/usr/sbin/sendmail", {"lapwing@example.org", {"team@example.org", "boss@example.org"}});

ProgramCall call_of(Notification const& what, Form form = Form::full) {
  return std::get<ProgramCall>(kEmail.render(what, form).payload);
}

lapwing::test::Mail mail_of(Notification const& what, Form form = Form::full) {
  return read_mail(call_of(what, form).input);
}

std::string id_of(Notification const& what) { return mail_of(what).header("Message-ID"); }

std::string golden(std::string const& name) {
  return lapwing::test::read_file(std::string(LAPWING_SOURCE_DIR) + "/tests/data/notify/" + name);
}

TEST(Email, SendmailIsCalledWithTheAddressesAndNoShell) {
  auto const call = call_of(notification({test::an_accuracy_item()}));
  EXPECT_EQ(call.path, "/usr/sbin/sendmail");
  EXPECT_THAT(call.arguments,
              ElementsAre("-i", "-f", "lapwing@example.org", "--", "team@example.org", "boss@example.org"));
}

TEST(Email, AWaveOfThreeIsTheGoldenTextAndTheGoldenPage) {
  auto const mail = mail_of(notification({test::a_recovered_item(), test::a_data_age_item(), test::a_pipeline_item()}));
  EXPECT_EQ(mail.text, golden("email_wave.txt"));
  EXPECT_EQ(mail.html, golden("email_wave.html"));
}

TEST(Email, TheHeadersSayWhoWhatWhenAndThatNobodyNeedAnswer) {
  auto const mail = mail_of(notification({test::an_accuracy_item()}));
  EXPECT_EQ(mail.header("From"), "Lapwing <lapwing@example.org>");
  EXPECT_EQ(mail.header("To"), "team@example.org, boss@example.org");
  EXPECT_EQ(mail.header("Subject"),
            "🔴 CRITICAL: The accuracy of the model bitcoin fell to 58.3% · bitcoin-ml-pipeline");
  EXPECT_EQ(mail.header("Date"), "Mon, 23 Nov 2026 18:34:00 +0000");
  EXPECT_EQ(mail.header("Auto-Submitted"), "auto-generated");
}

TEST(Email, TheShortFormIsTextAlone) {
  auto const mail = mail_of(notification({test::a_data_age_item(), test::an_accuracy_item()}), Form::plain);
  EXPECT_EQ(mail.html, "");
  EXPECT_EQ(mail.text,
            "🔴 1 critical, 1 warning · bitcoin-ml-pipeline\n"
            "🔴 CRITICAL · model-accuracy · bitcoin: 58.3%, below 60% (#42)\n"
            "🟡 WARNING (was info) · data-freshness · bitcoin_timeseries.\u200Bcsv: 26h, above 24h (#43)\n");
}

TEST(Email, AMailThatGoesOutTwiceHasOneIdAndOtherNewsHasAnother) {
  auto const first = notification({test::an_accuracy_item()});
  auto again = first;
  again.at += std::chrono::minutes{10};
  EXPECT_EQ(id_of(again), id_of(first));

  auto milder = test::an_accuracy_item();
  milder.level = Level::warning;
  auto back = test::an_accuracy_item();
  back.changed += std::chrono::hours{3};
  auto elsewhere = first;
  elsewhere.project = "another";
  for (auto const& other : {notification({milder}), notification({back}), elsewhere,
                            notification({test::an_accuracy_item(), test::a_data_age_item()})})
    EXPECT_NE(id_of(other), id_of(first));
}

TEST(Email, EachReminderIsReadAndEachTestToo) {
  for (auto const what : {What::reminder, What::test}) {
    auto item = test::an_accuracy_item();
    item.what = what;
    auto const first = notification({item});
    auto next = first;
    next.at += std::chrono::hours{24};
    EXPECT_NE(id_of(next), id_of(first));
  }
}

TEST(Email, AllThatIsToldOfAnIncidentIsOneThread) {
  auto over = test::an_accuracy_item();
  over.what = What::recovered;
  over.level = Level::ok;
  over.changed += std::chrono::hours{2};
  auto const first = mail_of(notification({test::an_accuracy_item()}));
  auto const last = mail_of(notification({over}));
  EXPECT_THAT(first.header("References"), testing::MatchesRegex("<incident-42[.][0-9a-f]+@example.org>"));
  EXPECT_EQ(first.header("In-Reply-To"), "");
  EXPECT_EQ(last.header("References"), first.header("References"));
  EXPECT_EQ(last.header("In-Reply-To"), first.header("References"));

  auto const wave = mail_of(notification({test::an_accuracy_item(), test::a_pipeline_item()}));
  EXPECT_THAT(wave.header("References"), HasSubstr(first.header("References")));
  EXPECT_THAT(wave.header("References"), HasSubstr("<incident-44."));

  auto other = test::an_accuracy_item();  // of another store, which counts from 1 too
  other.since -= std::chrono::hours{1};
  EXPECT_NE(mail_of(notification({other})).header("References"), first.header("References"));
}

// Checklist 15.
TEST(Email, AnyNumberOfItemsIsSentAndEachIsNamedOrCounted) {
  for (std::size_t const count : {1, 25, 26, 27, 500}) {
    for (auto const form : {Form::full, Form::plain}) {
      auto const raw = call_of(test::many(count), form).input;
      EXPECT_THAT(mail_violations(raw), IsEmpty()) << count;
      auto const mail = read_mail(raw);
      for (auto const& part : {mail.text, mail.html}) {
        if (part.empty()) continue;
        auto const told = test::told(part, count);
        EXPECT_EQ(told.named + told.counted, count);
        EXPECT_GE(told.named, form == Form::plain ? 1 : count);
      }
    }
  }
}

// Checklist 14 and 16: no text begins a header, ends a part, makes a tag or a link.
TEST(Email, AnyTextIsSentAndHasNoPowerWhateverHasHappened) {
  auto texts = test::awkward_texts();
  for (auto const* hostile :
       {"x\r\nBcc: evil@example.org\r\n\r\n<b>", "\n--=_part\nContent-Type: text/html\n\n<script>", "\n.\n",
        "=?UTF-8?Q?=0ABcc:_evil@example.org?=", "<script>alert(1)</script>", "\" onload='x' <img src=x>",
        "</div></body></html>", "https://evil.example/?a=\"b\"'c'&d"})
    texts.emplace_back(hostile);
  for (auto const& text : texts) {
    for (auto const happened : {What::opened, What::recovered}) {
      auto item = test::all_texts(text);
      item.what = happened;
      auto one = notification({item});
      one.project = text;
      for (auto const form : {Form::full, Form::plain}) {
        auto const raw = call_of(one, form).input;
        EXPECT_THAT(mail_violations(raw), IsEmpty()) << text.substr(0, 60);
        EXPECT_THAT(read_mail(raw).header("Bcc"), IsEmpty());
      }
    }
  }
}

TEST(Email, ALinkIsAnAttributeThatNothingEnds) {
  auto item = test::an_accuracy_item();
  item.runbook = "https://wiki.example/?a=1&b='2'";
  auto const page = mail_of(notification({item})).html;
  EXPECT_THAT(page, HasSubstr("<a href=\"https://wiki.example/?a=1&amp;b=%272%27\">Runbook</a>"));
}

TEST(Email, WhatFollowsInTheNextMailIsCounted) {
  auto what = test::many(30);
  what.more.at_level[std::size_t(Level::warning)] = 7;
  EXPECT_EQ(kEmail.render(what, Form::full).told, 30u);
  EXPECT_THAT(mail_of(what).text, testing::EndsWith("\n7 more follow\n"));
  EXPECT_THAT(mail_of(what).html, HasSubstr("7 more follow<br>"));
}

TEST(Email, OtherAddressesAreAnotherDestination) {
  Email const other("/usr/sbin/sendmail", {"lapwing@example.org", {"team@example.org"}});
  EXPECT_NE(other.destination().fingerprint, kEmail.destination().fingerprint);
  EXPECT_EQ(other.destination().host, "");
}

Outcome ended(int code, std::string output = "") { return kEmail.classify_run(ProgramResult{code, std::move(output)}); }

TEST(Email, SendmailsExitCodeSaysWhatBecameOfIt) {
  EXPECT_EQ(ended(0, "queued as 1").kind, delivered);
  for (int const code : {64, 65, 66}) EXPECT_EQ(ended(code).kind, bad_message) << code;
  for (int const code : {67, 68, 77, 78, 126, 127}) EXPECT_EQ(ended(code).kind, bad_destination) << code;
  for (int const code : {1, 69, 70, 71, 72, 73, 74, 75, 76, 137, 255}) EXPECT_EQ(ended(code).kind, retry) << code;
  EXPECT_EQ(ended(75, "mail system is down\n").why,
            "/usr/sbin/sendmail ended with 75: not now (it said: mail system is down)");
  EXPECT_THAT(ended(67).why, HasSubstr("check the channel's `to`"));
}

TEST(Email, WhatSendmailSaysIsShortAndPrintable) {
  auto const why = ended(75, "\x1b[31m\n" + std::string(10'000, 'x')).why;
  EXPECT_LE(count_characters(why), 300u);
  EXPECT_EQ(printable(why), why);
}

TEST(Email, WithoutASendmailTheRemedyIsNamedAndALateOneIsTriedAgain) {
  auto const missing =
      kEmail.classify_run(Error{ErrorKind::not_found, "/usr/sbin/sendmail can not be run: No such file"});
  EXPECT_EQ(missing.kind, bad_destination);
  EXPECT_THAT(missing.why, HasSubstr("into `sendmail`"));
  EXPECT_EQ(kEmail.classify_run(Error{ErrorKind::timed_out, "did not end"}).kind, retry);
}

/// Sends through a script in sendmail's place.
class SendmailTest : public testing::Test {
 protected:
  lapwing::test::Folder folder;

  Outcome send_by(std::string const& body) {
    auto const file = folder.write("sendmail", "#!/bin/sh\n" + body + "\n");
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    lapwing::test::FakeHttp http;
    Workers workers(0);
    WaysOut const ways{http, workers, [](std::string_view) {},
                       [](std::string const& text) { return text.find("sesame") == text.npos ? text : "***"; }};
    Email const email(file, {"lapwing@example.org", {"team@example.org"}});
    auto payload = email.render(notification({test::an_accuracy_item()}), Form::full).payload;
    return lapwing::test::run_now(send(ways, email, std::move(payload)));
  }
};

TEST_F(SendmailTest, ItGetsTheWholeMailAndItsArguments) {
  auto const outcome = send_by("echo \"$@\" > " + folder.path("arguments") + "; cat > " + folder.path("mail"));
  EXPECT_EQ(outcome.kind, delivered) << outcome.why;
  EXPECT_EQ(lapwing::test::read_file(folder.path("arguments")), "-i -f lapwing@example.org -- team@example.org\n");
  auto const raw = lapwing::test::read_file(folder.path("mail"));
  EXPECT_THAT(mail_violations(raw), IsEmpty());
  EXPECT_THAT(read_mail(raw).text, HasSubstr("model-accuracy"));
}

TEST_F(SendmailTest, ItsRefusalIsReadByItsCodeAndItsWords) {
  auto const outcome = send_by("cat > /dev/null; echo 'unknown user: team' >&2; exit 67");
  EXPECT_EQ(outcome.kind, bad_destination);
  EXPECT_THAT(outcome.why, HasSubstr("(it said: unknown user: team)"));
}

TEST_F(SendmailTest, ASecretInItsWordsIsNotRepeated) {
  EXPECT_EQ(send_by("echo 'no login by sesame'; exit 75").why, "***");
}

}  // namespace
}  // namespace lapwing::notify
