// SPDX-License-Identifier: Apache-2.0
// Labels as they stand in files: {model="btc", column="price"}.
#pragma once

#include "core/labels.hpp"
#include "core/result.hpp"

#include <string_view>

namespace lapwing::exchange {

/// Whether a label may be called so: letters, digits and _, no digit first.
bool is_label_name(std::string_view name);

/// Takes the labels from the front of the text: from { to its }; none where there is no {. Escapes in values: \\ \" \n.
/// Errors: invalid, saying what is wrong; what is left of the text is then not defined.
Result<Labels> take_labels(std::string_view& text);

}  // namespace lapwing::exchange
