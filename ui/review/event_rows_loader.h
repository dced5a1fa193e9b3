// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_rows.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <memory>
#include <optional>

namespace keyturn::ui::review {

/// What a table is to show, and where the event stands that is to stay current.
struct LoadedRows
{
    keyturn::timeline::RowRequest request;
    keyturn::timeline::EventRowsPointer rows;
    std::optional<keyturn::timeline::EventKey> wanted;
    std::optional<std::int64_t> wantedLine; ///< Nothing where it is not among the rows.
};

/// Makes lists of rows on another thread, the newest request only: an older one is given up.
class EventRowsLoader final : public QObject
{
    Q_OBJECT
public:
    explicit EventRowsLoader(QObject* parent = nullptr);
    ~EventRowsLoader() override;
    /// Asks for the rows of @p request; loaded() follows unless another request comes first.
    void request(keyturn::timeline::RowRequest request, std::optional<keyturn::timeline::EventKey> wanted);
    /// Asks where @p wanted stands in rows that are there already; loaded() follows in the same way.
    void locate(keyturn::timeline::RowRequest request, keyturn::timeline::EventRowsPointer rows,
                keyturn::timeline::EventKey wanted);
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
