// SPDX-License-Identifier: Apache-2.0
#include "notify/notifier.hpp"

#include <stdexcept>

namespace lapwing::notify {

Outcome Notifier::classify(HttpResponse const&) const { throw std::logic_error("this channel sends no HTTP"); }

Outcome Notifier::classify_run(Result<ProgramResult> const&) const {
  throw std::logic_error("this channel runs no program");
}

std::optional<HttpRequest> Notifier::edit(Notification const&, std::string const&) const { return std::nullopt; }

}  // namespace lapwing::notify
