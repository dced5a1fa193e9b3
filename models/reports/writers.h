// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/reports/document.h"

#include <QIODevice>

#include <functional>

namespace keyturn::reports {

enum class ReportError {
    WriteFailed = 1, ///< context: reason.
    NoFonts,         ///< A PDF needs a QGuiApplication.
    TextNotWritable, ///< The text cannot be written as HTML.
    UnknownFormat,   ///< context: the format, those there are.
};
/// The table behind ReportError.
const base::ErrorDomain& errorDomain(ReportError);

/// Takes one imported event.
using EventSink = std::function<base::Result<void>(const domain::Event&)>;
/// Gives every imported event to a sink, in time order, those without time last; stops at the sink's first
/// error.
using EventSource = std::function<base::Result<void>(const EventSink&)>;

/// One self-contained page: no scripts, nothing fetched; good to print. @return WriteFailed, TextNotWritable.
[[nodiscard]] base::Result<void> writeHtml(const Document& document, QIODevice& out);
/// A4 with a running head and page numbers. @return the number of pages; WriteFailed, NoFonts.
[[nodiscard]] base::Result<int> writePdf(const Document& document, QIODevice& out);
/// Stable keys, words as on the command line, every event on a line of its own. @return WriteFailed, the
/// source's errors.
[[nodiscard]] base::Result<void> writeJson(const Report& report, const EventSource& events, QIODevice& out);
/// CSV that Timesketch imports: message, datetime, timestamp_desc and more. @return WriteFailed, the source's
/// errors.
[[nodiscard]] base::Result<void> writeTimesketch(const Report& report, const EventSource& events,
                                                 QIODevice& out);

/// All of @p bytes, or WriteFailed.
[[nodiscard]] base::Result<void> writeAll(QIODevice& out, QByteArrayView bytes);
/// Gives the imported events and the war room's doings as one timeline.
[[nodiscard]] base::Result<void>
mergeTimeline(const Report& report, const EventSource& events,
              const std::function<base::Result<void>(const TimelineEntry&)>& take);

} // namespace keyturn::reports
