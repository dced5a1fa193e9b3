// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/event_table_model.h"
#include "models/timeline/event_rows.h"
#include "ui/review/kept_selection.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <memory>
#include <optional>

namespace keyturn::ui::review {

/// Whether a table is to bring its current line into view, or to leave what is in view where it is.
enum class Reveal : std::uint8_t { Current, Nothing };

/// Events that a table has to find again among other rows.
struct WantedLines
{
    std::optional<keyturn::timeline::EventKey> current;
    std::optional<keyturn::timeline::EventKey> top; ///< The first in view.
    Reveal reveal = Reveal::Current;
    std::optional<ChosenEvents> chosen; ///< Where more than the current one are.
};

/// What a table is to show, and where the wanted events stand.
struct LoadedRows
{
    keyturn::timeline::RowRequest request;
    keyturn::timeline::EventRowsPointer rows;
    items::RowCountsPointer counts; ///< With request.repeats: the events that each line stands for.
    std::size_t eventCount = 0;     ///< Of all lines, folded ones included. Not from locate().
    WantedLines wanted;
    std::optional<std::int64_t> currentLine; ///< Nothing where it is not among the rows.
    std::optional<std::int64_t> topLine;
    std::optional<LineSelection> selection; ///< Where wanted.chosen stand.
};

/// Makes lists of rows on another thread, the newest request only: an older one is given up.
class EventRowsLoader final : public QObject
{
    Q_OBJECT
public:
    explicit EventRowsLoader(QObject* parent = nullptr);
    ~EventRowsLoader() override;
    /// Asks for the rows of @p request; loaded() follows unless another request comes first.
    void request(keyturn::timeline::RowRequest request, const WantedLines& wanted);
    /// Asks where the wanted stand in rows that are there already; loaded() follows in the same way.
    void locate(keyturn::timeline::RowRequest request, keyturn::timeline::EventRowsPointer rows,
                items::RowCountsPointer counts, const WantedLines& wanted);
    [[nodiscard]] bool isIdle() const { return m_pending == 0; }

Q_SIGNALS:
    void loaded(const keyturn::ui::review::LoadedRows& rows);

private:
    void start(LoadedRows asked);

    std::atomic<std::uint64_t> m_generation{0};
    int m_pending = 0;
    QThreadPool m_pool;
};

} // namespace keyturn::ui::review
