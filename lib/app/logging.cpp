// SPDX-License-Identifier: Apache-2.0
#include "app/logging.hpp"

#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace lapwing::app {
namespace {

/// Whether stderr is the very stream that $JOURNAL_STREAM names; the variable alone is inherited by anything.
bool stderr_is_journal() {
  char const* const named = std::getenv("JOURNAL_STREAM");
  struct stat status {};
  if (named == nullptr || ::fstat(STDERR_FILENO, &status) != 0) return false;
  return std::string(named) == std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

/// One write a line. Continuation lines are indented, so that nobody's text can pass for a line of ours.
class StderrSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit StderrSink(Redactor const& redactor) : redactor_(redactor), journal_(stderr_is_journal()) {}

 private:
  void sink_it_(spdlog::details::log_msg const& message) override {
    spdlog::memory_buf_t formatted;
    formatter_->format(message, formatted);
    std::string text = redactor_.redact({formatted.data(), formatted.size()});
    while (text.ends_with('\n')) text.pop_back();
    std::string const prefix = journal_ ? priority(message.level) : "";
    for (auto at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1)) text.insert(at + 1, prefix + "    ");
    text = prefix + text + "\n";
    // Nothing can be done about a log that can not be written.
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, text.data(), text.size());
  }
  void flush_() override {}

  /// syslog's numbers, as sd-daemon(3) wants them before each line.
  static std::string priority(spdlog::level::level_enum level) {
    switch (level) {
      case spdlog::level::critical:
        return "<2>";
      case spdlog::level::err:
        return "<3>";
      case spdlog::level::warn:
        return "<4>";
      case spdlog::level::info:
        return "<6>";
      default:
        return "<7>";
    }
  }

  Redactor const& redactor_;
  bool journal_;
};

}  // namespace

void set_up_logging(Redactor const& redactor, Verbosity verbosity) {
  auto sink = std::make_shared<StderrSink>(redactor);  // shared with spdlog's registry, which wants it so
  sink->set_pattern(stderr_is_journal() ? "%v" : "%Y-%m-%dT%H:%M:%S%z %l %v");
  auto logger = std::make_shared<spdlog::logger>("lapwing", std::move(sink));
  logger->set_level(verbosity == Verbosity::quiet     ? spdlog::level::err
                    : verbosity == Verbosity::verbose ? spdlog::level::debug
                                                      : spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace lapwing::app
