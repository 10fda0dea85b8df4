// SPDX-License-Identifier: Apache-2.0
// Mail from the daemon to a script in sendmail's place.
#include "support/mail.hpp"
#include "scenario/daemon.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kAccuracy = R"(
  model-accuracy: {watch: model.accuracy, when: below, warning: 65%, critical: 55%}
)";

class MailTest : public testing::Test {
 protected:
  MailTest() {
    daemon.more =
        "  post: {type: email, from: lapwing@example.org, to: team@example.org, sendmail: sendmail}\n"
        "notify: {critical: [post], warning: [post], info: [post]}\n";
    std::filesystem::create_directory(daemon.folder.path("mails"));
    daemon.train("2026-03-02T02:00:00Z", 0.60);
  }

  /// Keeps what it is given, and ends with the code in the file `code`.
  void start() {
    auto const file = daemon.folder.write("sendmail", "#!/bin/sh\ncd '" + daemon.folder.path() +
                                                          "'\ncat > mails/$(ls mails | wc -l)\nexit $(cat code)\n");
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    daemon.start();
  }

  void ends_with(int code) { daemon.folder.write("code", std::to_string(code)); }

  std::vector<Mail> mails() const {
    std::vector<Mail> out;
    for (int i = 0; std::filesystem::exists(daemon.folder.path("mails/" + std::to_string(i))); ++i) {
      auto const raw = read_file(daemon.folder.path("mails/" + std::to_string(i)));
      EXPECT_THAT(mail_violations(raw), IsEmpty());
      out.push_back(read_mail(raw));
    }
    return out;
  }

  Daemon daemon{kAccuracy};
};

TEST_F(MailTest, AnIncidentAndItsRecoveryAreOneThread) {
  ends_with(0);
  start();
  daemon.run_for(30min);
  daemon.train("2026-03-02T12:20:00Z", 0.72);
  daemon.run_for(2h);
  ASSERT_THAT(mails(), SizeIs(2));
  EXPECT_THAT(mails()[0].header("Subject"), HasSubstr("WARNING"));
  EXPECT_THAT(mails()[1].header("Subject"), HasSubstr("RECOVERED"));
  EXPECT_THAT(mails()[0].header("References"), HasSubstr("<incident-1."));
  EXPECT_EQ(mails()[1].header("In-Reply-To"), mails()[0].header("References"));
}

TEST_F(MailTest, WhatGoesOutAgainHasTheIdOfTheFirst) {
  ends_with(75);
  start();
  daemon.run_for(10s + 500ms);
  ends_with(0);
  daemon.run_for(1min);
  ASSERT_THAT(mails(), SizeIs(2));
  EXPECT_EQ(mails()[1].header("Message-ID"), mails()[0].header("Message-ID"));
}

TEST_F(MailTest, AnAddressThatIsNotKnownIsAChannelThatFails) {
  ends_with(67);
  start();
  daemon.run_for(5min);
  EXPECT_THAT(mails(), SizeIs(1)) << "probed again only later";
  EXPECT_THAT(daemon.open(), testing::Contains("channel-failing critical"));
}

}  // namespace
}  // namespace lapwing::test
