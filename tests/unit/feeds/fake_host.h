// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/feeds/feed.h"
#include "tests/support/run_program.h"

#include <QList>

#include <functional>

namespace keyturn::tests {

/// A host that takes down what arrives and answers as it is told.
class FakeHost final : public feeds::FeedHost
{
public:
    base::Result<feeds::Reception> receive(const feeds::Arrival& arrival) override
    {
        received.append(arrival.source);
        QFile file(arrival.path);
        contents.append(file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable"));
        return answer(contents.last());
    }
    void nameRefused(const feeds::Arrival& arrival, const base::Error&) override
    {
        refused.append(arrival.source);
    }
    base::Result<void> keep(const feeds::FeedState& state) override
    {
        if (keepFails)
            return base::fail(feeds::FeedError::StateDamaged, QStringLiteral("state"),
                              QStringLiteral("full"));
        kept.append(feeds::feedStateBytes(state));
        return {};
    }
    const std::atomic_bool& stop() const override { return stopped; }

    std::function<base::Result<feeds::Reception>(const QByteArray& content)> answer = [](const QByteArray&) {
        return feeds::Reception();
    };
    bool keepFails = false;
    std::atomic_bool stopped{false};
    QStringList received;
    QByteArrayList contents;
    QStringList refused;
    QByteArrayList kept;
};

/// An answer of a host that fails as a store does.
inline base::Result<feeds::Reception> storeFails(const QByteArray&)
{
    return base::fail(feeds::FeedError::BodyUnkept, QStringLiteral("store"), QStringLiteral("full"));
}

} // namespace keyturn::tests
