// SPDX-License-Identifier: Apache-2.0
// How many minutes of hosted runners an account has used this month, in each of the forms GitHub has had. Pure.
#pragma once

#include "core/result.hpp"

#include <string_view>

namespace lapwing::github {

/// The minutes in a body of …/settings/billing/usage/summary (grossQuantity), …/settings/billing/usage (quantity, per
/// day and repository) or the retired …/settings/billing/actions (total_minutes_used), which Enterprise Server still
/// has. Products, SKUs and units are spelled in several ways and compared without case, blanks, '_' and '-'. Errors:
/// invalid where it is none of the three.
Result<double> parse_minutes(std::string_view bytes);

}  // namespace lapwing::github
