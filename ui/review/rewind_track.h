// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"

#include <QAbstractSlider>

namespace keyturn::ui::review {

/// A slider over a ledger's entries, each at the time it was recorded; decisions stand out. Its value is the
/// newest entry that is shown. The keyboard goes entry by entry, whatever the distance in time.
class RewindTrack final : public QAbstractSlider
{
    Q_OBJECT
public:
    explicit RewindTrack(QWidget* parent = nullptr);
    /// The ledger's newest state; never null.
    void setLedger(const state::SnapshotPointer& live);
    /// Shows the playhead at @p moment, between entries too; nothing: at the present.
    void setMoment(std::optional<base::UtcTime> moment);
    /// The last of the entries that were recorded at the same time as @p entry: they are known together.
    [[nodiscard]] int lastOfMoment(int entry) const;
    /// The last entry before the moment of @p entry, or -1.
    [[nodiscard]] int entryBefore(int entry) const;
    [[nodiscard]] base::UtcTime timeOf(int entry) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void sliderChange(SliderChange change) override;

private:
    [[nodiscard]] double xOf(base::UtcTime time) const;
    [[nodiscard]] int entryAt(double x) const;

    state::SnapshotPointer m_live;
    std::optional<base::UtcTime> m_moment;
};

} // namespace keyturn::ui::review
