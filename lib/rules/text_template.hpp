// SPDX-License-Identifier: Apache-2.0
// The operator's words with {placeholders}: {value} {threshold} {labels.NAME} {metric.name}.
#pragma once

#include "core/catalogue.hpp"
#include "core/labels.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lapwing::rules {

struct TemplateValues {
  std::string value;
  std::string threshold;
  std::string metric;
  Labels labels;
};

/// What is wrong with a template, if anything: an unknown placeholder, an open brace, or a label that the series of the
/// metric never carry (not checked where `metric` is nullptr). `{{` stands for `{`.
std::optional<std::string> check_template(std::string_view text, Metric const* metric);

/// Fills in. A label the series has not becomes "".
std::string render_template(std::string_view text, TemplateValues const& values);

}  // namespace lapwing::rules
