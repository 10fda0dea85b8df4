// SPDX-License-Identifier: Apache-2.0
#include "exchange/export.hpp"

#include "command.hpp"
#include "core/catalogue.hpp"
#include "core/text.hpp"
#include "help.hpp"
#include "io/clock.hpp"
#include "progress.hpp"

#include <CLI/CLI.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace lapwing::daemon {
namespace {

struct Wanted {
  std::string format = "csv", metrics = "*", since, until, output;
};

/// A length before now, or an instant. Absent, and said, for anything else.
std::optional<TimePoint> instant(std::string const& option, std::string const& text) {
  if (auto const length = parse_duration(text)) return system_now() - *length;
  if (auto const at = parse_timestamp(text)) return at;
  print_error("lapwing history export: " + option + ": '" + printable(text, 60) +
              "' is neither a length such as 90d nor a time such as 2026-03-01T02:00:00Z\n");
  return std::nullopt;
}

/// Where an export goes: a file, or standard output.
class Output {
 public:
  Output() : name_("standard output"), file_(STDOUT_FILENO) {}
  ~Output() {
    if (file_ > STDERR_FILENO) ::close(file_);
  }
  Output(Output const&) = delete;
  Output& operator=(Output const&) = delete;

  Result<void> open(std::string const& path) {
    name_ = path;
    file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    return file_ < 0 ? fault("can not be written") : Result<void>();
  }
  Result<void> write(std::string_view text) {
    while (!text.empty()) {
      auto const count = ::write(file_, text.data(), text.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0 && errno == EPIPE) is_closed_ = true;
      if (count < 0) return fault("is not complete");
      text.remove_prefix(std::size_t(count));
    }
    return {};
  }
  /// Whoever read from it wants no more.
  bool is_closed() const { return is_closed_; }

 private:
  Error fault(std::string const& what) const {
    return {ErrorKind::unreadable, name_ + ": " + what + ": " + std::strerror(errno)};
  }
  std::string name_;
  int file_;
  bool is_closed_ = false;
};

Exit run_export(Common const& common, Wanted const& wanted) {
  exchange::ExportWish wish;
  wish.format = *exchange::parse_format(wanted.format);
  wish.metrics = wanted.metrics;
  for (auto const& [option, text, at] : {std::tuple{"--since", &wanted.since, &wish.span.from},
                                         std::tuple{"--until", &wanted.until, &wish.span.until}}) {
    if (text->empty()) continue;
    auto const found = instant(option, *text);
    if (!found) return Exit::usage;
    *at = *found;
  }
  auto const options = load_or_explain(common);
  if (!options) return Exit::finding;
  auto store = open_or_explain("history export", *options);
  if (!store) return Exit::unreachable;
  Output output;
  auto const fail = [](Error const& error) {
    print_error("lapwing history export: " + error.message + "\n");
    return Exit::unreachable;
  };
  if (!wanted.output.empty()) {
    if (auto const opened = output.open(wanted.output); !opened) return fail(opened.error());
  }
  std::optional<Progress> bar(std::in_place, "export");
  auto const count = exchange::export_samples(
      *store, wish, [&](std::string_view text) { return output.write(text); },
      [&](double share) {
        if (!wanted.output.empty()) bar->show(share);
      });
  bar.reset();
  if (output.is_closed()) return Exit::fine;
  if (!count) return fail(count.error());
  if (*count == 0) {
    std::vector<std::string_view> names;
    for (auto const& metric : catalogue()) names.push_back(metric.name);
    print_error("lapwing history export: no sample is stored of the metric '" + printable(wish.metrics, 60) +
                "' in that time" + (find_metric(wish.metrics) == nullptr ? did_you_mean(wish.metrics, names) : "") +
                "\n");
    return Exit::finding;
  }
  if (!wanted.output.empty() && !common.quiet)
    print(format_quantity(double(*count), Unit::count) + " samples written to " + wanted.output + "\n");
  return Exit::fine;
}

}  // namespace

std::function<Exit()> make_history_export(CLI::App& command, Common const& common) {
  auto const wanted = std::make_shared<Wanted>();  // shared by the parser, which fills it, and the action
  command.add_option("--format", wanted->format, "csv, jsonl or openmetrics (for promtool tsdb create-blocks-from)")
      ->check(one_of({"csv", "jsonl", "openmetrics"}))
      ->capture_default_str();
  command.add_option("--metric", wanted->metrics, "Only metrics of that name; * and ? stand for others")
      ->type_name("PATTERN");
  command.add_option("--since", wanted->since, "From when on: 90d, or a time (UTC where it names no zone)");
  command.add_option("--until", wanted->until, "Until when, included");
  command.add_option("--output", wanted->output, "Write to this file; default: standard output")->type_name("FILE");
  return [&common, wanted] { return run_export(common, *wanted); };
}

}  // namespace lapwing::daemon
