// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/nav_rail.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QCoreApplication>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

#include <array>

namespace keyturn::ui::shell {

using common::kGridPx;

namespace {

struct ViewRow
{
    const char* word; ///< Also the icon's name.
    const char* title;
};
constexpr std::array<ViewRow, kViewCount> kViewRows{{
    {"decide", QT_TRANSLATE_NOOP("shell", "Decide")},
    {"timeline", QT_TRANSLATE_NOOP("shell", "Timeline")},
    {"requests", QT_TRANSLATE_NOOP("shell", "Requests")},
    {"access", QT_TRANSLATE_NOOP("shell", "Access")},
    {"people", QT_TRANSLATE_NOOP("shell", "People")},
    {"reports", QT_TRANSLATE_NOOP("shell", "Reports")},
}};

class RailButton final : public QAbstractButton
{
public:
    RailButton(View view, QWidget* parent) : QAbstractButton(parent), m_view(view)
    {
        setText(viewTitle(view));
        setCheckable(true);
        setAutoExclusive(true);
        setFocusPolicy(Qt::StrongFocus);
        setObjectName(QStringLiteral("nav:") + QLatin1String(viewWord(view)));
        setAccessibleName(text());
        setToolTip(QStringLiteral("%1 (Ctrl+%2)").arg(text()).arg(static_cast<int>(view) + 1));
    }
    void setCount(int count, const QString& meaning)
    {
        m_count = count;
        setAccessibleDescription(count > 0 ? meaning : QString());
        update();
    }
    [[nodiscard]] QSize sizeHint() const override { return {20 * kGridPx, 5 * kGridPx}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const auto colors = common::Colors::of(palette());
        const QColor text = palette().color(QPalette::WindowText);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF box = QRectF(rect()).adjusted(kGridPx, 2, -kGridPx, -2);
        if (isChecked() || underMouse()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(common::mixed(colors.rail, colors.accent, isChecked() ? 0.16 : 0.07));
            painter.drawRoundedRect(box, 6, 6);
        }
        if (isChecked()) {
            painter.setBrush(colors.accent);
            painter.setPen(Qt::NoPen);
            const QRect bar(kGridPx, 10, 3, height() - 20);
            painter.drawRoundedRect(placed(bar), 1.5, 1.5);
        }
        if (hasFocus()) {
            painter.setPen(QPen(colors.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(box, 6, 6);
        }
        const QColor ink = isChecked() ? colors.accent : text;
        const int x = 2 * kGridPx + 4;
        painter.drawPixmap(placed(QRect(x, (height() - 20) / 2, 20, 20)).topLeft(),
                           common::iconPixmap(viewWord(m_view), ink, 20, devicePixelRatioF()));
        QFont bold = font();
        bold.setWeight(isChecked() ? QFont::Bold : QFont::Medium);
        painter.setFont(bold);
        painter.setPen(text);
        painter.drawText(placed(rect().adjusted(x + 20 + kGridPx + 2, 0, -kGridPx, 0)), Qt::AlignVCenter,
                         this->text());
        if (m_count > 0)
            paintCount(painter, colors);
    }

private:
    /// A place counted from where reading begins, the right in some languages.
    [[nodiscard]] QRect placed(const QRect& place) const
    {
        return QStyle::visualRect(layoutDirection(), rect(), place);
    }
    void paintCount(QPainter& painter, const common::Colors& colors) const
    {
        const QString number = QString::number(m_count);
        const int wide = std::max(20, painter.fontMetrics().horizontalAdvance(number) + 12);
        const QRect pill = placed(QRect(width() - 2 * kGridPx - wide, (height() - 20) / 2, wide, 20));
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.accent);
        painter.drawRoundedRect(pill, 10, 10);
        painter.setPen(colors.onAccent);
        painter.drawText(pill, Qt::AlignCenter, number);
    }

    View m_view;
    int m_count = 0;
};

} // namespace

const char* viewWord(View view)
{
    return kViewRows[static_cast<std::size_t>(view)].word;
}

QString viewTitle(View view)
{
    return QCoreApplication::translate("shell", kViewRows[static_cast<std::size_t>(view)].title);
}

NavRail::NavRail(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("navRail"));
    setAccessibleName(tr("Pages"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 2 * kGridPx, 0, 2 * kGridPx);
    layout->setSpacing(0);
    for (int i = 0; i < kViewCount; ++i) {
        const auto view = static_cast<View>(i);
        auto* button = new RailButton(view, this);
        m_buttons.push_back(button);
        layout->addWidget(button);
        connect(button, &QAbstractButton::clicked, this, [this, view] { Q_EMIT chosen(view); });
    }
    layout->addStretch();
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
}

void NavRail::setCurrent(View view)
{
    m_buttons[static_cast<std::size_t>(view)]->setChecked(true);
}

void NavRail::setCount(View view, int count, const QString& meaning)
{
    static_cast<RailButton*>(m_buttons[static_cast<std::size_t>(view)])->setCount(count, meaning);
}

void NavRail::paintEvent(QPaintEvent*)
{
    const auto colors = common::Colors::of(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colors.rail);
    painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), QRect(width() - 1, 0, 1, height())),
                     colors.cardBorder);
}

} // namespace keyturn::ui::shell
