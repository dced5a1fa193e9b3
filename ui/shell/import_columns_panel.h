// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/import_preview.h"

#include <QDate>
#include <QWidget>

#include <optional>
#include <vector>

class QComboBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QScrollArea;

namespace keyturn::ui::shell {

/// Shows what the fields of a file are read as, and lets a person say otherwise: a line for each field with
/// its first values and a box with the roles, the guessed one marked; how times are written, the zone of
/// those that name none, and what stands between a table's cells.
class ImportColumnsPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit ImportColumnsPanel(QWidget* parent);
    /// Shows @p fields. @param keptOn when what they are read as was kept, if it was. Boxes stay the same
    /// while the fields do, so that none loses the keyboard's focus.
    void show(const service::ShownFields& fields, const QDate& keptOn);
    /// Shows nothing.
    void clear();
    /// The fields shown, to which what mappingChanged() brings belongs.
    [[nodiscard]] const service::ShownFields& fields() const { return m_fields; }

Q_SIGNALS:
    /// The person said what the fields mean.
    void mappingChanged(const keyturn::formats::ImportMapping& mapping);
    /// The person wants the guess again.
    void guessWanted();

private:
    /// What stands now: the person's, or the guess.
    [[nodiscard]] formats::ImportMapping current() const;
    void change(const formats::ImportMapping& mapping);
    void changeRole(std::size_t field, std::optional<formats::FieldRole> role);
    void changeDelimiter();
    void buildLines();
    void fillOptions(const formats::ImportMapping& mapping);
    void fillLines(const formats::ImportMapping& mapping);
    void say(const QDate& keptOn);

    service::ShownFields m_fields;
    QLabel* m_said;
    QPushButton* m_back;
    QLabel* m_doubt;
    QLabel* m_delimiterLabel;
    QComboBox* m_delimiter;
    QComboBox* m_times;
    QComboBox* m_zone;
    QScrollArea* m_scroll;
    std::vector<QComboBox*> m_roles; ///< One for each field, in their order.
};

} // namespace keyturn::ui::shell
