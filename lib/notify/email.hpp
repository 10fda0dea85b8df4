// SPDX-License-Identifier: Apache-2.0
// Mail, through the program that every mail system has as sendmail.
#pragma once

#include "notify/notifier.hpp"

#include <string>
#include <vector>

namespace lapwing::notify {

/// Shape:  one mail to all addresses; subject: the headline; the same as text and as HTML (a bar in the level's colour
///         an item). The worst 25 items in full, the others in short. Text from outside is
///         neither markup nor a link. Plain: text alone, at most 500 characters.
///         The Message-ID hangs on the incidents and what is told of them: a mail that goes out twice is recognised,
///         which many mailers do by themselves. References name an id of each incident that stays the same, so that
///         mail programs show all that is told of it as one thread.
/// Source: RFC 5322, 2045 to 2047, 3834 (Auto-Submitted); sendmail(1) of Postfix, Exim and msmtp.
class Email final : public Notifier {
 public:
  struct Addresses {
    std::string from;             ///< also the envelope's: where bounces go
    std::vector<std::string> to;  ///< at least one
  };
  /// All addresses as check_mail_address takes them; `sendmail` is a path.
  Email(std::string sendmail, Addresses addresses);

  Rendered render(Notification const& what, Form form) const override;
  Payload render_report(Brief const& what, Form form) const override;
  /// By the exit codes of sysexits.h.
  Outcome classify_run(Result<ProgramResult> const& ran) const override;
  Destination destination() const override;

 private:
  std::string head(Notification const& what) const;

  std::string sendmail_;
  Addresses addresses_;
  std::string domain_;  // of the sender, for ids
};

}  // namespace lapwing::notify
