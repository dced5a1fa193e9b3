// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;

namespace keyturn::ui::shell {

/// The files that are to be imported: chosen singly, by folder, or dropped here. Folders are walked in the
/// background.
class ImportFileList final : public QWidget
{
    Q_OBJECT
public:
    explicit ImportFileList(QWidget* parent);

    /// Adds files, and every file below folders, but those that are listed; links are not followed.
    void add(const QStringList& paths);
    void clear();
    [[nodiscard]] int count() const;
    [[nodiscard]] QString path(int row) const;
    [[nodiscard]] QStringList paths() const;
    /// The row that is chosen, or -1.
    [[nodiscard]] int currentRow() const;
    /// Folders are being walked.
    [[nodiscard]] bool isLooking() const { return m_looks > 0; }

Q_SIGNALS:
    /// What count(), currentRow() or isLooking() say is another.
    void changed();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void choose(bool wantsFolder);
    void removeChosen();
    void take(const QStringList& files);
    void update();

    QListWidget* m_list;
    QPushButton* m_remove;
    QLabel* m_said;
    int m_looks = 0;
    quint64 m_generation = 0; ///< Of clear(): what was looked for before it is dropped.
};

} // namespace keyturn::ui::shell
