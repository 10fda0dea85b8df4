// SPDX-License-Identifier: Apache-2.0
// A report as GitHub-flavoured Markdown: for an issue, a pull request, a wiki.
#pragma once

#include "report/document.hpp"

#include <string>

namespace lapwing::report {

/// A heading, the verdict, and for each section a table of its figures and a list of its remarks. Text from outside is
/// on one line, cut to 200 characters (a remark to 600), and escaped: it formats nothing, links nothing and mentions
/// nobody.
std::string as_markdown(Document const& document);

}  // namespace lapwing::report
