// SPDX-License-Identifier: Apache-2.0
// The parts of a mail's form that know nothing of what it says. Everything comes out as printable ASCII in short lines,
// so nothing that is put in can begin a header, end a part or be changed on the way. Lines end in "\n", as programs of
// sendmail's kind take them. Source: RFC 5322, RFC 2045 to 2047.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <string>
#include <string_view>

namespace lapwing::notify {

/// Text for a header, of at most 250 characters: encoded words on lines of their own.
std::string encoded_words(std::string_view text);

/// Any bytes in base64, in lines of 76, the last one ended too.
std::string base64_lines(std::string_view bytes);

/// Mon, 23 Nov 2026 18:34:00 +0000
std::string mail_date(TimePoint at);

/// A plain address, name@host in ASCII: no comments, no quotes, no leading dash. Errors: invalid.
Result<void> check_mail_address(std::string_view address);

}  // namespace lapwing::notify
