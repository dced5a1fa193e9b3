// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QWidget>

#include <cstdint>
#include <vector>

namespace keyturn::ui::shell {

/// The pages, in the order of the rail; the words of --view.
enum class View : std::uint8_t { Decide, Timeline, Requests, Access, People, Reports };
inline constexpr int kViewCount = 6;
/// "decide", "timeline" …
[[nodiscard]] const char* viewWord(View view);
[[nodiscard]] QString viewTitle(View view);

/// The pages down the left side, with icon, name and a count of what presses.
class NavRail final : public QWidget
{
    Q_OBJECT
public:
    explicit NavRail(QWidget* parent = nullptr);
    void setCurrent(View view);
    /// A number beside the name; 0 shows none.
    void setCount(View view, int count, const QString& meaning);

Q_SIGNALS:
    void chosen(keyturn::ui::shell::View view);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<QAbstractButton*> m_buttons;
};

} // namespace keyturn::ui::shell
