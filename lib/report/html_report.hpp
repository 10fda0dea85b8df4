// SPDX-License-Identifier: Apache-2.0
// A report as one file for a browser, for mail and for paper.
#pragma once

#include "report/document.hpp"

#include <string>

namespace lapwing::report {

/// A page (report/html.hpp): the verdict, links to the sections, of each section a table with a sparkline a row, charts
/// of its key figures, its remarks. Readable by screen readers, without colours, and from 320 pixels on.
std::string as_html(Document const& document);

}  // namespace lapwing::report
