// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/causality_of.h"
#include "models/service/session.h"

#include <QObject>

#include <memory>
#include <vector>

namespace keyturn::ui::review {

/// Reads what the escalations of the timeline state that they raise: their texts lie in blocks, which the
/// story of a ledger does not read. Of very many escalations the newest are read.
class RaisedLoader final : public QObject
{
    Q_OBJECT
public:
    explicit RaisedLoader(service::Session& session, QObject* parent = nullptr);
    /// To be called whenever the columns are others.
    void follow(const keyturn::timeline::EventColumnsPointer& columns);
    /// What is known so far; null before anything is.
    [[nodiscard]] const std::shared_ptr<const std::vector<items::Raised>>& raised() const { return m_raised; }
    [[nodiscard]] bool isSettled() const { return !m_isAtWork; }

Q_SIGNALS:
    /// raised() is another.
    void came();

private:
    /// Another workspace was opened: its records have other ids.
    void forgetAll();
    void fetch(int generation, const std::vector<keyturn::timeline::EventKey>& keys);

    service::Session& m_session;
    std::shared_ptr<const std::vector<items::Raised>> m_raised;
    std::size_t m_count = 0; ///< Escalations that are read, or being read: none is ever taken away.
    int m_generation = 0;
    bool m_isAtWork = false;
};

} // namespace keyturn::ui::review
