// SPDX-License-Identifier: Apache-2.0
#include "notify/notifier.hpp"

namespace lapwing::notify {

std::optional<HttpRequest> Notifier::edit(Notification const&, std::string const&) const { return std::nullopt; }

}  // namespace lapwing::notify
