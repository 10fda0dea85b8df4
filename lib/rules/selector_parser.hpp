// SPDX-License-Identifier: Apache-2.0
// The part of an expression that says which series: model.accuracy{model="btc"}.
#pragma once

#include "rules/selector.hpp"
#include "rules/token_reader.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace lapwing::rules {

Selector read_selector(TokenReader& tokens);

/// {label="value", …} or nothing. `owner` is who has the labels, for errors.
std::vector<Matcher> read_matchers(TokenReader& tokens, std::string_view owner,
                                   std::span<std::string_view const> known);

/// "model.f1 has no label 'modle'; did you mean 'model'? (it has model)".
std::string no_such_label(std::string_view owner, std::string_view label, std::span<std::string_view const> known);

}  // namespace lapwing::rules
